"""The shipped announcements: sums, sources, and the calendar as known on a past day."""

import pickle
from dataclasses import replace
from datetime import date

import pytest

from zwgov_workflow import CalendarError, DefinitionError, WorkingCalendar
from zwgov_workflow.calendar import Announcement, AssumptionKind, DayKind, DaySpan, Holiday
from zwgov_workflow.calendar.region import regions, shipped_announcements
from zwgov_workflow.errors import NothingAnnounced, UnknownRegion

CHINA = WorkingCalendar.of("CN")
NINGXIA = WorkingCalendar.of("CN-NX")

WORKING_DAYS = {
    # As tabled by people from the announcements, not by this package.
    2004: 252, 2005: 251, 2006: 251, 2007: 249, 2008: 251, 2009: 250, 2010: 250, 2011: 250,
    2012: 249, 2013: 250, 2014: 250, 2015: 249, 2016: 250, 2017: 249, 2018: 250, 2019: 250,
    2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
}  # fmt: skip


def test_every_year_has_its_working_days():
    counted = {
        year: sum(CHINA.fact(d).working for d in DaySpan(date(year, 1, 1), date(year, 12, 31)))
        for year in WORKING_DAYS
    }
    assert counted == WORKING_DAYS


@pytest.mark.parametrize("year", WORKING_DAYS)
def test_weekdays_off_less_make_up_days_are_the_statutory_days(year):
    assert CHINA.statutory_sum(year).holds


def test_two_years_gave_days_beyond_the_statute():
    beyond = {year: CHINA.statutory_sum(year).beyond for year in WORKING_DAYS}
    assert {year: n for year, n in beyond.items() if n} == {2015: 1, 2020: 2}


def test_the_sum_of_a_year_reads_as_a_sum():
    assert str(CHINA.statutory_sum(2020)) == (
        "19 weekdays off − 6 make-up days = 13; "
        "国务院令第644号: 11 days + 2 beyond the statute = 13"
    )
    assert CHINA.statutory_sum(2027) is None


@pytest.mark.parametrize("code", regions())
def test_every_announcement_names_its_sources_and_the_day_it_was_known(code):
    for announcement in shipped_announcements(code):
        assert announcement.sources
        assert announcement.known_from_basis
        assert announcement.known_from.year in (announcement.year - 1, announcement.year)


def test_ranges_are_firm_as_far_as_announcements_reach():
    assert CHINA.firm == DaySpan(date(2004, 1, 1), date(2026, 12, 28))
    assert NINGXIA.firm == DaySpan(date(2019, 1, 1), date(2026, 12, 28))
    assert CHINA.span == NINGXIA.span == DaySpan(date(2004, 1, 1), date(2060, 12, 31))


def test_ningxia_has_its_own_days_off_over_the_national_ones():
    extra = [
        d
        for d in DaySpan(date(2019, 1, 1), date(2026, 12, 31))
        if NINGXIA.fact(d).working != CHINA.fact(d).working
    ]
    assert len(extra) == 25
    assert all(NINGXIA.fact(d).kind is DayKind.HOLIDAY for d in extra)
    assert {NINGXIA.fact(d).holiday for d in extra} == {"开斋节", "古尔邦节"}


def test_a_national_make_up_day_stays_a_working_day_in_ningxia():
    """开斋节 2023 was a Saturday, 22 April; Sunday the 23rd was worked everywhere."""
    assert NINGXIA.is_working_day(date(2023, 4, 23))


def test_what_is_taken_for_granted_is_named():
    kinds = [(a.kind, a.span.first.year) for a in NINGXIA.assumptions(date.min, date.max)]
    assert kinds == [
        (AssumptionKind.REGION_UNKNOWN, 2004),
        (AssumptionKind.UNCONFIRMED, 2024),
        (AssumptionKind.UNCONFIRMED, 2025),
        (AssumptionKind.UNCONFIRMED, 2026),
        (AssumptionKind.YEAR_END_OPEN, 2026),
        (AssumptionKind.PROJECTED, 2027),
        (AssumptionKind.REGION_UNKNOWN, 2027),
    ]
    assert [a.kind for a in CHINA.assumptions(date.min, date.max)] == [
        AssumptionKind.YEAR_END_OPEN,
        AssumptionKind.PROJECTED,
    ]


