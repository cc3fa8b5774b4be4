"""What each day is, and on whose authority: the announcements of a region put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from itertools import groupby

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.assumption import Assumption, AssumptionKind
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.region import Region
from zwgov_workflow.calendar.statute import Statute
from zwgov_workflow.calendar.year import SATURDAY, AnnouncedYear, YearSum
from zwgov_workflow.errors import NothingAnnounced

__all__ = ["Almanac", "DayFact", "DayKind"]


class DayKind(Enum):
    """What a day is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP_DAY = "makeup_day"


@dataclass(frozen=True, slots=True)
class DayFact:
    """What a day is, and by which paper.

    Attributes:
        holiday: The holiday that a day off belongs to.
        source: The announcement (or, projected, the decree) that makes the day what it is; None
            for an ordinary weekday or weekend.
        region: The region whose announcement that is.
        projected: Whether it is off by projection of the statute alone.
        firm: Whether announcements have settled this day for the region asked for.
    """

    day: date
    kind: DayKind
    holiday: str | None = None
    source: str | None = None
    region: str | None = None
    projected: bool = False
    firm: bool = True

    @property
    def working(self) -> bool:
        """Whether offices work on this day."""
        return self.kind in (DayKind.WORKDAY, DayKind.MAKEUP_DAY)


class Almanac:
    """The days of a region, as announced up to some day and projected beyond.

    Attributes:
        region: Whose days these are.
        span: Every day it can say something of, from the first announced year to the last year
            whose moving feasts are known.
        firm: The days that announcements have settled, or None where none is.
        announced: The announcements it is made of, in order.
        assumptions: What is taken for granted, and over which days.
        version: Names this content: the same text, the same dates.
    """

    def __init__(
        self,
        region: Region,
        announcements: Iterable[Announcement],
        statute: Statute,
        known_on: date = date.max,
    ) -> None:
        known = sorted(
            (a for a in announcements if a.known_from <= known_on),
            key=lambda a: (a.year, a.amends is not None, a.known_from if a.amends else date.min),
        )
        self.region = region
        self.announced: Sequence[Announcement] = known
        self._statute, self._known_on = statute, known_on
        national = region.over or region.code
        self._national = _years(national, known, statute)
        if not self._national:
            raise NothingAnnounced(region=national, known_on=known_on)
        self._regional = (
            _years(region.code, known, statute, self._national) if region.over else self._national
        )
        self.span = DaySpan(
            date(min(self._national), 1, 1), date(max(statute.last_year, *self._national), 12, 31)
        )
        self.firm = self._firm()
        self.assumptions: Sequence[Assumption] = tuple(sorted(self._assume(), key=lambda a: a.span))
        self._facts = self._settle(self._regional if region.over else {})
        self.version = self._version()

    def fact(self, day: date) -> DayFact:
        """Return what *day*, a day of :attr:`span`, is."""
        plain = DayKind.WORKDAY if day.weekday() < SATURDAY else DayKind.WEEKEND
        fact = self._facts.get(day) or DayFact(day, plain)
        return fact if self.firm and day in self.firm else replace(fact, firm=False)

    def sum_of(self, year: int) -> YearSum | None:
        """Return the national days off of *year* held against the statute, if it is announced."""
        return self._national[year].sum(self._statute) if year in self._national else None

    def flags(self, *, national: bool = False) -> bytes:
        """Return, for each day of :attr:`span`, 1 if it is a working day and 0 if not.

        With *national* set, as if the region had no days of its own.
        """
        facts = self._settle({}) if national else self._facts
        first = self.span.first
        weekdays = bytes(1 if (first.weekday() + i) % 7 < SATURDAY else 0 for i in range(7))
        flags = bytearray((weekdays * (len(self.span) // 7 + 1))[: len(self.span)])
        for day, fact in facts.items():
            flags[day.toordinal() - first.toordinal()] = fact.working
        return bytes(flags)

    def _firm(self) -> DaySpan | None:
        settled = self._national.keys() & self._regional.keys()
        if not settled:
            return None
        first = last = max(settled)
        while first - 1 in settled:
            first -= 1
        return DaySpan(date(first, 1, 1), date(last, 12, 28))

    def _assume(self) -> Iterator[Assumption]:
        years = range(self.span.first.year, self.span.last.year + 1)
        for kind in (self._national_gap, self._region_gap, self._unconfirmed):
            for found, run in groupby(years, kind):
                if found:
                    *_, last = first, *_ = list(run)
                    what, source, detail = found
                    span = DaySpan(date(first, 1, 1), date(last, 12, 31))
                    yield Assumption(what, span, source, detail)
        for year in self._national:
            if year + 1 not in self._national:
                span = DaySpan(date(year, 12, 29), date(year, 12, 31))
                yield Assumption(AssumptionKind.YEAR_END_OPEN, span, str(year + 1))

    def _national_gap(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        if year in self._national:
            return None
        return AssumptionKind.PROJECTED, self._statute.decree(year, self._known_on).name, ""

    def _region_gap(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        if year in self._regional or not self.region.over:
            return None
        return AssumptionKind.REGION_UNKNOWN, self.region.issuer, ""

    def _unconfirmed(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        for part in (self._national.get(year), self._regional.get(year)):
            for announcement in part.announcements if part else ():
                if announcement.unconfirmed:
                    why = announcement.unconfirmed
                    return AssumptionKind.UNCONFIRMED, announcement.name, why
        return None

    def _settle(self, regional: Mapping[int, AnnouncedYear]) -> Mapping[date, DayFact]:
        facts: dict[date, DayFact] = {}
        for year in range(self.span.first.year, self.span.last.year + 1):
            if year in regional:
                facts.update(_facts_of(regional[year]))
            if year in self._national:
                facts.update(_facts_of(self._national[year]))
            else:
                facts.update(self._project(year))
        return facts

    def _project(self, year: int) -> Iterator[tuple[date, DayFact]]:
        decree = self._statute.decree(year, self._known_on).name
        nation = self.region.over or self.region.code
        for entry in self._statute.projection(year, self._known_on):
            off = DayFact(entry.day, DayKind.HOLIDAY, entry.holiday, decree, nation, projected=True)
            yield entry.day, off

    def _version(self) -> str:
        digest = sha256()
        for line in self._content():
            digest.update(line.encode() + b"\n")
        return f"{self.region.code} {max(self._national)} {digest.hexdigest()[:12]}"

    def _content(self) -> Iterator[str]:
        for announcement in self.announced:
            yield from announcement.content()
        projected = (fact.day for fact in self._facts.values() if fact.projected)
        yield f"projected {' '.join(map(str, projected))}"


def _years(
    code: str,
    announcements: Iterable[Announcement],
    statute: Statute,
    under: Mapping[int, AnnouncedYear] | None = None,
) -> dict[int, AnnouncedYear]:
    years: dict[int, AnnouncedYear] = {}
    for announcement in announcements:
        if announcement.region != code:
            continue
        year = announcement.year
        part = years.setdefault(year, AnnouncedYear(code, year))
        lower = None if under is None else under.get(year, AnnouncedYear(code, year))
        part.add(announcement, statute, lower)
    return years


def _facts_of(year: AnnouncedYear) -> Iterator[tuple[date, DayFact]]:
    for day, off in year.days_off.items():
        name = off.announcement.name
        yield day, DayFact(day, DayKind.HOLIDAY, off.holiday, name, year.region)
    for day, announcement in year.makeup_days.items():
        yield day, DayFact(day, DayKind.MAKEUP_DAY, None, announcement.name, year.region)
