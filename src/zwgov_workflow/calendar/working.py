"""WorkingCalendar: working days of a region, and the due dates counted in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import lru_cache
from operator import index

from zwgov_workflow.calendar.almanac import Almanac, DayFact
from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.assumption import Assumption
from zwgov_workflow.calendar.counting import NOTHING_EXCLUDED, Excluded, OffTable, count
from zwgov_workflow.calendar.day import ONE_DAY, DaySpan, to_day
from zwgov_workflow.calendar.due import DueDate
from zwgov_workflow.calendar.explanation import CountedDay, Explanation, walk
from zwgov_workflow.calendar.footing import Footing
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit, parse_period
from zwgov_workflow.calendar.period_law import period_law
from zwgov_workflow.calendar.region import counted_announcements
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.calendar.statute import shipped_statute
from zwgov_workflow.calendar.table import DayTable, Tables
from zwgov_workflow.calendar.year_sum import YearSum
from zwgov_workflow.errors import CalendarError, NotFirm, OutsideCalendar

__all__ = ["WorkingCalendar"]


class WorkingCalendar:
    """The working days of a region of China, and the periods counted in them.

    A calendar never changes, and may be shared by threads. It knows three ranges: *firm* days,
    settled by announcements; days *projected* from the statute beyond them; and none before the
    first announced year. Methods that return a bare date or number keep to the firm range;
    :meth:`due_date` goes beyond it and says so.

    Wherever a day is asked for, an aware :class:`~datetime.datetime` is taken to its day in
    Asia/Shanghai, and a naive one raises :class:`~zwgov_workflow.errors.NaiveMoment`.
    """

    def __init__(self, almanac: Almanac, *, regional_days_roll: bool = True) -> None:
        """Use :meth:`of` or :meth:`from_announcements` instead."""
        self._almanac = almanac
        self._table = table = DayTable(almanac.span, almanac.flags())
        self._firm = table.part(almanac.firm) if almanac.firm else None
        self._rolling = table
        self.data_version = almanac.version
        if almanac.region.over and not regional_days_roll:
            self._rolling = DayTable(almanac.span, almanac.flags(national=True))
            self.data_version += " national-roll"
        self._footing = Footing(almanac)

    @classmethod
    def of(
        cls, region: str, *, known_on: date | None = None, regional_days_roll: bool = True
    ) -> WorkingCalendar:
        """Return the calendar of a region from the announcements shipped with this package.

        Args:
            region: ``CN`` (national) or ``CN-NX`` (Ningxia, laid over the national days).
            known_on: Leave out announcements made public after this day, and projected years
                follow the statute as promulgated by then.
            regional_days_roll: Whether the end of a period in calendar days or months also moves
                off a regional day off. Whether such a day is a 法定休假日 in the sense of 民法典
                第二百零三条 is practice, not text.

        Raises:
            UnknownRegion: The package has no such region.
            NothingAnnounced: No announcement was known on *known_on*.
        """
        known = date.max if known_on is None else to_day(known_on)
        return _shipped(region, known, roll=regional_days_roll)

    @classmethod
    def from_announcements(
        cls,
        region: str,
        announcements: Iterable[Announcement],
        *,
        known_on: date | None = None,
        regional_days_roll: bool = True,
    ) -> WorkingCalendar:
        """Return a calendar made of the given announcements alone.

        Args:
            region: A region the package knows.
            announcements: Those of the region and, where it is laid over another, of that.
            known_on: As in :meth:`of`.
            regional_days_roll: As in :meth:`of`.

        Raises:
            DefinitionError: An announcement fails a check; the finding names the sum.
            UnknownRegion, NothingAnnounced: As in :meth:`of`.
        """
        known = date.max if known_on is None else to_day(known_on)
        almanac = Almanac(region_called(region), announcements, shipped_statute(), known)
        return cls(almanac, regional_days_roll=regional_days_roll)

    def __repr__(self) -> str:
        return f"<WorkingCalendar {self.data_version}>"

    @property
    def region(self) -> str:
        """The code of the region."""
        return self._almanac.region.code

    @property
    def span(self) -> DaySpan:
        """Every day this calendar says something of, projected ones included."""
        return self._almanac.span

    @property
    def firm(self) -> DaySpan | None:
        """The days settled by announcements; None where there are none for the region.

        It ends on 28 December: announcements reached back to the 29th.
        """
        return self._almanac.firm

    @property
    def announcements(self) -> Sequence[Announcement]:
        """The announcements this calendar is made of, by year and in the order they came."""
        return self._almanac.announced

    @property
    def tables(self) -> Tables:
        """The counts it answers from, for bulk work. They are shared: change nothing in them."""
        return Tables(self._table, self._firm, self._rolling)

    def is_working_day(self, day: date) -> bool:
        """Return whether offices work on *day*.

        Raises:
            NotFirm: *day* is beyond the firm range.
            OutsideCalendar: *day* is outside the calendar.
        """
        table = self._firm
        if type(day) is date and table is not None:
            position = day.toordinal() - table.origin
            if 1 <= position <= table.size:
                return table.flags[position - 1] == 1
        firm, ordinal = self._position(day)
        return firm.flags[ordinal - firm.origin - 1] == 1

    def add_working_days(self, day: date, n: int) -> date:
        """Return the last day of a period of *n* working days (工作日) after *day*.

        Source: 民法典 第二百零一条 (the first day is not counted, working day or not).

        Args:
            day: Day of the triggering event in Asia/Shanghai; never itself counted.
            n: Length of the period in working days; negative counts backwards.

        Returns:
            The last counted day; an act is in time until that day ends, Asia/Shanghai.

        Raises:
            NotFirm: The period leaves the firm range.
            OutsideCalendar: *day* is outside the calendar.
            ValueError: *n* is 0, which names no day: a day off has no zeroth working day.
        """
        table = self._firm
        if n > 0 and type(day) is date and table is not None:
            position = day.toordinal() - table.origin
            if position > 0:
                try:
                    return table.counted[table.up_to[position] + n - 1]
                except (IndexError, TypeError, OverflowError):
                    pass
        return self._add_working_days(day, n)

    def working_days_between(self, a: date, b: date) -> int:
        """Return how many working days lie after *a*, up to and with *b*.

        The inverse of :meth:`add_working_days`: with b = add_working_days(a, n) it is n. It is
        negative where *b* lies before *a*.

        Raises:
            NotFirm: A day is beyond the firm range.
            OutsideCalendar: A day is outside the calendar.
        """
        table = self._firm
        if type(a) is date and type(b) is date and table is not None:
            first, last = a.toordinal() - table.origin, b.toordinal() - table.origin
            if 0 < first <= table.size and 0 < last <= table.size:
                return table.up_to[last] - table.up_to[first]
        firm, start = self._position(a)
        _, end = self._position(b)
        return firm.up_to[end - firm.origin] - firm.up_to[start - firm.origin]

    def due_date(
        self,
        rule: PeriodRule | str,
        anchor: date,
        *,
        excluded: Collection[DaySpan] = (),
        strict: bool = False,
    ) -> DueDate:
        """Return the last day of a period.

        Source: 民法典 第二百零一条 to 第二百零三条; see :class:`PeriodRule` for what is counted.

        Args:
            rule: The period, or its text: ``5 working days``, ``30 calendar days``,
                ``15 calendar days before``, ``2 months``.
            anchor: The day of the event, never counted itself.
            excluded: Days on which the period stood still.
            strict: Raise rather than return a provisional date.

        Raises:
            InvalidPeriod: *rule* is no such text.
            NotFirm: The date would be provisional, and *strict* is set.
            OutsideCalendar: The anchor or the end lies outside the calendar.
        """
        if type(rule) is not PeriodRule:
            rule = _rule(rule)
        start = (anchor if type(anchor) is date else to_day(anchor)).toordinal()
        table = self._table
        position = start - table.origin
        if not 0 < position <= table.size:
            raise self._outside(date.fromordinal(start))
        try:
            if (  # the short way of the commonest rule
                rule.unit is Unit.WORKING_DAYS
                and rule.direction is Direction.FORWARD
                and not excluded
            ):
                on = table.counted[table.up_to[position] + rule.amount - 1]
                first, last = start + 1, on.toordinal()
            else:
                off = Excluded.of(excluded) if excluded else NOTHING_EXCLUDED
                end, first, last = count(rule, start, table, self._rolling, off)
                on = date.fromordinal(end)
        except (IndexError, OffTable):
            raise self._outside() from None
        if first > last:
            return DueDate(on, False, None, self.data_version)  # noqa: FBT003 (speed)
        provisional, assumption = self._footing.status(first, last)
        if provisional and strict:
            firm = self.firm
            inside = firm is not None and firm.first.toordinal() <= first
            raise self._not_firm(date.fromordinal(last if inside else first))
        return DueDate(on, provisional, assumption, self.data_version)

    def explain(
        self, rule: PeriodRule | str, anchor: date, *, excluded: Collection[DaySpan] = ()
    ) -> Explanation:
        """Return the due date of a period with every day of the count.

        Raises:
            InvalidPeriod, OutsideCalendar: As in :meth:`due_date`.
        """
        rule = _rule(rule)
        anchor = to_day(anchor)
        due = self.due_date(rule, anchor, excluded=excluded)
        days = tuple(walk(rule, anchor, self.fact, self._rests, excluded))
        return Explanation(
            rule, anchor, due, period_law(anchor), self._taken_for_granted(due, days), days
        )

    def fact(self, day: date) -> DayFact:
        """Return what *day* is, and by which announcement.

        Raises:
            OutsideCalendar: *day* is outside the calendar.
        """
        day = to_day(day)
        if day not in self.span:
            raise self._outside(day)
        return self._almanac.fact(day)

    def assumptions(self, first: date, last: date) -> Sequence[Assumption]:
        """Return what is taken for granted about the days from *first* to *last*."""
        first, last = to_day(first), to_day(last)
        return tuple(
            a for a in self._almanac.assumptions if a.span.first <= last and first <= a.span.last
        )

    def statutory_sum(self, year: int) -> YearSum | None:
        """Return the national days off of *year* held against the statute, if it is announced.

        It is the nation's for a regional calendar too: no statute numbers regional days.
        """
        return self._almanac.statutory_sum(year)

    def _taken_for_granted(self, due: DueDate, days: Sequence[CountedDay]) -> Sequence[Assumption]:
        if due.assumption is None:
            return ()
        ends = sorted(entry.fact.day for entry in days[1:])
        found = self.assumptions(ends[0], ends[-1])
        return tuple(a for a in found if str(a) in due.assumption)

    def _rests(self, day: date) -> bool:
        return self._rolling.flags[day.toordinal() - self._rolling.origin - 1] == 1

    def _add_working_days(self, day: date, n: int) -> date:
        """Return what :meth:`add_working_days` does, for whatever its short way leaves over."""
        n = index(n)
        if n == 0:
            raise ValueError("add_working_days needs a number of days other than 0")
        table, start = self._position(day)
        position = start - table.origin
        place = table.up_to[position] + n - 1 if n > 0 else table.up_to[position - 1] + n
        if place < 0:
            raise self._not_firm(table.span.first - ONE_DAY)
        if place >= len(table.counted):
            raise self._not_firm(table.span.last + ONE_DAY)
        return table.counted[place]

    def _position(self, day: date) -> tuple[DayTable, int]:
        """Return the firm table and the ordinal of *day*, which it has."""
        day = to_day(day)
        if day not in self.span:
            raise self._outside(day)
        if self._firm is None or day not in self._firm.span:
            raise self._not_firm(day)
        return self._firm, day.toordinal()

    def _not_firm(self, day: date) -> CalendarError:
        if day not in self.span:
            return self._outside(day)
        why = "; ".join(str(a) for a in self.assumptions(day, day))
        return NotFirm(region=self.region, firm=self.firm, day=day, why=why)

    def _outside(self, day: date | None = None) -> OutsideCalendar:
        return OutsideCalendar(region=self.region, span=self.span, day=day)


def _rule(rule: PeriodRule | str) -> PeriodRule:
    if isinstance(rule, str):
        return parse_period(rule)
    if not isinstance(rule, PeriodRule):
        raise TypeError(f"expected a period or its text, not {rule!r}")
    return rule


def _shipped(code: str, known_on: date, *, roll: bool) -> WorkingCalendar:
    """Return a shipped calendar; days on which the same was known share one."""
    news = {announcement.known_from for announcement in counted_announcements(code)}
    if min(news) <= known_on:
        news |= {decree.promulgated for decree in shipped_statute().decrees}
        known_on = max(day for day in news if day <= known_on)
    return _built(code, known_on, roll=roll)


@lru_cache(maxsize=16)
def _built(code: str, known_on: date, *, roll: bool) -> WorkingCalendar:
    return WorkingCalendar.from_announcements(
        code, counted_announcements(code), known_on=known_on, regional_days_roll=roll
    )
