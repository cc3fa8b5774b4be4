"""Days: a moment's day in China, and runs of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from zwgov_workflow.errors import Message, NaiveMoment

__all__ = ["ONE_DAY", "SHANGHAI", "DaySpan", "to_day"]

ONE_DAY = timedelta(days=1)

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset without summer time in every year this package covers."""


def to_day(when: date | datetime) -> date:
    """Return the day in Asia/Shanghai on which *when* falls.

    Raises:
        NaiveMoment: *when* is a moment without a time zone.
        TypeError: *when* is neither a date nor a moment.
    """
    if not isinstance(when, datetime):
        if isinstance(when, date):
            return when
        raise TypeError(f"expected a date or an aware datetime, not {when!r}")
    if when.tzinfo is None or when.utcoffset() is None:
        raise NaiveMoment(when)
    try:
        return when.astimezone(SHANGHAI).date()
    except OverflowError:
        return when.date()  # the first or last day there is


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """A run of days, both ends included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if isinstance(self.first, datetime) or isinstance(self.last, datetime):
            raise TypeError("a span is made of dates; take a moment to its day first")
        if self.last < self.first:
            raise ValueError(f"the last day, {self.last}, lies before the first, {self.first}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        for ordinal in range(self.first.toordinal(), self.last.toordinal() + 1):
            yield date.fromordinal(ordinal)

    def __len__(self) -> int:
        return self.last.toordinal() - self.first.toordinal() + 1

    def __str__(self) -> str:
        if self.first == self.last:
            return str(self.first)
        return Message("{first} to {last}", first=self.first, last=self.last)
