"""Families read from the database as they are needed, and written when a step is decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from zwgov_workflow.audit import NO_EVENT
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.outcome import Outcome
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import EngineFault, StaleVersion, UnknownCase
from zwgov_workflow.store import tables as t
from zwgov_workflow.store.case_numbers import next_number
from zwgov_workflow.store.case_rows import (
    case_values,
    deadline_from_row,
    deadline_values,
    departments_of,
    snapshot_from_row,
)
from zwgov_workflow.store.event_rows import Recording, event_values, record_of

__all__ = ["StoredFamilies"]


class StoredFamilies:
    """The families of a bureau, read and written on one connection.

    A family is locked by its root, which whoever writes locks first (:meth:`lock`).
    """

    def __init__(self, connection: Connection, bureau: str, regulations: Regulations) -> None:
        self._connection = connection
        self._bureau = bureau
        self._regulations = regulations
        self._stored: dict[str, tuple[int, str, Mapping[str, Deadline]]] = {}

    # What a family is read from

    def case(self, case_id: str) -> Snapshot:
        """Return a case.

        Raises:
            UnknownCase: There is none.
        """
        row = self._connection.execute(_CASE, self._named(id_=case_id)).first()
        if row is None:
            raise UnknownCase(case=case_id)
        [case] = self.snapshots([row])
        return case

    def snapshots(self, rows: Sequence[Any]) -> Sequence[Snapshot]:
        """Return the cases of rows, with the latest instance of each of their deadlines."""
        found: dict[str, list[Any]] = {row.id: [] for row in rows}
        for known in self._connection.execute(_DEADLINES, self._named(ids_=list(found))).all():
            found[known.case_id].append(known)
        return [self._snapshot(row, found[row.id]) for row in rows]

    def _snapshot(self, row: Any, known: Sequence[Any]) -> Snapshot:  # noqa: ANN401 (a Row)
        machine = self._regulations.machine(f"{row.regulation}/{row.machine}", row.digest)
        deadlines = {one.name: deadline_from_row(machine, one) for one in known}
        self._stored[row.id] = row.version, row.head, deadlines
        return snapshot_from_row(machine, row, deadlines)

    def instances(self, case: Snapshot) -> Mapping[tuple[str, int], Deadline]:
        """Return every instance of the deadlines of a case, by name and number."""
        machine = self._regulations.machine(case.machine, case.digest)
        found = self._connection.execute(_DEADLINES, self._named(ids_=[case.id])).all()
        return {(one.name, one.instance): deadline_from_row(machine, one) for one in found}

    def children(self, parent: str, group: str) -> Sequence[str]:
        """Return the children of a group, oldest first."""
        found = self._connection.scalars(_CHILDREN, self._named(parent_=parent, group_=group))
        return found.all()

    def running_before(self, root: str, day: date) -> Iterable[tuple[date, str, str]]:
        """Return the running deadlines of a family that are due before *day*."""
        rows = self._connection.execute(_RUNNING, self._named(root_=root, day_=day))
        return [(row.due, row.case_id, row.name) for row in rows.all()]

    def held_by(self, root: str, departments: frozenset[str]) -> Iterable[str]:
        """Return the cases of a family that name one of *departments*."""
        named = self._named(root_=root, departments_=sorted(departments))
        return self._connection.scalars(_HELD, named).all()

    def moved_on(self, parent: str, group: str, but: frozenset[str]) -> date | None:
        """Return the latest day a child of a group came to its state, *but* for some."""
        named = self._named(parent_=parent, group_=group, but_=sorted(but))
        latest: date | None = self._connection.scalar(_MOVED, named)
        return latest

    def root_of(self, case_id: str) -> str:
        """Return the head of the family of a case.

        Raises:
            UnknownCase: There is no such case.
        """
        root: str | None = self._connection.scalar(_ROOT, self._named(id_=case_id))
        if root is None:
            raise UnknownCase(case=case_id)
        return root

    def lock(self, root: str) -> None:
        """Lock a family for this transaction, where the database does not lock as a whole."""
        self._connection.execute(_LOCK, self._named(id_=root))

    def _named(self, **values: object) -> dict[str, object]:
        """Return the values of a statement's names, the bureau among them."""
        return {"bureau_": self._bureau, **values}

    # What a family is written to

    def write(self, family: Family, recording: Recording) -> None:
        """Write what was decided: cases, events, deadlines, breaches.

        Raises:
            StaleVersion: Another writer was first; nothing must be committed.
        """
        heads = self._write_events(family.outcomes, recording)
        passed = _instances(family.outcomes)
        changed = {outcome.case.id for outcome in family.outcomes}
        for case in family.touched():
            known = self._stored.get(case.id)
            if known is None:
                self._insert(family, case, recording, heads[case.id])
            elif case.id in changed or family.as_read(case.id) != case:
                self._update(family, case, recording, heads.get(case.id, known[1]))
            before = {} if known is None else known[2]
            self._write_deadlines(case, before, passed.get(case.id, {}))
        self._write_breaches(family.outcomes)

    def _write_events(self, outcomes: Sequence[Outcome], recording: Recording) -> dict[str, str]:
        """Write the events, each chained to the one before it, and return the last hashes."""
        heads: dict[str, str] = {}
        rows: list[dict[str, Any]] = []
        for position, outcome in enumerate(outcomes, recording.position):
            case = outcome.case
            stored = self._stored.get(case.id)
            previous = heads.get(case.id) or (stored[1] if stored else NO_EVENT)
            row = event_values(record_of(outcome.event, case, position, recording), previous)
            heads[case.id] = row["hash"]
            rows.append(row)
        if rows:
            self._connection.execute(insert(t.event), rows)
        return heads

    def _insert(self, family: Family, case: Snapshot, recording: Recording, head: str) -> None:
        machine = family.machine(case)
        place = case.place
        row = {
            "bureau": self._bureau,
            "id": case.id,
            "root": place.root,
            "parent": place.parent,
            "group_name": place.group,
            "item": place.item,
            "number": self._number(family, case),
            "regulation": machine.regulation.regulation,
            "digest": case.digest,
            "machine": machine.name,
            "head": head,
            "opened_on": case.opened_on,
            "opened_at": recording.now,
            "changed_at": recording.now,
            **case_values(machine, case),
        }
        self._connection.execute(insert(t.case), row)
        self._write_departments(family, case, ())

    def _number(self, family: Family, case: Snapshot) -> str:
        """Return the number people know a case by; one without a series has that of its root."""
        series = family.machine(case).machine.series
        if case.opened_on is None:
            raise EngineFault(case=case.id, what="it was never opened")
        if series is not None:
            return next_number(self._connection, self._bureau, series, case.opened_on.year)
        named = self._named(root_=case.place.root)
        siblings = self._connection.scalar(_SIZE, named)
        if not siblings:
            return next_number(
                self._connection, self._bureau, family.machine(case).name, case.opened_on.year
            )
        head = self._connection.scalar(_NUMBER, self._named(id_=case.place.root))
        return f"{head}之{siblings}"

    def _update(self, family: Family, case: Snapshot, recording: Recording, head: str) -> None:
        machine = family.machine(case)
        version = self._stored[case.id][0]
        before = family.as_read(case.id)
        named = self._named(id_=case.id, version_=version)
        values = {"head": head, "changed_at": recording.now, **case_values(machine, case)}
        done = self._connection.execute(_CASE_UPDATE, {**named, **values})
        if done.rowcount != 1:
            raise StaleVersion(case=case.id, expected=version, actual=case.version)
        self._write_departments(family, case, tuple(departments_of(machine, before)))

    def _write_departments(
        self, family: Family, case: Snapshot, before: Sequence[tuple[str, str]]
    ) -> None:
        after = tuple(departments_of(family.machine(case), case))
        for field, department in before:
            if (field, department) not in after:
                named = self._named(id_=case.id, field_=field, department_=department)
                self._connection.execute(_DEPARTMENT_DELETE, named)
        fresh = [
            {"bureau": self._bureau, "case_id": case.id, "field": f, "department": d}
            for f, d in after
            if (f, d) not in before
        ]
        if fresh:
            self._connection.execute(insert(t.case_department), fresh)

    def _write_deadlines(
        self,
        case: Snapshot,
        before: Mapping[str, Deadline],
        passed: Mapping[tuple[str, int], Deadline],
    ) -> None:
        """Write each instance that is new or changed, also one that came and went in the step."""
        known = {(row.name, row.instance): row for row in before.values()}
        fresh: list[dict[str, Any]] = []
        for (name, instance), row in passed.items():
            if (name, instance) not in known:
                fresh.append(
                    {
                        "bureau": self._bureau,
                        "case_id": case.id,
                        "name": name,
                        "instance": instance,
                        "root": case.place.root,
                        **deadline_values(row),
                    }
                )
            elif known[name, instance] != row:
                named = self._named(id_=case.id, name_=name, instance_=instance)
                self._connection.execute(_DEADLINE_UPDATE, {**named, **deadline_values(row)})
        if fresh:
            self._connection.execute(insert(t.deadline), fresh)

    def _write_breaches(self, outcomes: Sequence[Outcome]) -> None:
        rows = [
            {
                "bureau": self._bureau,
                "case_id": outcome.case.id,
                "seq": breach.seq,
                "name": breach.name,
                "root": outcome.case.place.root,
                "occurred_on": breach.occurred_on,
                "department": breach.department,
                "sources": list(breach.sources),
                "lead": breach.lead,
            }
            for outcome in outcomes
            for breach in outcome.breaches
        ]
        if rows:
            self._connection.execute(insert(t.breach), rows)
        for outcome in outcomes:
            for seq in outcome.superseded:
                named = self._named(id_=outcome.case.id, seq_=seq)
                values = {"superseded_by": outcome.event.seq}
                self._connection.execute(_BREACH_UPDATE, {**named, **values})


