"""What a calendar cannot answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from zwgov_workflow.errors.base import WorkflowError
from zwgov_workflow.errors.message import Message

__all__ = [
    "CalendarError",
    "InvalidPeriod",
    "NaiveMoment",
    "NotFirm",
    "NothingAnnounced",
    "OutsideCalendar",
    "UnknownRegion",
]


class Span(Protocol):
    """A run of days, as :class:`zwgov_workflow.calendar.DaySpan` is."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date: ...


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
        return Message(
            "{moment} has no time zone; give a date, or a moment with tzinfo, which is taken to "
            "its day in Asia/Shanghai.",
            moment=self.moment.isoformat(),
        )


@dataclass(eq=False)
class InvalidPeriod(CalendarError):
    """A text or a combination of values is not a period."""

    text: str
    why: str = field(default="")

    def __str__(self) -> str:
        return Message(
            "{text!r} is not a period{why}. Write '5 working days', '30 calendar days' "
            "or '2 months', with ' before' behind it to count backwards.",
            text=self.text,
            why=Message(": {why}", why=self.why) if self.why else "",
        )
