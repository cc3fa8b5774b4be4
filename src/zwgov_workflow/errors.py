"""Every error this package raises, split by who has to act.

::

    WorkflowError
    ├── DefinitionError            a file says what it may not: mend the file
    ├── CalendarError              no date can be given: ask otherwise, or add what is missing
    │   ├── UnknownRegion          no announcements are known for that region
    │   ├── NothingAnnounced       no announcement was known on that day
    │   ├── OutsideCalendar        the calendar has no such day
    │   ├── NotFirm                the day is known only as a projection
    │   ├── NaiveMoment            a moment without time zone has no day
    │   └── InvalidPeriod          not a period: "5 working days", "2 months before", ...
    ├── UnknownRegulation          no regulation of that name is there
    ├── CaseError                  a command is refused and changes nothing: tell the user why
    │   ├── UnknownCase            no such case, or none that the reader may see
    │   ├── NotInForce             no version of the regulation is in force on that day
    │   ├── NotPossible            the state knows no such trigger
    │   ├── NotAllowed             not the officer, role or department for it
    │   ├── AmbiguousRole          the officer holds two roles that mean different things
    │   ├── FormRejected           a field is missing, unknown or no value of its type
    │   ├── RequirementNotMet      a demand of the regulation is not fulfilled
    │   ├── DeadlinePassed         the right to act was lost with the period
    │   ├── WrongDay               a day in the future, or before what was recorded already
    │   ├── OpenChildren           the case cannot end while parts of it run
    │   ├── StaleVersion           the case changed since it was read
    │   └── KeyReused              the key belongs to another command
    ├── PeopleError                the people file and the command do not fit
    │   ├── UnknownOfficer         no officer of that id
    │   ├── UnknownDepartment      no department of that id or name
    │   └── UnknownService         no service account of that name
    ├── StoreError                 the database cannot be used as it is: call the operator
    │   ├── NoBureau               the database holds no such bureau
    │   ├── SchemaBehind           the database is older than this program
    │   ├── SchemaAhead            the database is newer than this program
    │   └── Busy                   another process holds the database: try again
    ├── EngineFault                the engine contradicts itself: report it
    └── MissingPackage             an optional package is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

MOST_SHOWN = 50
"""How many findings a message lists."""

__all__ = [
    "AmbiguousRole",
    "Busy",
    "CalendarError",
    "CaseError",
    "DeadlinePassed",
    "DefinitionError",
    "EngineFault",
    "FieldProblem",
    "Finding",
    "FormRejected",
    "InvalidPeriod",
    "KeyReused",
    "MissingPackage",
    "NaiveMoment",
    "NoBureau",
    "NotAllowed",
    "NotFirm",
    "NotInForce",
    "NotPossible",
    "NothingAnnounced",
    "OpenChildren",
    "OutsideCalendar",
    "PeopleError",
    "RequirementNotMet",
    "SchemaAhead",
    "SchemaBehind",
    "StaleVersion",
    "StoreError",
    "UnknownCase",
    "UnknownDepartment",
    "UnknownOfficer",
    "UnknownRegion",
    "UnknownRegulation",
    "UnknownService",
    "Unmet",
    "WorkflowError",
    "WrongDay",
]


class Span(Protocol):
    """A run of days, as :class:`zwgov_workflow.calendar.DaySpan` is."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...


class WorkflowError(Exception):
    """Base of every error of this package."""

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(
    kind: type[WorkflowError], args: tuple[object, ...], facts: dict[str, object]
) -> WorkflowError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with a file: where it stands (line 0: the file itself) and what it is."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


@dataclass(eq=False)
class DefinitionError(WorkflowError):
    """A file says something it may not; nothing of it was taken in."""

    findings: Sequence[Finding]

    def __str__(self) -> str:
        shown = [str(finding) for finding in self.findings[:MOST_SHOWN]]
        more = len(self.findings) - len(shown)
        return "\n".join(shown + [f"... and {more} more"] * bool(more))


class CalendarError(WorkflowError):
    """No date or count can be given for what was asked."""


@dataclass(eq=False, kw_only=True)
class UnknownRegion(CalendarError):
    """No announcements are known for the region."""

    region: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"No calendar for region {self.region!r}; there are {', '.join(self.known)}."


@dataclass(eq=False, kw_only=True)
class NothingAnnounced(CalendarError):
    """No announcement was known yet, so that there is nothing to count by."""

    region: str
    known_on: date

    def __str__(self) -> str:
        known = "is given" if self.known_on == date.max else f"was known on {self.known_on}"
        return f"No announcement for {self.region} {known}, so that nothing can be counted."


