"""What the verbs answer: cases, deadlines, what can be done, as values that never change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from zwgov_workflow.calendar import Explanation
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.outcome import BreachRecord, Warned
from zwgov_workflow.engine.value import Data

__all__ = [
    "Available",
    "Case",
    "DueDeadline",
    "Holder",
    "InboxItem",
    "Lead",
    "MovedDeadline",
    "Reason",
    "Relative",
    "Why",
    "case_view",
    "reason",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it stood when it was read.

    Attributes:
        id: Its id, for programs.
        number: Its number, for people: ``中公协〔2026〕17号``.
        machine: ``regulation/machine``.
        digest: The version of the regulation it runs under.
        label: The machine's label.
        state: The state's name; ``state_label`` its label.
        final: Whether nothing more is awaited.
        version: What ``expect_version`` compares.
        data: Its fields: text, ``date``, ``Decimal``, tuples; yes and no as these words.
        deadlines: The latest instance of each deadline; ``due`` is the last day in time.
        children: Per group, how many children are in each state.
        parent: The case that started it, or None.
        root: The head of its family.
        warnings: What the step that led here let pass with a warning.
        imported: Whether it was opened from a source outside the engine.
    """

    id: str
    number: str
    machine: str
    digest: str
    label: str
    state: str
    state_label: str
    final: bool
    version: int
    data: Data
    deadlines: Mapping[str, Deadline]
    children: Mapping[str, Mapping[str, int]]
    parent: str | None
    root: str
    opened_on: date
    last_on: date
    warnings: Sequence[Warned] = ()
    imported: bool = False

    @property
    def due(self) -> date | None:
        """The day on which the first of what is still to be done is or was due, or None."""
        waiting = (row for row in self.deadlines.values() if row.running or row.overdue)
        return min((row.due for row in waiting), default=None)


def case_view(
    machine: CompiledMachine, case: Snapshot, number: str, warnings: Sequence[Warned] = ()
) -> Case:
    """Return a case as the verbs answer it."""
    state = case.in_state
    opened = case.opened_on or date.min
    return Case(
        id=case.id,
        number=number,
        machine=case.machine,
        digest=case.digest,
        label=machine.machine.label or machine.name,
        state=state,
        state_label=machine.machine.states[state].label or state,
        final=machine.is_final(state),
        version=case.version,
        data=case.data,
        deadlines=case.deadlines,
        children=case.counts,
        parent=case.place.parent,
        root=case.place.root,
        opened_on=opened,
        last_on=case.last_on or opened,
        warnings=tuple(warnings),
        imported=case.imported,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that stands in the way of an act, or speaks for it: its words and its source."""

    name: str
    label: str
    sources: Sequence[str]


def reason(warned: Warned) -> Reason:
    """Return a demand as the verbs answer it."""
    return Reason(name=warned.name, label=warned.label, sources=warned.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A state that an act leads to; ``final`` where nothing more is awaited in it."""

    state: str
    label: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """An act that an officer may do.

    Attributes:
        trigger: What to fire.
        labels: What it is called; several where what is entered decides which it is.
        role: As which role.
        form: What is asked, as JSON Schema.
        sources: Its clauses and readings.
        leads_to: The states it would lead to; several where what is entered decides.
        blocked_by: The demands of the regulation that refuse it today, whatever is entered, and
            the parts that have to end before.
        let_pass: Demands that are not fulfilled and let it pass: a warning or a breach is recorded.
        by_form: Demands that what is entered decides.
        extension: Whether practice needs it and the text of the law has no such step.
    """

    trigger: str
    labels: Sequence[str]
    role: str
    form: Mapping[str, Any]
    sources: Sequence[str]
    leads_to: Sequence[Lead] = ()
    blocked_by: Sequence[Reason] = ()
    let_pass: Sequence[Reason] = ()
    by_form: Sequence[Reason] = ()
    extension: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxItem:
    """A case that waits for an officer, and what he may do.

    Attributes:
        due: The day by which the first thing is or was to be done; None where there is none.
        blocked_by: Of the triggers that a demand refuses today, whatever is entered, which do.
    """

    case: Case
    triggers: Sequence[str]
    due: date | None
    blocked_by: Mapping[str, Sequence[Reason]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDeadline:
    """A running deadline of a case."""

    case: Case
    deadline: Deadline
    label: str
    sources: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A role in a department, with the officers who hold it today.

    Attributes:
        department: The id of the department; None where the role is held by name.
        officers: Their ids; empty where nobody holds it.
    """

    role: str
    department: str | None
    officers: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Another case of the family: the parent of a case, or one of its parts.

    Attributes:
        group: The group of the parent that a part belongs to; None for the parent itself.
        due: As :attr:`Case.due`.
    """

    id: str
    number: str
    label: str
    group: str | None
    state: str
    state_label: str
    final: bool
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """Why a case stands where it stands.

    Attributes:
        state: Its state, with the state's clauses.
        waits: What it waits for where no deadline runs, in the regulation's words.
        deadlines: Each running deadline, with its source.
        counted: For each that is or was counted in a period, the count of its days.
        possible: The triggers of its state, with the roles that may fire them.
        breaches: The breaches that count.
        holders: The triggers of its state, with those who may fire them today.
        lapses: For each running deadline, what follows when it passes unmet: the act that is
            fired or the breach that is recorded; nothing is named where it only warns.
        parent: The case that started it; None where there is none, or none the reader may see.
        parts: The cases it started that the reader may see, up to 200 of them.
        unseen: How many more there are, by group.
    """

    case: Case
    state: Reason
    waits: str | None
    deadlines: Sequence[DueDeadline]
    counted: Mapping[str, Explanation]
    possible: Mapping[str, Sequence[str]]
    breaches: Sequence[BreachRecord]
    holders: Mapping[str, Sequence[Holder]] = field(default_factory=dict)
    lapses: Mapping[str, Reason] = field(default_factory=dict)
    parent: Relative | None = None
    parts: Sequence[Relative] = ()
    unseen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadline:
    """A deadline that an announcement moves."""

    case_id: str
    number: str
    name: str
    old: date
    new: date
