"""Families kept in memory: for worked examples, trials and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command
from zwgov_workflow.engine.context import Context
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.imported import ImportedCase
from zwgov_workflow.engine.intake import Intake
from zwgov_workflow.engine.outcome import BreachRecord, Event
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.engine.working_copy import moved_count

__all__ = ["MemoryFamilies"]


class MemoryFamilies:
    """Cases of any number of families, and what was recorded of them."""

    def __init__(self, regulations: Regulations) -> None:
        self.regulations = regulations
        self.snapshots: dict[str, Snapshot] = {}
        self.history: dict[str, list[Event]] = {}
        self._breaches: dict[str, list[BreachRecord]] = {}
        self._superseded: set[tuple[str, int]] = set()
        self._ids = count(1)

    # What a family is read from

    def case(self, case_id: str) -> Snapshot:
        """Return a case; KeyError where there is none."""
        return self.snapshots[case_id]

    def children(self, parent: str, group: str) -> Sequence[str]:
        """Return the children of a group, oldest first."""
        return [
            case.id
            for case in self.snapshots.values()
            if case.place.parent == parent and case.place.group == group
        ]

    def running_before(self, root: str, day: date) -> Iterable[tuple[date, str, str]]:
        """Return the running deadlines of a family that are due before *day*."""
        return [
            (row.due, case.id, row.name)
            for case in self.of_family(root)
            for row in case.deadlines.values()
            if row.running and row.due < day
        ]

    def held_by(self, root: str, departments: frozenset[str]) -> Iterable[str]:
        """Return the cases of a family that name one of *departments*."""
        return [
            case.id
            for case in self.of_family(root)
            if any(isinstance(v, str) and v in departments for v in case.data.values())
        ]

    def moved_on(self, parent: str, group: str, but: frozenset[str]) -> date | None:
        """Return the latest day a child of a group came to its state, *but* for some."""
        children = (self.case(child) for child in self.children(parent, group))
        days = (case.since for case in children if case.id not in but)
        return max(filter(None, days), default=None)

    # What is asked

    def begin(self, path: str, day: date, ctx: Context) -> Snapshot:
        """Return a case not yet started, by the version in force on *day*."""
        return self._family("-", ctx).unborn(path, day)

    def place(self, before: Snapshot, after: Snapshot) -> None:
        """Put a case where a story wants it; its parent counts it there."""
        self.snapshots[after.id] = after
        place = after.place
        if place.parent is None or place.group is None:
            return
        parent = self.snapshots[place.parent]
        counts = moved_count(parent.counts.get(place.group, {}), before.state, after.state)
        self.snapshots[parent.id] = replace(parent, counts={**parent.counts, place.group: counts})

    def start(self, path: str, command: Command, ctx: Context) -> Snapshot:
        """Start a case and all that follows; see :meth:`Family.start`."""
        family = self._family(self._next_id(), ctx)
        case = family.start(path, command)
        self._keep(family)
        return case

    def fire(self, case_id: str, command: Command, ctx: Context) -> Snapshot:
        """Fire a trigger and all that follows; see :meth:`Family.fire`."""
        family = self._family(self.case(case_id).place.root, ctx)
        case = family.fire(case_id, command)
        self._keep(family)
        return case

    def take_in(
        self,
        path: str,
        rows: Iterable[ImportedCase],
        today: date,
        ctx: Context,
        *,
        yardstick: bool = False,
    ) -> Intake:
        """Take cases from elsewhere in, all or none; see :class:`Intake`."""

        def family_of(word: str) -> tuple[Family, str] | None:
            known = self.snapshots.get(word)
            return None if known is None else (self._family(known.place.root, ctx), word)

        intake = Intake(
            path=path,
            today=today,
            account="importer",
            file=None,
            yardstick=yardstick,
            begin=lambda: self._family(self._next_id(), ctx),
            family_of=family_of,
        )
        for row in rows:
            intake.take(row)
        for family in () if intake.problems else intake.families.values():
            self._keep(family)
        return intake

    def pass_time(self, day: date, ctx: Context) -> None:
        """Let *day* begin for every family."""
        for root in {case.place.root for case in self.snapshots.values()}:
            family = self._family(root, ctx)
            family.pass_time(day)
            self._keep(family)

    def of_family(self, root: str) -> Iterator[Snapshot]:
        """Yield the cases of a family."""
        return (case for case in list(self.snapshots.values()) if case.place.root == root)

    def breaches(self, case_id: str) -> Sequence[BreachRecord]:
        """Return the breaches of a case that still count."""
        return [
            breach
            for breach in self._breaches.get(case_id, ())
            if (case_id, breach.seq) not in self._superseded
        ]

    def _next_id(self) -> str:
        return f"case-{next(self._ids):04d}"

    def _family(self, root: str, ctx: Context) -> Family:
        return Family(
            root=root, cases=self, regulations=self.regulations, ctx=ctx, new_id=self._next_id
        )

    def _keep(self, family: Family) -> None:
        for outcome in family.outcomes:
            self.history.setdefault(outcome.case.id, []).append(outcome.event)
            self._breaches.setdefault(outcome.case.id, []).extend(outcome.breaches)
            self._superseded |= {(outcome.case.id, seq) for seq in outcome.superseded}
        for case in family.touched():
            self.snapshots[case.id] = case