@dataclass(eq=False, kw_only=True)
class OutsideCalendar(CalendarError):
    """The calendar does not reach so far."""

    region: str
    span: Span
    day: date | None = None

    def __str__(self) -> str:
        what = f"{self.day} lies" if self.day else "The period runs"
        return f"{what} outside the {self.region} calendar, which has the days {self.span}."


@dataclass(eq=False, kw_only=True)
class NotFirm(CalendarError):
    """A day that no announcement has settled would decide the answer."""

    region: str
    firm: Span | None
    day: date
    why: str

    def __str__(self) -> str:
        firm = f"firm for {self.firm}" if self.firm else "nowhere firm"
        return (
            f"The {self.region} calendar is {firm}, and this needs {self.day} ({self.why}). "
            "due_date() gives such dates and marks them provisional."
        )


@dataclass(eq=False)
class NaiveMoment(CalendarError):
    """A moment without a time zone was given; it belongs to no particular day."""

    moment: datetime

    def __str__(self) -> str:
        return (
            f"{self.moment.isoformat()} has no time zone; give a date, or a moment with "
            "tzinfo, which is taken to its day in Asia/Shanghai."
        )


@dataclass(eq=False)
class InvalidPeriod(CalendarError):
    """A text or a combination of values is not a period."""

    text: str
    why: str = field(default="")

    def __str__(self) -> str:
        why = f": {self.why}" if self.why else ""
        return (
            f"{self.text!r} is not a period{why}. Write '5 working days', '30 calendar days' "
            "or '2 months', with ' before' behind it to count backwards."
        )


@dataclass(eq=False, kw_only=True)
class UnknownRegulation(WorkflowError):
    """No regulation of that name is there."""

    name: str
    known: Sequence[str]

    def __str__(self) -> str:
        return f"There is no regulation {self.name!r}; there are {', '.join(self.known)}."


class CaseError(WorkflowError):
    """A command was refused, and nothing changed."""


@dataclass(eq=False, kw_only=True)
class UnknownCase(CaseError):
    """There is no such case, or none that the reader may see; which of the two is not told."""

    case: str

    def __str__(self) -> str:
        return f"There is no case {self.case} that you may see."


@dataclass(eq=False, kw_only=True)
class NotInForce(CaseError):
    """No version of the regulation is in force on the day of the fact."""

    regulation: str
    day: date
    first: date | None

    def __str__(self) -> str:
        since = f"; the first came into force on {self.first}" if self.first else ""
        return f"No version of {self.regulation} was in force on {self.day}{since}."


@dataclass(eq=False, kw_only=True)
class NotPossible(CaseError):
    """The present state knows no such trigger."""

    case: str
    trigger: str
    state: str
    possible: Sequence[str]

    def __str__(self) -> str:
        possible = ", ".join(self.possible) or "nothing"
        return (
            f"Case {self.case} is {self.state!r}, where {self.trigger!r} is not possible; "
            f"possible: {possible}."
        )


@dataclass(eq=False, kw_only=True)
class NotAllowed(CaseError):
    """The officer may not do this: role, department, day or four eyes stand against it."""

    case: str
    trigger: str
    officer: str
    roles: Sequence[str]
    why: str

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.officer} may not {self.trigger!r}: {self.why}. "
            f"It is for {', '.join(self.roles)}."
        )


@dataclass(eq=False, kw_only=True)
class AmbiguousRole(CaseError):
    """The officer holds several roles for which the trigger means different things."""

    case: str
    trigger: str
    roles: Sequence[str]

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} differs for {', '.join(self.roles)}; "
            "say as which role you act."
        )


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """A field of a form that cannot be taken as it is; never what it contains."""

    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"


