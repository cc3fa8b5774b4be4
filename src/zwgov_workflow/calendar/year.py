"""One year as announced for one region: its announcement and what amended it, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.statute import Statute
from zwgov_workflow.errors import DefinitionError, Finding

__all__ = ["AnnouncedYear", "DayOff", "YearSum"]

SATURDAY = 5


class DayOff(NamedTuple):
    """Why a day is off: the holiday's name and the announcement that set it."""

    holiday: str
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class YearSum:
    """The days off of a year held against the statute.

    Moving days off about (调休) gives nobody more of them: weekdays off less make-up days are the
    statutory days, and what an announcement says it gives beyond them.
    """

    weekdays_off: int
    makeup_days: int
    statutory: int
    decree: str
    beyond: int = 0

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.weekdays_off - self.makeup_days == self.statutory + self.beyond

    def __str__(self) -> str:
        net, due = self.weekdays_off - self.makeup_days, self.statutory + self.beyond
        more = f" + {self.beyond} beyond the statute = {due}" if self.beyond else ""
        return (
            f"{self.weekdays_off} weekdays off − {self.makeup_days} make-up days = {net}; "
            f"{self.decree}: {self.statutory} days{more}"
        )


class AnnouncedYear:
    """The days off and make-up days of a year, as its announcements so far leave them."""

    def __init__(self, region: str, year: int) -> None:
        self.region = region
        self.year = year
        self.announcements: list[Announcement] = []
        self.days_off: dict[date, DayOff] = {}
        self.makeup_days: dict[date, Announcement] = {}

    @property
    def window(self) -> DaySpan:
        """The days an announcement for this year may set: notices reached back to 29 December."""
        return DaySpan(date(self.year - 1, 12, 29), date(self.year, 12, 31))

    def add(
        self, announcement: Announcement, statute: Statute, under: AnnouncedYear | None = None
    ) -> None:
        """Check *announcement* against what stands, then take it in.

        Args:
            announcement: For this region and year.
            statute: Which days must be off, and how many.
            under: The national year, where this one is laid over it.

        Raises:
            DefinitionError: A check fails; each finding has the file, the line and the sum. The
                year is unchanged.
        """
        after = AnnouncedYear(self.region, self.year)
        after.announcements = [*self.announcements, announcement]
        after.days_off, after.makeup_days = dict(self.days_off), dict(self.makeup_days)
        problems = [*_check_place(announcement, self)]
        if not problems:
            problems += [*after._apply(announcement), *after._check_days()]
            if under is None:
                problems += after._check_sum(announcement, statute)
            else:
                problems += after._check_overlay(under)
        if problems:
            raise DefinitionError(tuple(_finding(announcement, *problem) for problem in problems))
        self.announcements = after.announcements
        self.days_off, self.makeup_days = after.days_off, after.makeup_days

    def sum(self, statute: Statute) -> YearSum:
        """Return the year's days off held against *statute*."""
        decree = statute.decree(self.year)
        return YearSum(
            weekdays_off=sum(day.weekday() < SATURDAY for day in self.days_off),
            makeup_days=len(self.makeup_days),
            statutory=decree.count,
            decree=decree.name,
            beyond=sum(announcement.beyond_statute for announcement in self.announcements),
        )

    def _apply(self, new: Announcement) -> Iterator[tuple[str, str]]:
        for day in new.cancels_days_off:
            if self.days_off.pop(day, None) is None:
                yield "cancels_days_off", f"{day} is cancelled, but was no day off"
        for day in new.cancels_makeup_days:
            if self.makeup_days.pop(day, None) is None:
                yield "cancels_makeup_days", f"{day} is cancelled, but was no make-up day"
        for holiday, days in new.days_off.items():
            for day in days:
                if day in self.days_off:
                    first = self.days_off[day]
                    yield "days_off", f"{day} is already off for {first.holiday}"
                self.days_off[day] = DayOff(holiday, new)
        for day in new.makeup_days:
            if day in self.makeup_days:
                yield "makeup_days", f"{day} stands twice"
            self.makeup_days[day] = new

    def _check_days(self) -> Iterator[tuple[str, str]]:
        window = self.window
        for key, days in (("days_off", self.days_off), ("makeup_days", self.makeup_days)):
            for day in days:
                if day not in window:
                    yield key, f"{day} lies outside {window}, the days the year {self.year} can set"
        for day in self.makeup_days:
            if day.weekday() < SATURDAY:
                yield "makeup_days", f"{day} is a {day:%A}; make-up days are Saturdays or Sundays"
            if day in self.days_off:
                yield "makeup_days", f"{day} is both a make-up day and a day off"

    def _check_sum(self, new: Announcement, statute: Statute) -> Iterator[tuple[str, str]]:
        """Check that as many weekdays are off, net of make-up days, as the statute gives."""
        decree = statute.decree(self.year)
        for entry in statute.days(self.year):
            off = self.days_off.get(entry.day)
            if off is None:
                yield (
                    "days_off",
                    f"{entry.day} is {entry.holiday} by {decree.name} and must be off",
                )
            elif entry.holiday not in off.holiday:
                yield (
                    "days_off",
                    f"{entry.day} is {entry.holiday} by {decree.name}, not {off.holiday}",
                )
        total = self.sum(statute)
        if not total.holds:
            yield "makeup_days", f"the sum fails: {total}"
        if new.beyond_statute and not new.beyond_statute_because:
            yield "beyond_statute", "say in beyond_statute_because why there are more days"

    def _check_overlay(self, under: AnnouncedYear) -> Iterator[tuple[str, str]]:
        for day in self.days_off:
            if day in under.makeup_days:
                yield (
                    "days_off",
                    f"{day} is a make-up working day by {under.makeup_days[day].name}; national "
                    f"make-up days stay working days in {self.region}",
                )
        for day in self.makeup_days:
            if day in under.days_off:
                name = under.days_off[day].announcement.name
                yield "makeup_days", f"{day} is a day off by {name}"


def _check_place(new: Announcement, before: AnnouncedYear) -> Iterator[tuple[str, str]]:
    standing: Sequence[Announcement] = before.announcements
    if new.known_from.year > new.year:
        yield "known_from", f"{new.known_from} lies after the year {new.year}"
    if new.number and new.number in [a.number for a in standing]:
        yield "number", f"{new.number} is already the number of another announcement"
    if not new.amends:
        if standing:
            yield (
                "year",
                f"{new.region} {new.year} is already announced by {standing[0].name}; an "
                "announcement that changes it says so with 'amends'",
            )
        for key in ("cancels_days_off", "cancels_makeup_days"):
            if getattr(new, key):
                yield key, "only an amendment cancels days; say with 'amends' what it amends"
    elif new.amends not in [a.number for a in standing]:
        names = ", ".join(a.name for a in standing) or "nothing"
        yield "amends", f"{new.amends} is not known for {new.region} {new.year}; there is {names}"


def _finding(announcement: Announcement, key: str, message: str) -> Finding:
    lines = announcement.source_lines
    line = lines.get(key) or lines.get("days_off") or 1
    return Finding(path=announcement.source_path, line=line, message=message)
