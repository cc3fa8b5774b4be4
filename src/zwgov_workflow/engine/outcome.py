"""What a decision brings about: events, breaches, children to start or tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zwgov_workflow.engine.case import DeadlineStatus, Snapshot
from zwgov_workflow.engine.value import Data, Value

__all__ = [
    "Actor",
    "BreachRecord",
    "DeadlineChange",
    "Event",
    "EventKind",
    "Notice",
    "Outcome",
    "StartChild",
    "TellChildren",
    "Warned",
]


class EventKind(StrEnum):
    """Why an event was recorded."""

    ACT = "act"
    LATE = "late"
    LAPSE = "lapse"
    RULE = "rule"
    STARTED = "started"
    TOLD = "told"
    GIVEN = "given"
    TAKEN = "taken"
    SUCCESSION = "succession"
    REMINDER = "reminder"
    CALENDAR = "calendar"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who stands behind an event.

    Attributes:
        officer: Who acted; None for the clock, a rule, the parent, a succession.
        role: As which role; ``clock``, ``rule``, ``case`` or ``succession`` where nobody acted.
        department: In which department the role was held.
        recorder: Who entered it, if another.
        instead_of: For whom, where the appointment is a delegation.
    """

    role: str
    officer: str | None = None
    department: str | None = None
    recorder: str | None = None
    instead_of: str | None = None


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """What happened to a deadline in a step."""

    name: str
    change: DeadlineStatus | str
    due: date
    was: date | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    """A demand that was not fulfilled and let pass, or a soft limit that passed."""

    name: str
    label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A role to be told, in the department that the case names for it (None: in the bureau)."""

    role: str
    department: str | None


@dataclass(frozen=True, slots=True)
class BreachRecord:
    """A recorded overdue or missing step: a lead, never a finding of guilt."""

    name: str
    label: str
    seq: int
    occurred_on: date
    department: str | None
    lead: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One row of a case's history; never changed.

    Attributes:
        seq: Its number within the case, from 1.
        form: What was entered with it; empty where there was no form.
        changed: The fields it changed, with their new values; None where emptied.
        supersedes: The number of the event it takes the place of.
        corrects: The number of the event whose record it corrects.
        late: Whether the act came after its period and changed nothing by itself.
        sources: The clauses, reading and law of the transition.
    """

    seq: int
    kind: EventKind
    actor: Actor
    occurred_on: date
    trigger: str | None = None
    label: str | None = None
    from_state: str | None = None
    to_state: str | None = None
    form: Data | None = None
    changed: Mapping[str, Value | None]
    deadlines: tuple[DeadlineChange, ...] = ()
    warnings: tuple[Warned, ...] = ()
    breaches: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    letter: str | None = None
    supersedes: int | None = None
    corrects: int | None = None
    late: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartChild:
    """A child to start: its group, the item it is for, and the fields it starts with."""

    group: str
    item: str | None
    data: Data


@dataclass(frozen=True, slots=True)
class TellChildren:
    """A trigger for the children of a group that know it, with the fields given along."""

    group: str
    trigger: str
    data: Data


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The case after a step, and what follows from it.

    Attributes:
        superseded: The numbers of events whose breaches no longer count.
    """

    case: Snapshot
    event: Event
    breaches: tuple[BreachRecord, ...] = ()
    superseded: tuple[int, ...] = ()
    starts: tuple[StartChild, ...] = ()
    tells: tuple[TellChildren, ...] = ()
