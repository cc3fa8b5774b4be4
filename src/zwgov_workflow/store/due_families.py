"""Which families a sweep or a recount has to visit, read page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    or_,
    select,
    tuple_,
)

from zwgov_workflow.store import tables as t

__all__ = ["DueFamilies", "Naming"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A field that names a department, of the cases in a state."""

    digest: str
    machine: str
    field: str
    state: str


class DueFamilies:
    """The families of a bureau in which time, a succession or a calendar has something to do."""

    def __init__(self, connection: Connection, bureau: str) -> None:
        self._connection = connection
        self._bureau = bureau

    def roots_due(
        self, day: date, after: tuple[date, str] | None, limit: int
    ) -> Sequence[tuple[date, str]]:
        """Return the families with a deadline due before *day*, by its day and their root.

        A family comes again for each other day on which it has one.
        """
        row = t.deadline
        return self._roots_by(row.c.due, row.c.due < day, after, limit)

    def count_due(self, day: date) -> int:
        """Return how many families have a deadline due before *day*."""
        row = t.deadline
        query = select(func.count(row.c.root.distinct())).where(
            row.c.bureau == self._bureau, row.c.status == "running", row.c.due < day
        )
        return int(self._connection.scalar(query) or 0)

    def roots_to_remind(
        self, day: date, after: tuple[date, str] | None, limit: int
    ) -> Sequence[tuple[date, str]]:
        """Return the families with a deadline to be reminded of by *day*, as :meth:`roots_due`."""
        row = t.deadline
        return self._roots_by(row.c.remind_on, row.c.remind_on <= day, after, limit)

    def _roots_by(
        self,
        column: ColumnElement[Any],
        wanted: ColumnElement[bool],
        after: tuple[date, str] | None,
        limit: int,
    ) -> Sequence[tuple[date, str]]:
        row = t.deadline
        query = (
            select(column.label("first"), row.c.root)
            .where(row.c.bureau == self._bureau, row.c.status == "running", wanted)
            .distinct()
            .order_by(column, row.c.root)
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(column, row.c.root) > after)
        return [(found.first, found.root) for found in self._connection.execute(query).all()]

    def reminders(self, root: str, day: date) -> Sequence[tuple[str, str]]:
        """Return case and name of the deadlines of a family to be reminded of by *day*."""
        row = t.deadline
        rows = self._connection.execute(
            select(row.c.remind_on, row.c.case_id, row.c.name).where(
                row.c.bureau == self._bureau, row.c.root == root, row.c.status == "running"
            )
        )
        found = [(on, case_id, name) for on, case_id, name in rows.all() if on and on <= day]
        return [(case_id, name) for _, case_id, name in sorted(found)]

    def naming(
        self, department: str, where: Iterable[Naming], after: str, limit: int
    ) -> Sequence[tuple[str, str]]:
        """Return id and root of the cases that name *department*, by id.

        Args:
            department: The department.
            where: The fields that matter, in the states in which they do.
            after: The last case of the page before.
            limit: How many at most.
        """
        table, named = t.case, t.case_department
        place = tuple_(table.c.digest, table.c.machine, named.c.field, table.c.state)
        query = (
            select(named.c.case_id, table.c.root)
            .join(table, and_(table.c.bureau == named.c.bureau, table.c.id == named.c.case_id))
            .where(
                named.c.bureau == self._bureau,
                named.c.department == department,
                named.c.case_id > after,
                place.in_([(one.digest, one.machine, one.field, one.state) for one in where]),
            )
            .order_by(named.c.case_id)
            .limit(limit)
        )
        return [(row.case_id, row.root) for row in self._connection.execute(query).all()]

    def counting(self, after: str, limit: int) -> Mapping[str, Sequence[str]]:
        """Return the next families in which a deadline runs or stands still, with their cases.

        Args:
            after: The last root of the page before.
            limit: How many families at most.
        """
        row = t.deadline
        of_bureau = (row.c.bureau == self._bureau, row.c.status.in_(("running", "paused")))
        roots = self._connection.scalars(
            select(row.c.root)
            .where(*of_bureau, row.c.root > after)
            .distinct()
            .order_by(row.c.root)
            .limit(limit)
        ).all()
        rows = self._connection.execute(
            select(row.c.root, row.c.case_id)
            .where(*of_bureau, row.c.root.in_(roots))
            .distinct()
            .order_by(row.c.root, row.c.case_id)
        )
        found: dict[str, list[str]] = {}
        for root, case_id in rows.all():
            found.setdefault(root, []).append(case_id)
        return found

    def lapsed_since(self, day: date) -> Sequence[Any]:
        """Return the deadlines that lapsed and were due, or counted from a day, not before *day*.

        Each comes with its case's number, regulation, machine and digest.
        """
        row, case = t.deadline, t.case
        query = (
            select(row, case.c.number, case.c.regulation, case.c.machine, case.c.digest)
            .join(case, and_(case.c.bureau == row.c.bureau, case.c.id == row.c.case_id))
            .where(
                row.c.bureau == self._bureau,
                row.c.status == "lapsed",
                or_(row.c.due >= day, row.c.anchor >= day),
            )
            .order_by(row.c.due, row.c.root, row.c.case_id, row.c.name)
        )
        return self._connection.execute(query).all()
