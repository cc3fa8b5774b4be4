"""One step of one case, once it is clear which transition it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from zwgov_workflow.definition.model import Cited, Group
from zwgov_workflow.engine.authority import department_of
from zwgov_workflow.engine.case import Act, Deadline, Snapshot
from zwgov_workflow.engine.compiled import UNBORN, Arrow, CompiledMachine
from zwgov_workflow.engine.item import child_fields, item_key
from zwgov_workflow.engine.lifecycle import Deadlines, after_move
from zwgov_workflow.engine.outcome import (
    Actor,
    BreachRecord,
    DeadlineChange,
    Event,
    EventKind,
    Notice,
    Outcome,
    StartChild,
    TellChildren,
    Warned,
)
from zwgov_workflow.engine.proposal import without_missing
from zwgov_workflow.engine.value import Data, Value
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import EngineFault

__all__ = [
    "Step",
    "breach_record",
    "changed_fields",
    "data_step",
    "late_step",
    "move",
    "moved_on",
    "sources_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is recorded of a step besides what the transition brings about."""

    kind: EventKind
    actor: Actor
    form: Data | None = None
    warnings: tuple[Warned, ...] = ()
    breaches: tuple[str, ...] = ()


_ACTED = (EventKind.ACT, EventKind.STARTED, EventKind.TOLD)
"""What an officer does, by himself or at the parent: nothing may be recorded as having been before.

What follows by itself does not count: when it is recorded depends on the last sweep."""


class _Body:
    """What the runtime moves: a state, and the arrow that was chosen."""

    __slots__ = ("arrow", "state")

    def __init__(self, state: str, arrow: Arrow) -> None:
        self.state = state
        self.arrow = arrow


def move(proposed: View, arrow: Arrow, step: Step) -> Outcome:
    """Return what *arrow* brings about for the case of *proposed*, whose data it will have."""
    machine, case = proposed.machine, proposed.case
    state = _run(machine, case, arrow)
    deadlines = after_move(proposed, case.state, state, arrow.rule.trigger)
    seq = case.events + 1
    breaches = _breaches(proposed, arrow, step, seq)
    acts, acted = _acts(case, arrow, step, seq), step.kind in _ACTED
    moved = moved_on(proposed, state, deadlines, acts, acted=acted)
    after = proposed.after(moved)
    starts = tuple(_starts(after, arrow))
    event = Event(
        seq=seq,
        kind=step.kind,
        actor=step.actor,
        occurred_on=proposed.today,
        trigger=arrow.rule.trigger,
        label=arrow.rule.label,
        from_state=case.state,
        to_state=state,
        form=step.form,
        changed=changed_fields(case.data, proposed.data),
        deadlines=deadlines.changes,
        warnings=step.warnings,
        breaches=tuple(breach.name for breach in breaches),
        notices=_notices(after, arrow),
        letter=arrow.rule.letter,
        supersedes=next(iter(deadlines.superseded), None),
        sources=sources_of(arrow.rule),
    )
    return Outcome(
        case=replace(moved, items=_items(moved, starts)),
        event=event,
        breaches=breaches,
        superseded=deadlines.superseded,
        starts=starts,
        tells=tuple(_tells(after, arrow)),
    )


def late_step(view: View, row: Deadline, arrow: Arrow, step: Step) -> Outcome:
    """Return the record of an act that came after its period: kept, without effect by itself."""
    case, today = view.case, view.today
    event = Event(
        seq=case.events + 1,
        kind=step.kind,
        actor=step.actor,
        occurred_on=today,
        trigger=arrow.rule.trigger,
        label=arrow.rule.label,
        from_state=case.state,
        to_state=case.state,
        form=step.form,
        changed={},
        deadlines=(DeadlineChange(row.name, "answered late", row.due),),
        late=True,
        sources=sources_of(view.machine.machine.deadlines[row.name]),
    )
    last = max(today, case.last_on or today)
    after = replace(case, version=case.version + 1, events=case.events + 1, last_on=last)
    return Outcome(case=after, event=event)


def data_step(view: View, data: Data, kind: EventKind, actor: Actor) -> Outcome:
    """Return what a change of data alone brings about: given, taken, or a successor's name."""
    case = view.case
    proposed = view.proposing(data)
    deadlines = after_move(proposed, case.state, case.in_state, None)
    moved = moved_on(proposed, case.in_state, deadlines, case.acts, acted=False)
    event = Event(
        seq=case.events + 1,
        kind=kind,
        actor=actor,
        occurred_on=view.today,
        from_state=case.state,
        to_state=case.state,
        changed=changed_fields(case.data, data),
        deadlines=deadlines.changes,
    )
    return Outcome(case=moved, event=event, superseded=deadlines.superseded)


