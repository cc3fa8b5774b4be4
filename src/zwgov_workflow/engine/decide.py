"""One command on one case: who, what was entered, which transition, what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zwgov_workflow.engine.authority import acting
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command, Mover
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine, Demand
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.form import incomplete, read_form
from zwgov_workflow.engine.move import Step, move, sources_of
from zwgov_workflow.engine.outcome import Actor, EventKind, Outcome, Warned
from zwgov_workflow.engine.proposal import apply_settings, with_entries
from zwgov_workflow.engine.value import Data
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import (
    EngineFault,
    FormRejected,
    NotPossible,
    OtherMeaning,
    RequirementNotMet,
    Unmet,
    WrongDay,
)

__all__ = [
    "Chosen",
    "act",
    "choose",
    "decide",
    "demand_met",
    "moved_by",
    "outcome_of",
    "ruled",
    "wrong_day",
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The transition that a command means, by whom, and what it proposes."""

    arrow: Arrow
    actor: Actor
    form: Data
    proposed: View


def decide(turn: Turn, command: Command) -> Outcome:
    """Return what *command* brings about for a case, which is not yet started or as it stands.

    Deadlines that are over must have lapsed before; see :mod:`zwgov_workflow.engine.family`.

    Raises:
        CaseError: The command is refused.
    """
    last = turn.case.last_on
    if last is not None and command.occurred_on < last:
        raise wrong_day(turn.case, command, f"the case was last acted on on {last}")
    return act(turn, command)


def wrong_day(case: Snapshot, command: Command, why: str) -> WrongDay:
    """Return the refusal of a day."""
    return WrongDay(case=case.called, trigger=command.trigger, day=command.occurred_on, why=why)


def act(turn: Turn, command: Command) -> Outcome:
    """Decide without asking whether the day follows on what was recorded already."""
    return outcome_of(choose(turn, command))


def outcome_of(chosen: Chosen) -> Outcome:
    """Return what a chosen transition brings about, if its demands are met."""
    warnings, breaches = demands_met(chosen.proposed, chosen.arrow, chosen.actor.officer)
    step = Step(
        kind=EventKind.ACT,
        actor=chosen.actor,
        form=chosen.form,
        warnings=warnings,
        breaches=breaches,
    )
    return move(chosen.proposed, chosen.arrow, step)


def choose(turn: Turn, command: Command) -> Chosen:
    """Return the transition that *command* means: steps 2 to 6 of the order of evaluation."""
    machine, case = turn.machine, turn.case
    arrows = by_officers(machine.arrows_for(command.trigger, case.state))
    if not arrows:
        raise _not_possible(machine, case, command.trigger)
    if case.state is None:
        _seats_named(turn, arrows, command)
    actor, mine = acting(machine, case, arrows, command, turn.ctx.people)
    entered, data = _entered(turn, mine[0], command)
    arrow, proposed = select(turn, mine, data)
    if command.meaning not in (None, arrow.rule.label):
        raise OtherMeaning(
            case=case.called,
            trigger=command.trigger,
            meant=command.meaning or "",
            entered=arrow.rule.label or command.trigger,
        )
    return Chosen(arrow, actor, entered, proposed)


def _seats_named(turn: Turn, arrows: Sequence[Arrow], command: Command) -> None:
    """Refuse a start whose form does not say in which department its roles are held."""
    machine = turn.machine
    roles = {role for arrow in arrows for role in arrow.rule.by} & machine.regulation.roles.keys()
    seats = {machine.regulation.roles[role].held_in for role in roles}
    fields = {name: field for name, field in arrows[0].form.items() if name in seats}
    given = {name: raw for name, raw in command.form.items() if name in fields}
    entered = read_form(machine, fields, given, turn.ctx.people)
    problems = (*entered.problems, *incomplete(fields, entered, turn.view(entered.values)))
    if problems and len(seats) == 1:
        raise FormRejected(case=turn.case.called, trigger=command.trigger, problems=problems)


