"""Who may fire a transition: roles held on the day, in the department the case names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zwgov_workflow.definition.model import Role
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command, Mover
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.outcome import Actor
from zwgov_workflow.engine.value import Value
from zwgov_workflow.errors import AmbiguousRole, NotAllowed, PeopleError
from zwgov_workflow.people import People

__all__ = ["Authority", "acting", "by_role", "department_of"]

BUREAU = "bureau"
MOVERS = frozenset(Mover)

Lookup = Callable[[str], Value | None]


@dataclass(frozen=True, slots=True)
class Authority:
    """The roles of a machine, for a case whose fields say in which department each is held."""

    machine: CompiledMachine
    people: People
    lookup: Lookup

    def held(self, roles: Sequence[str], officer: str, on: date) -> Mapping[str, Actor]:
        """Return those of *roles* that *officer* holds on the day, with the actor he then is."""
        actors = {name: self._as_role(name, officer, on) for name in roles}
        return {name: actor for name, actor in actors.items() if actor is not None}

    def _as_role(self, name: str, officer: str, on: date) -> Actor | None:
        role = self.machine.regulation.roles[name]
        if role.is_ is not None:
            return Actor(name, officer) if self.lookup(role.is_) == officer else None
        if role.recorded_by is not None:
            recorders = self.held(role.recorded_by, officer, on)
            for actor in recorders.values():
                return Actor(name, None, actor.department, officer, actor.instead_of)
            return None
        for department in self._departments(role, on):
            appointment = self.people.holds(officer, name, on, department)
            if appointment is not None:
                return Actor(name, officer, appointment.department, None, appointment.instead_of)
        return None

    def holders(self, name: str, on: date) -> Iterator[tuple[str, str | None]]:
        """Yield who holds a role for the case on the day, each with the department he acts in.

        Who acts through others is not named; those who record for him are.
        """
        role = self.machine.regulation.roles[name]
        if role.is_ is not None:
            named = self.lookup(role.is_)
            if isinstance(named, str):
                yield named, None
            return
        if role.recorded_by is not None:
            for recorder in role.recorded_by:
                yield from self.holders(recorder, on)
            return
        known: set[str] = set()
        for department in self._departments(role, on):
            for officer in self.people.holders(name, on, department):
                appointment = self.people.holds(officer, name, on, department)
                if appointment is not None and officer not in known:
                    known.add(officer)
                    yield officer, appointment.department

    def _departments(self, role: Role, on: date) -> Iterator[str | None]:
        """Yield the departments in which the role counts; None is anywhere in the bureau.

        What a department did while it existed counts also once its case has been handed over.
        """
        if role.held_in == BUREAU:
            yield None
            return
        value = self.lookup(role.held_in or "")
        for entry in value if isinstance(value, tuple) else (value,):
            if isinstance(entry, str):
                yield entry
                yield from self.people.predecessors(entry, on)


def by_role(arrows: Iterable[Arrow]) -> Mapping[str, Sequence[Arrow]]:
    """Return the transitions that each role may fire, by the role; what no officer does is none."""
    found: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        for role in arrow.rule.by:
            if role not in MOVERS:
                found.setdefault(role, []).append(arrow)
    return found


def acting(
    machine: CompiledMachine,
    case: Snapshot,
    arrows: Sequence[Arrow],
    command: Command,
    people: People,
) -> tuple[Actor, Sequence[Arrow]]:
    """Return who acts, as which role, and the transitions that role may mean.

    Who acted holds the role on the day of the act, who records it on the day it is recorded.

    Raises:
        NotAllowed: No role held fits, or the recorder holds none.
        AmbiguousRole: Several roles fit, and differ in form or meaning.
    """
    authority = Authority(machine, people, _lookup(machine, case, command, people))
    roles = list(by_role(arrows))
    wanted = [role for role in roles if command.role in (None, role)]
    actors = authority.held(wanted, command.officer, command.occurred_on)
    why = "holds none of these roles for it on that day"
    if actors:
        recorder, on = command.recorder or command.officer, command.recorded_on
        if (recorder, on) == (command.officer, command.occurred_on):
            return _one_meaning(case, arrows, command, actors)
        if authority.held(roles, recorder, on):
            return _one_meaning(case, arrows, command, actors)
        why = f"{recorder}, who records it, holds none of these roles on {on}"
    raise NotAllowed(
        case=case.called, trigger=command.trigger, officer=command.officer, roles=roles, why=why
    )


def _one_meaning(
    case: Snapshot, arrows: Sequence[Arrow], command: Command, actors: Mapping[str, Actor]
) -> tuple[Actor, Sequence[Arrow]]:
    meant = by_role(arrows)
    choices = {role: meant[role] for role in actors}
    first, *others = choices.values()
    if any(other != first for other in others):
        raise AmbiguousRole(case=case.called, trigger=command.trigger, roles=tuple(choices))
    actor = next(iter(actors.values()))
    recorder = command.recorder or actor.recorder
    return Actor(actor.role, actor.officer, actor.department, recorder, actor.instead_of), first


def _lookup(machine: CompiledMachine, case: Snapshot, command: Command, people: People) -> Lookup:
    """Return where a role finds its department: the case or, before it starts, the form."""
    if case.state is not None:
        return case.data.get

    def of_form(name: str) -> Value | None:
        raw = command.form.get(name, case.data.get(name))
        kind = machine.scope.fields.get(name)
        if not isinstance(raw, str) or kind is None:
            return None
        try:
            return people.department(raw).id if kind.name == "department" else raw
        except PeopleError:
            return None

    return of_form


def department_of(machine: CompiledMachine, name: str, lookup: Lookup) -> str | None:
    """Return the department in which a role is held for a case; None where it is the bureau's."""
    role = machine.regulation.roles[name]
    if role.held_in is None or role.held_in == BUREAU:
        return None
    value = lookup(role.held_in)
    return value if isinstance(value, str) else None
