"""One decision, in the order of section 3.1."""

from datetime import date
from decimal import Decimal

import pytest
from bureau import Bureau, contents, day, regulation

from zwgov_workflow.errors import (
    EngineFault,
    FormRejected,
    NotAllowed,
    NotInForce,
    NotPossible,
    RequirementNotMet,
    StaleVersion,
    WrongDay,
)

TRIAL = regulation(
    """
    filing:
      data: {department: department, received_on: date, listed: optional list of text}
      states:
        received: {label: 已收到}
        overdue: {waits: 逾期}
        decided: {final: yes}
      transitions:
        - {trigger: file, to: received, by: clerk, sets: {note: 一, count: 0}}
        - {trigger: lapse, from: received, to: overdue, by: clock, sets: {note: 二}}
        - trigger: decide
          from: received
          to: decided
          by: clerk
          form: decision
          when: {result: granted}
          requires: [reasoned, signed, cheap, quick]
        - trigger: decide
          from: received
          to: same
          by: clerk
          form: decision
          when: {result: refused}
          requires: [reasoned]
        - {trigger: swap, from: received, to: same, by: clerk, form: {left: text, right: text}, sets: {left: {copy: right}, right: {copy: left}}}
        - {trigger: remember, from: received, to: same, by: clerk, form: {added: text}, sets: {listed: {add: added}, note: {copy: added}, told_on: today}}
        - {trigger: forget, from: received, to: same, by: clerk, sets: {note: empty}}
        - {trigger: grade, from: received, to: same, by: clerk, form: {score: number}, sets: {rank: {table: ranks.rank}, count: {tally: cases_so_far}}}
        - {trigger: pick, from: received, to: same, by: clerk, when: {note: {filled: no}}, sets: {note: 三}}
        - {trigger: pick, from: received, to: overdue, by: clerk, when: {note: {filled: yes}}, sets: {note: 三}}
        - {trigger: reopen, from: overdue, to: received, by: clerk, sets: {received_on: today}, requires: [due_ahead]}
      requirements:
        reasoned: {that: {reason: {not: 无}}, label: 须说明理由}
        signed: {if: {score: {at_least: 60}}, that: {signature: {filled: yes}}, label: 须签字}
        cheap: {that: {fee: {below: 100}}, otherwise: warn, label: 费用较高}
        quick: {that: {fee: {below: 1000}}, otherwise: hurry}
        due_ahead: {that: {decide_by: {after: today}}}
      deadlines:
        decide_by: {anchor: received_on, within: 5 working days, runs_in: [received], met_by: [decide], on_lapse: {fire: lapse}}
    """,  # noqa: E501 (a line of a file)
    """
    enumerations: {result: {values: [granted, refused]}}
    breaches: {hurry: {label: 仓促}}
    tallies: {cases_so_far: {count: cases, of: trial.filing, department: department}}
    tables:
      ranks:
        rules:
          - {when: {score: {at_least: 60}}, then: {rank: 合格}}
          - {when: {score: {below: 60}}, then: {rank: 不合格}}
    forms:
      decision: {result: result, reason: text, score: number, signature: optional text, fee: number}
    """,
)
DECISION = {"result": "granted", "reason": "符合条件", "score": 50, "fee": 5}


@pytest.fixture
def bureau():
    return Bureau(TRIAL, tally=lambda tally, department, year: 7)


@pytest.fixture
def case(bureau):
    form = {"department": "D1", "received_on": day(2)}
    return bureau.start("trial/filing", "file", day(2), form=form)


def test_lapses_come_first_as_of_the_day_after_their_due_day(bureau, case):
    """On the 12th nobody had swept: the case is overdue since the 10th, and 'swap' unknown."""
    with pytest.raises(NotPossible) as refused:
        bureau.fire(case, "swap", day(12), form={"left": "a", "right": "b"})
    assert refused.value.state == "overdue"
    assert list(refused.value.possible) == ["reopen"]
    bureau.fire(case, "reopen", day(12))
    assert [(e.kind, e.occurred_on) for e in bureau.history(case)[1:]] == [
        ("lapse", day(10)),
        ("act", day(12)),
    ]


