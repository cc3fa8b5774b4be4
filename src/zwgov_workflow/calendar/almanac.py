"""What each day is, and on whose authority: the announcements of a region put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from hashlib import sha256
from itertools import groupby, pairwise

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.assumption import Assumption, AssumptionKind
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.ledger import SATURDAY, Ledger, finding, in_order
from zwgov_workflow.calendar.region import Region
from zwgov_workflow.calendar.statute import Statute
from zwgov_workflow.calendar.year_sum import YearSum
from zwgov_workflow.errors import DefinitionError, Message, NothingAnnounced

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
        given = tuple(announcements)
        _check_regions(region, given)
        nation = region.over or region.code
        self.region, self._nation = region, nation
        self._statute, self._known_on = statute, known_on
        _check_years(given, statute.years)
        national = list(in_order(a for a in given if a.region == nation))
        regional = list(in_order(a for a in given if a.region != nation))
        _check_run(national)
        _check_run(regional)
        self.announced: Sequence[Announcement] = tuple(
            a for a in (*national, *regional) if a.known_from <= known_on
        )
        self._national = Ledger(statute)
        self._regional = Ledger(statute, under=self._national)
        for announcement in self.announced:
            own = announcement.region != nation
            (self._regional if own else self._national).enter(announcement)
        if not self._national.years:
            raise NothingAnnounced(region=nation, known_on=known_on)
        self.span = DaySpan(date(min(self._national.years), 1, 1), date(statute.years[-1], 12, 31))
        self._settled = self._national.years.keys() & (
            self._regional.years.keys() if region.over else self._national.years.keys()
        )
        self.firm = self._firm()
        self.assumptions: Sequence[Assumption] = tuple(sorted(self._assume(), key=lambda a: a.span))
        self._facts = self._settle()
        self.version = self._version()

    def fact(self, day: date) -> DayFact:
        """Return what *day*, a day of :attr:`span`, is."""
        plain = DayKind.WORKDAY if day.weekday() < SATURDAY else DayKind.WEEKEND
        fact = self._facts.get(day) or DayFact(day, plain)
        return fact if self.firm and day in self.firm else replace(fact, firm=False)

    def statutory_sum(self, year: int) -> YearSum | None:
        """Return the national days off of *year* held against the statute, if it is announced."""
        return self._national.statutory_sum(year)

    def flags(self, *, national: bool = False) -> bytes:
        """Return, for each day of :attr:`span`, 1 if it is a working day and 0 if not.

        With *national* set, as if the region had no days of its own.
        """
        facts = self._settle(national=True) if national else self._facts
        first = self.span.first
        weekdays = bytes(1 if (first.weekday() + i) % 7 < SATURDAY else 0 for i in range(7))
        flags = bytearray((weekdays * (len(self.span) // 7 + 1))[: len(self.span)])
        for day, fact in facts.items():
            flags[day.toordinal() - first.toordinal()] = fact.working
        return bytes(flags)

    def _firm(self) -> DaySpan | None:
        """Return the last run of settled years, less the days the next announcement may set."""
        if not self._settled:
            return None
        first = last = max(self._settled)
        while first - 1 in self._settled:
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
        for year in self._settled:
            if year + 1 not in self._settled:
                span = DaySpan(date(year, 12, 29), date(year, 12, 31))
                yield Assumption(AssumptionKind.YEAR_END_OPEN, span, str(year + 1))

    def _national_gap(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        if year in self._national.years:
            return None
        return AssumptionKind.PROJECTED, self._statute.decree(year, self._known_on).name, ""

    def _region_gap(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        if year in self._regional.years or not self.region.over:
            return None
        return AssumptionKind.REGION_UNKNOWN, self.region.issuer, ""

    def _unconfirmed(self, year: int) -> tuple[AssumptionKind, str, str] | None:
        for ledger in (self._national, self._regional):
            for announcement in ledger.years.get(year, ()):
                if announcement.unconfirmed:
                    why = announcement.unconfirmed
                    return AssumptionKind.UNCONFIRMED, announcement.name, why
        return None

    def _settle(self, *, national: bool = False) -> Mapping[date, DayFact]:
        """Return the days that are not ordinary: a national day counts before a regional one."""
        facts: dict[date, DayFact] = {}
        for year in range(self.span.first.year, self.span.last.year + 1):
            if year not in self._national.years:
                facts.update(self._project(year))
        if not national:
            facts.update(_facts_of(self._regional))
        facts.update(_facts_of(self._national))
        return {day: fact for day, fact in facts.items() if day in self.span}

    def _project(self, year: int) -> Iterator[tuple[date, DayFact]]:
        decree = self._statute.decree(year, self._known_on).name
        for entry in self._statute.projection(year, self._known_on):
            off = DayFact(
                entry.day, DayKind.HOLIDAY, entry.holiday, decree, self._nation, projected=True
            )
            yield entry.day, off

    def _version(self) -> str:
        digest = sha256()
        for line in self._content():
            digest.update(line.encode() + b"\n")
        return f"{self.region.code} {max(self._national.years)} {digest.hexdigest()[:12]}"

    def _content(self) -> Iterator[str]:
        for announcement in self.announced:
            yield from announcement.content()
        projected = (fact.day for fact in self._facts.values() if fact.projected)
        yield f"projected {' '.join(map(str, projected))}"


def _check_regions(region: Region, announcements: Iterable[Announcement]) -> None:
    """Refuse announcements of a region that does not count here: nothing is left out silently."""
    known = [region.code, *([region.over] if region.over else [])]
    wrong = [a for a in announcements if a.region not in known]
    if wrong:
        raise DefinitionError([finding(a, "region", _none_of(a.region, known)) for a in wrong])


def _check_years(announcements: Iterable[Announcement], years: range) -> None:
    wrong = [a for a in announcements if a.year not in years]
    if wrong:
        raise DefinitionError([finding(a, "year", _uncounted(a.year, years)) for a in wrong])


def _none_of(region: str, known: Iterable[str]) -> Message:
    return Message("{region!r} is none of {known}", region=region, known=tuple(known))


def _uncounted(year: int, years: range) -> Message:
    return Message(
        "{year} is none of the years {first} to {last} that can be counted",
        year=year,
        first=years[0],
        last=years[-1],
    )


def _check_run(announcements: Iterable[Announcement]) -> None:
    """Refuse announcements with a year missing between them, or known in another order."""
    originals = [a for a in announcements if a.amends is None]
    for before, after in pairwise(originals):
        if after.year > before.year + 1:
            missing = Message(
                "the announcement of {region} {year} is missing before {later}",
                region=after.region,
                year=before.year + 1,
                later=after.year,
            )
            raise DefinitionError([finding(after, "year", missing)])
        if after.year > before.year and after.known_from < before.known_from:
            why = Message(
                "it cannot have been known before that of {year}, {day}",
                year=before.year,
                day=before.known_from,
            )
            raise DefinitionError([finding(after, "known_from", why)])


def _facts_of(ledger: Ledger) -> Iterator[tuple[date, DayFact]]:
    for day, (holiday, announcement) in ledger.days.items():
        kind = DayKind.HOLIDAY if holiday else DayKind.MAKEUP_DAY
        yield day, DayFact(day, kind, holiday, announcement.name, announcement.region)
