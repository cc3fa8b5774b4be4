"""Deadlines counted anew, because the calendar has changed."""

from __future__ import annotations

from dataclasses import replace

from zwgov_workflow.engine.command import Mover
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.lifecycle import recomputed
from zwgov_workflow.engine.outcome import Actor, DeadlineChange, Event, EventKind, Outcome

__all__ = ["recount"]


def recount(turn: Turn) -> Outcome | None:
    """Return what the calendar as it now is changes of a case's deadlines; None where nothing.

    Those that run or stand still are counted again from their rule, anchor and excluded days; the
    others keep their dates. One that is over by the new count lapses when its day is swept.
    """
    case = turn.case
    rows = dict(case.deadlines)
    changes: list[DeadlineChange] = []
    for name, row in case.deadlines.items():
        if not row.live or row.rule is None:
            continue
        fresh = recomputed(turn.machine, row, turn.calendar, turn.today)
        if fresh != row:
            rows[name] = fresh
            was = row.due if row.due != fresh.due else None
            changes.append(DeadlineChange(name, "recomputed", fresh.due, was))
    if not changes:
        return None
    seq = case.events + 1
    event = Event(
        seq=seq,
        kind=EventKind.CALENDAR,
        actor=Actor(Mover.CLOCK.value),
        occurred_on=turn.today,
        from_state=case.state,
        to_state=case.state,
        changed={},
        deadlines=tuple(changes),
    )
    after = replace(case, deadlines=rows, version=case.version + 1, events=seq)
    return Outcome(case=after, event=event)