def _run(machine: CompiledMachine, case: Snapshot, arrow: Arrow) -> str:
    """Let the runtime move the state along *arrow*."""
    body = _Body(case.state or UNBORN, arrow)
    if not machine.runtime.events[arrow.rule.trigger].trigger(body):
        what = f"{arrow.rule.trigger!r} does not lead on from {case.state!r}"
        raise EngineFault(case=case.id, what=what)
    return body.state


def moved_on(
    proposed: View, state: str, deadlines: Deadlines, acts: Mapping[str, Act], *, acted: bool
) -> Snapshot:
    """Return the case of *proposed* in *state*, with the data and deadlines it then has.

    Args:
        proposed: The case, with the data after the step.
        state: Where it comes to.
        deadlines: What becomes of its deadlines.
        acts: The acts that count from now on.
        acted: Whether nothing may be recorded as having been before.
    """
    case, today = proposed.case, proposed.today
    last = max(today, case.last_on or today) if acted else case.last_on
    return replace(
        case,
        state=state,
        version=case.version + 1,
        events=case.events + 1,
        data=proposed.data,
        deadlines=deadlines.rows,
        acts=acts,
        opened_on=case.opened_on or today,
        since=today if state != case.state else case.since,
        last_on=last,
    )


def _acts(case: Snapshot, arrow: Arrow, step: Step, seq: int) -> Mapping[str, Act]:
    if step.kind is not EventKind.ACT:
        return case.acts
    return {**case.acts, arrow.rule.trigger: Act(step.actor.officer, seq)}


def changed_fields(before: Data, after: Data) -> Mapping[str, Value | None]:
    """Return the fields that differ, with their new values; None where one was emptied."""
    changed: dict[str, Value | None] = {
        name: value for name, value in after.items() if before.get(name) != value
    }
    return {**changed, **{name: None for name in before if name not in after}}


def sources_of(element: Cited) -> tuple[str, ...]:
    """Return where an element comes from: its clauses, its reading, its law."""
    return (*element.clauses, *filter(None, (element.reading, element.law)))


def _breaches(view: View, arrow: Arrow, step: Step, seq: int) -> tuple[BreachRecord, ...]:
    names = (*filter(None, (arrow.rule.breach,)), *step.breaches)
    return tuple(breach_record(view, name, seq) for name in dict.fromkeys(names))


def breach_record(view: View, name: str, seq: int) -> BreachRecord:
    """Return the record of a breach of the case of *view*, in its event *seq*.

    It stands against the department that the breach names or, where it names none, the first
    among the fields the case has from its start.
    """
    breach = view.machine.regulation.breaches[name]
    fields = view.machine.machine.data.items()
    known = [breach.department] if breach.department else []
    known += [key for key, field in fields if field.type.name == "department"]
    held = (view.data.get(key) for key in known)
    department = next((value for value in held if isinstance(value, str)), None)
    return BreachRecord(
        name=name,
        label=breach.label or name,
        seq=seq,
        occurred_on=view.today,
        department=department,
        lead=breach.lead,
        sources=sources_of(breach),
    )


def _notices(view: View, arrow: Arrow) -> tuple[Notice, ...]:
    return tuple(
        Notice(role, department_of(view.machine, role, view.data.get))
        for role in arrow.rule.notifies or ()
    )


def _starts(view: View, arrow: Arrow) -> Iterator[StartChild]:
    for name in arrow.rule.starts:
        group = view.machine.group(name)
        if view.machine.group_conditions[name](view):
            yield from _children(view, name, group)


def _children(view: View, name: str, group: Group) -> Iterator[StartChild]:
    given = without_missing({child: view.value(path) for child, path in group.give.items()})
    if group.for_each is None:
        yield StartChild(name, None, given)
        return
    entries = view.value(group.for_each)
    known = set(view.case.items.get(name, ()))
    for entry in entries if isinstance(entries, tuple) else ():
        key = item_key(entry)
        if key not in known:
            known.add(key)
            yield StartChild(name, key, {**given, **child_fields(group, entry)})


def _items(case: Snapshot, starts: tuple[StartChild, ...]) -> Mapping[str, tuple[str, ...]]:
    items = dict(case.items)
    for start in starts:
        if start.item is not None:
            items[start.group] = (*items.get(start.group, ()), start.item)
    return items


def _tells(view: View, arrow: Arrow) -> Iterator[TellChildren]:
    for tell in arrow.rule.tells:
        data = without_missing({child: view.value(path) for child, path in tell.give.items()})
        yield TellChildren(tell.group, tell.trigger, data)
