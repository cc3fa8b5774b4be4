"""What becomes of the deadlines of a case when it moves or its data change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from zwgov_workflow.calendar import DaySpan, PeriodRule, WorkingCalendar
from zwgov_workflow.definition.model import Deadline as DeadlineRule
from zwgov_workflow.engine.case import Deadline, DeadlineStatus, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.outcome import DeadlineChange
from zwgov_workflow.engine.view import Counted, View

__all__ = ["Deadlines", "after_move", "begun_by", "closed_by", "next_reminder", "recomputed"]

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The deadlines after a step, what changed, and the lapses that no longer count."""

    rows: Mapping[str, Deadline]
    changes: tuple[DeadlineChange, ...]
    superseded: tuple[int, ...]


def after_move(view: View, before: str | None, now: str, trigger: str | None) -> Deadlines:
    """Return the deadlines of the case of *view* once it has moved from *before* to *now*.

    *view* has the data after the step, and the deadlines before it.
    """
    rows = dict(view.case.deadlines)
    changes: list[DeadlineChange] = []
    superseded: list[int] = []
    for name, rule in view.machine.machine.deadlines.items():
        old = rows.get(name)
        new, change = _next(view, _Move(name, rule, before, now, trigger), old)
        if new is None or new == old:
            continue
        rows[name] = new
        was = old.due if old is not None and old.due != new.due else None
        changes.append(DeadlineChange(name, change, new.due, was))
        if change == "superseded" and old is not None and old.lapse is not None:
            superseded.append(old.lapse)
    return Deadlines(rows, tuple(changes), tuple(superseded))


@dataclass(frozen=True, slots=True)
class _Move:
    name: str
    rule: DeadlineRule
    before: str | None
    now: str
    trigger: str | None

    @property
    def inside(self) -> frozenset[str]:
        return frozenset((*self.rule.runs_in, *self.rule.pauses_in))

    @property
    def answers(self) -> bool:
        return self.rule.met_by is None or self.trigger in self.rule.met_by

    @property
    def leaves(self) -> bool:
        return self.before in self.inside and self.now not in self.inside


def _next(view: View, move: _Move, old: Deadline | None) -> tuple[Deadline | None, str]:
    """Return the deadline after the move, and what happened to it."""
    if old is not None and old.live:
        return _live(view, move, old)
    if old is not None and move.leaves and old.status is DeadlineStatus.LAPSED:
        return _answered(view, move, old)
    runs = move.now in move.rule.runs_in
    over = old is None or old.closed_on is not None
    if runs and (over or move.before not in move.inside):
        counted = view.counted_anew(move.name)
        if counted is not None:
            return begun_by(view, move.name, counted, old), "opened"
    return old, ""


def _live(view: View, move: _Move, old: Deadline) -> tuple[Deadline, str]:
    today = view.today
    if move.now in move.rule.runs_in:
        if old.paused_on is not None:
            return _resumed(view, old, old.paused_on), "resumed"
        return _recounted(view, move, old), "recomputed"
    if move.now in move.rule.pauses_in:
        if old.paused_on is not None:
            return old, ""
        return replace(old, status=DeadlineStatus.PAUSED, paused_on=today), "paused"
    status = DeadlineStatus.MET if move.answers else DeadlineStatus.ENDED
    return replace(old, status=status, closed_on=today, remind_on=None), status.value


def _answered(view: View, move: _Move, old: Deadline) -> tuple[Deadline, str]:
    """Close a lapse that only recorded: left by its last day, it no longer counts."""
    if old.undo is not None or old.closed_on is not None:
        return old, ""
    if view.today <= old.due:
        status = DeadlineStatus.MET if move.answers else DeadlineStatus.ENDED
        return replace(old, status=status, closed_on=view.today), "superseded"
    return replace(old, closed_on=view.today), "answered late" if move.answers else "left late"


def begun_by(view: View, name: str, counted: Counted, old: Deadline | None = None) -> Deadline:
    """Return a deadline that begins to run on the day of *view*, after *old* if there was one."""
    fresh = Deadline(
        name=name,
        instance=1 if old is None else old.instance + 1,
        status=DeadlineStatus.RUNNING,
        opened_on=view.today,
        anchor=counted.anchor,
        rule=None if counted.rule is None else str(counted.rule),
        due=counted.due.on,
        provisional=counted.due.provisional,
        data_version=counted.due.data_version,
    )
    return replace(fresh, remind_on=next_reminder(view.machine, fresh, view.calendar, view.today))


def _resumed(view: View, old: Deadline, since: date) -> Deadline:
    """Let the rest of the period run on: the days it stood still are not counted."""
    stood_still = old.excluded
    if view.today > since:
        stood_still = (*old.excluded, DaySpan(since + ONE_DAY, view.today))
    known = _following(view, old)
    running = replace(known, status=DeadlineStatus.RUNNING, paused_on=None, excluded=stood_still)
    return recomputed(view.machine, running, view.calendar, view.today)


def _recounted(view: View, move: _Move, old: Deadline) -> Deadline:
    """Follow a changed anchor or period; what is no longer known leaves the day as it was."""
    counted = view.counted(move.name)
    if counted is None or (counted.due.on, counted.anchor) == (old.due, old.anchor):
        return old
    return recomputed(view.machine, _following(view, old), view.calendar, view.today)


def _following(view: View, old: Deadline) -> Deadline:
    """Return a deadline with anchor and period as they now are, where these are known."""
    counted = view.counted(old.name)
    if counted is None:
        return old
    rule = None if counted.rule is None else str(counted.rule)
    return replace(old, anchor=counted.anchor, rule=rule)


def recomputed(
    machine: CompiledMachine, row: Deadline, calendar: WorkingCalendar, today: date
) -> Deadline:
    """Return a deadline counted anew from its anchor, by the calendar as it is now."""
    if row.rule is None:
        fresh = replace(row, due=row.anchor)
    else:
        period = PeriodRule.parse(row.rule)
        due = calendar.due_date(period, row.anchor, excluded=row.excluded)
        fresh = replace(row, due=due.on, provisional=due.provisional, data_version=due.data_version)
    return replace(fresh, remind_on=next_reminder(machine, fresh, calendar, today))


def next_reminder(
    machine: CompiledMachine, row: Deadline, calendar: WorkingCalendar, after: date
) -> date | None:
    """Return the next day after *after* on which to remind; None where there is none."""
    days = (calendar.due_date(rule, row.due).on for rule in machine.reminders[row.name])
    return min((day for day in days if day > after), default=None)


def closed_by(before: Snapshot, after: Mapping[str, Deadline]) -> tuple[str, ...]:
    """Return the deadlines that were open and are no longer, lapses that only recorded included."""
    return tuple(
        name
        for name, row in before.deadlines.items()
        if row.closed_on is None and after[name].closed_on is not None
    )