def _not_possible(machine: CompiledMachine, case: Snapshot, trigger: str) -> NotPossible:
    known = machine.triggers_of(case.state)
    possible = [name for name in known if by_officers(machine.arrows_for(name, case.state))]
    state = case.state or "not started"
    return NotPossible(case=case.called, trigger=trigger, state=state, possible=possible)


def by_officers(arrows: Sequence[Arrow]) -> Sequence[Arrow]:
    """Return the transitions that an officer may fire."""
    return [arrow for arrow in arrows if arrow.for_officers]


def _entered(turn: Turn, arrow: Arrow, command: Command) -> tuple[Data, Data]:
    """Return what was entered, and the data of the case with it."""
    entered = read_form(turn.machine, arrow.form, command.form, turn.ctx.people)
    data = with_entries(turn.case.data, entered.values, entered.empty)
    problems = (*entered.problems, *incomplete(arrow.form, entered, turn.view(data)))
    if problems:
        raise FormRejected(case=turn.case.called, trigger=command.trigger, problems=problems)
    return entered.values, data


def select(turn: Turn, arrows: Sequence[Arrow], data: Data) -> tuple[Arrow, View]:
    """Return the one transition whose ``when`` holds on the data it proposes, with that view.

    Raises:
        EngineFault: None or several hold, which the checker rules out.
    """
    found: list[tuple[Arrow, View]] = []
    for arrow in arrows:
        view = turn.view(apply_settings(turn, arrow, data))
        if arrow.when(view):
            found.append((arrow, view))
    if len(found) != 1:
        what = f"{len(found)} transitions fit {arrows[0].rule.trigger!r}" if arrows else "none fits"
        raise EngineFault(case=turn.case.called, what=what)
    return found[0]


def demands_met(
    view: View, arrow: Arrow, officer: str | None
) -> tuple[tuple[Warned, ...], tuple[str, ...]]:
    """Return the demands let pass with a warning, and the breaches recorded for others.

    Raises:
        RequirementNotMet: A demand that refuses is not fulfilled; all such are named.
    """
    unmet: list[Unmet] = []
    warnings: list[Warned] = []
    breaches: list[str] = []
    for demand in arrow.demands:
        if not demand.applies(view) or demand_met(demand, view, officer):
            continue
        label, sources = demand.rule.label or demand.name, sources_of(demand.rule)
        if demand.rule.otherwise == "refuse":
            unmet.append(Unmet(name=demand.name, label=label, sources=sources))
        elif demand.rule.otherwise == "warn":
            warnings.append(Warned(demand.name, label, sources))
        else:
            breaches.append(demand.rule.otherwise)
    if unmet:
        raise RequirementNotMet(case=view.case.called, trigger=arrow.rule.trigger, unmet=unmet)
    return tuple(warnings), tuple(breaches)


def demand_met(demand: Demand, view: View, officer: str | None) -> bool:
    """Return whether a demand is fulfilled, four eyes included where an officer acts."""
    acts = (view.case.acts.get(trigger) for trigger in demand.rule.distinct_from or ())
    same = officer is not None and officer in [act.officer for act in acts if act is not None]
    return not same and demand.holds(view)


def moved_by(
    turn: Turn, arrows: Sequence[Arrow], kind: EventKind, mover: Mover, data: Data | None = None
) -> Outcome:
    """Return what one of *arrows* brings about where no officer acts."""
    arrow, proposed = select(turn, arrows, turn.case.data if data is None else data)
    return _moved_along(arrow, proposed, kind, mover)


def ruled(turn: Turn, arrow: Arrow) -> Outcome:
    """Return what a rule brings about that holds on the data as they are."""
    proposed = turn.view(apply_settings(turn, arrow, turn.case.data))
    return _moved_along(arrow, proposed, EventKind.RULE, Mover.RULE)


def _moved_along(arrow: Arrow, proposed: View, kind: EventKind, mover: Mover) -> Outcome:
    warnings, breaches = demands_met(proposed, arrow, None)
    step = Step(kind=kind, actor=Actor(mover.value), warnings=warnings, breaches=breaches)
    return move(proposed, arrow, step)
