"""The life of a deadline, row by row of the table in section 3.3."""

from dataclasses import replace
from datetime import date

import pytest
from bureau import Bureau, contents, day, regulation
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.calendar import DaySpan, WorkingCalendar
from zwgov_workflow.engine.case import DeadlineStatus
from zwgov_workflow.errors import OutsideCalendar, WrongDay

TRIAL = regulation(
    """
    filing:
      data: {department: department, received_on: optional date, extended: optional period}
      states:
        filed: {waits: 待收件}
        received: {label: 已收到}
        heard: {label: 听证中}
        suspended: {waits: 中止}
        returned: {waits: 待补正}
        decided: {final: yes}
      transitions:
        - {trigger: file, to: filed, by: clerk}
        - {trigger: receive, from: [filed, returned, decided], to: received, by: clerk, form: {received_on: date}}
        - {trigger: enter, from: [filed, decided], to: received, by: clerk}
        - {trigger: leave_open, from: decided, to: received, by: clerk, sets: {received_on: empty}}
        - {trigger: redate, from: [received, suspended, heard], to: same, by: clerk, form: {received_on: date}}
        - {trigger: extend, from: [received, suspended], to: same, by: clerk, form: {extended: period}}
        - {trigger: hear, from: received, to: heard, by: clerk}
        - {trigger: suspend, from: [received, heard], to: suspended, by: clerk}
        - {trigger: resume, from: suspended, to: received, by: clerk}
        - {trigger: return, from: received, to: returned, by: clerk}
        - {trigger: decide, from: [received, heard, suspended], to: decided, by: clerk}
      deadlines:
        decide_by:
          anchor: received_on
          within: decide_period
          runs_in: [received, heard]
          pauses_in: [suspended]
          met_by: [decide]
          on_lapse: {breach: overdue}
          remind: [2 working days, 1 working day]
        extended_by: {anchor: received_on, within: extended, runs_in: [received], on_lapse: warn}
    """,  # noqa: E501 (a line of a file)
    """
    parameters: {decide_period: {type: period, value: 5 working days}}
    breaches: {overdue: {label: 逾期}}
    """,
)


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


def received(bureau, on=None, **form):
    on = on or day(2)
    case = bureau.start("trial/filing", "file", on, form={"department": "D1", **form})
    bureau.fire(case, "receive", on, form={"received_on": on})
    return case


def changes(event):
    return [(c.name, str(c.change), c.due, c.was) for c in event.deadlines]


# A state enters runs_in from outside, the anchor filled


def test_entering_a_state_in_which_it_runs_starts_a_new_instance(bureau):
    """Received Monday the 2nd, five working days: due Monday the 9th."""
    case = received(bureau)
    row = bureau.row(case, "decide_by")
    assert (row.status, row.instance, row.anchor, row.due) == ("running", 1, day(2), day(9))
    assert (row.rule, row.opened_on, row.excluded) == ("5 working days", day(2), ())
    assert changes(bureau.history(case)[-1]) == [("decide_by", "opened", day(9), None)]


def test_without_its_anchor_nothing_runs(bureau):
    case = bureau.start("trial/filing", "file", day(2), form={"department": "D1"})
    bureau.fire(case, "enter", day(2))
    assert bureau.case(case).deadlines == {}


def test_an_anchor_filled_while_the_state_lasts_lets_it_run(bureau):
    case = bureau.start("trial/filing", "file", day(2), form={"department": "D1"})
    bureau.fire(case, "enter", day(2))
    bureau.fire(case, "redate", day(3), form={"received_on": day(3)})
    assert bureau.row(case, "decide_by").due == day(10)


def test_an_anchor_filled_later_lets_also_a_second_instance_run(bureau):
    case = received(bureau)
    bureau.fire(case, "decide", day(3))
    bureau.fire(case, "leave_open", day(4))
    assert bureau.row(case, "decide_by").status == "met"
    bureau.fire(case, "redate", day(5), form={"received_on": day(5)})
    row = bureau.row(case, "decide_by")
    assert (row.status, row.instance, row.due) == ("running", 2, day(12))


