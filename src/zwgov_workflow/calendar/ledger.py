"""The days that the announcements of one region set, each checked before it is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.statute import Statute
from zwgov_workflow.calendar.year_sum import YearSum
from zwgov_workflow.errors import DefinitionError, Finding, Message

__all__ = ["SATURDAY", "Entry", "Ledger", "finding", "in_order"]

SATURDAY = 5

_WEEKDAYS = (
    Message("Monday"),
    Message("Tuesday"),
    Message("Wednesday"),
    Message("Thursday"),
    Message("Friday"),
)
"""The days that cannot be make-up days."""

Problem = tuple[str, Message]
"""The key of the announcement that is wrong, and what is wrong with it."""


class Entry(NamedTuple):
    """What an announcement makes of a day: off for a holiday, or (None) a make-up working day."""

    holiday: str | None
    announcement: Announcement


class Ledger:
    """The days off and make-up days of one region, as its announcements so far leave them.

    Attributes:
        days: What each day named is.
        years: Per year, its announcements in the order they were entered.
    """

    def __init__(self, statute: Statute, under: Ledger | None = None) -> None:
        """Start an empty ledger, or one of a region that is laid over the ledger *under*."""
        self._statute, self._under = statute, under
        self.days: dict[date, Entry] = {}
        self.years: dict[int, list[Announcement]] = {}

    def enter(self, new: Announcement) -> None:
        """Check *new* against what stands, then enter it.

        Raises:
            DefinitionError: A check fails; each finding has the file, the line and the sum. The
                ledger is unchanged.
        """
        days = dict(self.days)
        problems = list(self._check_place(new))
        if not problems:
            problems += [*_cancel(new, days), *_set(new, days), *_check_days(new)]
            if self._under is None:
                problems += self._check_statute(new, days)
            else:
                problems += self._check_under(new, self._under)
        if problems:
            raise DefinitionError([finding(new, *problem) for problem in problems])
        self.days = days
        self.years.setdefault(new.year, []).append(new)

    def statutory_sum(self, year: int) -> YearSum | None:
        """Return the days off of *year* held against the statute, if it is announced."""
        announcements = self.years.get(year)
        return self._sum(year, announcements, self.days) if announcements else None

    def _sum(
        self, year: int, announcements: Sequence[Announcement], days: dict[date, Entry]
    ) -> YearSum:
        decree = self._statute.decree(year)
        own = [(day, entry) for day, entry in days.items() if entry.announcement.year == year]
        return YearSum(
            weekdays_off=sum(bool(e.holiday) and day.weekday() < SATURDAY for day, e in own),
            makeup_days=sum(entry.holiday is None for _, entry in own),
            statutory=decree.count,
            decree=decree.name,
            beyond=sum(announcement.beyond_statute for announcement in announcements),
        )

    def _check_place(self, new: Announcement) -> Iterator[Problem]:
        standing = self.years.get(new.year, [])
        if new.known_from.year > new.year:
            message = Message("{day} lies after the year {year}", day=new.known_from, year=new.year)
            yield "known_from", message
        if new.number and new.number in [a.number for a in standing]:
            message = Message(
                "{number} is already the number of another announcement", number=new.number
            )
            yield "number", message
        names = [announcement.name for announcement in standing]
        if new.amends is not None:
            if new.amends not in names:
                message = Message(
                    "no {name!r} to amend for {region} {year}: {known}",
                    name=new.amends,
                    region=new.region,
                    year=new.year,
                    known=tuple(names) or Message("none"),
                )
                yield "amends", message
        elif names:
            message = Message(
                "{region} {year} is already announced by {name}; an announcement that changes it "
                "says so with 'amends'",
                region=new.region,
                year=new.year,
                name=names[0],
            )
            yield "year", message
        for key in ("cancels_days_off", "cancels_makeup_days"):
            if getattr(new, key) and new.amends is None:
                message = Message(
                    "only an amendment cancels days; say with 'amends' what it amends"
                )
                yield key, message

    def _check_statute(self, new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
        """Check that statutory days are off, and as many weekdays as the statute gives."""
        decree = self._statute.decree(new.year)
        for day, holiday in self._statute.days(new.year):
            entry = days.get(day)
            if entry is None or entry.holiday is None:
                message = Message(
                    "{day} is {holiday} by {decree} and must be off",
                    day=day,
                    holiday=holiday,
                    decree=decree.name,
                )
                yield "days_off", message
            elif holiday not in entry.holiday:
                message = Message(
                    "{day} is {holiday} by {decree}, not {other}",
                    day=day,
                    holiday=holiday,
                    decree=decree.name,
                    other=entry.holiday,
                )
                yield "days_off", message
        total = self._sum(new.year, [*self.years.get(new.year, []), new], days)
        if not total.holds:
            yield "makeup_days", Message("the sum fails: {total}", total=total)
        if new.beyond_statute and not new.beyond_statute_because:
            message = Message("say in beyond_statute_because why there are more days")
            yield "beyond_statute", message

    def _check_under(self, new: Announcement, under: Ledger) -> Iterator[Problem]:
        """Check *new* against the national days known when it was issued."""
        for holiday in new.days_off:
            for day in holiday.days:
                entry = under.days.get(day)
                if entry and entry.holiday is None and _earlier(entry, new):
                    message = Message(
                        "{day} is a make-up working day by {name}; national make-up days stay "
                        "working days in {region}",
                        day=day,
                        name=entry.announcement.name,
                        region=new.region,
                    )
                    yield "days_off", message
        for day in new.makeup_days:
            entry = under.days.get(day)
            if entry and entry.holiday and _earlier(entry, new):
                name = entry.announcement.name
                yield "makeup_days", Message("{day} is a day off by {name}", day=day, name=name)


def in_order(announcements: Iterable[Announcement]) -> Iterator[Announcement]:
    """Yield announcements of one region by year, each amendment after what it amends."""
    by_year: dict[int, list[Announcement]] = {}
    for announcement in announcements:
        by_year.setdefault(announcement.year, []).append(announcement)
    for year in sorted(by_year):
        entered: set[str] = set()
        waiting = sorted(by_year[year], key=lambda a: (a.amends is not None, a.known_from))
        originals = [a for a in by_year[year] if a.amends is None]
        waiting[: len(originals)] = originals  # in the order given
        while waiting:
            ready = (a for a in waiting if a.amends is None or a.amends in entered)
            following = next(ready, waiting[0])
            waiting.remove(following)
            entered.add(following.name)
            yield following


def finding(announcement: Announcement, key: str, message: Message) -> Finding:
    """Return the finding that says *message* of a key of *announcement*."""
    path, line = announcement.source_path, announcement.line_of(key)
    return Finding(path=path, line=line, message=message)


def _earlier(entry: Entry, new: Announcement) -> bool:
    return entry.announcement.known_from <= new.known_from


def _cancel(new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
    for day in new.cancels_days_off:
        entry = days.pop(day, None)
        if entry is None or entry.holiday is None or entry.announcement.year != new.year:
            message = Message(
                "{day} is cancelled, but was no day off of {year}", day=day, year=new.year
            )
            yield "cancels_days_off", message
    for day in new.cancels_makeup_days:
        entry = days.pop(day, None)
        if entry is None or entry.holiday or entry.announcement.year != new.year:
            message = Message(
                "{day} is cancelled, but was no make-up day of {year}", day=day, year=new.year
            )
            yield "cancels_makeup_days", message


def _set(new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
    named = [("days_off", h.name, day) for h in new.days_off for day in h.days]
    named += [("makeup_days", "", day) for day in new.makeup_days]
    for key, holiday, day in named:
        if day in days:
            yield key, _standing(day, days[day], new, off=bool(holiday))
        days[day] = Entry(holiday or None, new)


def _standing(day: date, entry: Entry, new: Announcement, *, off: bool) -> Message:
    """Say what a day that is named again already is."""
    own, name = entry.announcement is new, entry.announcement.name
    if off and entry.holiday:
        by = "" if own else Message(" by {name}", name=name)
        return Message(
            "{day} is already off for {holiday}{by}", day=day, holiday=entry.holiday, by=by
        )
    by = "" if own else Message(", by {name}", name=name)
    if off != bool(entry.holiday):
        return Message("{day} is both a make-up day and a day off{by}", day=day, by=by)
    return Message("{day} stands twice{by}", day=day, by=by)


def _check_days(new: Announcement) -> Iterator[Problem]:
    window = DaySpan(date(new.year - 1, 12, 29), date(new.year, 12, 31))
    for key, days in (
        ("days_off", [day for holiday in new.days_off for day in holiday.days]),
        ("makeup_days", new.makeup_days),
    ):
        for day in days:
            if day not in window:
                message = Message(
                    "{day} lies outside {window}, the days the year {year} can set",
                    day=day,
                    window=window,
                    year=new.year,
                )
                yield key, message
    for day in new.makeup_days:
        if day.weekday() < SATURDAY:
            message = Message(
                "{day} is a {weekday}; make-up days are Saturdays or Sundays",
                day=day,
                weekday=_WEEKDAYS[day.weekday()],
            )
            yield "makeup_days", message
