"""A family of cases worked on together: a step and all that follows from it, in memory.

The family is read case by case as it is needed, and what it comes to is written by whoever asked.
Every method is a function of what was read and of its arguments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from zwgov_workflow.engine.belated import belated, correct
from zwgov_workflow.engine.case import Place, Snapshot
from zwgov_workflow.engine.command import Command, Mover
from zwgov_workflow.engine.decide import decide, moved_by, wrong_day
from zwgov_workflow.engine.lifecycle import ONE_DAY
from zwgov_workflow.engine.move import data_step
from zwgov_workflow.engine.outcome import Actor, EventKind, Outcome, StartChild, TellChildren
from zwgov_workflow.engine.recount import recount
from zwgov_workflow.engine.settle import lapse, remind, settle
from zwgov_workflow.engine.succession import succeeded
from zwgov_workflow.engine.value import Value
from zwgov_workflow.engine.working_copy import WorkingCopy
from zwgov_workflow.errors import EngineFault, OpenChildren, StaleVersion

__all__ = ["Family"]

MOST_SETTLING = 10_000
"""A cascade that is longer goes round; the checker should have refused the rules."""


@dataclass
class Family(WorkingCopy):
    """A family in a step: what is asked of it, and all that follows."""

    _pending: Mapping[tuple[str, str], date] = field(default_factory=dict)

    # What is asked of a family

    def start(self, path: str, command: Command) -> Snapshot:
        """Start the root case at ``regulation/machine``, by the version in force on the day.

        Raises:
            CaseError: The command is refused.
        """
        unborn = self.unborn(path, command.occurred_on)
        self._not_ahead(unborn, command)
        self._step(unborn, decide(self.turn(unborn, command.occurred_on), command))
        self._settle(command.occurred_on)
        return self.case(self.root)

    def fire(self, case_id: str, command: Command) -> Snapshot:
        """Decide a command, after all deadlines that were over on its day have lapsed.

        Raises:
            CaseError: The command is refused.
        """
        case = self.case(case_id)
        if command.expect_version not in (None, case.version):
            expected = command.expect_version or 0
            raise StaleVersion(case=case_id, expected=expected, actual=case.version)
        self._not_ahead(case, command)
        self.pass_time(command.occurred_on)
        case = self.case(case_id)
        turn = self.turn(case, command.occurred_on)
        outcome = correct(turn, command) or belated(turn, command) or decide(turn, command)
        self._step(case, outcome)
        self._ends_with_its_parts(case, command.trigger)
        self._hand_over(case_id, command.occurred_on)
        self._settle(command.occurred_on)
        return self.case(case_id)

    def pass_time(self, day: date) -> None:
        """Let *day* begin: what was due before it lapses, in the order it was due."""
        for since in self._abolitions(day):
            self._let_lapse(since)
            for case_id in self._abandoned(since):
                self._hand_over(case_id, since)
        self._let_lapse(day)

    def _let_lapse(self, day: date) -> None:
        self._pending = {
            (case_id, name): due for due, case_id, name in self.cases.running_before(self.root, day)
        }
        while (found := self._earliest(day)) is not None:
            due, case_id, name = found
            self._lapse(case_id, name)
            self._settle(due + ONE_DAY)

    def remind(self, case_id: str, name: str, day: date) -> None:
        """Record the reminder of a deadline, where it still runs."""
        case = self.case(case_id)
        row = case.deadlines.get(name)
        if row is not None and row.running and row.remind_on is not None and row.remind_on <= day:
            self._keep(case, remind(self.turn(case, day), name))

    def recount(self, case_id: str, day: date) -> None:
        """Count the deadlines of a case anew by the calendar as it is; given dates follow."""
        case = self.case(case_id)
        outcome = recount(self.turn(case, day))
        if outcome is not None:
            for group in self.machine(case).machine.children:
                self._pushed[case_id, group] = {}  # what was given was of another calendar
            self._step(case, outcome)
            self._settle(max(day, case.last_on or day), lapsing=False)

    # What comes from elsewhere

    def admit(self, before: Snapshot, outcome: Outcome) -> Snapshot:
        """Take in what was decided elsewhere of a case, or a new one; no rule follows of it.

        Its parent counts it, and takes the fields that it takes of a part.
        """
        place = before.place
        if before.state is None and place.parent is not None and place.group is not None:
            self._started.setdefault((place.parent, place.group), []).append(before.id)
            self._has_item(place)
        self._step(before, outcome)
        return self.case(before.id)

    def lapse_alone(self, case_id: str, day: date) -> None:
        """Let the deadlines of one case lapse that were over before *day*; no rule follows."""
        while True:
            rows = self.case(case_id).deadlines.values()
            over = [(row.due, row.name) for row in rows if row.running and row.due < day]
            if not over:
                return
            self._lapse(case_id, min(over)[1])

    # One step

    def _not_ahead(self, case: Snapshot, command: Command) -> None:
        if command.occurred_on > command.recorded_on:
            raise wrong_day(case, command, f"it lies ahead of {command.recorded_on}")

    def _step(self, before: Snapshot, outcome: Outcome) -> None:
        """Take a step in, start and tell children, and remember whom it touches."""
        self._keep(before, outcome)
        self._take(outcome.case, outcome.event.occurred_on)
        self._touch(outcome.case.id)
        for start in outcome.starts:
            self._start_child(outcome.case, start, outcome.event.occurred_on)
        for tell in outcome.tells:
            self._tell(outcome.case, tell, outcome.event.occurred_on)

    # Children

    def _start_child(self, parent: Snapshot, start: StartChild, day: date) -> None:
        group = self.machine(parent).group(start.group)
        place = Place(parent.place.root, parent.id, start.group, start.item)
        digest = self.digest_for(parent, group.machine, day)
        child = Snapshot(id=self.new_id(), place=place, machine=group.machine, digest=digest)
        machine = self.machine(child)
        known = machine.arrows_for(group.start, None)
        arrows = [arrow for arrow in known if Mover.CASE in arrow.rule.by] or known
        data = {**child.data, **start.data}
        kind, mover = EventKind.STARTED, Mover.CASE
        outcome = moved_by(self.turn(child, day), arrows, kind, mover, data)
        self._started.setdefault((parent.id, start.group), []).append(child.id)
        self._step(child, outcome)

    def _tell(self, parent: Snapshot, tell: TellChildren, day: date) -> None:
        for child_id in self._children(parent.id, tell.group):
            child = self.case(child_id)
            machine = self.machine(child)
            arrows = [
                arrow
                for arrow in machine.arrows_for(tell.trigger, child.state)
                if Mover.CASE in arrow.rule.by
            ]
            if arrows:
                data = {**child.data, **tell.data}
                kind, mover = EventKind.TOLD, Mover.CASE
                self._step(child, moved_by(self.turn(child, day), arrows, kind, mover, data))

    def _ends_with_its_parts(self, before: Snapshot, trigger: str) -> None:
        """Refuse to end a case whose parts must end before it."""
        case, machine = self.case(before.id), self.machine(before)
        if not machine.is_final(case.in_state) or case.state == before.state:
            return
        for name, group in machine.machine.children.items():
            if not group.outlives and case.counts.get(name) and self._runs(case.id, name):
                label = group.label or name
                raise OpenChildren(case=case.id, trigger=trigger, group=label, name=name)

    # What follows by itself

    def _settle(self, day: date, *, lapsing: bool = True) -> None:
        """Let lapses, rules and given fields follow until nothing more does.

        What lapses on one day lapses before any rule looks at it, so that it does not matter which
        cases were read before.
        """
        for _ in range(MOST_SETTLING):
            overdue = self._earliest(day) if lapsing else None
            if overdue is not None:
                self._lapse(overdue[1], overdue[2])
            elif self._queue:
                self._settle_one(self._queue.popleft(), day)
            else:
                return
        raise EngineFault(case=self.root, what="the rules of the family do not come to rest")

    def _settle_one(self, case_id: str, day: date) -> None:
        case = self.case(case_id)
        self._give(case, day)
        outcome = settle(self.turn(case, day), lambda group: self._moved_on(case_id, group))
        if outcome is not None:
            self._step(case, outcome)

    def _earliest(self, day: date) -> tuple[date, str, str] | None:
        """Return the running deadline that was due first, of those due before *day*."""
        found = [
            (due, case_id, name)
            for (case_id, name), due in self._pending.items()
            if due < day and case_id not in self._working
        ]
        found += [
            (row.due, case.id, row.name)
            for case in self._working.values()
            for row in case.deadlines.values()
            if row.running and row.due < day
        ]
        return min(found, default=None)

    def _lapse(self, case_id: str, name: str) -> None:
        case = self.case(case_id)
        row = case.deadlines.get(name)
        if row is not None and row.running:
            self._step(case, lapse(self.turn(case, row.due), name))

    # Given and taken fields

    def _known_to(self, case: Snapshot, name: str) -> Mapping[str, Value | None]:
        """Return what the children of a group were given last."""
        if (case.id, name) not in self._pushed:
            read = self._read.get(case.id)
            known = {} if read is None else self._given(read, name, read.last_on or date.max)
            self._pushed[case.id, name] = known
        return self._pushed[case.id, name]

    def _given(self, case: Snapshot, name: str, day: date) -> Mapping[str, Value | None]:
        turn = self.turn(case, day)
        give = turn.machine.group(name).give
        view = turn.view()
        return {child: view.value(path) for child, path in give.items()}

    def _give(self, case: Snapshot, day: date) -> None:
        """Let the open children follow the fields they are given."""
        for name, group in self.machine(case).machine.children.items():
            if not group.give or not case.counts.get(name):
                continue
            given = self._given(case, name, day)
            if self._known_to(case, name) == given:
                continue
            self._pushed[case.id, name] = given
            for child_id in self._children(case.id, name):
                self._receive(child_id, given, EventKind.GIVEN, day)

    def _receive(
        self, case_id: str, values: Mapping[str, Value | None], kind: EventKind, day: date
    ) -> None:
        """Change the fields of a case that follow another, while it is open."""
        case = self.case(case_id)
        machine = self.machine(case)
        differing = {name: v for name, v in values.items() if case.data.get(name) != v}
        if not differing or (kind is EventKind.GIVEN and machine.is_final(case.in_state)):
            return
        kept = {name: value for name, value in case.data.items() if name not in differing}
        data = {**kept, **{name: v for name, v in differing.items() if v is not None}}
        view = self.turn(case, day).view()
        self._step(case, data_step(view, data, kind, Actor(Mover.CASE.value)))

    def _take(self, case: Snapshot, day: date) -> None:
        """Let the parent follow the fields it takes from a single child."""
        place = case.place
        if place.parent is None or place.group is None:
            return
        parent = self.case(place.parent)
        take = self.machine(parent).group(place.group).take
        if not take or self._children(parent.id, place.group)[-1] != case.id:
            return
        view = self.turn(case, day).view()
        values = {own: view.value(path) for own, path in take.items()}
        self._receive(parent.id, values, EventKind.TAKEN, day)

    # Departments that are no more

    def _abolitions(self, day: date) -> Sequence[date]:
        """Return the days, up to *day*, since which a department of the family is no more."""
        people = self.ctx.people
        if not people.abolished(day) or not self._abandoned(day):
            return ()
        lasts = [people.department(gone).last for gone in people.abolished(day)]
        return sorted({last + ONE_DAY for last in lasts if last is not None})

    def _abandoned(self, day: date) -> Sequence[str]:
        gone = self.ctx.people.abolished(day)
        return tuple(dict.fromkeys((*self.cases.held_by(self.root, gone), *self._working)))

    def _hand_over(self, case_id: str, day: date) -> None:
        case = self.case(case_id)
        outcome = succeeded(self.turn(case, day), self._given_fields(case))
        if outcome is not None:
            self._step(case, outcome)
            self._settle(outcome.event.occurred_on)

    def _given_fields(self, case: Snapshot) -> frozenset[str]:
        place = case.place
        if place.parent is None or place.group is None:
            return frozenset()
        if self.machine(case).is_final(case.in_state):
            return frozenset()  # it follows its parent no longer
        parent = self.case(place.parent)
        return frozenset(self.machine(parent).group(place.group).give)
