"""Periods as the law counts them, each rule in a worked case."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest

from zwgov_workflow import CalendarError, PeriodRule, WorkingCalendar
from zwgov_workflow.calendar import SHANGHAI, DaySpan, Direction, Step, Unit
from zwgov_workflow.calendar.counting import OffTable, corresponding_day
from zwgov_workflow.errors import InvalidPeriod, NaiveMoment, NotFirm, OutsideCalendar

CHINA = WorkingCalendar.of("CN")
NINGXIA = WorkingCalendar.of("CN-NX")


class TestWorkingDays:
    """民法典 第二百零一条; 政府信息公开条例 第二十六条: 工作日."""

    def test_make_up_days_count_and_holidays_do_not(self):
        """Received Friday 26 September 2025, the five working days end on 10 October."""
        assert CHINA.add_working_days(date(2025, 9, 26), 5) == date(2025, 10, 10)

    def test_a_start_on_a_day_off_is_not_first_moved_to_a_working_day(self):
        """Received Saturday 7 March 2026, Monday is the first day and Friday the fifth."""
        assert CHINA.add_working_days(date(2026, 3, 7), 5) == date(2026, 3, 13)

    def test_a_start_on_a_working_day_is_not_counted(self):
        assert CHINA.add_working_days(date(2026, 3, 6), 5) == date(2026, 3, 13)

    def test_regional_days_off_do_not_count(self):
        """Received 22 May 2026, 古尔邦节 on the 27th and 28th is off in Ningxia alone."""
        assert CHINA.add_working_days(date(2026, 5, 22), 5) == date(2026, 5, 29)
        assert NINGXIA.add_working_days(date(2026, 5, 22), 5) == date(2026, 6, 2)

    def test_counting_back(self):
        assert CHINA.add_working_days(date(2026, 2, 24), -1) == date(2026, 2, 14)
        due = CHINA.due_date("5 working days before", date(2026, 2, 24))
        assert due.on == date(2026, 2, 10)

    def test_a_number_of_days_between_is_the_other_way_round(self):
        assert CHINA.working_days_between(date(2026, 2, 11), date(2026, 2, 25)) == 5
        assert CHINA.working_days_between(date(2026, 2, 25), date(2026, 2, 11)) == -5
        assert CHINA.working_days_between(date(2026, 2, 15), date(2026, 2, 23)) == 0

    def test_no_working_days_is_no_period(self):
        with pytest.raises(ValueError, match="other than 0"):
            CHINA.add_working_days(date(2026, 2, 11), 0)


class TestCalendarDays:
    """民法典 第二百零一条, 第二百零三条: 日."""

    def test_holidays_inside_stay_in_and_the_end_rolls_over_a_holiday(self):
        """15 days from 2 February 2026 end on the 17th, in 春节: 24 February."""
        assert CHINA.due_date("15 calendar days", date(2026, 2, 2)).on == date(2026, 2, 24)

    def test_an_end_on_a_make_up_saturday_stays(self):
        """Ten days from 4 February 2026 end on Saturday the 14th, which is worked."""
        assert CHINA.due_date("10 calendar days", date(2026, 2, 4)).on == date(2026, 2, 14)

    def test_an_end_on_a_working_day_stays(self):
        assert CHINA.due_date("30 calendar days", date(2026, 3, 2)).on == date(2026, 4, 1)

    def test_an_end_on_a_regional_day_off_rolls_unless_switched_off(self):
        """30 days from 27 April 2026 end on 27 May, a day off in Ningxia."""
        plain = WorkingCalendar.of("CN-NX", regional_days_roll=False)
        assert NINGXIA.due_date("30 calendar days", date(2026, 4, 27)).on == date(2026, 5, 29)
        assert plain.due_date("30 calendar days", date(2026, 4, 27)).on == date(2026, 5, 27)
        assert plain.data_version != NINGXIA.data_version
        assert plain.add_working_days(date(2026, 5, 26), 1) == date(2026, 5, 29)

    def test_at_least_15_days_before_is_never_moved_towards_the_event(self):
        """On-site assessment on Friday 11 December 2026: notice by Thursday 26 November."""
        due = CHINA.due_date("15 calendar days before", date(2026, 12, 11))
        assert due.on == date(2026, 11, 26)
        sunday = CHINA.due_date("15 calendar days before", date(2026, 12, 14))
        assert sunday.on == date(2026, 11, 29)

    def test_a_backward_end_that_is_to_roll_moves_away_from_the_event(self):
        due = CHINA.due_date("15 calendar days before, rolled", date(2026, 12, 14))
        assert due.on == date(2026, 11, 27)

    def test_a_forward_end_that_is_not_to_roll_stays(self):
        due = CHINA.due_date("15 calendar days, not rolled", date(2026, 2, 2))
        assert due.on == date(2026, 2, 17)


class TestMonths:
    """民法典 第二百零二条: the corresponding day, else the month's last."""

    @pytest.mark.parametrize(
        ("rule", "anchor", "end"),
        [
            ("2 months", date(2026, 3, 9), date(2026, 5, 9)),
            ("1 month, not rolled", date(2026, 1, 31), date(2026, 2, 28)),
            ("1 month, not rolled", date(2024, 1, 31), date(2024, 2, 29)),
            ("1 month", date(2026, 1, 31), date(2026, 2, 28)),
            ("12 months, not rolled", date(2024, 2, 29), date(2025, 2, 28)),
            ("1 month before", date(2026, 3, 31), date(2026, 2, 28)),
            ("13 months before", date(2026, 1, 15), date(2024, 12, 15)),
        ],
    )
    def test_months_end_on_the_corresponding_day(self, rule, anchor, end):
        """9 May and 28 February 2026 are make-up Saturdays: an end there stays."""
        assert CHINA.due_date(rule, anchor).on == end

    def test_an_end_on_a_day_off_rolls(self):
        assert CHINA.due_date("1 month", date(2026, 1, 17)).on == date(2026, 2, 24)

    def test_months_beyond_the_calendar_of_python_leave_it_too(self):
        with pytest.raises(OutsideCalendar):
            NINGXIA.due_date("9999 months", date(2060, 12, 1))
        assert corresponding_day(date(2026, 1, 31).toordinal(), 1) == date(2026, 2, 28).toordinal()
        with pytest.raises(OffTable):
            corresponding_day(date(9999, 12, 1).toordinal(), 1)

    def test_thousands_of_months_leave_the_calendar(self):
        with pytest.raises(OutsideCalendar, match="The period runs outside the CN calendar"):
            CHINA.due_date("9999 months", date(2026, 1, 1))
        with pytest.raises(OutsideCalendar):
            CHINA.due_date("9999 months before", date(2026, 1, 1))


