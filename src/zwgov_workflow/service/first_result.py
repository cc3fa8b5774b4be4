"""What a command came to when it was first given, folded from the events recorded until then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.engine.case import Deadline, DeadlineStatus, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.outcome import EventKind, Warned
from zwgov_workflow.engine.view import View
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Case, case_view
from zwgov_workflow.store.case_rows import data_from_json

__all__ = ["first_result"]

_ACTED = frozenset(
    (EventKind.ACT, EventKind.LATE, EventKind.STARTED, EventKind.TOLD, EventKind.IMPORTED)
)
"""The events of whose day no later act may be before."""


def first_result(unit: Unit, case_id: str, step: str) -> Case:
    """Return a case as the command that wrote *step* returned it.

    State, version, fields, children and warnings are those of then, and of each deadline its
    status, its days and what it was counted from; whether it was provisional, and the next
    reminder, are as they stand now.
    """
    case = unit.families.case(case_id)
    machine = unit.machine(case)
    events = unit.queries.history(case_id)
    until = max(event.seq for event in events if event.step == step)
    then = replace(case, counts=unit.queries.children_then(case_id, step))
    if until < case.events:
        then = _folded(unit, machine, then, events[:until])
    warnings = [w for event in unit.queries.events_of(step) for w in _warnings(event)]
    return case_view(machine, then, unit.queries.number(case_id), warnings)


def _warnings(event: EventRecord) -> Iterator[Warned]:
    found: Sequence[Mapping[str, str]] = event.notes.get("warnings") or ()  # type: ignore[assignment]
    for note in found:
        yield Warned(note["name"], note["label"], tuple(note["sources"]))


def _folded(
    unit: Unit, machine: CompiledMachine, case: Snapshot, events: Sequence[EventRecord]
) -> Snapshot:
    changed = {name: value for event in events for name, value in event.changed.items()}
    clocks = _Clocks(machine)
    for event in events:
        clocks.take(event)
    then = replace(
        case,
        state=events[-1].to_state,
        version=sum(event.kind != EventKind.REMINDER for event in events),
        events=len(events),
        data=data_from_json(machine, changed),
        deadlines=clocks.deadlines(unit.families.instances(case)),
        last_on=max(event.occurred_on for event in events if event.kind in _ACTED),
    )
    view = unit.turn(then).view()
    rows = {name: _as_counted(view, row) for name, row in then.deadlines.items()}
    return replace(then, deadlines=rows)


def _as_counted(view: View, row: Deadline) -> Deadline:
    """Return a deadline that ran then, with the anchor and the period that the fields gave it."""
    counted = view.counted(row.name) if row.live else None
    if counted is None:
        return row
    rule = None if counted.rule is None else str(counted.rule)
    return replace(row, anchor=counted.anchor, rule=rule)


@dataclass(slots=True, kw_only=True)
class _Clock:
    """A deadline as it stood after an event."""

    instance: int
    opened: EventRecord
    due: date
    status: DeadlineStatus = DeadlineStatus.RUNNING
    closed_on: date | None = None
    paused_on: date | None = None
    lapse: EventRecord | None = None

    @property
    def moved_it(self) -> bool:
        """Whether it lapsed, and its lapse moved the case."""
        return self.lapse is not None and self.lapse.trigger is not None

    def begin_again(self) -> None:
        """Run on as if nothing had closed it, or as far as it had lapsed."""
        self.closed_on = None
        if self.status is not DeadlineStatus.LAPSED:
            stands = self.paused_on is not None
            self.status = DeadlineStatus.PAUSED if stands else DeadlineStatus.RUNNING

    def close(self, status: DeadlineStatus, day: date) -> None:
        """Close it."""
        self.status, self.closed_on = status, day


class _Clocks:
    """The deadlines of a case, event by event, as the engine's lifecycle and belated acts do."""

    def __init__(self, machine: CompiledMachine) -> None:
        self._machine = machine
        self._now: dict[str, _Clock] = {}
        self._closed_by: dict[int, list[_Clock]] = {}

    def deadlines(self, kept: Mapping[tuple[str, int], Deadline]) -> Mapping[str, Deadline]:
        """Return the deadlines as they stood, each with what else is *kept* of its instance."""
        return {name: _as_stood(kept[name, one.instance], one) for name, one in self._now.items()}

    def take(self, event: EventRecord) -> None:
        """Take in what an event changed."""
        for one in list(self._now.values()):
            if one.moved_it and one.lapse is not None and one.lapse.seq == event.supersedes:
                self._rewind(one, one.lapse)
        open_before = [one for one in self._now.values() if one.closed_on is None]
        notes: Sequence[Mapping[str, str]] = event.notes.get("deadlines") or ()  # type: ignore[assignment]
        for note in notes:
            self._change(event, note["name"], note["change"], date.fromisoformat(note["due"]))
        self._closed_by[event.seq] = [one for one in open_before if one.closed_on is not None]

    def _rewind(self, lapsed: _Clock, lapse: EventRecord) -> None:
        rules = self._machine.machine.deadlines
        for name, one in self._now.items():
            inside = (*rules[name].runs_in, *rules[name].pauses_in)
            begun_since = one.opened.seq >= lapse.seq and one.closed_on is None
            if one is not lapsed and begun_since and lapse.from_state not in inside:
                one.close(DeadlineStatus.ENDED, one.opened.occurred_on)
        for one in self._closed_by[lapse.seq]:
            one.begin_again()
        lapsed.status, lapsed.closed_on, lapsed.lapse = DeadlineStatus.RUNNING, None, None

    def _change(self, event: EventRecord, name: str, change: str, due: date) -> None:
        day = event.occurred_on
        known = self._now.get(name)
        if known is None or change == "opened":
            instance = 1 if known is None else known.instance + 1
            self._now[name] = _Clock(instance=instance, opened=event, due=due)
            return
        known.due = due
        if change == "lapsed":
            known.status, known.lapse = DeadlineStatus.LAPSED, event
        elif change == "paused":
            known.status, known.paused_on = DeadlineStatus.PAUSED, day
        elif change == "resumed":
            known.status, known.paused_on = DeadlineStatus.RUNNING, None
        elif change in ("met", "ended"):
            known.close(DeadlineStatus(change), day)
        elif change == "recomputed" and known.status is DeadlineStatus.LAPSED:
            known.status, known.closed_on, known.lapse = DeadlineStatus.RUNNING, None, None
        elif change == "superseded" and known.lapse is not None and not known.moved_it:
            met_by = self._machine.machine.deadlines[name].met_by
            answers = met_by is None or event.trigger in met_by
            known.close(DeadlineStatus.MET if answers else DeadlineStatus.ENDED, day)
        elif change in ("answered late", "left late") and not event.late and not known.moved_it:
            known.closed_on = day


def _as_stood(kept: Deadline, one: _Clock) -> Deadline:
    return replace(
        kept,
        status=one.status,
        due=one.due,
        opened_on=one.opened.occurred_on,
        closed_on=one.closed_on,
        paused_on=one.paused_on,
        lapse=None if one.lapse is None else one.lapse.seq,
        undo=kept.undo if one.status is DeadlineStatus.LAPSED else None,
        remind_on=kept.remind_on if one.status is DeadlineStatus.RUNNING else None,
    )
