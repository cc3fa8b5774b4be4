"""A department of a case is abolished: its successor takes its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from zwgov_workflow.engine.command import Mover
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import moved_by
from zwgov_workflow.engine.lifecycle import ONE_DAY
from zwgov_workflow.engine.move import data_step
from zwgov_workflow.engine.outcome import Actor, EventKind, Outcome
from zwgov_workflow.engine.value import Data

__all__ = ["succeeded"]


def succeeded(turn: Turn, given: frozenset[str]) -> Outcome | None:
    """Return what the abolition of a department by the day brings about; None where none is.

    The successor takes over or, without one, the department that holds the role which the field
    names. Fields in *given* follow the parent instead.
    """
    machine, case = turn.machine, turn.case
    replaced, since = _replaced(turn, given)
    if not replaced:
        return None
    data = {**case.data, **replaced}
    arrows = [
        arrow
        for trigger in machine.triggers_of(case.state)
        for arrow in machine.arrows_for(trigger, case.state)
        if Mover.SUCCESSION in arrow.rule.by
    ]
    if machine.is_final(case.in_state) and not machine.triggers_of(case.in_state):
        return None  # what has ended for good keeps the names it ended with
    turn = replace(turn, today=since)
    kind, mover = EventKind.SUCCESSION, Mover.SUCCESSION
    if arrows:
        return moved_by(turn, arrows, kind, mover, data)
    return data_step(turn.view(), data, kind, Actor(mover.value))


def _replaced(turn: Turn, given: frozenset[str]) -> tuple[Data, date]:
    """Return the fields that change, with the department that takes over, and since when."""
    machine, case, day, people = turn.machine, turn.case, turn.today, turn.ctx.people
    found: dict[str, str] = {}
    since = case.last_on or day
    for name, role in machine.handed_on.items():
        value = case.data.get(name)
        if name in given or not isinstance(value, str) or value not in people.abolished(day):
            continue
        heir = people.successor(value, day) or people.seat(role, day)
        if heir is not None:
            found[name] = heir
            last = people.department(value).last or day
            since = max(since, last + ONE_DAY)
    return found, since