class TestExcludedDays:
    """Days on which a period stood still are left out, wherever they lie."""

    def test_working_days(self):
        """Five working days from 2 March 2026, suspended on the 4th and 5th: 11 March."""
        still = [DaySpan(date(2026, 3, 4), date(2026, 3, 5))]
        assert CHINA.due_date("5 working days", date(2026, 3, 2), excluded=still).on == date(
            2026, 3, 11
        )

    def test_calendar_days(self):
        still = [DaySpan(date(2026, 3, 4), date(2026, 3, 10))]
        due = CHINA.due_date("30 calendar days", date(2026, 3, 2), excluded=still)
        assert due.on == date(2026, 4, 8)

    def test_overlapping_spans_count_once(self):
        one = [DaySpan(date(2026, 3, 4), date(2026, 3, 10))]
        two = [
            DaySpan(date(2026, 3, 8), date(2026, 3, 10)),
            DaySpan(date(2026, 3, 4), date(2026, 3, 9)),
        ]
        a = CHINA.due_date("30 calendar days", date(2026, 3, 2), excluded=one)
        assert a == CHINA.due_date("30 calendar days", date(2026, 3, 2), excluded=two)

    def test_an_end_does_not_come_to_rest_on_a_suspended_day(self):
        """30 days from 27 February 2026 end on Sunday 29 March; the 30th is suspended."""
        still = [DaySpan(date(2026, 3, 30), date(2026, 3, 30))]
        told = CHINA.explain("30 calendar days", date(2026, 2, 27), excluded=still)
        assert told.days[-1].fact.day == told.due.on == date(2026, 3, 31)

    def test_a_suspension_until_further_notice_leaves_the_calendar(self):
        still = [DaySpan(date(2026, 3, 4), date.max)]
        for rule in ("1 calendar day", "5 working days", "1 month"):
            with pytest.raises(OutsideCalendar):
                CHINA.due_date(rule, date(2026, 3, 3), excluded=still)
        assert CHINA.due_date("5 working days before", date(2026, 3, 3), excluded=still)

    def test_the_anchor_may_be_suspended_too(self):
        still = [DaySpan(date(2026, 3, 2), date(2026, 3, 5))]
        due = CHINA.due_date("1 working day", date(2026, 3, 3), excluded=still)
        assert due.on == date(2026, 3, 6)
        back = CHINA.due_date("1 working day before", date(2026, 3, 4), excluded=still)
        assert back.on == date(2026, 2, 28)

    def test_suspended_days_are_dates(self):
        moment = datetime(2026, 3, 4, tzinfo=UTC)
        with pytest.raises(TypeError, match="made of dates"):
            DaySpan(moment, moment)


