"""A deadline that lapsed or would lapse, as a sweep tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.outcome import EventKind

__all__ = ["Lapse", "lapses_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """A deadline that lapsed or, in a dry run, would.

    Attributes:
        case_id: The case.
        root: The head of its family.
        number: The case's number; empty for a case that the same dry run would start.
        machine: ``regulation/machine``.
        deadline: The deadline's name; ``label`` its label.
        due: The last day that was in time.
        trigger: What silence fires; None where the lapse is only recorded.
        follows: The label of that transition; None likewise.
        state: The state it leads to; None likewise. ``state_label`` is its label.
        breaches: The names of the breaches it records, and ``breach_labels`` their labels.
    """

    case_id: str
    root: str
    number: str
    machine: str
    deadline: str
    label: str
    due: date
    trigger: str | None
    follows: str | None
    state: str | None
    state_label: str | None
    breaches: Sequence[str]
    breach_labels: Sequence[str]


def lapses_of(family: Family) -> Iterator[Lapse]:
    """Yield the lapses among what was decided for a family, without the numbers of their cases."""
    for outcome in family.outcomes:
        event = outcome.event
        if event.kind is not EventKind.LAPSE:
            continue
        machine = family.machine(outcome.case).machine
        lapsed = event.deadlines[0]
        fired = event.trigger is not None
        state = event.to_state if fired else None
        yield Lapse(
            case_id=outcome.case.id,
            root=family.root,
            number="",
            machine=outcome.case.machine,
            deadline=lapsed.name,
            label=machine.deadlines[lapsed.name].label or lapsed.name,
            due=lapsed.due,
            trigger=event.trigger,
            follows=(event.label or event.trigger) if fired else None,
            state=state,
            state_label=None if state is None else machine.states[state].label or state,
            breaches=[breach.name for breach in outcome.breaches],
            breach_labels=[breach.label for breach in outcome.breaches],
        )
