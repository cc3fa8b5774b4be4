"""Why a case stands where it stands: its state, its clocks, its family, who can move it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from zwgov_workflow.calendar import Explanation, PeriodRule
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.outlook import if_lapsed, possible, seats
from zwgov_workflow.service.callers import Reader
from zwgov_workflow.service.sight import readable, seen
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Case, DueDeadline, Holder, Reason, Relative, Why

__all__ = ["due_deadline", "why"]

MOST_PARTS = 200


def due_deadline(unit: Unit, case: Snapshot, view: Case, row: Deadline) -> DueDeadline:
    """Return a deadline of a case with its label and its sources."""
    rule = unit.machine(case).machine.deadlines[row.name]
    return DueDeadline(
        case=view, deadline=row, label=rule.label or row.name, sources=sources_of(rule)
    )


def why(unit: Unit, word: str, reader: Reader) -> Why:
    """Return why a case stands where it stands: its state, its clocks, who can move it."""
    case, view = readable(unit, word, reader)
    turn = unit.turn(case)
    state = turn.machine.machine.states[case.in_state]
    running = [row for row in case.deadlines.values() if row.live]
    breaches = turn.machine.regulation.breaches
    parent, parts = _family(unit, case, reader)
    return Why(
        case=view,
        state=Reason(
            name=case.in_state, label=state.label or case.in_state, sources=sources_of(state)
        ),
        waits=state.waits,
        deadlines=[due_deadline(unit, case, view, row) for row in running],
        counted={
            row.name: _counted(turn, row) for row in case.deadlines.values() if row.rule is not None
        },
        possible=possible(turn),
        holders=_holders(turn),
        lapses=dict(_lapses(turn, running)),
        breaches=[
            replace(found, label=breaches[found.name].label or found.name)
            for found in unit.queries.breaches(case.id)
        ],
        parent=parent,
        parts=parts,
        unseen=dict(_unseen(case, parts)),
    )


def _holders(turn: Turn) -> Mapping[str, Sequence[Holder]]:
    return {
        trigger: [
            Holder(role=seat.role, department=seat.department, officers=seat.officers)
            for seat in found
        ]
        for trigger, found in seats(turn).items()
    }


def _lapses(turn: Turn, running: Iterable[Deadline]) -> Iterator[tuple[str, Reason]]:
    """Yield what follows when a running deadline passes unmet, where it is more than a warning."""
    for row in running:
        arrow = if_lapsed(turn, row.name)
        breach = turn.machine.machine.deadlines[row.name].on_lapse.breach
        if arrow is not None:
            name, rule = arrow.rule.trigger, arrow.rule
            yield row.name, Reason(name=name, label=rule.label or name, sources=sources_of(rule))
        elif breach is not None:
            known = turn.machine.regulation.breaches[breach]
            label = known.label or breach
            yield row.name, Reason(name=breach, label=label, sources=sources_of(known))


def _family(
    unit: Unit, case: Snapshot, reader: Reader
) -> tuple[Relative | None, Sequence[Relative]]:
    """Return the parent and the parts of a case, as far as *reader* may see them."""
    rows = unit.queries.relatives(case.id, case.place.parent, MOST_PARTS + 1)
    views = unit.views(rows)
    mine = seen(unit, [one for one, _view in views], reader)
    known = {one.id: _relative(one, view) for one, view in views if one.id in mine}
    parent = known.pop(case.place.parent or "", None)
    return parent, [one for one in known.values() if one.group is not None][:MOST_PARTS]


def _relative(case: Snapshot, view: Case) -> Relative:
    return Relative(
        id=case.id,
        number=view.number,
        label=view.label,
        group=case.place.group,
        state=view.state,
        state_label=view.state_label,
        final=view.final,
        due=view.due,
    )


def _unseen(case: Snapshot, parts: Sequence[Relative]) -> Iterator[tuple[str, int]]:
    for group, counts in case.counts.items():
        more = sum(counts.values()) - sum(part.group == group for part in parts)
        if more > 0:
            yield group, more


def _counted(turn: Turn, row: Deadline) -> Explanation:
    """Return the count of a deadline's days."""
    return turn.calendar.explain(
        PeriodRule.parse(row.rule or ""), row.anchor, excluded=row.excluded
    )
