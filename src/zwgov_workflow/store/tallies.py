"""Tallies: what a regulation has counted of the records, when an act relies on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, and_, exists, func, select

from zwgov_workflow.definition.model import Tally
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
        that their case names.
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
            table.c.bureau == self._bureau, t.case.c.regulation == regulation, named == name
        )
        if tally.count == "breaches":
            query = query.where(t.breach.c.superseded_by.is_(None))
        elif tally.count in _STATUS:
            query = query.where(t.deadline.c.status == _STATUS[tally.count])
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