class TestWhatADateRestsOn:
    """A date is firm, or says what it takes for granted."""

    def test_a_firm_date_takes_nothing_for_granted(self):
        due = CHINA.due_date("20 working days", date(2026, 11, 24))
        assert (due.on, due.provisional, due.assumption) == (date(2026, 12, 22), False, None)
        assert due.data_version == CHINA.data_version

    def test_the_last_days_of_an_announced_year_are_open(self):
        """The announcement for 2023 reached back to 31 December 2022."""
        due = CHINA.due_date("20 working days", date(2026, 12, 2))
        assert (due.on, due.provisional) == (date(2026, 12, 30), True)
        assert due.assumption == (
            "2026-12-29 to 2026-12-31: may still be changed by the announcement for 2027"
        )

    def test_a_date_that_meets_a_year_without_announcement_is_provisional(self):
        due = CHINA.due_date("20 working days", date(2026, 12, 11))
        assert (due.on, due.provisional) == (date(2027, 1, 11), True)
        assert "projected from 国务院令第795号" in due.assumption

    def test_an_end_that_no_announcement_decides_is_firm_anywhere(self):
        """15 calendar days before a day in 2035 is arithmetic alone."""
        due = CHINA.due_date("15 calendar days before", date(2035, 12, 14))
        assert (due.on, due.provisional, due.assumption) == (date(2035, 11, 29), False, None)

    def test_calendar_days_rest_on_their_end_alone(self):
        """30 days from 9 December 2026 end on Friday 8 January 2027, if that is worked."""
        assert CHINA.due_date("30 calendar days", date(2026, 11, 2)).provisional is False
        assert CHINA.due_date("30 calendar days", date(2026, 12, 9)).provisional is True

    def test_an_unconfirmed_announcement_is_named_on_a_firm_date(self):
        """Ningxia's days of 2024 to 2026 rest on one secondary source."""
        due = NINGXIA.due_date("5 working days", date(2026, 5, 22))
        assert not due.provisional
        assert due.assumption.startswith("2026-01-01 to 2026-12-31: 宁政办发〔2025〕36号 is not")
        assert NINGXIA.due_date("5 working days", date(2023, 5, 22)).assumption is None

    def test_before_2019_ningxia_is_counted_as_the_nation_and_says_so(self):
        due = NINGXIA.due_date("5 working days", date(2015, 6, 1))
        assert due.on == CHINA.due_date("5 working days", date(2015, 6, 1)).on
        assert due.provisional
        assert "no announcement of 宁夏回族自治区人民政府办公厅 known" in due.assumption

    def test_strict_refuses_what_is_provisional(self):
        with pytest.raises(NotFirm, match="2027-01-11"):
            CHINA.due_date("20 working days", date(2026, 12, 11), strict=True)
        with pytest.raises(NotFirm, match="2015-06-02"):
            NINGXIA.due_date("5 working days", date(2015, 6, 1), strict=True)
        assert CHINA.due_date("5 working days", date(2026, 2, 11), strict=True)


