"""Our calendar for systems that already speak ``workalendar``.

The one module of this package that imports workalendar, which needs ``lunardate``
(GPL-3.0-or-later) on import: nothing else here imports this module.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from workalendar.core import SAT, SUN, Calendar, cleaned_date

from zwgov_workflow.calendar.almanac import DayKind
from zwgov_workflow.calendar.day import DaySpan, to_day
from zwgov_workflow.calendar.working import WorkingCalendar

__all__ = ["WorkalendarCalendar"]


class WorkalendarCalendar(Calendar):  # type: ignore[misc] # workalendar ships no types
    """China, from the announcements"""  # noqa: D415 (workalendar shows this line as a name)

    WEEKEND_DAYS = (SAT, SUN)

    def __init__(self, calendar: WorkingCalendar) -> None:
        """Show *calendar* through the workalendar interface.

        Days outside its firm range raise :class:`~zwgov_workflow.errors.CalendarError`.
        """
        super().__init__()
        self._calendar = calendar

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of a year with the name of their holiday, announced or projected."""
        facts = map(self._calendar.fact, DaySpan(date(year, 1, 1), date(year, 12, 31)))
        return [(fact.day, fact.holiday or "") for fact in facts if fact.kind is DayKind.HOLIDAY]

    def is_working_day(
        self,
        day: date | datetime,
        extra_working_days: Iterable[date] | None = None,
        extra_holidays: Iterable[date] | None = None,
    ) -> bool:
        """Return whether *day* is worked; make-up weekends are, unlike in workalendar's own."""
        day = _cleaned(day)
        if extra_working_days and day in map(cleaned_date, extra_working_days):
            return True
        if extra_holidays and day in map(cleaned_date, extra_holidays):
            return False
        return self._calendar.is_working_day(day)

    def add_working_days(
        self,
        day: date | datetime,
        delta: int,
        extra_working_days: Iterable[date] | None = None,
        extra_holidays: Iterable[date] | None = None,
        keep_datetime: bool = False,  # noqa: FBT001, FBT002 (workalendar's signature)
    ) -> date:
        """Return the *delta*-th working day after *day*, or before it if negative."""
        if not (delta and not extra_working_days and not extra_holidays):
            found: date = super().add_working_days(
                day, delta, extra_working_days, extra_holidays, keep_datetime
            )
            return found
        start = _cleaned(day)
        end = self._calendar.add_working_days(start, delta)
        return day + (end - start) if keep_datetime else end

    def find_following_working_day(self, day: date | datetime) -> date:
        """Return *day* if it is a working day, else the next one."""
        day = _cleaned(day)
        return day if self.is_working_day(day) else self._calendar.add_working_days(day, 1)


def _cleaned(day: date | datetime) -> date:
    """Return the day as workalendar does, but an aware moment's day in Asia/Shanghai."""
    if isinstance(day, datetime) and day.tzinfo is not None:
        return to_day(day)
    cleaned: date = cleaned_date(day)
    return cleaned