def test_one_that_is_over_when_it_starts_lapses_in_the_same_decision(bureau):
    """Received on the 2nd and told on the 20th: two events of one command."""
    case = bureau.start("trial/filing", "file", day(20), form={"department": "D1"})
    before = len(bureau.history(case))
    bureau.fire(case, "receive", day(20), form={"received_on": day(2)})
    opened, lapsed = bureau.history(case)[before:]
    assert (opened.kind, lapsed.kind) == ("act", "lapse")
    assert lapsed.occurred_on == day(10)
    assert bureau.breaches(case) == ["overdue"]


# The anchor or the period changes while it runs


def test_a_changed_anchor_moves_the_same_instance_and_the_event_has_the_old_day(bureau):
    case = received(bureau)
    event = bureau.fire(case, "redate", day(4), form={"received_on": day(3)})
    assert changes(event) == [("decide_by", "recomputed", day(10), day(9))]
    row = bureau.row(case, "decide_by")
    assert (row.instance, row.anchor, row.due, row.opened_on) == (1, day(3), day(10), day(2))


def test_a_changed_period_of_the_case_moves_the_same_instance(bureau):
    case = received(bureau, extended="5 working days")
    event = bureau.fire(case, "extend", day(4), form={"extended": "10 working days"})
    assert changes(event) == [("extended_by", "recomputed", day(16), day(9))]
    assert bureau.row(case, "extended_by").rule == "10 working days"


def test_an_anchor_changed_to_what_is_over_lapses_in_the_same_decision(bureau):
    case = received(bureau)
    bureau.fire(case, "redate", day(6), form={"received_on": date(2026, 2, 2)})
    assert bureau.breaches(case) == ["overdue"]


# Moves inside runs_in


def test_moving_between_states_in_which_it_runs_changes_nothing(bureau):
    case = received(bureau)
    before = bureau.row(case, "decide_by")
    assert changes(bureau.fire(case, "hear", day(4)))[:1] != [("decide_by", "met", day(9), None)]
    assert bureau.row(case, "decide_by") == before


# Pauses


def test_the_days_between_leaving_and_coming_back_are_not_counted(bureau):
    """Suspended on the 4th with two days used, resumed on the 18th: three more, to the 23rd."""
    case = received(bureau)
    assert changes(bureau.fire(case, "suspend", day(4)))[0] == ("decide_by", "paused", day(9), None)
    assert bureau.row(case, "decide_by").paused_on == day(4)
    event = bureau.fire(case, "resume", day(18))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.instance, row.due, row.paused_on) == ("running", 1, day(23), None)
    assert row.excluded == (DaySpan(day(5), day(18)),)
    assert ("decide_by", "resumed", day(23), day(9)) in changes(event)


def test_what_stands_still_does_not_lapse(bureau):
    case = received(bureau)
    bureau.fire(case, "suspend", day(4))
    bureau.sweep(day(30))
    assert bureau.row(case, "decide_by").status is DeadlineStatus.PAUSED
    assert bureau.breaches(case) == []


def test_a_second_pause_adds_a_second_interval(bureau):
    """Used: 3rd, 4th; 11th; 18th and 19th. Due on the 19th."""
    case = received(bureau)
    for trigger, on in [("suspend", 4), ("resume", 10), ("suspend", 11), ("resume", 17)]:
        bureau.fire(case, trigger, day(on))
    row = bureau.row(case, "decide_by")
    assert row.excluded == (DaySpan(day(5), day(10)), DaySpan(day(12), day(17)))
    assert row.due == day(19)


def test_suspended_and_resumed_on_one_day_loses_nothing(bureau):
    case = received(bureau)
    bureau.fire(case, "suspend", day(4))
    bureau.fire(case, "resume", day(4))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.due, row.excluded) == ("running", day(9), ())


