"""Our calendar through the interface of workalendar."""

from datetime import UTC, date, datetime

import pytest

from zwgov_workflow import CalendarError, WorkingCalendar
from zwgov_workflow.calendar import DaySpan
from zwgov_workflow.calendar.workalendar_adapter import WorkalendarCalendar

CHINA = WorkingCalendar.of("CN")
CALENDAR = WorkalendarCalendar(CHINA)


def test_every_day_is_the_same():
    span = DaySpan(date(2018, 1, 1), date(2026, 12, 28))
    assert [d for d in span if CALENDAR.is_working_day(d) != CHINA.is_working_day(d)] == []


@pytest.mark.parametrize("n", [1, 5, 20, -5])
def test_counting_is_the_same(n):
    for day in DaySpan(date(2025, 12, 1), date(2026, 6, 30)):
        assert CALENDAR.add_working_days(day, n) == CHINA.add_working_days(day, n)


def test_what_workalendar_derives_is_right_too():
    assert CALENDAR.sub_working_days(date(2026, 2, 24), 1) == date(2026, 2, 14)
    assert CALENDAR.get_working_days_delta(date(2026, 2, 11), date(2026, 2, 25)) == 5
    assert CALENDAR.is_holiday(date(2026, 2, 16))
    assert CALENDAR.get_holiday_label(date(2026, 2, 16)) == "春节"
    assert CALENDAR.find_following_working_day(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.find_following_working_day(date(2026, 2, 15)) == date(2026, 2, 24)
    assert CALENDAR.name == "China, from the announcements"


def test_extra_days_are_taken_into_account():
    day, extra = date(2026, 3, 9), date(2026, 3, 10)
    assert CALENDAR.add_working_days(day, 1, extra_holidays=[extra]) == date(2026, 3, 11)
    saturday = date(2026, 3, 14)
    assert CALENDAR.add_working_days(day, 5, extra_working_days=[saturday]) == saturday
    assert CALENDAR.add_working_days(day, 0) == day


def test_a_datetime_can_be_kept():
    morning = datetime(2026, 2, 11, 9, 30)  # noqa: DTZ001 (workalendar knows no time zones)
    assert CALENDAR.add_working_days(morning, 5) == date(2026, 2, 25)
    kept = CALENDAR.add_working_days(morning, 5, keep_datetime=True)
    assert kept == datetime(2026, 2, 25, 9, 30)  # noqa: DTZ001


def test_an_aware_moment_is_taken_to_its_day_in_shanghai():
    moment = datetime(2026, 2, 10, 17, tzinfo=UTC)
    assert CALENDAR.add_working_days(moment, 5) == date(2026, 2, 25)
    assert CALENDAR.is_working_day(datetime(2026, 2, 13, 17, tzinfo=UTC))


def test_beyond_the_firm_range_it_refuses_instead_of_guessing():
    with pytest.raises(CalendarError):
        CALENDAR.is_working_day(date(2027, 1, 4))
