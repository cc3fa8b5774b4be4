"""A decision table of a regulation, looked up for a case."""

from __future__ import annotations

from collections.abc import Mapping

from zwgov_workflow.definition.model import Value as Words
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import EngineFault

__all__ = ["row_of"]


def row_of(view: View, table: str) -> Mapping[str, Words]:
    """Return what follows from the one row of *table* that fits.

    Raises:
        EngineFault: No row or more than one fits, which the checker rules out.
    """
    rows = view.machine.regulation.tables[table].rules
    fitting = [row.then for row in rows if view.machine.predicate(row.when)(view)]
    if len(fitting) != 1:
        raise EngineFault(case=view.case.id, what=f"{len(fitting)} rows of {table!r} fit")
    return fitting[0]
