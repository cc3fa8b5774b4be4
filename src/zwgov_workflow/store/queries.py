"""Lists of cases, deadlines and events, read page by page."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    or_,
    select,
    tuple_,
    type_coerce,
)

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.engine.outcome import BreachRecord
from zwgov_workflow.store import tables as t
from zwgov_workflow.store.case_numbers import (
    as_written,
    number_of,
    running_number,
    series_with,
)
from zwgov_workflow.store.event_rows import record_from_row

__all__ = ["CaseFilter", "Keyed", "Queries", "Seat", "Standing"]


_TO_BE_DONE = and_(
    t.deadline.c.status.in_(("running", "lapsed")),  # leads to the index
    or_(
        t.deadline.c.status == "running",
        and_(t.deadline.c.closed_on.is_(None), t.deadline.c.undo.is_(None)),
    ),
)
"""A deadline runs, or passed unmet and moved nothing: then what it is for is still to be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are wanted; what is None does not matter.

    Attributes:
        machine: ``regulation`` or ``regulation/machine``.
        department: A department that a field of the case names.
        due_before: Something is to be done before this day, or overdue since before it.
        text: Part of the number or of a field; names of fields can be found with it.
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
class Standing:
    """Where a case can stand: in a state of a machine of one version of a regulation."""

    regulation: str
    machine: str
    state: str
    digest: str


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a role has something to do, and the departments it counts in (None: all)."""

    where: Standing
    departments: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Keyed:
    """The command that has a key.

    Attributes:
        case_id: The case of its first event; of a start, the one it started.
        request: Its digest.
        step: The id under which its events were written.
    """

    case_id: str
    request: str
    step: str


class Queries:
    """What can be asked of a bureau's tables on one connection."""

    def __init__(self, connection: Connection, bureau: str) -> None:
        self._connection = connection
        self._bureau = bureau

    def number(self, case_id: str) -> str:
        """Return the number of a case."""
        named = {"bureau_": self._bureau, "id_": case_id}
        return str(self._connection.scalar(_NUMBER, named))

    def called(self, word: str) -> Sequence[Any]:
        """Return the row of the case with that number or id, or none."""
        named = {"bureau_": self._bureau, "word_": word}
        return self._connection.execute(_CALLED, named).all()

    def id_of(self, word: str) -> str | None:
        """Return the id of the case with that number or id; None where there is none."""
        named = {"bureau_": self._bureau, "word_": word}
        return self._connection.scalar(_ID, named)

    def written_as(self, word: str, year: int) -> Sequence[Any]:
        """Return the rows of the cases that *word* may mean where it is no number as it is kept.

        Args:
            word: A number with other brackets or digits, or a running number alone.
            year: The year that a running number alone is of.
        """
        written, running = as_written(word), running_number(word)
        if running is not None:
            series = series_with(self._connection, self._bureau, year, running)
            numbers = [number_of(one, year, running) for one in series]
        else:
            numbers = [] if written in (None, word) else [str(written)]
        if not numbers:
            return ()
        table = t.case
        query = select(table).where(
            table.c.bureau == self._bureau, table.c.number.in_(sorted(numbers))
        )
        return self._connection.execute(query).all()

    def relatives(self, case_id: str, parent: str | None, limit: int) -> Sequence[Any]:
        """Return the rows of the parent of a case and of its children, by id."""
        table = t.case
        of_case = table.c.parent == case_id
        query = (
            select(table)
            .where(
                table.c.bureau == self._bureau,
                of_case if parent is None else or_(of_case, table.c.id == parent),
            )
            .order_by(table.c.id)
            .limit(limit)
        )
        return self._connection.execute(query).all()

    def of_ids(self, ids: Collection[str]) -> Sequence[Any]:
        """Return the rows of cases."""
        table = t.case
        query = select(table).where(table.c.bureau == self._bureau, table.c.id.in_(sorted(ids)))
        return self._connection.execute(query).all()

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
                type_coerce(table.c.data, Text).contains(_as_kept(wanted.text), autoescape=True),
            )

    def _names(self, departments: Collection[str]) -> ColumnElement[bool]:
        named = t.case_department
        return t.case.c.id.in_(
            select(named.c.case_id).where(
                named.c.bureau == self._bureau, named.c.department.in_(sorted(departments))
            )
        )

    def _due(self, before: date) -> ColumnElement[bool]:
        row = t.deadline
        return t.case.c.id.in_(
            select(row.c.case_id).where(
                row.c.bureau == self._bureau, _TO_BE_DONE, row.c.due < before
            )
        )

    def seated(self, seats: Iterable[Seat], limit: int) -> Sequence[Any]:
        """Return rows of the cases in which one of *seats* has something to do, by id."""
        of: dict[tuple[str, str, frozenset[str] | None], set[tuple[str, str]]] = {}
        for seat in seats:
            where = seat.where
            known = of.setdefault((where.regulation, where.machine, seat.departments), set())
            known.add((where.state, where.digest))
        found: dict[str, Any] = {}
        for (regulation, machine, departments), standings in of.items():
            query = self._standing(regulation, machine, standings)
            if departments is not None:
                query = query.where(self._names(departments))
            found |= {row.id: row for row in self._connection.execute(query.limit(limit)).all()}
        return [found[case_id] for case_id in sorted(found)[:limit]]

    def _standing(
        self, regulation: str, machine: str, standings: Collection[tuple[str, str]]
    ) -> Select[Any]:
        """Return the question for cases of a machine in one of some states of a version each."""
        table = t.case
        return select(table).where(
            table.c.bureau == self._bureau,
            table.c.regulation == regulation,
            table.c.machine == machine,
            table.c.state.in_(sorted({state for state, _ in standings})),
            tuple_(table.c.state, table.c.digest).in_(sorted(standings)),
        )

    def running_until(self, day: date, after: Any, limit: int) -> Sequence[Any]:  # noqa: ANN401 (a Row)
        """Return rows of the deadlines to be met by *day*, or overdue, the first due first.

        Args:
            day: The day.
            after: The last row of the page before; None: from the start.
            limit: How many at most.
        """
        row = t.deadline
        place = tuple_(row.c.due, row.c.root, row.c.case_id, row.c.name, row.c.instance)
        query = (
            select(row.c.due, row.c.root, row.c.case_id, row.c.name, row.c.instance)
            .where(row.c.bureau == self._bureau, _TO_BE_DONE, row.c.due <= day)
            .order_by(*place)
            .limit(limit)
        )
        if after is not None:
            query = query.where(place > tuple(after))
        return self._connection.execute(query).all()

    def history(self, case_id: str) -> Sequence[EventRecord]:
        """Return the events of a case, in the order they were recorded."""
        row = t.event
        rows = self._connection.execute(
            select(row)
            .where(row.c.bureau == self._bureau, row.c.case_id == case_id)
            .order_by(row.c.seq)
        )
        return [record_from_row(found) for found in rows.all()]

    def took_part(self, cases: Collection[str], officer: str) -> frozenset[str]:
        """Return those of *cases* on which *officer* acted or recorded an act."""
        if not cases:
            return frozenset()
        row = t.event
        query = (
            select(row.c.case_id)
            .where(
                row.c.bureau == self._bureau,
                row.c.case_id.in_(sorted(cases)),
                or_(row.c.officer == officer, row.c.recorder == officer),
            )
            .distinct()
        )
        return frozenset(self._connection.scalars(query))

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

    def keyed(self, key: str) -> Keyed | None:
        """Return the command with that key; None where there is none."""
        row = t.event
        found = self._connection.execute(
            select(row.c.case_id, row.c.request, row.c.step).where(
                row.c.bureau == self._bureau, row.c.idem_key == key
            )
        ).first()
        return None if found is None else Keyed(found.case_id, found.request, found.step)

    def events_of(self, step: str) -> Sequence[EventRecord]:
        """Return the events of a step, in the order in which they followed."""
        row = t.event
        rows = self._connection.execute(
            select(row)
            .where(row.c.bureau == self._bureau, row.c.step == step)
            .order_by(row.c.position)
        )
        return [record_from_row(found) for found in rows.all()]

    def children_then(self, parent: str, step: str) -> Mapping[str, Mapping[str, int]]:
        """Return the number of children of a case, by group and state, as they were after a step.

        Steps are in the order of their ids. They are compared here: asked to, a database would
        find the children among the events of the whole bureau.
        """
        row, child = t.event, t.case
        of_parent = (child.c.bureau == self._bureau, child.c.parent == parent)
        ids = select(child.c.id).where(*of_parent)
        rows = self._connection.execute(
            select(row.c.case_id, row.c.to_state, row.c.step)
            .where(row.c.bureau == self._bureau, row.c.case_id.in_(ids))
            .order_by(row.c.case_id, row.c.seq)
        )
        states = {found.case_id: found.to_state for found in rows.all() if found.step <= step}
        counts: dict[str, dict[str, int]] = {}
        for one in self._connection.execute(
            select(child.c.id, child.c.group_name).where(*of_parent)
        ):
            if one.id in states:
                of_group = counts.setdefault(one.group_name, {})
                of_group[states[one.id]] = of_group.get(states[one.id], 0) + 1
        return counts


def _as_kept(text: str) -> str:
    """Return *text* as it stands within a field that is kept as JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


_NUMBER = select(t.case.c.number).where(
    t.case.c.bureau == bindparam("bureau_"), t.case.c.id == bindparam("id_")
)
_IS_CALLED = and_(
    t.case.c.bureau == bindparam("bureau_"),
    or_(t.case.c.id == bindparam("word_"), t.case.c.number == bindparam("word_")),
)
_CALLED = select(t.case).where(_IS_CALLED)
_ID = select(t.case.c.id).where(_IS_CALLED)