def _instances(
    outcomes: Sequence[Outcome],
) -> Mapping[str, Mapping[tuple[str, int], Deadline]]:
    """Return the deadlines of each case, every instance as it last stood in the step."""
    found: dict[str, dict[tuple[str, int], Deadline]] = {}
    for outcome in outcomes:
        rows = found.setdefault(outcome.case.id, {})
        rows.update({(row.name, row.instance): row for row in outcome.case.deadlines.values()})
    return found


_CASE = select(t.case).where(
    t.case.c.bureau == bindparam("bureau_"), t.case.c.id == bindparam("id_")
)
_ROOT = select(t.case.c.root).where(
    t.case.c.bureau == bindparam("bureau_"), t.case.c.id == bindparam("id_")
)
_LOCK = (
    select(t.case.c.id)
    .where(t.case.c.bureau == bindparam("bureau_"), t.case.c.id == bindparam("id_"))
    .with_for_update()
)
_NUMBER = select(t.case.c.number).where(
    t.case.c.bureau == bindparam("bureau_"), t.case.c.id == bindparam("id_")
)
_SIZE = select(func.count()).where(
    t.case.c.bureau == bindparam("bureau_"), t.case.c.root == bindparam("root_")
)
_CASE_UPDATE = update(t.case).where(
    t.case.c.bureau == bindparam("bureau_"),
    t.case.c.id == bindparam("id_"),
    t.case.c.version == bindparam("version_"),
)
_DEPARTMENT_DELETE = delete(t.case_department).where(
    t.case_department.c.bureau == bindparam("bureau_"),
    t.case_department.c.case_id == bindparam("id_"),
    t.case_department.c.field == bindparam("field_"),
    t.case_department.c.department == bindparam("department_"),
)
_DEADLINE_UPDATE = update(t.deadline).where(
    t.deadline.c.bureau == bindparam("bureau_"),
    t.deadline.c.case_id == bindparam("id_"),
    t.deadline.c.name == bindparam("name_"),
    t.deadline.c.instance == bindparam("instance_"),
)
_BREACH_UPDATE = update(t.breach).where(
    t.breach.c.bureau == bindparam("bureau_"),
    t.breach.c.case_id == bindparam("id_"),
    t.breach.c.seq == bindparam("seq_"),
)
_CHILDREN = (
    select(t.case.c.id)
    .where(
        t.case.c.bureau == bindparam("bureau_"),
        t.case.c.parent == bindparam("parent_"),
        t.case.c.group_name == bindparam("group_"),
    )
    .order_by(t.case.c.id)
)
_MOVED = select(func.max(t.case.c.since)).where(
    t.case.c.bureau == bindparam("bureau_"),
    t.case.c.parent == bindparam("parent_"),
    t.case.c.group_name == bindparam("group_"),
    t.case.c.id.not_in(bindparam("but_", expanding=True)),
)
_HELD = (
    select(t.case_department.c.case_id)
    .join(
        t.case,
        and_(
            t.case.c.bureau == t.case_department.c.bureau,
            t.case.c.id == t.case_department.c.case_id,
        ),
    )
    .where(
        t.case.c.bureau == bindparam("bureau_"),
        t.case.c.root == bindparam("root_"),
        t.case_department.c.department.in_(bindparam("departments_", expanding=True)),
    )
    .distinct()
    .order_by(t.case_department.c.case_id)
)
_DEADLINES = (
    select(t.deadline)
    .where(
        t.deadline.c.bureau == bindparam("bureau_"),
        t.deadline.c.case_id.in_(bindparam("ids_", expanding=True)),
    )
    .order_by(t.deadline.c.case_id, t.deadline.c.instance)
)
_RUNNING = select(t.deadline.c.due, t.deadline.c.case_id, t.deadline.c.name).where(
    t.deadline.c.bureau == bindparam("bureau_"),
    t.deadline.c.root == bindparam("root_"),
    t.deadline.c.status == "running",
    t.deadline.c.due < bindparam("day_"),
)