def test_an_anchor_changed_while_it_stands_still_counts_when_it_resumes(bureau):
    """From the 3rd: the 4th is used; resumed on the 18th, the 19th, 20th, 23rd, 24th remain."""
    case = received(bureau)
    bureau.fire(case, "suspend", day(4))
    bureau.fire(case, "redate", day(5), form={"received_on": day(3)})
    bureau.fire(case, "resume", day(18))
    row = bureau.row(case, "decide_by")
    assert (row.anchor, row.due) == (day(3), day(24))


def test_a_deadline_that_stood_still_is_named_by_its_due_day_also_when_met(bureau):
    case = received(bureau)
    for trigger, on in [("suspend", 4), ("resume", 18)]:
        bureau.fire(case, trigger, day(on))
    assert bureau.view(case, day(18)).value("decide_by") == day(23)
    bureau.fire(case, "decide", day(20))
    assert bureau.row(case, "decide_by").due == day(23)
    assert bureau.view(case, day(20)).value("decide_by") == day(23)


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
def test_a_working_day_is_either_used_or_stood_still(gaps):
    """However often it is suspended: used days up to the due day are five."""
    bureau = Bureau(TRIAL)
    case = received(bureau)
    on, still = day(2), set()
    for i, gap in enumerate(gaps):
        then = date.fromordinal(on.toordinal() + gap)
        if (
            bureau.row(case, "decide_by").status == "running"
            and then > bureau.row(case, "decide_by").due
        ):
            break
        bureau.fire(case, "resume" if i % 2 else "suspend", then)
        if i % 2:
            still |= {date.fromordinal(n) for n in range(on.toordinal() + 1, then.toordinal() + 1)}
        on = then
    row = bureau.row(case, "decide_by")
    if row.status == "running":
        calendar = WorkingCalendar.of("CN")
        counted = [date.fromordinal(n) for n in range(day(3).toordinal(), row.due.toordinal() + 1)]
        assert sum(calendar.is_working_day(d) and d not in still for d in counted) == 5
        assert row.due not in still


# Leaving


def test_leaving_by_what_answers_it_meets_it(bureau):
    case = received(bureau)
    event = bureau.fire(case, "decide", day(9))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.closed_on, row.remind_on) == ("met", day(9), None)
    assert ("decide_by", "met", day(9), None) in changes(event)


def test_leaving_otherwise_ends_it(bureau):
    case = received(bureau)
    bureau.fire(case, "return", day(4))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.closed_on) == ("ended", day(4))


def test_without_met_by_every_way_out_meets_it(bureau):
    case = received(bureau, extended="5 working days")
    bureau.fire(case, "return", day(4))
    assert bureau.row(case, "extended_by").status == "met"


def test_answered_while_it_stands_still_it_is_met(bureau):
    case = received(bureau)
    bureau.fire(case, "suspend", day(4))
    bureau.fire(case, "decide", day(20))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.paused_on) == ("met", day(4))


def test_coming_back_starts_a_fresh_instance_from_the_new_anchor(bureau):
    case = received(bureau)
    bureau.fire(case, "return", day(4))
    bureau.fire(case, "receive", day(16), form={"received_on": day(16)})
    row = bureau.row(case, "decide_by")
    assert (row.instance, row.status, row.due, row.closed_on) == (2, "running", day(23), None)


def test_a_fresh_instance_forgets_the_days_that_the_last_one_stood_still(bureau):
    case = received(bureau)
    for trigger, on in [("suspend", 4), ("resume", 18), ("decide", 20), ("enter", 20)]:
        bureau.fire(case, trigger, day(on))
    lapsed = bureau.row(case, "decide_by")
    assert (lapsed.instance, lapsed.due, lapsed.excluded) == (2, day(9), ())


# Lapses


