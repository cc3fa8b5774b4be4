"""Tallies: what a regulation has counted of the records, when an act relies on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from zwgov_workflow.definition.model import Tally
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.engine.value import Value
from zwgov_workflow.store import tables as t

__all__ = ["Tallies"]


class Tallies:
    """Counts on one connection; a department or year that is missing does not matter."""

    def __init__(self, connection: Connection, bureau: str) -> None:
        self._connection = connection
        self._bureau = bureau

    def __call__(self, tally: Tally, department: Value | None, year: Value | None) -> int:
        """Return the number of breaches, deadlines or cases that *tally* asks for.

        A breach is counted against the department that it is recorded of, the others for each
        that their case names. What was imported is not counted as if the engine had made it:

        - no case that was opened by an import;
        - no deadline that an imported fact closed, in time or late, and none that lapsed before
          such a fact in the import itself, nor its breach. So both sides of a comparison leave
          out the same deadlines;
        - nothing of a case that is older than the version it is measured against.

        What the engine did of an imported case afterwards counts: an act in time, a lapse that
        the sweep found.
        """
        regulation, _, name = tally.of.partition(".")
        table, day, named = t.case, t.case.c.opened_on, t.case.c.machine
        if tally.count == "breaches":
            table, day, named = t.breach, t.breach.c.occurred_on, t.breach.c.name
        elif tally.count != "cases":
            table, day, named = t.deadline, t.deadline.c.due, t.deadline.c.name
        case_id = table.c.id if table is t.case else table.c.case_id
        same = and_(t.case.c.bureau == table.c.bureau, t.case.c.id == case_id)
        query = select(func.count()).select_from(table)
        if table is not t.case:
            query = query.join(t.case, same)
        query = query.where(
            table.c.bureau == self._bureau,
            t.case.c.regulation == regulation,
            named == name,
            ~_MEASURED,
        )
        if tally.count == "breaches":
            query = query.where(
                t.breach.c.superseded_by.is_(None), ~_showed_in_import(t.breach.c.seq)
            )
        elif tally.count in _STATUS:
            query = query.where(
                t.deadline.c.status == _STATUS[tally.count],
                ~_CLOSED_BY_IMPORT,
                ~_showed_in_import(t.deadline.c.lapse_seq),
            )
        else:
            query = query.where(~_OPENED_BY_IMPORT)
        if year is not None:
            first = int(str(year)[:4])
            query = query.where(day >= date(first, 1, 1), day <= date(first, 12, 31))
        if department is not None and tally.count == "breaches":
            query = query.where(t.breach.c.department == str(department))
        elif department is not None:
            query = query.where(
                exists().where(
                    t.case_department.c.bureau == table.c.bureau,
                    t.case_department.c.case_id == case_id,
                    t.case_department.c.department == str(department),
                )
            )
        return self._connection.scalar(query) or 0


_STATUS = {"deadlines_met": "met", "deadlines_lapsed": "lapsed"}

_OPENING = t.event.alias("opening")
_FACT = t.event.alias("fact")
_SHOWED = t.event.alias("showed")
_IS_OPENING = (
    _OPENING.c.bureau == t.case.c.bureau,
    _OPENING.c.case_id == t.case.c.id,
    _OPENING.c.seq == 1,
    _OPENING.c.kind == EventKind.IMPORTED.value,
)
_OPENED_BY_IMPORT = exists().where(*_IS_OPENING)
_CLOSED_BY_IMPORT = exists().where(
    _FACT.c.bureau == t.case.c.bureau,
    _FACT.c.case_id == t.case.c.id,
    _FACT.c.seq > 1,
    _FACT.c.kind == EventKind.IMPORTED.value,
    _FACT.c.occurred_on >= t.deadline.c.closed_on,
)
_MEASURED = exists().where(
    t.regulation.c.bureau == t.case.c.bureau,
    t.regulation.c.digest == t.case.c.digest,
    t.regulation.c.in_force_from > t.case.c.opened_on,
)
"""The case is older than its version of the regulation, which only an import allows."""


def _showed_in_import(seq: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether event *seq* of the case was recorded in the step that brought the case in."""
    return exists().where(
        *_IS_OPENING,
        _SHOWED.c.bureau == t.case.c.bureau,
        _SHOWED.c.case_id == t.case.c.id,
        _SHOWED.c.seq == seq,
        _SHOWED.c.step == _OPENING.c.step,
    )