class TestKnownOn:
    """An announcement counts from the day it was made public."""

    def test_the_spring_festival_of_2020_before_and_after_it_was_prolonged(self):
        """国办发明电〔2020〕1号, public on 27 January: off until 2 February."""
        before = WorkingCalendar.of("CN", known_on=date(2020, 1, 26))
        after = WorkingCalendar.of("CN", known_on=date(2020, 1, 27))
        days = DaySpan(date(2020, 1, 31), date(2020, 2, 3))
        assert [before.is_working_day(d) for d in days] == [True, True, False, True]
        assert [after.is_working_day(d) for d in days] == [False, False, False, True]
        assert before.due_date("5 working days", date(2020, 1, 23)).on == date(2020, 2, 5)
        assert after.due_date("5 working days", date(2020, 1, 23)).on == date(2020, 2, 7)
        assert after.fact(date(2020, 1, 31)).source == "国办发明电〔2020〕1号"

    def test_labour_day_of_2019_before_and_after_its_amendment(self):
        before = WorkingCalendar.of("CN", known_on=date(2019, 3, 21))
        after = WorkingCalendar.of("CN", known_on=date(2019, 3, 22))
        assert before.add_working_days(date(2019, 4, 26), 4) == date(2019, 5, 3)
        assert after.add_working_days(date(2019, 4, 26), 4) == date(2019, 5, 5)
        assert not before.is_working_day(date(2019, 4, 28))
        assert after.is_working_day(date(2019, 4, 28))

    def test_victory_day_of_2015(self):
        before = WorkingCalendar.of("CN", known_on=date(2015, 5, 12))
        assert before.is_working_day(date(2015, 9, 3))
        assert not CHINA.is_working_day(date(2015, 9, 3))

    def test_a_year_not_yet_announced_was_a_projection(self):
        then = WorkingCalendar.of("CN", known_on=date(2025, 11, 3))
        assert then.firm == DaySpan(date(2004, 1, 1), date(2025, 12, 28))
        assert then.due_date("5 working days", date(2026, 2, 11)).provisional
        assert not CHINA.due_date("5 working days", date(2026, 2, 11)).provisional

    def test_a_projection_follows_the_statute_as_promulgated_by_then(self):
        """国务院令第795号 of 10 November 2024 made 除夕 and 2 May days off."""
        before = WorkingCalendar.of("CN", known_on=date(2024, 11, 9))
        after = WorkingCalendar.of("CN", known_on=date(2024, 11, 10))
        assert before.fact(date(2025, 5, 2)).working
        assert not after.fact(date(2025, 5, 2)).working
        assert "国务院令第644号" in before.due_date("5 working days", date(2025, 5, 1)).assumption

    def test_the_region_is_pending_until_its_own_announcement(self):
        """The national notice for 2020 came on 21 November 2019, Ningxia's on 4 December."""
        between = WorkingCalendar.of("CN-NX", known_on=date(2019, 12, 3))
        assert between.firm.last == date(2019, 12, 28)
        due = between.due_date("5 working days", date(2020, 5, 20))
        assert due.provisional
        assert "宁夏回族自治区人民政府办公厅" in due.assumption

    def test_without_any_regional_announcement_nothing_is_firm(self):
        before = WorkingCalendar.of("CN-NX", known_on=date(2018, 6, 1))
        assert before.firm is None
        assert before.due_date("5 working days", date(2018, 6, 4)).provisional
        with pytest.raises(CalendarError, match="nowhere firm"):
            before.add_working_days(date(2018, 6, 4), 5)
        with pytest.raises(CalendarError):
            before.is_working_day(date(2018, 6, 4))

    def test_before_the_first_announcement_nothing_can_be_counted(self):
        with pytest.raises(NothingAnnounced, match="known on 2003-06-01"):
            WorkingCalendar.of("CN", known_on=date(2003, 6, 1))

    def test_the_data_version_tells_what_was_known(self):
        before = WorkingCalendar.of("CN", known_on=date(2020, 1, 26))
        again = WorkingCalendar.of("CN", known_on=date(2020, 1, 25))
        assert before.data_version == again.data_version != CHINA.data_version
        assert repr(CHINA) == f"<WorkingCalendar {CHINA.data_version}>"


def test_an_unknown_region_is_refused_with_those_there_are():
    with pytest.raises(UnknownRegion, match="'CN-XX'; there are CN, CN-NX"):
        WorkingCalendar.of("CN-XX")


