"""Lists of cases, deadlines and events, read page by page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    exists,
    func,
    or_,
    select,
    type_coerce,
)

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.engine.outcome import BreachRecord
from zwgov_workflow.store import tables as t
from zwgov_workflow.store.event_rows import record_from_row

__all__ = ["CaseFilter", "Queries", "Seat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are wanted; what is None does not matter.

    Attributes:
        machine: ``regulation`` or ``regulation/machine``.
        department: A department that a field of the case names.
        due_before: A running deadline is due before this day.
        text: Part of the number or of a field, as it stands.
        after: The id of the last case of the page before.
    """

    state: str | None = None
    machine: str | None = None
    department: str | None = None
    due_before: date | None = None
    text: str | None = None
    after: str | None = None
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a role has something to do: a state, and the departments it counts in (None: all)."""

    digest: str
    machine: str
    state: str
    departments: frozenset[str] | None


class Queries:
    """What can be asked of a bureau's tables on one connection."""

    def __init__(self, connection: Connection, bureau: str) -> None:
        self._connection = connection
        self._bureau = bureau

    def number(self, case_id: str) -> str:
        """Return the number of a case."""
        table = t.case
        where = (table.c.bureau == self._bureau, table.c.id == case_id)
        return str(self._connection.scalar(select(table.c.number).where(*where)))

    def id_of(self, word: str) -> str | None:
        """Return the id of the case with that number or id; None where there is none."""
        table = t.case
        found = or_(table.c.id == word, table.c.number == word)
        return self._connection.scalar(
            select(table.c.id).where(table.c.bureau == self._bureau, found)
        )

    def cases(self, wanted: CaseFilter, limit: int) -> Sequence[Any]:
        """Return rows of cases by id, which is the order they were opened in."""
        table = t.case
        query = (
            select(table)
            .where(table.c.bureau == self._bureau, *self._conditions(wanted))
            .order_by(table.c.id)
            .limit(limit)
        )
        return self._connection.execute(query).all()

    def _conditions(self, wanted: CaseFilter) -> Iterable[ColumnElement[bool]]:
        table = t.case
        if wanted.after is not None:
            yield table.c.id > wanted.after
        if wanted.state is not None:
            yield table.c.state == wanted.state
        if wanted.open_only:
            yield table.c.final == 0
        if wanted.machine is not None:
            regulation, _, machine = wanted.machine.partition("/")
            yield table.c.regulation == regulation
            if machine:
                yield table.c.machine == machine
        if wanted.department is not None:
            yield self._names({wanted.department})
        if wanted.due_before is not None:
            yield self._due(wanted.due_before)
        if wanted.text is not None:
            yield or_(
                table.c.number.contains(wanted.text, autoescape=True),
                type_coerce(table.c.data, Text).contains(wanted.text, autoescape=True),
            )

    def _names(self, departments: Collection[str]) -> ColumnElement[bool]:
        named = t.case_department
        return exists().where(
            named.c.bureau == t.case.c.bureau,
            named.c.case_id == t.case.c.id,
            named.c.department.in_(sorted(departments)),
        )

    def _due(self, before: date) -> ColumnElement[bool]:
        row = t.deadline
        return exists().where(
            row.c.bureau == t.case.c.bureau,
            row.c.case_id == t.case.c.id,
            row.c.status == "running",
            row.c.due < before,
        )

    def seated(self, seats: Collection[Seat], limit: int) -> Sequence[Any]:
        """Return rows of the cases in which one of *seats* has something to do."""
        table = t.case
        places = [
            and_(
                table.c.digest == seat.digest,
                table.c.machine == seat.machine,
                table.c.state == seat.state,
                *(() if seat.departments is None else (self._names(seat.departments),)),
            )
            for seat in seats
        ]
        if not places:
            return ()
        query = (
            select(table)
            .where(table.c.bureau == self._bureau, or_(*places))
            .order_by(table.c.id)
            .limit(limit)
        )
        return self._connection.execute(query).all()

    def running_until(self, day: date, limit: int) -> Sequence[tuple[str, str]]:
        """Return case and name of the running deadlines due by *day*, the first due first."""
        row = t.deadline
        rows = self._connection.execute(
            select(row.c.case_id, row.c.name)
            .where(row.c.bureau == self._bureau, row.c.status == "running", row.c.due <= day)
            .order_by(row.c.due, row.c.root, row.c.case_id, row.c.name)
            .limit(limit)
        )
        return [(found.case_id, found.name) for found in rows.all()]

    def history(self, case_id: str) -> Sequence[EventRecord]:
        """Return the events of a case, in the order they were recorded."""
        row = t.event
        rows = self._connection.execute(
            select(row)
            .where(row.c.bureau == self._bureau, row.c.case_id == case_id)
            .order_by(row.c.seq)
        )
        return [record_from_row(found) for found in rows.all()]

    def took_part(self, case_id: str, officer: str) -> bool:
        """Return whether *officer* acted on a case or recorded an act."""
        row = t.event
        query = select(row.c.seq).where(
            row.c.bureau == self._bureau,
            row.c.case_id == case_id,
            or_(row.c.officer == officer, row.c.recorder == officer),
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def breaches(self, case_id: str) -> Sequence[BreachRecord]:
        """Return the breaches of a case that count."""
        row = t.breach
        rows = self._connection.execute(
            select(row)
            .where(
                row.c.bureau == self._bureau,
                row.c.case_id == case_id,
                row.c.superseded_by.is_(None),
            )
            .order_by(row.c.seq, row.c.name)
        )
        return [
            BreachRecord(
                name=found.name,
                label=found.name,
                seq=found.seq,
                occurred_on=found.occurred_on,
                department=found.department,
                lead=found.lead,
                sources=tuple(found.sources),
            )
            for found in rows.all()
        ]

    def keyed(self, key: str) -> tuple[str, str] | None:
        """Return the case and the request digest of the command with that key."""
        row = t.event
        found = self._connection.execute(
            select(row.c.case_id, row.c.request, row.c.step).where(
                row.c.bureau == self._bureau, row.c.idem_key == key
            )
        ).first()
        return None if found is None else (found.case_id, found.request)

    def roots_due(
        self, day: date, after: tuple[date, str] | None, limit: int
    ) -> Sequence[tuple[date, str]]:
        """Return the families with a deadline due before *day*, by its day and their root."""
        row = t.deadline
        first = func.min(row.c.due)
        query = (
            select(first.label("first"), row.c.root)
            .where(row.c.bureau == self._bureau, row.c.status == "running", row.c.due < day)
            .group_by(row.c.root)
            .order_by(first, row.c.root)
            .limit(limit)
        )
        if after is not None:
            query = query.having(
                or_(first > after[0], and_(first == after[0], row.c.root > after[1]))
            )
        return [(found.first, found.root) for found in self._connection.execute(query).all()]

    def reminders(self, day: date, limit: int) -> Sequence[tuple[str, str, str]]:
        """Return root, case and name of the deadlines to be reminded of by *day*."""
        row = t.deadline
        rows = self._connection.execute(
            select(row.c.root, row.c.case_id, row.c.name)
            .where(
                row.c.bureau == self._bureau,
                row.c.status == "running",
                row.c.remind_on <= day,
            )
            .order_by(row.c.remind_on, row.c.root, row.c.case_id, row.c.name)
            .limit(limit)
        )
        return [(found.root, found.case_id, found.name) for found in rows.all()]

    def roots_naming(self, departments: Collection[str], after: str, limit: int) -> Sequence[str]:
        """Return the families in which a case that has not ended names one of *departments*."""
        table = t.case
        query = (
            select(table.c.root)
            .where(
                table.c.bureau == self._bureau,
                table.c.root > after,
                self._names(departments),
            )
            .distinct()
            .order_by(table.c.root)
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def roots_counting(self, after: str, limit: int) -> Sequence[str]:
        """Return the families in which a deadline runs or stands still, by root."""
        row = t.deadline
        query = (
            select(row.c.root)
            .where(
                row.c.bureau == self._bureau,
                row.c.status.in_(("running", "paused")),
                row.c.root > after,
            )
            .distinct()
            .order_by(row.c.root)
            .limit(limit)
        )
        return list(self._connection.scalars(query))

    def lapsed_since(self, day: date) -> Sequence[Any]:
        """Return the deadlines that lapsed and were due on *day* or later."""
        row = t.deadline
        query = (
            select(row)
            .where(row.c.bureau == self._bureau, row.c.status == "lapsed", row.c.due >= day)
            .order_by(row.c.due, row.c.root, row.c.case_id, row.c.name)
        )
        return self._connection.execute(query).all()

    def family(self, root: str) -> Sequence[Any]:
        """Return the rows of a family's cases."""
        table = t.case
        query = (
            select(table)
            .where(table.c.bureau == self._bureau, table.c.root == root)
            .order_by(table.c.id)
        )
        return self._connection.execute(query).all()
