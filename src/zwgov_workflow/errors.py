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
    "CalendarError",
    "DefinitionError",
    "Finding",
    "InvalidPeriod",
    "MissingPackage",
    "NaiveMoment",
    "NotFirm",
    "NothingAnnounced",
    "OutsideCalendar",
    "UnknownRegion",
    "UnknownRegulation",
    "WorkflowError",
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


@dataclass(eq=False, kw_only=True)
class MissingPackage(WorkflowError, ImportError):
    """An optional package that this call needs is not installed."""

    package: str
    purpose: str

    def __str__(self) -> str:
        return f"{self.purpose} needs {self.package}: pip install {self.package}"
