"""The cases of a family as they stand within a step: read as they are needed, and as changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zwgov_workflow.engine.case import Place, Snapshot
from zwgov_workflow.engine.cases import Cases
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Context, Turn
from zwgov_workflow.engine.outcome import Outcome
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.engine.value import Value

__all__ = ["WorkingCopy", "moved_count"]


@dataclass
class WorkingCopy:
    """The working copy of one family.

    Attributes:
        root: The case at the top.
        cases: Where it is read from.
        regulations: The regulations its cases are pinned to, and those new ones take.
        ctx: The world around it.
        new_id: Gives each new case its id.
        outcomes: What was decided so far, in order.
    """

    root: str
    cases: Cases
    regulations: Regulations
    ctx: Context
    new_id: Callable[[], str]
    outcomes: list[Outcome] = field(default_factory=list)
    _working: dict[str, Snapshot] = field(default_factory=dict)
    _read: dict[str, Snapshot] = field(default_factory=dict)
    _started: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _pushed: dict[tuple[str, str], Mapping[str, Value | None]] = field(default_factory=dict)
    _queue: deque[str] = field(default_factory=deque)

    def unborn(self, path: str, day: date) -> Snapshot:
        """Return the root before it is started, by the version in force on *day*."""
        digest = self.regulations.in_force(path.partition("/")[0], day).digest
        return Snapshot(id=self.root, place=Place(self.root), machine=path, digest=digest)

    def case(self, case_id: str) -> Snapshot:
        """Return a case as it now stands."""
        found = self._working.get(case_id)
        if found is None:
            found = self._working[case_id] = self._read[case_id] = self.cases.case(case_id)
        return found

    def machine(self, case: Snapshot) -> CompiledMachine:
        """Return the machine a case runs in."""
        return self.regulations.machine(case.machine, case.digest)

    def turn(self, case: Snapshot, day: date) -> Turn:
        """Return a case on a day."""
        return Turn(self.machine(case), case, day, self.ctx)

    def as_read(self, case_id: str) -> Snapshot:
        """Return a case as it was read, before anything was decided."""
        return self._read[case_id]

    def touched(self) -> Iterator[Snapshot]:
        """Yield the cases as they now stand, of those that were read or started."""
        yield from self._working.values()

    def digest_for(self, parent: Snapshot, path: str, day: date) -> str:
        """Return the version a child takes: the parent's own, or that in force on the day."""
        name = path.partition("/")[0]
        if name == self.machine(parent).regulation.regulation:
            return parent.digest
        return self.regulations.in_force(name, day).digest

    def _keep(self, before: Snapshot, outcome: Outcome) -> None:
        self._working[outcome.case.id] = outcome.case
        self.outcomes.append(outcome)
        if before.state != outcome.case.state:
            self._count(before, outcome.case)

    def _touch(self, case_id: str) -> None:
        if case_id not in self._queue:
            self._queue.append(case_id)

    def _count(self, before: Snapshot, after: Snapshot) -> None:
        """Keep the parent's count of children by state."""
        place = after.place
        if place.parent is None or place.group is None:
            return
        parent = self.case(place.parent)
        machine = self.machine(before)
        if before.state is not None and machine.is_final(before.state):
            self._pushed[parent.id, place.group] = {}  # open again, it follows again
        counts = moved_count(parent.counts.get(place.group, {}), before.state, after.state)
        self._working[parent.id] = replace(parent, counts={**parent.counts, place.group: counts})
        self._touch(parent.id)

    def _children(self, parent: str, group: str) -> Sequence[str]:
        return (*self.cases.children(parent, group), *self._started.get((parent, group), ()))

    def _runs(self, parent: str, group: str) -> bool:
        """Return whether a child has not ended; each knows best in which version of its machine."""
        children = map(self.case, self._children(parent, group))
        return any(not self.machine(child).is_final(child.in_state) for child in children)

    def _moved_on(self, parent: str, group: str) -> date | None:
        """Return the latest day on which a child of a group came to its state."""
        here = [
            case
            for case in self._working.values()
            if (case.place.parent, case.place.group) == (parent, group)
        ]
        stored = self.cases.moved_on(parent, group, frozenset(case.id for case in here))
        return max(filter(None, (stored, *(case.since for case in here))), default=None)

    def _has_item(self, place: Place) -> None:
        if place.item is not None and place.parent is not None and place.group is not None:
            parent = self.case(place.parent)
            items = (*parent.items.get(place.group, ()), place.item)
            self._working[parent.id] = replace(parent, items={**parent.items, place.group: items})


def moved_count(
    counts: Mapping[str, int], before: str | None, after: str | None
) -> Mapping[str, int]:
    """Return the numbers of children by state, once one has moved."""
    moved = dict(counts)
    for state, by in ((before, -1), (after, 1)):
        if state is not None:
            moved[state] = moved.get(state, 0) + by
    return {state: number for state, number in moved.items() if number}
