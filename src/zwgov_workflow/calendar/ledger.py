"""The days that the announcements of one region set, each checked before it is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.statute import Statute
from zwgov_workflow.calendar.year_sum import YearSum
from zwgov_workflow.errors import DefinitionError, Finding

__all__ = ["SATURDAY", "Entry", "Ledger", "finding", "in_order"]

SATURDAY = 5

Problem = tuple[str, str]
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
            yield "known_from", f"{new.known_from} lies after the year {new.year}"
        if new.number and new.number in [a.number for a in standing]:
            yield "number", f"{new.number} is already the number of another announcement"
        names = [announcement.name for announcement in standing]
        if new.amends is not None:
            if new.amends not in names:
                known = ", ".join(names) or "none"
                yield "amends", f"no {new.amends!r} to amend for {new.region} {new.year}: {known}"
        elif names:
            yield (
                "year",
                f"{new.region} {new.year} is already announced by {names[0]}; an announcement "
                "that changes it says so with 'amends'",
            )
        for key in ("cancels_days_off", "cancels_makeup_days"):
            if getattr(new, key) and new.amends is None:
                yield key, "only an amendment cancels days; say with 'amends' what it amends"

    def _check_statute(self, new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
        """Check that statutory days are off, and as many weekdays as the statute gives."""
        decree = self._statute.decree(new.year)
        for day, holiday in self._statute.days(new.year):
            entry = days.get(day)
            if entry is None or entry.holiday is None:
                yield "days_off", f"{day} is {holiday} by {decree.name} and must be off"
            elif holiday not in entry.holiday:
                yield "days_off", f"{day} is {holiday} by {decree.name}, not {entry.holiday}"
        total = self._sum(new.year, [*self.years.get(new.year, []), new], days)
        if not total.holds:
            yield "makeup_days", f"the sum fails: {total}"
        if new.beyond_statute and not new.beyond_statute_because:
            yield "beyond_statute", "say in beyond_statute_because why there are more days"

    def _check_under(self, new: Announcement, under: Ledger) -> Iterator[Problem]:
        """Check *new* against the national days known when it was issued."""
        for holiday in new.days_off:
            for day in holiday.days:
                entry = under.days.get(day)
                if entry and entry.holiday is None and _earlier(entry, new):
                    yield (
                        "days_off",
                        f"{day} is a make-up working day by {entry.announcement.name}; national "
                        f"make-up days stay working days in {new.region}",
                    )
        for day in new.makeup_days:
            entry = under.days.get(day)
            if entry and entry.holiday and _earlier(entry, new):
                yield "makeup_days", f"{day} is a day off by {entry.announcement.name}"


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


def finding(announcement: Announcement, key: str, message: str) -> Finding:
    """Return the finding that says *message* of a key of *announcement*."""
    path, line = announcement.source_path, announcement.line_of(key)
    return Finding(path=path, line=line, message=message)


def _earlier(entry: Entry, new: Announcement) -> bool:
    return entry.announcement.known_from <= new.known_from


def _cancel(new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
    for day in new.cancels_days_off:
        entry = days.pop(day, None)
        if entry is None or entry.holiday is None or entry.announcement.year != new.year:
            yield "cancels_days_off", f"{day} is cancelled, but was no day off of {new.year}"
    for day in new.cancels_makeup_days:
        entry = days.pop(day, None)
        if entry is None or entry.holiday or entry.announcement.year != new.year:
            yield "cancels_makeup_days", f"{day} is cancelled, but was no make-up day of {new.year}"


def _set(new: Announcement, days: dict[date, Entry]) -> Iterator[Problem]:
    named = [("days_off", h.name, day) for h in new.days_off for day in h.days]
    named += [("makeup_days", "", day) for day in new.makeup_days]
    for key, holiday, day in named:
        if day in days:
            yield key, f"{day} {_standing(days[day], new, off=bool(holiday))}"
        days[day] = Entry(holiday or None, new)


def _standing(entry: Entry, new: Announcement, *, off: bool) -> str:
    """Say what a day that is named again already is."""
    by = "" if entry.announcement is new else f" by {entry.announcement.name}"
    if off != bool(entry.holiday):
        return f"is both a make-up day and a day off{by and ',' + by}"
    return f"is already off for {entry.holiday}{by}" if off else f"stands twice{by and ',' + by}"


def _check_days(new: Announcement) -> Iterator[Problem]:
    window = DaySpan(date(new.year - 1, 12, 29), date(new.year, 12, 31))
    for key, days in (
        ("days_off", [day for holiday in new.days_off for day in holiday.days]),
        ("makeup_days", new.makeup_days),
    ):
        for day in days:
            if day not in window:
                yield key, f"{day} lies outside {window}, the days the year {new.year} can set"
    for day in new.makeup_days:
        if day.weekday() < SATURDAY:
            yield "makeup_days", f"{day} is a {day:%A}; make-up days are Saturdays or Sundays"