class TestTheEdges:
    """A bare date or number is given only where it is firm."""

    def test_bare_answers_keep_to_the_firm_range(self):
        with pytest.raises(NotFirm, match="needs 2026-12-29"):
            CHINA.add_working_days(date(2026, 12, 28), 1)
        with pytest.raises(NotFirm):
            CHINA.is_working_day(date(2027, 1, 4))
        with pytest.raises(NotFirm):
            CHINA.working_days_between(date(2026, 12, 1), date(2026, 12, 29))
        with pytest.raises(NotFirm, match="2018-12-31"):
            NINGXIA.add_working_days(date(2019, 1, 2), -5)

    def test_the_last_firm_day_is_given(self):
        assert CHINA.add_working_days(date(2026, 12, 25), 1) == date(2026, 12, 28)
        assert CHINA.is_working_day(date(2026, 12, 28))
        assert CHINA.working_days_between(date(2026, 12, 25), date(2026, 12, 28)) == 1

    @pytest.mark.parametrize("day", [date(2003, 12, 31), date(1, 1, 1), date(2061, 1, 1)])
    def test_outside_the_calendar_nothing_is_given(self, day):
        for ask in (
            lambda: CHINA.is_working_day(day),
            lambda: CHINA.add_working_days(day, 5),
            lambda: CHINA.working_days_between(day, date(2020, 1, 1)),
            lambda: CHINA.due_date("5 working days", day),
            lambda: CHINA.due_date("15 calendar days before", day),
            lambda: CHINA.fact(day),
        ):
            with pytest.raises(OutsideCalendar, match=str(day)):
                ask()

    def test_the_last_day_there_is(self):
        last = CHINA.span.last
        assert CHINA.fact(last).day == last
        with pytest.raises(OutsideCalendar, match="The period runs"):
            CHINA.due_date("1 working day", last)
        assert CHINA.due_date("1 working day before", last).on == date(2060, 12, 30)

    def test_a_moment_at_the_end_of_time_is_outside(self):
        with pytest.raises(OutsideCalendar):
            CHINA.due_date("5 working days", datetime.max.replace(tzinfo=UTC))

    def test_any_whole_number_of_days_will_do(self):
        assert CHINA.add_working_days(date(2026, 2, 11), np.int8(5)) == date(2026, 2, 25)
        with pytest.raises(TypeError):
            CHINA.add_working_days(date(2026, 2, 11), 2.5)

    def test_a_period_that_runs_out_of_the_calendar_is_refused(self):
        for rule in ("30 calendar days", "20 working days", "1 month, not rolled"):
            with pytest.raises(OutsideCalendar):
                CHINA.due_date(rule, date(2060, 12, 20))
        with pytest.raises(OutsideCalendar, match="2003-12-31"):
            CHINA.add_working_days(date(2004, 1, 2), -5)
        with pytest.raises(OutsideCalendar):
            CHINA.due_date("5 working days before", date(2004, 1, 5))


class TestMoments:
    """A moment counts from its day in China."""

    def test_a_moment_is_taken_to_its_day_in_shanghai(self):
        evening_in_london = datetime(2026, 2, 10, 17, 0, tzinfo=UTC)  # 01:00 on the 11th
        assert CHINA.due_date("5 working days", evening_in_london).on == date(2026, 2, 25)
        assert CHINA.add_working_days(evening_in_london, 5) == date(2026, 2, 25)
        last = datetime(2026, 2, 14, 23, 59, tzinfo=SHANGHAI)
        assert CHINA.is_working_day(last)
        assert not CHINA.is_working_day(last + timedelta(minutes=1))
        assert CHINA.working_days_between(evening_in_london, last) == 3

    def test_a_moment_without_time_zone_is_refused(self):
        naive = datetime(2026, 2, 11, 9, 0)  # noqa: DTZ001 (the point)
        for ask in (
            lambda: CHINA.due_date("5 working days", naive),
            lambda: CHINA.add_working_days(naive, 5),
            lambda: CHINA.is_working_day(naive),
            lambda: CHINA.fact(naive),
        ):
            with pytest.raises(NaiveMoment, match="2026-02-11T09:00:00 has no time zone"):
                ask()

    def test_what_is_no_day_and_no_period_is_refused(self):
        for ask in (
            lambda: CHINA.due_date("5 working days", "2026-02-11"),
            lambda: CHINA.due_date(5, date(2026, 2, 11)),
            lambda: CHINA.is_working_day(None),
            lambda: WorkingCalendar.of("CN", known_on="2020-01-26"),
        ):
            with pytest.raises(TypeError, match="expected a"):
                ask()

    def test_known_on_may_be_a_moment(self):
        evening = datetime(2020, 1, 26, 17, 0, tzinfo=UTC)  # the 27th in Shanghai
        assert not WorkingCalendar.of("CN", known_on=evening).is_working_day(date(2020, 1, 31))

    def test_any_offset_will_do(self):
        west = datetime(2026, 2, 10, 10, 0, tzinfo=timezone(timedelta(hours=-8)))
        assert CHINA.add_working_days(west, 5) == date(2026, 2, 25)