def test_a_calendar_can_be_made_of_announcements_alone():
    """What a database holds may differ from what the package ships."""
    some = [a for a in shipped_announcements("CN") if a.year <= 2010]
    calendar = WorkingCalendar.from_announcements("CN", some)
    assert calendar.firm == DaySpan(date(2004, 1, 1), date(2010, 12, 28))
    assert [a.year for a in calendar.announcements] == list(range(2004, 2011))


def test_a_gap_in_the_announcements_is_refused():
    some = [a for a in shipped_announcements("CN") if a.year not in (2012, 2013)]
    with pytest.raises(DefinitionError, match=r"2014\.yaml:3: the announcement of CN 2012 is miss"):
        WorkingCalendar.from_announcements("CN", some)


def test_an_announcement_of_another_region_is_refused():
    """A misspelt region would otherwise be left out without a word."""
    everything = [*shipped_announcements("CN"), *shipped_announcements("CN-NX")]
    with pytest.raises(DefinitionError, match="'CN-NX' is none of CN"):
        WorkingCalendar.from_announcements("CN", everything)
    misspelt = [replace(a, region="CN-nx") for a in shipped_announcements("CN-NX")]
    with pytest.raises(DefinitionError, match="'CN-nx' is none of CN-NX, CN"):
        WorkingCalendar.from_announcements("CN-NX", [*shipped_announcements("CN"), *misspelt])


def test_days_that_are_not_firm_say_why_whenever_one_asks():
    """Also in the weeks between the national announcement and the regional one."""
    news = {a.known_from for code in regions() for a in shipped_announcements(code)}
    for known_on in sorted(news):
        for code in regions():
            calendar = WorkingCalendar.of(code, known_on=known_on)
            for day in DaySpan(date(known_on.year, 1, 1), date(known_on.year + 2, 12, 31)):
                if day in calendar.span and not calendar.fact(day).firm:
                    assert calendar.assumptions(day, day), (code, known_on, day)


def test_the_last_days_of_a_year_are_open_until_the_region_has_announced_the_next():
    winter = WorkingCalendar.of("CN-NX", known_on=date(2019, 12, 3))
    due = winter.due_date("5 working days", date(2019, 12, 24))
    assert (due.on, due.provisional) == (date(2019, 12, 31), True)
    assert due.assumption == (
        "2019-12-29 to 2019-12-31: may still be changed by the announcement for 2020"
    )


def test_days_on_which_the_same_was_known_share_a_calendar():
    june = WorkingCalendar.of("CN", known_on=date(2026, 6, 1))
    assert WorkingCalendar.of("CN", known_on=date(2026, 6, 2)) is june
    assert june.data_version == CHINA.data_version
    assert WorkingCalendar.of("CN", regional_days_roll=False).data_version == CHINA.data_version


def test_the_december_of_the_year_before_the_first_is_left_out():
    """The announcement for 2023 sets a day of 2022; the calendar begins with 2023."""
    some = [a for a in shipped_announcements("CN") if a.year >= 2023]
    calendar = WorkingCalendar.from_announcements("CN", some)
    assert calendar.span.first == date(2023, 1, 1)
    assert calendar.fact(date(2060, 12, 31)).working == CHINA.fact(date(2060, 12, 31)).working


def test_a_calendar_and_its_announcements_do_not_change():
    assert isinstance(CHINA.announcements, tuple)
    assert len({hash(a) for a in CHINA.announcements}) == len(CHINA.announcements)
    again = pickle.loads(pickle.dumps(NINGXIA))
    assert again.data_version == NINGXIA.data_version
    assert again.due_date("5 working days", date(2026, 5, 22)).on == date(2026, 6, 2)


