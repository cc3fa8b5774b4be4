"""Every day against calendars made by others: `holidays` and `chinesecalendar`."""

from datetime import date

import chinese_calendar
import holidays
import pytest

from zwgov_workflow import WorkingCalendar
from zwgov_workflow.calendar import DayKind, DaySpan

CHINA = WorkingCalendar.of("CN")
ANNOUNCED = DaySpan(date(2004, 1, 1), date(2026, 12, 31))

WRONG_IN_CHINESECALENDAR = {
    # 国办发明电〔2005〕35号: "12月31日上班"; the package has no such make-up day.
    date(2005, 12, 31): True,
}

MID_AUTUMN_MEETS_NATIONAL_DAY = {2028, 2031, 2058}


def test_every_day_is_what_holidays_says():
    peer = holidays.country_holidays("CN", years=range(2003, 2028))
    differ = [d for d in ANNOUNCED if CHINA.fact(d).working != peer.is_working_day(d)]
    assert differ == []


def test_every_day_is_what_chinesecalendar_says_but_for_its_known_mistake():
    differ = {
        d: CHINA.fact(d).working
        for d in ANNOUNCED
        if CHINA.fact(d).working != chinese_calendar.is_workday(d)
    }
    assert differ == WRONG_IN_CHINESECALENDAR


@pytest.mark.parametrize("year", range(2027, 2061))
def test_a_projected_year_is_what_holidays_projects(year):
    """But where 中秋节 is a weekday of 国庆节: there a day more is made up, as it was in 2020."""
    peer = holidays.country_holidays("CN", years=range(year - 1, year + 2))
    span = DaySpan(date(year, 1, 1), date(year, 12, 31))
    differ = [d for d in span if CHINA.fact(d).working != peer.is_working_day(d)]
    if year in MID_AUTUMN_MEETS_NATIONAL_DAY:
        assert [CHINA.fact(d).holiday for d in differ] == ["国庆节"]
    else:
        assert differ == []


def test_in_2020_mid_autumn_and_national_day_met_and_a_day_more_was_given():
    """中秋节 was 1 October 2020: the announcement gave eight days, seven statutory weekdays off."""
    october = DaySpan(date(2020, 10, 1), date(2020, 10, 8))
    assert {CHINA.fact(d).kind for d in october} == {DayKind.HOLIDAY}
    assert CHINA.statutory_sum(2020).statutory == 11