def test_a_lapse_is_of_the_day_after_the_due_day_and_not_before(bureau):
    case = received(bureau)
    bureau.sweep(day(9))
    assert bureau.row(case, "decide_by").status == "running"
    bureau.sweep(day(10))
    event = bureau.history(case)[-1]
    assert (event.kind, event.occurred_on, event.breaches) == ("lapse", day(10), ("overdue",))
    assert bureau.row(case, "decide_by").status == "lapsed"
    assert bureau.row(case, "decide_by").lapse == event.seq


def test_after_a_lapse_that_records_the_state_stays_and_there_is_no_second_one(bureau):
    case = received(bureau)
    bureau.sweep(day(10))
    before = contents(bureau.families)
    bureau.sweep(day(30))
    assert contents(bureau.families) == before
    assert bureau.state(case) == "received"
    bureau.fire(case, "hear", day(30))
    assert bureau.breaches(case) == ["overdue"]


def test_what_leaves_by_the_last_day_and_is_told_later_undoes_a_lapse_that_only_recorded(bureau):
    """Decided on the 9th, told on the 12th: no breach stands, and the deadline is met."""
    case = received(bureau)
    bureau.sweep(day(12))
    lapse = bureau.row(case, "decide_by").lapse
    event = bureau.fire(case, "decide", day(9), told=day(12))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.closed_on, bureau.breaches(case)) == ("met", day(9), [])
    assert changes(event)[0] == ("decide_by", "superseded", day(9), None)
    assert event.supersedes == lapse


def test_an_answer_cannot_be_of_a_day_before_the_case_came_to_its_state(bureau):
    """Heard on the 11th: what is decided then was not decided on the 9th."""
    case = received(bureau)
    bureau.fire(case, "hear", day(11))
    assert bureau.breaches(case) == ["overdue"]
    with pytest.raises(WrongDay, match="came to its state on 2026-03-11"):
        bureau.fire(case, "decide", day(9), told=day(12))
    assert bureau.breaches(case) == ["overdue"]


def test_a_lapse_that_warns_is_no_breach(bureau):
    case = received(bureau, extended="3 working days")
    bureau.sweep(day(6))
    event = bureau.history(case)[-1]
    assert [warned.name for warned in event.warnings] == ["extended_by"]
    assert (event.breaches, bureau.breaches(case)) == ((), [])


def test_lateness_is_counted_when_it_is_done(bureau):
    """Lapsed on the 9th and decided on the 12th: late, and the breach stands."""
    case = received(bureau)
    bureau.sweep(day(10))
    event = bureau.fire(case, "decide", day(12))
    assert changes(event)[0] == ("decide_by", "answered late", day(9), None)
    row = bureau.row(case, "decide_by")
    assert (row.status, row.closed_on) == ("lapsed", day(12))
    assert bureau.breaches(case) == ["overdue"]


def test_a_fresh_instance_may_lapse_again(bureau):
    case = received(bureau)
    bureau.sweep(day(10))
    bureau.fire(case, "return", day(12))
    bureau.fire(case, "receive", day(16), form={"received_on": day(16)})
    bureau.sweep(day(30))
    assert bureau.breaches(case) == ["overdue", "overdue"]


# The calendar changes


def before_the_notice(region):
    """Spring Festival of 2024 as it was known in September 2023: projected."""
    return WorkingCalendar.of(region, known_on=date(2023, 9, 1))


SPRING = date(2024, 2, 1)


@pytest.fixture
def projected():
    bureau = Bureau(TRIAL, calendar=before_the_notice)
    return bureau, received(bureau, SPRING)


def recount(bureau, case, on):
    bureau.ctx = replace(bureau.ctx, calendar=WorkingCalendar.of)
    family = bureau.families._family(case, bureau.ctx)
    family.recount(case, on)
    bureau.families._keep(family)


