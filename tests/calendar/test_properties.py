"""What holds for every day and every period."""

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow import PeriodRule, WorkingCalendar
from zwgov_workflow.calendar import DaySpan, Direction, Unit
from zwgov_workflow.calendar.vectorised import VectorisedCalendar

CHINA = WorkingCalendar.of("CN")
NINGXIA = WorkingCalendar.of("CN-NX")
NATIONAL_ROLL = WorkingCalendar.of("CN-NX", regional_days_roll=False)
CALENDARS = st.sampled_from([CHINA, NINGXIA, NATIONAL_ROLL])

settled = st.dates(date(2019, 1, 1), date(2026, 6, 30))
anywhere = st.dates(date(2005, 6, 1), date(2055, 1, 1))
lengths = st.integers(1, 90)


@st.composite
def rules(draw):
    unit = draw(st.sampled_from(Unit))
    direction = draw(st.sampled_from(Direction))
    roll = draw(st.sampled_from([None, True, False])) if unit is not Unit.WORKING_DAYS else None
    amount = draw(st.integers(1, 6 if unit is Unit.MONTHS else 60))
    return PeriodRule(amount, unit, direction, roll)


@st.composite
def suspensions(draw):
    first = draw(anywhere)
    return DaySpan(first, first + timedelta(days=draw(st.integers(0, 30))))


@st.composite
def suspended(draw):
    """An anchor and days near it on which the period stands still."""
    anchor = draw(anywhere)
    spans = []
    for _ in range(draw(st.integers(0, 3))):
        first = anchor + timedelta(days=draw(st.integers(-80, 80)))
        spans.append(DaySpan(first, first + timedelta(days=draw(st.integers(0, 25)))))
    return anchor, spans


@given(CALENDARS, settled, settled, lengths)
def test_adding_is_monotone(calendar, a, b, n):
    a, b = sorted((a, b))
    assert calendar.add_working_days(a, n) <= calendar.add_working_days(b, n)
    assert calendar.add_working_days(a, n) < calendar.add_working_days(a, n + 1)


@given(CALENDARS, settled, lengths)
def test_between_inverts_adding(calendar, day, n):
    assert calendar.working_days_between(day, calendar.add_working_days(day, n)) == n


@given(CALENDARS, settled, settled, settled)
def test_between_adds_up(calendar, a, b, c):
    between = calendar.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(CALENDARS, settled, lengths)
def test_the_first_day_never_counts(calendar, day, n):
    """A working day as anchor gives no earlier end than the day off before it would."""
    assert calendar.add_working_days(day, n) > day
    if calendar.is_working_day(day):
        yesterday = day - timedelta(days=1)
        if yesterday.year >= 2019:
            earlier = calendar.add_working_days(yesterday, n)
            assert calendar.add_working_days(day, n) == calendar.add_working_days(earlier, 1)


@given(CALENDARS, settled, lengths)
def test_a_period_in_working_days_ends_on_one(calendar, day, n):
    assert calendar.is_working_day(calendar.add_working_days(day, n))


@given(settled, lengths)
def test_an_overlay_never_shortens_a_period_in_working_days(day, n):
    assert NINGXIA.add_working_days(day, n) >= CHINA.add_working_days(day, n)


@given(CALENDARS, st.dates(date(2021, 1, 1), date(2026, 6, 30)), lengths)
def test_back_and_forth_meet_where_the_start_is_a_working_day(calendar, day, n):
    back = calendar.add_working_days(day, -n)
    assert calendar.working_days_between(back, day) == n - (not calendar.is_working_day(day))


@given(CALENDARS, rules(), suspended())
def test_a_due_date_is_what_counting_day_by_day_gives(calendar, rule, given_days):
    """due_date() and explain() share no arithmetic."""
    anchor, spans = given_days
    told = calendar.explain(rule, anchor, excluded=spans)
    assert told.days[-1].fact.day == told.due.on
    assert told.due == calendar.due_date(rule, anchor, excluded=spans)


@given(CALENDARS, rules(), anywhere)
def test_a_date_is_provisional_where_a_day_that_decides_it_is_not_firm(calendar, rule, anchor):
    told = calendar.explain(rule, anchor)
    days = [entry.fact for entry in told.days[1:]]
    if rule.unit is not Unit.WORKING_DAYS:
        counted = [entry for entry in told.days if entry.number is not None]
        days = [fact for fact in days if fact.day >= counted[-1].fact.day] if rule.rolls else []
        if rule.rolls and rule.direction is Direction.BACKWARD:
            days = [e.fact for e in told.days if e.fact.day <= counted[-1].fact.day]
    assert told.due.provisional == any(not fact.firm for fact in days)
    assert not (told.due.provisional and told.due.assumption is None)


@given(CALENDARS, rules(), st.lists(anywhere, min_size=1, max_size=40))
def test_vectorised_due_dates_equal_scalar_ones(calendar, rule, anchors):
    due = VectorisedCalendar(calendar).due_dates(rule, anchors)
    each = [calendar.due_date(rule, anchor) for anchor in anchors]
    assert due.on.tolist() == [one.on for one in each]
    assert due.provisional.tolist() == [one.provisional for one in each]
    assert due.data_version == calendar.data_version


@given(CALENDARS, st.lists(st.tuples(settled, settled, lengths), min_size=1, max_size=40))
def test_vectorised_counts_equal_scalar_ones(calendar, cases):
    a, b, n = (np.array(column) for column in zip(*cases, strict=True))
    v = VectorisedCalendar(calendar)
    added = v.add_working_days(a.astype("M8[D]"), n.astype(np.int64))
    assert added.tolist() == [calendar.add_working_days(x, k) for x, _, k in cases]
    between = v.working_days_between(a.astype("M8[D]"), b.astype("M8[D]"))
    assert between.tolist() == [calendar.working_days_between(x, y) for x, y, _ in cases]
    assert v.is_working_day(a.astype("M8[D]")).tolist() == [
        calendar.is_working_day(x) for x, *_ in cases
    ]