def test_a_trigger_that_the_state_does_not_know_is_refused_and_told_what_is_possible(bureau, case):
    with pytest.raises(NotPossible) as refused:
        bureau.fire(case, "reopen", day(3), by="bert", form={"x": "y"})
    assert list(refused.value.possible) == ["decide", "swap", "remember", "forget", "grade", "pick"]


def test_who_comes_before_form(bureau, case):
    with pytest.raises(NotAllowed):
        bureau.fire(case, "decide", day(3), by="bert", form={"x": "y"})


def test_form_comes_before_requirements(bureau, case):
    with pytest.raises(FormRejected):
        bureau.fire(case, "decide", day(3), form={**DECISION, "reason": "无", "fee": "x"})


def test_when_selects_before_requires_demands(bureau, case):
    """A refusal of what was asked for needs no signature: that is demanded of a grant."""
    grant = {**DECISION, "score": 60}
    with pytest.raises(RequirementNotMet) as refused:
        bureau.fire(case, "decide", day(3), form=grant)
    assert [unmet.name for unmet in refused.value.unmet] == ["signed"]
    bureau.fire(case, "decide", day(3), form={**grant, "result": "refused"})
    assert bureau.state(case) == "received"


def test_all_demands_that_stand_in_the_way_are_named(bureau, case):
    with pytest.raises(RequirementNotMet) as refused:
        bureau.fire(
            case, "decide", day(3), form={**DECISION, "reason": "无", "score": 60, "fee": 900}
        )
    assert [(u.name, u.label) for u in refused.value.unmet] == [
        ("reasoned", "须说明理由"),
        ("signed", "须签字"),
    ]


def test_a_demand_whose_if_does_not_hold_demands_nothing(bureau, case):
    bureau.fire(case, "decide", day(3), form={**DECISION, "score": 59})
    assert bureau.state(case) == "decided"


def test_a_demand_that_warns_passes_and_is_recorded(bureau, case):
    event = bureau.fire(case, "decide", day(3), form={**DECISION, "fee": 100})
    assert [(w.name, w.label) for w in event.warnings] == [("cheap", "费用较高")]
    assert (event.breaches, bureau.breaches(case)) == ((), [])


def test_a_demand_with_a_breach_passes_and_the_breach_is_recorded(bureau, case):
    event = bureau.fire(case, "decide", day(3), form={**DECISION, "fee": 1000})
    (breach,) = bureau.families.breaches(case)
    assert event.breaches == ("hurry",)
    assert (breach.label, breach.seq, breach.department) == ("仓促", event.seq, "D1")


def test_all_settings_read_the_values_before_any_of_them(bureau, case):
    bureau.fire(case, "swap", day(3), form={"left": "甲", "right": "乙"})
    assert (bureau.data(case)["left"], bureau.data(case)["right"]) == ("乙", "甲")


def test_settings_copy_add_empty_and_set_the_day_of_the_act(bureau, case):
    for word in ("甲", "乙", "甲"):
        bureau.fire(case, "remember", day(3), told=day(4), form={"added": word})
    known = bureau.data(case)
    assert (known["listed"], known["note"], known["told_on"]) == (("甲", "乙"), "甲", day(3))
    event = bureau.fire(case, "forget", day(3))
    assert event.changed == {"note": None}
    assert "note" not in bureau.data(case)


def test_settings_look_up_tables_and_tallies(bureau, case):
    bureau.fire(case, "grade", day(3), form={"score": 59})
    assert (bureau.data(case)["rank"], bureau.data(case)["count"]) == ("不合格", Decimal(7))
    bureau.fire(case, "grade", day(3), form={"score": 60})
    assert bureau.data(case)["rank"] == "合格"


def test_when_is_asked_of_the_data_with_what_the_transition_sets(bureau, case):
    """Both set a note, so that the one for cases with a note is meant, even after 'forget'."""
    bureau.fire(case, "forget", day(3))
    bureau.fire(case, "pick", day(3))
    assert bureau.state(case) == "overdue"


