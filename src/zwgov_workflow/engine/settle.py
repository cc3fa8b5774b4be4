"""What follows by itself: rules that hold, and lapses of deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from zwgov_workflow.engine.case import Deadline, DeadlineStatus, Snapshot, Undo
from zwgov_workflow.engine.command import Mover
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import moved_by, ruled
from zwgov_workflow.engine.lifecycle import ONE_DAY, closed_by, next_reminder
from zwgov_workflow.engine.move import breach_record, sources_of
from zwgov_workflow.engine.outcome import (
    Actor,
    DeadlineChange,
    Event,
    EventKind,
    Outcome,
    Warned,
)
from zwgov_workflow.errors import EngineFault

__all__ = ["lapse", "remind", "settle"]

CLOCK = Actor(Mover.CLOCK.value)


def settle(turn: Turn, moved_on: Callable[[str], date | None]) -> Outcome | None:
    """Return what the one rule that holds brings about; None where none does.

    It takes the day since which it holds: that of its cause, or of what its condition waited for.

    Args:
        turn: The case on the day of the cause.
        moved_on: The latest day on which a child of a group came to its state.
    """
    machine, case = turn.machine, turn.case
    rules = machine.rules_of(case.in_state)
    if not rules:
        return None
    view = turn.view()
    holding = [arrow for arrow in rules if arrow.when(view)]
    if not holding:
        return None
    if len(holding) > 1:
        names = ", ".join(arrow.rule.trigger for arrow in holding)
        raise EngineFault(case=case.id, what=f"the rules {names} hold at once")
    [rule] = holding
    joined = [moved_on(path) for path in _groups(machine, rule)]
    since = max(filter(None, (turn.today, case.since, *joined)))
    return ruled(replace(turn, today=since), rule)


def _groups(machine: CompiledMachine, rule: Arrow) -> Iterator[str]:
    """Yield the groups that a rule joins on."""
    paths = rule.rule.when.paths() if rule.rule.when is not None else ()
    return (path for path in paths if path in machine.machine.children)


def lapse(turn: Turn, name: str) -> Outcome:
    """Return what the lapse of a running deadline brings about, as of the day after it was due."""
    machine, case = turn.machine, turn.case
    row, rule = case.deadlines[name], machine.machine.deadlines[name]
    today, seq = row.due + ONE_DAY, case.events + 1
    lapsed = replace(row, status=DeadlineStatus.LAPSED, remind_on=None, lapse=seq)
    before = replace(case, deadlines={**case.deadlines, name: lapsed})
    turn = replace(turn, case=before, today=today)
    if rule.on_lapse.fire is not None:
        arrows = [
            arrow
            for arrow in machine.arrows_for(rule.on_lapse.fire, case.state)
            if Mover.CLOCK in arrow.rule.by
        ]
        outcome = moved_by(turn, arrows, EventKind.LAPSE, Mover.CLOCK)
        return _undoable(machine, case, lapsed, outcome)
    label, sources = rule.label or name, sources_of(rule)
    breach = rule.on_lapse.breach
    breaches = () if breach is None else (breach_record(turn.view(), breach, seq),)
    event = Event(
        seq=seq,
        kind=EventKind.LAPSE,
        actor=CLOCK,
        occurred_on=today,
        from_state=case.state,
        to_state=case.state,
        changed={},
        label=label,
        deadlines=(DeadlineChange(name, DeadlineStatus.LAPSED, row.due),),
        warnings=() if breach else (Warned(name, label, sources),),
        breaches=tuple(found.name for found in breaches),
        sources=sources,
    )
    after = replace(before, version=case.version + 1, events=seq)
    return Outcome(case=after, event=event, breaches=breaches)


def _undoable(
    machine: CompiledMachine, case: Snapshot, lapsed: Deadline, outcome: Outcome
) -> Outcome:
    """Keep what stood before a lapse that moved the case, for an act in time told later.

    The departments are kept too: one that has been handed over since is handed over again.
    """
    rows = {**outcome.case.deadlines, lapsed.name: case.deadlines[lapsed.name]}
    undo = Undo(
        state=case.in_state,
        since=case.since,
        data={name: case.data.get(name) for name in (*outcome.event.changed, *machine.handed_on)},
        after=outcome.case.in_state,
        closed=closed_by(case, rows),
    )
    rows = {**rows, lapsed.name: replace(lapsed, undo=undo)}
    change = DeadlineChange(lapsed.name, DeadlineStatus.LAPSED, lapsed.due)
    event = replace(outcome.event, deadlines=(change, *outcome.event.deadlines))
    return replace(outcome, case=replace(outcome.case, deadlines=rows), event=event)


def remind(turn: Turn, name: str) -> Outcome:
    """Return the reminder of a deadline that is due soon; it changes nothing else."""
    case, today = turn.case, turn.today
    row, rule = case.deadlines[name], turn.machine.machine.deadlines[name]
    following = replace(row, remind_on=next_reminder(turn.machine, row, turn.calendar, today))
    seq = case.events + 1
    event = Event(
        seq=seq,
        kind=EventKind.REMINDER,
        actor=CLOCK,
        occurred_on=today,
        from_state=case.state,
        to_state=case.state,
        changed={},
        label=rule.label,
        deadlines=(DeadlineChange(name, "reminded", row.due),),
        sources=sources_of(rule),
    )
    rows = {**case.deadlines, name: following}
    return Outcome(case=replace(case, events=seq, deadlines=rows), event=event)