@dataclass(eq=False, kw_only=True)
class FormRejected(CaseError):
    """A form cannot be taken as it is."""

    case: str
    trigger: str
    problems: Sequence[FieldProblem]

    def __str__(self) -> str:
        problems = "; ".join(map(str, self.problems))
        return f"Case {self.case}: the form of {self.trigger!r} was not taken: {problems}."


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A requirement that stands in the way: its name, its label, its clauses or reading."""

    name: str
    label: str
    sources: Sequence[str]

    def __str__(self) -> str:
        return f"{self.name} ({self.label}; {', '.join(self.sources)})"


@dataclass(eq=False, kw_only=True)
class RequirementNotMet(CaseError):
    """Demands the regulation makes on a transition are not fulfilled."""

    case: str
    trigger: str
    unmet: Sequence[Unmet]

    def __str__(self) -> str:
        unmet = ", ".join(map(str, self.unmet))
        return f"Case {self.case}: {self.trigger!r} needs {unmet}; see to it, then try again."


@dataclass(eq=False, kw_only=True)
class DeadlinePassed(CaseError):
    """The period in which this could be done is over, and the right with it."""

    case: str
    trigger: str
    deadline: str
    label: str
    due: date
    sources: Sequence[str]

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} was possible until {self.due} "
            f"({self.deadline}, {self.label}; {', '.join(self.sources)}); nothing was recorded."
        )


@dataclass(eq=False, kw_only=True)
class WrongDay(CaseError):
    """The day given for the act cannot be."""

    case: str
    trigger: str
    day: date
    why: str

    def __str__(self) -> str:
        return f"Case {self.case}: {self.trigger!r} cannot be of {self.day}: {self.why}."


@dataclass(eq=False, kw_only=True)
class OpenChildren(CaseError):
    """The case would end while parts of it run that must end before it."""

    case: str
    trigger: str
    group: str

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} ends it while {self.group!r} still run; "
            "bring these to their end first."
        )


@dataclass(eq=False, kw_only=True)
class StaleVersion(CaseError):
    """The case changed since it was read."""

    case: str
    expected: int
    actual: int

    def __str__(self) -> str:
        return (
            f"Case {self.case} is at version {self.actual}, not {self.expected}; "
            "read it again and decide anew."
        )


@dataclass(eq=False, kw_only=True)
class KeyReused(CaseError):
    """The key of the command was used for another command."""

    key: str

    def __str__(self) -> str:
        return f"The key {self.key!r} belongs to another command; give each command its own."


class PeopleError(WorkflowError):
    """An officer, department or account is not among the bureau's people."""


@dataclass(eq=False, kw_only=True)
class UnknownOfficer(PeopleError):
    """The bureau has no such officer."""

    officer: str

    def __str__(self) -> str:
        return f"There is no officer {self.officer!r}; people come from the people file."


@dataclass(eq=False, kw_only=True)
class UnknownDepartment(PeopleError):
    """The bureau has no such department."""

    department: str
    close: Sequence[str] = ()

    def __str__(self) -> str:
        hint = f" Did you mean {self.close[0]!r}?" if self.close else ""
        return f"There is no department {self.department!r}.{hint}"


@dataclass(eq=False, kw_only=True)
class UnknownService(PeopleError):
    """The bureau has no such service account."""

    service: str

    def __str__(self) -> str:
        return f"There is no service account {self.service!r}; name it in the people file."


class StoreError(WorkflowError):
    """The database cannot be used as it is."""


@dataclass(eq=False, kw_only=True)
class NoBureau(StoreError):
    """The database holds no such bureau."""

    bureau: str
    known: Sequence[str]

    def __str__(self) -> str:
        known = f"; it holds {', '.join(self.known)}" if self.known else ""
        return f"The database holds no bureau {self.bureau!r}{known}. Set it up with zwgov init."


@dataclass(eq=False, kw_only=True)
class SchemaBehind(StoreError):
    """The database is older than this program."""

    found: str | None
    needed: str

    def __str__(self) -> str:
        return (
            f"The database is at {self.found or 'no revision'}, this program needs {self.needed}: "
            "run zwgov migrate."
        )


@dataclass(eq=False, kw_only=True)
class SchemaAhead(StoreError):
    """The database is newer than this program."""

    found: str
    newest: str

    def __str__(self) -> str:
        return (
            f"The database is at {self.found}, and this program knows nothing beyond "
            f"{self.newest}: install the newer program."
        )


@dataclass(eq=False, kw_only=True)
class Busy(StoreError):
    """Another process held the database for too long; nothing was changed."""

    seconds: float

    def __str__(self) -> str:
        return (
            f"The database was busy for {self.seconds:g} seconds; nothing was changed, try again."
        )


@dataclass(eq=False, kw_only=True)
class EngineFault(WorkflowError):
    """The engine contradicts itself; nothing was changed."""

    case: str
    what: str

    def __str__(self) -> str:
        return f"Case {self.case}: {self.what}. This is a fault of the program or of its checker."


@dataclass(eq=False, kw_only=True)
class MissingPackage(WorkflowError, ImportError):
    """An optional package that this call needs is not installed."""

    package: str
    purpose: str

    def __str__(self) -> str:
        return f"{self.purpose} needs {self.package}: pip install {self.package}"
