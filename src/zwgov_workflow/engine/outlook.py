"""What an officer may do with a case, and who may see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zwgov_workflow.engine.authority import MOVERS, Authority, by_role, department_of
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import by_officers, demand_met

__all__ = ["Option", "Seat", "if_lapsed", "may_read", "options", "possible", "seats", "starts"]


@dataclass(frozen=True, slots=True)
class Option:
    """A trigger that an officer may fire, as one role: the transitions it may mean."""

    trigger: str
    role: str
    arrows: Sequence[Arrow]


@dataclass(frozen=True, slots=True)
class Seat:
    """A role in which a trigger can be fired, in one department, and who holds it on the day."""

    role: str
    department: str | None
    officers: Sequence[str]


def options(turn: Turn, officer: str) -> Iterator[Option]:
    """Yield what *officer* may fire on the day, by role.

    Four eyes are looked at, requirements are not: these depend on what is entered.
    """
    machine, case = turn.machine, turn.case
    authority = Authority(machine, turn.ctx.people, case.data.get)
    for trigger in machine.triggers_of(case.state):
        arrows = [
            arrow
            for arrow in by_officers(machine.arrows_for(trigger, case.state))
            if not _seen_by(turn, arrow, officer)
        ]
        meant = by_role(arrows)
        for role in authority.held(list(meant), officer, turn.today):
            yield Option(trigger, role, meant[role])


def starts(machine: CompiledMachine) -> Iterator[Option]:
    """Yield the triggers by which officers start a case, by role."""
    for trigger in machine.starts:
        arrows = by_officers(machine.arrows_for(trigger, None))
        for role, mine in by_role(arrows).items():
            yield Option(trigger, role, mine)


def _seen_by(turn: Turn, arrow: Arrow, officer: str) -> bool:
    """Return whether four eyes keep *officer* from this transition."""
    view = turn.view()
    return any(
        demand.rule.distinct_from is not None
        and demand.rule.otherwise == "refuse"
        and demand.applies(view)
        and not demand_met(demand, view, officer)
        for demand in arrow.demands
    )


def possible(turn: Turn) -> Mapping[str, Sequence[str]]:
    """Return the triggers of the case's state that officers fire, each with its roles."""
    machine, case = turn.machine, turn.case
    found: dict[str, Sequence[str]] = {}
    for trigger in machine.triggers_of(case.state):
        roles = by_role(by_officers(machine.arrows_for(trigger, case.state)))
        if roles:
            found[trigger] = list(roles)
    return found


def seats(turn: Turn) -> Mapping[str, Sequence[Seat]]:
    """Return the triggers of the case's state that officers fire, each with who may do so.

    Whom four eyes keep from all that a trigger may mean is left out; a role that nobody holds
    stands there without officers.
    """
    machine, case = turn.machine, turn.case
    authority = Authority(machine, turn.ctx.people, case.data.get)
    found: dict[str, Sequence[Seat]] = {}
    for trigger in possible(turn):
        arrows = by_officers(machine.arrows_for(trigger, case.state))
        of_trigger: list[Seat] = []
        for role, mine in by_role(arrows).items():
            held: dict[str | None, list[str]] = {}
            for officer, department in authority.holders(role, turn.today):
                if not all(_seen_by(turn, arrow, officer) for arrow in mine):
                    held.setdefault(department, []).append(officer)
            of_trigger += [Seat(role, place, tuple(who)) for place, who in held.items()]
            if not held:
                place = department_of(machine, role, case.data.get)
                of_trigger.append(Seat(role, place, ()))
        found[trigger] = of_trigger
    return found


def if_lapsed(turn: Turn, name: str) -> Arrow | None:
    """Return what the lapse of a deadline would fire; None where it moves nothing."""
    fired = turn.machine.machine.deadlines[name].on_lapse.fire
    if fired is None:
        return None
    view = turn.view()
    arrows = turn.machine.arrows_for(fired, turn.case.state)
    return next((arrow for arrow in arrows if arrow.when(view)), None)


def may_read(turn: Turn, officer: str) -> bool:
    """Return whether *officer* may see the case: by a role that acts on it or supervises it."""
    machine = turn.machine
    authority = Authority(machine, turn.ctx.people, turn.case.data.get)
    acting = (role for arrow in machine.arrows for role in arrow.rule.by)
    roles = dict.fromkeys((*(machine.machine.readers or ()), *acting))
    wanted = [role for role in roles if role not in MOVERS]
    return bool(authority.held(wanted, officer, turn.today))
