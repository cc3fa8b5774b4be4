"""An act that somebody is about to do: which transitions it may mean, and what it asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.questions import Questions
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.engine.authority import Authority, by_role
from zwgov_workflow.engine.case import Place, Snapshot
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.context import Context, Turn
from zwgov_workflow.engine.decide import by_officers
from zwgov_workflow.errors import WorkflowError
from zwgov_workflow.people import People
from zwgov_workflow.service import Case

__all__ = ["Occasion", "may_start", "of_case", "of_start"]


@dataclass(frozen=True)
class Occasion:
    """A trigger of a case on a day, for one officer.

    Attributes:
        desk: Where it is done.
        labels: What the machine calls its things.
        turn: The case on the day, as far as its reader knows it.
        trigger: What is to be fired.
        arrows: The transitions it may mean.
        roles: Those as which the officer may do it, with what each may mean.
    """

    desk: Desk
    labels: Labels
    turn: Turn
    trigger: str
    arrows: Sequence[Arrow]
    roles: Mapping[str, Sequence[Arrow]]

    @property
    def ambiguous(self) -> bool:
        """Whether the roles held differ in what the act means."""
        first, *others = self.roles.values() or ([],)
        return any(other != first for other in others)

    def as_role(self, role: str | None) -> Occasion:
        """Return the occasion for *role* alone."""
        if role is None or role not in self.roles:
            return self
        return replace(self, roles={role: self.roles[role]})

    def open_to(self, officer: str) -> bool:
        """Return whether *officer* holds a role for it and no four eyes keep him off today."""
        case, today = self.turn.case, self.desk.today
        late = self.arrows != by_officers(self.turn.machine.arrows_for(self.trigger, case.state))
        if case.state is None or late or self.turn.today != today:
            return bool(self.roles)
        try:
            found = self.desk.engine.available(case.id, self.desk.engine.officer(officer))
        except WorkflowError:
            return False
        return any(one.trigger == self.trigger and one.role in self.roles for one in found)

    @property
    def mine(self) -> Sequence[Arrow]:
        """The transitions it may mean for the officer; all, where he holds no role for it."""
        return next(iter(self.roles.values()), self.arrows)

    @property
    def form(self) -> Mapping[str, FormField]:
        """The fields that are asked for."""
        return self.mine[0].form if self.mine else {}

    @property
    def fields(self) -> Mapping[str, FormField]:
        """The fields that one of the transitions asks for."""
        return {name: field for arrow in self.arrows for name, field in arrow.form.items()}

    @property
    def questions(self) -> Questions:
        """The form as it is asked."""
        return Questions(self.turn.machine, self.form, self.desk.people, self.turn.view())

    def defaults(self, officer: str) -> Mapping[str, str]:
        """Return the departments in which *officer* can only act for one, by field."""
        if self.turn.case.state is not None:
            return {}
        found: dict[str, str] = {}
        posts = self.desk.people.appointments(officer, self.turn.today)
        for role in self.roles:
            rule = self.turn.machine.regulation.roles[role]
            seat = self.form.get(rule.held_in or "")
            seats = {post.department for post in posts if post.role == role}
            single = seat is not None and not seat.type.many
            if (
                single
                and seat is not None
                and seat.type.kind is Kind.DEPARTMENT
                and len(seats) == 1
            ):
                found[rule.held_in or ""] = self.labels.department(seats.pop())
        return found


def of_start(
    desk: Desk, machine: CompiledMachine, trigger: str, officer: str, day: date
) -> Occasion:
    """Return the start of a case; without roles where *officer* may not."""
    labels = Labels(machine, desk.people, None, None)
    case = Snapshot(id="", place=Place(""), machine=machine.path, digest="")
    arrows = by_officers(machine.arrows_for(trigger, None))
    held = _held_anywhere(machine, desk.people, officer, day)
    roles = {name: mine for name, mine in by_role(arrows).items() if name in held}
    return Occasion(desk, labels, _turn(desk, machine, case, day), trigger, arrows, roles)


def of_case(desk: Desk, case: Case, trigger: str, officer: str, day: date) -> Occasion:
    """Return a trigger of a case; without roles where *officer* holds none for it."""
    machine = desk.regulations.machine(case.machine, case.digest)
    snapshot = Snapshot(
        id=case.id,
        place=Place(case.root, case.parent),
        machine=case.machine,
        digest=case.digest,
        state=case.state,
        version=case.version,
        data=case.data,
        deadlines=case.deadlines,
        counts=case.children,
        last_on=case.last_on,
    )
    arrows = _arrows(machine, case, trigger)
    turn = _turn(desk, machine, snapshot, day)
    mine = by_role(arrows)
    held = Authority(machine, desk.people, case.data.get).held(list(mine), officer, day)
    roles = {name: mine[name] for name in held}
    return Occasion(desk, desk.labels(case), turn, trigger, arrows, roles)


def _arrows(machine: CompiledMachine, case: Case, trigger: str) -> Sequence[Arrow]:
    """Return what *trigger* may mean, also before a lapse that an act in time undoes."""
    states = (case.state, *(row.undo.state for row in case.deadlines.values() if row.undo))
    found = (by_officers(machine.arrows_for(trigger, state)) for state in states)
    return next((arrows for arrows in found if arrows), ())


def _turn(desk: Desk, machine: CompiledMachine, case: Snapshot, day: date) -> Turn:
    return Turn(machine, case, day, Context(desk.engine.calendar, desk.people))


def may_start(machine: CompiledMachine, people: People, officer: str, day: date) -> Iterator[str]:
    """Yield the triggers by which *officer* may start a case on *day*."""
    held = _held_anywhere(machine, people, officer, day)
    for trigger in machine.starts:
        roles = by_role(by_officers(machine.arrows_for(trigger, None)))
        if not held.isdisjoint(roles):
            yield trigger


def _held_anywhere(
    machine: CompiledMachine, people: People, officer: str, day: date
) -> frozenset[str]:
    """Return the roles that *officer* holds in some department, or may record for."""
    posts = {post.role for post in people.appointments(officer, day)}
    roles = machine.regulation.roles.items()
    return frozenset(
        name
        for name, role in roles
        if role.is_ is not None or not posts.isdisjoint(role.recorded_by or (name,))
    )