def test_an_announcement_moves_what_runs(projected):
    bureau, case = projected
    row = bureau.row(case, "decide_by")
    recount(bureau, case, SPRING)
    moved = bureau.row(case, "decide_by")
    assert (row.provisional, moved.provisional) == (True, False)
    assert row.due != moved.due == WorkingCalendar.of("CN").due_date("5 working days", SPRING).on
    event = bureau.history(case)[-1]
    assert (event.kind, changes(event)) == (
        "calendar",
        [("decide_by", "recomputed", moved.due, row.due)],
    )


def test_an_announcement_moves_also_what_stands_still(projected):
    bureau, case = projected
    bureau.fire(case, "suspend", date(2024, 2, 2))
    recount(bureau, case, date(2024, 2, 2))
    row = bureau.row(case, "decide_by")
    assert (row.status, row.due) == (
        "paused",
        WorkingCalendar.of("CN").due_date("5 working days", SPRING).on,
    )


def test_what_is_met_or_lapsed_keeps_its_day(projected):
    bureau, case = projected
    bureau.sweep(date(2024, 3, 1))
    before = contents(bureau.families)
    recount(bureau, case, date(2024, 3, 1))
    assert contents(bureau.families) == before


def test_a_new_due_day_that_is_over_lapses_at_the_next_sweep(projected):
    bureau, case = projected
    row = bureau.row(case, "decide_by")
    early = replace(row, due=date(2024, 3, 20), provisional=True)
    snapshot = bureau.case(case)
    bureau.families.snapshots[case] = replace(snapshot, deadlines={"decide_by": early})
    recount(bureau, case, date(2024, 3, 1))
    assert bureau.row(case, "decide_by").status == "running"
    bureau.sweep(date(2024, 3, 1))
    assert bureau.row(case, "decide_by").status == "lapsed"


def test_a_fresh_instance_counts_by_the_calendar_as_it_is_now(projected):
    bureau, case = projected
    bureau.fire(case, "decide", SPRING)
    bureau.ctx = replace(bureau.ctx, calendar=WorkingCalendar.of)
    bureau.fire(case, "enter", SPRING)
    row = bureau.row(case, "decide_by")
    assert row.due == WorkingCalendar.of("CN").due_date("5 working days", SPRING).on
    assert not row.provisional


def test_a_period_that_leaves_the_calendar_gives_no_date_but_an_error(bureau):
    with pytest.raises(OutsideCalendar):
        received(bureau, extended="9999 months")
    assert bureau.state("case-0001") == "filed"


# Reminders


def remind(bureau, case, name, on):
    family = bureau.families._family(case, bureau.ctx)
    family.remind(case, name, on)
    bureau.families._keep(family)


def test_reminders_fall_due_before_the_due_day_and_change_nothing(bureau):
    """Due Monday the 9th: two working days before is the 5th, one is the 6th."""
    case = received(bureau)
    assert bureau.row(case, "decide_by").remind_on == day(5)
    version = bureau.case(case).version
    remind(bureau, case, "decide_by", day(4))
    assert bureau.history(case)[-1].kind != "reminder"
    remind(bureau, case, "decide_by", day(5))
    event = bureau.history(case)[-1]
    assert (event.kind, changes(event)) == ("reminder", [("decide_by", "reminded", day(9), None)])
    assert bureau.row(case, "decide_by").remind_on == day(6)
    remind(bureau, case, "decide_by", day(6))
    assert bureau.row(case, "decide_by").remind_on is None
    assert (bureau.state(case), bureau.case(case).version) == ("received", version)


def test_a_moved_deadline_moves_its_reminders(bureau):
    case = received(bureau)
    bureau.fire(case, "redate", day(3), form={"received_on": day(3)})
    assert bureau.row(case, "decide_by").remind_on == day(6)


def test_what_is_answered_is_not_reminded_of(bureau):
    case = received(bureau)
    bureau.fire(case, "decide", day(4))
    before = contents(bureau.families)
    remind(bureau, case, "decide_by", day(5))
    assert contents(bureau.families) == before
