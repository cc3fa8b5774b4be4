"""Acts that come after a lapse: in time and told late, too late, or correcting a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zwgov_workflow.engine.case import Deadline, DeadlineStatus, Snapshot
from zwgov_workflow.engine.command import Command
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import (
    Chosen,
    act,
    by_officers,
    choose,
    decide,
    outcome_of,
    wrong_day,
)
from zwgov_workflow.engine.move import Step, changed_fields, late_step, sources_of
from zwgov_workflow.engine.outcome import DeadlineChange, EventKind, Outcome
from zwgov_workflow.engine.proposal import without_missing
from zwgov_workflow.errors import DeadlinePassed, EngineFault

__all__ = ["belated", "correct"]


def belated(turn: Turn, command: Command) -> Outcome | None:
    """Return what an act brings about that was before a lapse that moved the case, or answers it.

    By the last day of the period, it is decided on the case as it was before the lapse, which it
    supersedes: the outcome does not depend on when the last sweep ran. An answer by the last day
    counts also where something else has been recorded of a later day. An answer that is late is
    recorded and changes nothing, or refused, as the regulation says. None for any other act.

    Raises:
        CaseError: The act is refused on the case as it was before the lapse.
    """
    machine, case = turn.machine, turn.case
    for row in case.deadlines.values():
        answers = command.trigger in (machine.machine.deadlines[row.name].met_by or ())
        if answers and command.occurred_on <= row.due and _open(row):
            return _answer(turn, command)
        if row.undo is None or not _moved_it(case, row):
            continue
        before = turn.of(rewound(machine, case, row))
        if command.occurred_on > row.due:
            if answers:
                return _too_late(turn, before, row, command)
        elif answers:
            return _superseding(turn, row, _answer(before, command))
        elif by_officers(machine.arrows_for(command.trigger, row.undo.state)):
            return _superseding(turn, row, decide(before, command))
    return None


def _answer(turn: Turn, command: Command) -> Outcome:
    """Decide an answer by its own day, which may lie before that of another act.

    It cannot lie before the day on which the case came to its state: the steps keep their order.
    """
    since = turn.case.since
    if since is not None and command.occurred_on < since:
        raise wrong_day(turn.case, command, f"the case came to its state on {since}")
    return act(turn, command)


def _open(row: Deadline) -> bool:
    """Whether a deadline still awaits its answer, where no lapse has moved the case."""
    return row.live or row.overdue


def _too_late(turn: Turn, before: Turn, row: Deadline, command: Command) -> Outcome:
    rule = turn.machine.machine.deadlines[row.name]
    if rule.late == "refuse":
        raise DeadlinePassed(
            case=turn.case.id,
            trigger=command.trigger,
            deadline=row.name,
            label=rule.label or row.name,
            due=row.due,
            sources=sources_of(rule),
        )
    chosen = choose(before, command)
    step = Step(kind=EventKind.LATE, actor=chosen.actor, form=chosen.form)
    return late_step(turn.view(), row, chosen.arrow, step)


def _moved_it(case: Snapshot, row: Deadline) -> bool:
    """Whether the case still stands where the lapse of *row* has moved it."""
    return row.undo is not None and row.undo.after == case.state


def rewound(machine: CompiledMachine, case: Snapshot, row: Deadline) -> Snapshot:
    """Return the case as it was before a lapse moved it; what was recorded since is kept."""
    undo = row.undo
    if undo is None or row.status is not DeadlineStatus.LAPSED:
        raise EngineFault(case=case.id, what=f"the lapse of {row.name!r} cannot be undone")
    kept = {name: value for name, value in case.data.items() if name not in undo.data}
    rows = {one.name: _ended(one) for one in _begun_since(machine, case, row)}
    rows |= {name: _open_again(case.deadlines[name]) for name in undo.closed}
    rows[row.name] = _running(row)
    return replace(
        case,
        state=undo.state,
        since=undo.since,
        data={**kept, **without_missing(undo.data)},
        deadlines={**case.deadlines, **rows},
    )


def _begun_since(machine: CompiledMachine, case: Snapshot, row: Deadline) -> Sequence[Deadline]:
    """Return the deadlines that would not have begun, had the lapse of *row* not moved the case."""
    rules, before = machine.machine.deadlines, row.undo.state if row.undo else None
    return [
        one
        for one in case.deadlines.values()
        if one.opened_on > row.due
        and one.closed_on is None
        and before not in (*rules[one.name].runs_in, *rules[one.name].pauses_in)
    ]


def _ended(row: Deadline) -> Deadline:
    return replace(row, status=DeadlineStatus.ENDED, closed_on=row.opened_on, remind_on=None)


def _open_again(row: Deadline) -> Deadline:
    """Return a deadline that a lapse of another closed, as it stood before."""
    if row.status is DeadlineStatus.LAPSED:
        return replace(row, closed_on=None)
    status = DeadlineStatus.RUNNING if row.paused_on is None else DeadlineStatus.PAUSED
    return replace(row, status=status, closed_on=None)


def _running(row: Deadline) -> Deadline:
    return replace(
        row, status=DeadlineStatus.RUNNING, closed_on=None, lapse=None, undo=None, remind_on=None
    )


def _superseding(turn: Turn, row: Deadline, outcome: Outcome) -> Outcome:
    case = turn.case
    undone = [row, *_begun_since(turn.machine, case, row)]
    changes = [DeadlineChange(one.name, "superseded", one.due) for one in undone]
    event = replace(
        outcome.event,
        from_state=case.state,
        supersedes=row.lapse,
        changed=changed_fields(case.data, outcome.case.data),
        deadlines=(*changes, *outcome.event.deadlines),
    )
    return replace(outcome, event=event, superseded=(*_lapses(*undone), *outcome.superseded))


def _lapses(*rows: Deadline) -> tuple[int, ...]:
    """Return the numbers of the events that recorded the lapses of *rows*."""
    return tuple(row.lapse for row in rows if row.lapse is not None)


def correct(turn: Turn, command: Command) -> Outcome | None:
    """Return what a correction of a record brings about; None where the command is none.

    A lapse that rested on a day that was wrong is undone, and the deadline runs from the right
    one; it lapses again in the same step where that is over too.
    """
    case = turn.case
    arrows = turn.machine.arrows_for(command.trigger, case.state)
    corrected = next((arrow.rule.corrects for arrow in arrows if arrow.rule.corrects), None)
    if corrected is None:
        return None
    chosen = choose(turn, command)
    undone = [row for row in case.deadlines.values() if _rests_on_other_day(chosen, row)]
    fired = next((row for row in undone if _moved_it(case, row)), None)
    before = case if fired is None else rewound(turn.machine, case, fired)
    recorded = [row for row in undone if row.undo is None]
    before = replace(
        before, deadlines={**before.deadlines, **{row.name: _running(row) for row in recorded}}
    )
    outcome = outcome_of(choose(turn.of(before), command))
    since = [] if fired is None else [*_begun_since(turn.machine, case, fired), fired]
    superseded = _lapses(*recorded, *since)
    original = case.acts.get(corrected)
    event = replace(
        outcome.event,
        from_state=case.state,
        supersedes=superseded[-1] if superseded else None,
        corrects=None if original is None else original.seq,
        changed=changed_fields(case.data, outcome.case.data),
    )
    return replace(outcome, event=event, superseded=(*superseded, *outcome.superseded))


def _rests_on_other_day(chosen: Chosen, row: Deadline) -> bool:
    """Whether a lapse rested on an anchor or a period that the correction replaces."""
    if row.status is not DeadlineStatus.LAPSED or row.closed_on is not None:
        return False
    counted = chosen.proposed.counted(row.name)
    if counted is None:
        return False
    rule = None if counted.rule is None else str(counted.rule)
    return (counted.anchor, rule) != (row.anchor, row.rule)
