"""What the paths of a machine stand for: data, parameters, today, deadlines and dates."""

from datetime import date

import pytest
from bureau import Bureau, day, regulation

TRIAL = regulation(
    """
    filing:
      data: {department: department, received_on: date, meeting_on: optional date, own_period: optional period}
      states:
        received: {label: 已收到}
        checked: {waits: 无期限}
        decided: {final: yes}
      transitions:
        - {trigger: file, to: checked, by: clerk}
        - {trigger: receive, from: [checked, decided], to: received, by: clerk, sets: {received_on: today}}
        - {trigger: redate, from: [checked, received, decided], to: same, by: clerk, form: {received_on: date}}
        - {trigger: plan, from: checked, to: same, by: clerk, form: {meeting_on: date, own_period: optional period}}
        - {trigger: decide, from: received, to: decided, by: clerk, requires: [in_time]}
      requirements:
        in_time: {that: {today: {on_or_before: decide_by}}}
      deadlines:
        decide_by: {anchor: received_on, within: decide_period, runs_in: [received], on_lapse: warn}
        soft_by: {anchor: received_on, within: no_period, runs_in: [received], on_lapse: warn}
        fixed: {due: meeting_on, runs_in: [received], on_lapse: warn}
      dates:
        early: {anchor: decide_by, ahead: 2 working days}
        rolled: {anchor: received_on, within: 5 calendar days}
        unrolled: {anchor: received_on, within: 5 calendar days, roll: no}
        back: {anchor: meeting_on, ahead: 15 calendar days}
        back_rolled: {anchor: meeting_on, ahead: 15 calendar days, roll: yes}
        months: {anchor: received_on, within: 1 month}
        own: {anchor: received_on, within: own_period}
        after_own: {anchor: own, within: 1 working day}
    """,  # noqa: E501 (a line of a file)
    """
    parameters:
      decide_period: {type: period, value: 5 working days}
      no_period: {type: period, value: none}
    """,
)


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


def filed(bureau, **form):
    form = {"department": "D1", "received_on": day(2), **form}
    return bureau.start("trial/filing", "file", day(2), form=form)


def test_a_deadline_that_does_not_run_yet_stands_for_the_day_it_would_be_due(bureau):
    """Received Monday the 2nd, five working days end on Monday the 9th."""
    case = filed(bureau)
    assert bureau.case(case).deadlines == {}
    assert bureau.view(case, day(2)).value("decide_by") == day(9)


def test_a_deadline_that_runs_stands_for_its_due_day(bureau):
    case = filed(bureau)
    bureau.fire(case, "receive", day(3))
    assert (
        bureau.view(case, day(5)).value("decide_by") == day(10) == bureau.row(case, "decide_by").due
    )


def test_a_deadline_that_was_met_still_stands_for_the_day_it_was_due(bureau):
    case = filed(bureau)
    bureau.fire(case, "receive", day(3))
    bureau.fire(case, "decide", day(4))
    assert bureau.view(case, day(30)).value("decide_by") == day(10)


def test_a_deadline_whose_anchor_changed_afterwards_stands_for_the_day_by_the_new_anchor(bureau):
    case = filed(bureau)
    bureau.fire(case, "receive", day(3))
    bureau.fire(case, "decide", day(4))
    bureau.fire(case, "redate", day(5), form={"received_on": day(4)})
    assert bureau.view(case, day(5)).value("decide_by") == day(11)
    assert bureau.row(case, "decide_by").due == day(10)


def test_a_deadline_named_where_it_opens_is_the_coming_one_and_not_the_ended_one(bureau):
    """Trap 7: met in March, received again in April, decided by the April date."""
    case = filed(bureau)
    bureau.fire(case, "receive", day(3))
    bureau.fire(case, "decide", day(4))
    bureau.fire(case, "receive", day(20))
    bureau.fire(case, "decide", day(27))
    assert bureau.row(case, "decide_by").instance == 2


def test_a_date_may_be_counted_from_a_deadline_and_from_another_date(bureau):
    view = bureau.view(filed(bureau, own_period="3 working days"), day(2))
    assert (view.value("early"), view.value("own"), view.value("after_own")) == (
        day(5),
        day(5),
        day(6),
    )


def test_calendar_days_roll_unless_the_file_says_no(bureau):
    """The fifth day after Monday the 2nd is Saturday the 7th."""
    view = bureau.view(filed(bureau), day(2))
    assert (view.value("rolled"), view.value("unrolled")) == (day(9), day(7))


def test_a_latest_day_before_the_anchor_does_not_roll_unless_the_file_says_so(bureau):
    """Fifteen days before Monday the 30th is Sunday the 15th; rolled, it is Friday the 13th."""
    view = bureau.view(filed(bureau, meeting_on=day(30)), day(2))
    assert (view.value("back"), view.value("back_rolled")) == (day(15), day(13))


def test_a_month_ends_on_the_day_that_corresponds(bureau):
    case = filed(bureau, received_on=date(2026, 1, 30))
    assert bureau.view(case, day(2)).value("months") == date(2026, 2, 28)


def test_a_period_of_none_gives_no_day_and_no_deadline(bureau):
    case = filed(bureau, own_period="none")
    bureau.fire(case, "receive", day(3))
    assert "soft_by" not in bureau.case(case).deadlines
    view = bureau.view(case, day(3))
    assert [view.value(name) for name in ("soft_by", "own", "after_own")] == [None, None, None]


def test_a_date_without_its_anchor_is_missing(bureau):
    view = bureau.view(filed(bureau), day(2))
    assert [view.value(name) for name in ("back", "fixed")] == [None, None]


def test_a_deadline_fixed_by_decision_is_due_on_that_very_day(bureau):
    """Sunday the 15th stays Sunday the 15th."""
    case = filed(bureau, meeting_on=day(15))
    bureau.fire(case, "receive", day(3))
    row = bureau.row(case, "fixed")
    assert (row.due, row.anchor, row.rule) == (day(15), day(15), None)


def test_today_is_the_day_of_the_act_and_not_of_its_record(bureau):
    case = filed(bureau)
    bureau.fire(case, "receive", day(3), told=day(6))
    assert bureau.data(case)["received_on"] == day(3)


def test_a_parameter_is_a_path_of_every_machine(bureau):
    assert bureau.view(filed(bureau), day(2)).value("decide_period") == "5 working days"


def test_what_is_no_path_and_what_is_missing_have_no_value(bureau):
    view = bureau.view(filed(bureau), day(2))
    assert (view.value("meeting_on"), view.value("nothing")) == (None, None)
    assert view.value("today") == day(2)