class TestRules:
    """A rule and its text say the same."""

    @pytest.mark.parametrize(
        ("text", "rule"),
        [
            ("5 working days", PeriodRule(5, Unit.WORKING_DAYS)),
            ("1 working day", PeriodRule(1, Unit.WORKING_DAYS)),
            ("30 calendar days", PeriodRule(30, Unit.CALENDAR_DAYS)),
            ("2 months", PeriodRule(2, Unit.MONTHS)),
            ("15 calendar days before", PeriodRule(15, Unit.CALENDAR_DAYS, Direction.BACKWARD)),
            ("30 calendar days, not rolled", PeriodRule(30, Unit.CALENDAR_DAYS, roll=False)),
            (
                "15 calendar days before, rolled",
                PeriodRule(15, Unit.CALENDAR_DAYS, Direction.BACKWARD, roll=True),
            ),
            ("1 month before", PeriodRule(1, Unit.MONTHS, Direction.BACKWARD)),
        ],
    )
    def test_text_and_rule_are_one(self, text, rule):
        assert PeriodRule.parse(text) == rule
        assert str(rule) == text

    def test_the_usual_roll_need_not_be_said(self):
        usual = PeriodRule(30, Unit.CALENDAR_DAYS)
        assert usual == PeriodRule(30, Unit.CALENDAR_DAYS, roll=True)
        assert usual.roll is None
        assert usual.rolls
        assert replace(usual, direction=Direction.BACKWARD).rolls is False
        assert replace(usual, unit=Unit.WORKING_DAYS).rolls is False
        assert PeriodRule.parse("30 calendar days, rolled") == usual

    @pytest.mark.parametrize(
        "text",
        ["", "5", "5 days", "five working days", "5  working days", "-5 working days", " 2 months",
         "5 working days after", "٥ working days", "5 working days before before"],
    )  # fmt: skip
    def test_anything_else_is_refused(self, text):
        with pytest.raises(InvalidPeriod, match="Write '5 working days', '30 calendar days'"):
            CHINA.due_date(text, date(2026, 2, 11))

    def test_a_rule_must_make_sense(self):
        for amount in (0, -5, 10_000, 10**30, 2.5, True, "5", None):
            with pytest.raises(InvalidPeriod, match="no number from 1 to 9999"):
                PeriodRule(amount, Unit.WORKING_DAYS)
        with pytest.raises(InvalidPeriod, match="no number from 1 to 9999"):
            PeriodRule.parse("10000 working days")
        with pytest.raises(InvalidPeriod, match="the unit is not a Unit"):
            PeriodRule(5, "working days")
        with pytest.raises(InvalidPeriod, match="the direction is not a Direction"):
            PeriodRule(5, Unit.WORKING_DAYS, "forward")
        with pytest.raises(InvalidPeriod, match="roll is not True, False or None"):
            PeriodRule(5, Unit.CALENDAR_DAYS, roll="no")
        with pytest.raises(InvalidPeriod, match="cannot roll"):
            PeriodRule.parse("5 working days, rolled")

    def test_every_calendar_error_is_one(self):
        assert issubclass(InvalidPeriod, CalendarError)


class TestExplanations:
    """A count told day by day."""

    def test_every_day_has_its_part(self):
        told = CHINA.explain("5 working days", date(2026, 2, 12))
        assert told.due == CHINA.due_date("5 working days", date(2026, 2, 12))
        assert [(entry.step, entry.number) for entry in told.days] == [
            (Step.ANCHOR, None),
            (Step.COUNTED, 1),
            (Step.COUNTED, 2),
            *[(Step.NOT_WORKING, None)] * 9,
            (Step.COUNTED, 3),
            (Step.COUNTED, 4),
            (Step.COUNTED, 5),
        ]
        assert told.days[2].fact.source == "国办发明电〔2025〕7号"

    def test_an_end_that_moves_shows_its_way(self):
        told = CHINA.explain("10 calendar days", date(2026, 3, 4))
        steps = [entry.step for entry in told.days[-3:]]
        assert steps == [Step.COUNTED, Step.MOVED, Step.END]
        assert told.days[-1].fact.day == told.due.on == date(2026, 3, 16)

    def test_suspended_days_are_shown(self):
        still = [DaySpan(date(2026, 3, 4), date(2026, 3, 5))]
        told = CHINA.explain("5 working days", date(2026, 3, 2), excluded=still)
        assert [entry.step for entry in told.days].count(Step.EXCLUDED) == 2


def test_spans_are_runs_of_days():
    span = DaySpan(date(2026, 2, 15), date(2026, 2, 23))
    assert len(span) == len(list(span)) == 9
    assert str(span) == "2026-02-15 to 2026-02-23"
    assert str(DaySpan(date(2026, 2, 15), date(2026, 2, 15))) == "2026-02-15"
    with pytest.raises(ValueError, match="lies before the first"):
        DaySpan(date(2026, 2, 23), date(2026, 2, 15))