class TestMadeHere:
    """Announcements that nobody issued, for what has not happened yet."""

    NATION = shipped_announcements("CN")
    REGION = shipped_announcements("CN-NX")

    def amendment(self, **changes):
        facts = {
            "region": "CN",
            "year": 2026,
            "issuer": "国务院办公厅",
            "number": "X1",
            "known_from": date(2026, 3, 1),
            "amends": "国办发明电〔2025〕7号",
        }
        return Announcement(**{**facts, **changes})

    def test_an_amendment_of_an_amendment_comes_after_it(self):
        first = self.amendment(
            days_off={"劳动节": [date(2026, 5, 6)]}, makeup_days=[date(2026, 5, 16)]
        )
        second = self.amendment(
            number="X2", amends="X1", cancels_makeup_days=[date(2026, 5, 16)],
            makeup_days=[date(2026, 5, 17)],
        )  # fmt: skip
        for pair in ([first, second], [second, first]):
            calendar = WorkingCalendar.from_announcements("CN", [*self.NATION, *pair])
            assert calendar.is_working_day(date(2026, 5, 17))
            assert not calendar.is_working_day(date(2026, 5, 16))

    def test_an_amendment_is_checked_like_any_other(self):
        for day, why in ((date(2026, 5, 18), "is a Monday"), (date(2027, 5, 16), "lies outside")):
            bad = self.amendment(makeup_days=[day], days_off={"劳动节": [date(2026, 5, 6)]})
            with pytest.raises(DefinitionError, match=why):
                WorkingCalendar.from_announcements("CN", [*self.NATION, bad])

    def test_an_announcement_without_number_is_amended_by_its_name(self):
        new = self.amendment(
            region="CN-NX", year=2020, issuer="宁夏", known_from=date(2020, 5, 1),
            amends="宁夏回族自治区人民政府办公厅 2020", cancels_days_off=[date(2020, 5, 26)],
        )  # fmt: skip
        calendar = WorkingCalendar.from_announcements("CN-NX", [*self.NATION, *self.REGION, new])
        assert calendar.is_working_day(date(2020, 5, 26))

    def test_two_years_cannot_set_one_day(self):
        """31 December 2022 is off by the announcement for 2023."""
        before = self.amendment(
            year=2022, amends="国办发明电〔2021〕11号", known_from=date(2022, 3, 1),
            days_off={"元旦": [date(2022, 12, 30)]}, makeup_days=[date(2022, 12, 31)],
        )  # fmt: skip
        with pytest.raises(DefinitionError, match="2022-12-31 is both a make-up day and a day off"):
            WorkingCalendar.from_announcements("CN", [*self.NATION, before])

    def test_a_regional_make_up_day_is_worked(self):
        """As on Saturday 10 September 2016, by a notice of which one doubtful copy is known."""
        new = self.amendment(
            region="CN-NX", amends="宁政办发〔2025〕36号", makeup_days=[date(2026, 6, 6)]
        )
        calendar = WorkingCalendar.from_announcements("CN-NX", [*self.NATION, *self.REGION, new])
        assert calendar.is_working_day(date(2026, 6, 6))
        assert not CHINA.is_working_day(date(2026, 6, 6))

    def test_a_national_make_up_day_of_later_counts_before_a_regional_day_off(self):
        """Ningxia's announcement was right when it was issued."""
        saturday = date(2026, 5, 30)
        region = [
            *self.REGION,
            self.amendment(
                region="CN-NX", number="N1", amends="宁政办发〔2025〕36号",
                days_off={"古尔邦节": [saturday]},
            ),
        ]  # fmt: skip
        nation = [
            *self.NATION,
            self.amendment(
                known_from=date(2026, 4, 1), makeup_days=[saturday],
                days_off={"劳动节": [date(2026, 5, 6)]},
            ),
        ]  # fmt: skip
        calendar = WorkingCalendar.from_announcements("CN-NX", [*nation, *region])
        assert calendar.is_working_day(saturday)

    def test_a_regional_day_off_cannot_undo_a_make_up_day_of_the_year_before(self):
        saturday = date(2023, 12, 30)
        nation = [
            replace(
                a,
                days_off=(*a.days_off, Holiday("国庆节", (date(2023, 10, 9),))),
                makeup_days=(*a.makeup_days, saturday),
            )
            if a.year == 2023
            else a
            for a in self.NATION
        ]
        new_year = Holiday("元旦", (saturday,))
        region = [
            replace(a, days_off=(*a.days_off, new_year)) if a.year == 2024 else a
            for a in self.REGION
        ]
        assert WorkingCalendar.from_announcements("CN", nation).is_working_day(saturday)
        with pytest.raises(DefinitionError, match="2023-12-30 is a make-up working day by"):
            WorkingCalendar.from_announcements("CN-NX", [*nation, *region])

    def test_a_national_announcement_may_be_unconfirmed_too(self):
        nation = [
            replace(a, unconfirmed="to be read again") if a.year == 2026 else a for a in self.NATION
        ]
        due = WorkingCalendar.from_announcements("CN", nation).due_date(
            "5 working days", date(2026, 3, 2)
        )
        assert not due.provisional
        assert "国办发明电〔2025〕7号 is not confirmed: to be read again" in due.assumption

    def test_a_day_is_a_date(self):
        with pytest.raises(TypeError, match="expected a date, not '2026-05-06'"):
            self.amendment(makeup_days=["2026-05-06"])