def test_deadlines_in_requirements_are_those_the_step_would_produce(bureau, case):
    """Reopened on the 12th: the old due day was the 9th, the coming one is the 19th."""
    bureau.sweep(day(12))
    bureau.fire(case, "reopen", day(12))
    assert bureau.row(case, "decide_by").due == day(19)


@pytest.mark.parametrize(
    ("trigger", "on", "by", "form"),
    [
        ("nothing", 3, "anna", {}),
        ("swap", 3, "bert", {}),
        ("swap", 3, "anna", {"left": "a"}),
        ("decide", 3, "anna", {**DECISION, "reason": "无"}),
        ("swap", 12, "anna", {"left": "a", "right": "b"}),
        ("swap", 1, "anna", {"left": "a", "right": "b"}),
    ],
)
def test_a_refusal_changes_nothing(bureau, case, *, trigger, on, by, form):
    """Neither the lapse of the 9th: it is for the next sweep or command to record it."""
    before = contents(bureau.families)
    with pytest.raises((NotPossible, NotAllowed, FormRejected, RequirementNotMet, WrongDay)):
        bureau.fire(case, trigger, day(on), by=by, form=form)
    assert contents(bureau.families) == before


def test_a_start_that_is_refused_has_no_case(bureau):
    with pytest.raises(FormRejected):
        bureau.start("trial/filing", "file", day(2), form={"department": "D1"})
    with pytest.raises(NotPossible) as refused:
        bureau.start("trial/filing", "decide", day(2))
    assert refused.value.state == "not started"
    assert contents(bureau.families) == ({}, {}, {}, set())


def test_a_case_starts_by_the_version_in_force_on_the_day_of_the_fact():
    bureau = Bureau(TRIAL)
    form = {"department": "D1", "received_on": date(2019, 12, 31)}
    with pytest.raises(NotInForce):
        bureau.start("trial/filing", "file", date(2019, 12, 31), form=form)


def test_a_writer_who_read_an_older_version_is_refused(bureau, case):
    version = bureau.case(case).version
    bureau.fire(case, "forget", day(3), expect_version=version)
    with pytest.raises(StaleVersion) as refused:
        bureau.fire(case, "forget", day(3), expect_version=version)
    assert (refused.value.expected, refused.value.actual) == (version, version + 1)


OVERLAPPING = regulation(
    """
    filing:
      data: {department: department, score: number}
      states: {open: {waits: 待办}, high: {final: yes}, low: {final: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk}
        - {trigger: rate, from: open, to: high, by: clerk, when: {score: {at_least: 60}}}
        - {trigger: rate, from: open, to: low, by: clerk, when: {score: {below: 70}}}
    """,
    unsound=["'rate' from 'open': overlap when score is 60"],
)


def test_what_the_checker_would_have_refused_is_a_fault_and_never_a_guess():
    bureau = Bureau(OVERLAPPING)
    form = {"department": "D1", "score": 65}
    case = bureau.start("trial/filing", "open", day(2), form=form)
    with pytest.raises(EngineFault, match="2 transitions fit 'rate'"):
        bureau.fire(case, "rate", day(3))
    assert bureau.state(case) == "open"


# 3.4 Time


def test_an_act_cannot_be_of_a_day_after_it_is_recorded(bureau, case):
    with pytest.raises(WrongDay, match="ahead of 2026-03-03"):
        bureau.fire(case, "forget", day(4), told=day(3))
    with pytest.raises(WrongDay):
        bureau.start("trial/filing", "file", day(4), told=day(3))


def test_an_act_cannot_be_of_a_day_before_the_last_one(bureau, case):
    bureau.fire(case, "forget", day(4))
    with pytest.raises(WrongDay, match="last acted on on 2026-03-04"):
        bureau.fire(case, "forget", day(3), told=day(5))
    bureau.fire(case, "forget", day(4), told=day(9))


def test_a_date_on_a_form_may_lie_earlier_than_the_act(bureau):
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/filing", "file", day(6), form=form)
    assert bureau.row(case, "decide_by").due == day(9)
