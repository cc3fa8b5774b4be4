"""Acts in time that are told late, acts that are late, and corrections: sections 3.5 and 3.6."""

import pytest
from bureau import Bureau, contents, day, people, regulation

from zwgov_workflow.errors import DeadlinePassed, NotPossible, RequirementNotMet, WrongDay
from zwgov_workflow.people import Department

TRIAL = regulation(
    """
    matter:
      data: {department: department}
      states:
        asking: {waits: 待函复}
        agreed: {waits: 一致}
        disputed: {waits: 不一致}
        published: {waits: 已公开}
        contested: {final: yes}
      children:
        letters: {machine: trial/letter, start: send, give: {department: department, sent_on: sent_on}}
      transitions:
        - {trigger: open, to: asking, by: clerk, sets: {sent_on: today}, starts: [letters]}
        - {trigger: ask_again, from: asking, to: same, by: clerk, starts: [letters]}
        - {trigger: all_agree, from: asking, to: agreed, by: rule, when: {letters: {all: [yes_said, deemed]}}}
        - {trigger: one_objects, from: [asking, agreed], to: disputed, by: rule, when: {letters: {any: [no_said]}}}
        - {trigger: contradicted, from: published, to: contested, by: rule, when: {letters: {any: [no_said]}}}
        - {trigger: publish, from: agreed, to: published, by: clerk}
        - {trigger: close, from: [disputed, published], to: contested, by: clerk}
    letter:
      data: {department: department, sent_on: date}
      states:
        waiting: {label: 待函复}
        deemed: {final: yes}
        yes_said: {final: yes}
        no_said: {final: yes}
        withdrawn: {final: yes}
        pending: {waits: 待补充}
      transitions:
        - {trigger: send, to: waiting, by: case, sets: {received_on: {copy: sent_on}}}
        - {trigger: receive, from: waiting, to: same, by: clerk, form: {received_on: date}}
        - {trigger: reply, from: waiting, to: yes_said, by: clerk, form: {answer: answer, written: yes_no}, when: {answer: agree}, requires: [in_writing]}
        - {trigger: reply, from: waiting, to: no_said, by: clerk, form: {answer: answer, written: yes_no}, when: {answer: object}, requires: [in_writing]}
        - {trigger: reply, from: withdrawn, to: same, by: clerk, form: {answer: answer, written: yes_no}}
        - {trigger: supplement, from: waiting, to: pending, by: clerk}
        - {trigger: supplemented, from: pending, to: waiting, by: clerk, sets: {received_on: today}}
        - {trigger: deem, from: waiting, to: deemed, by: clock, sets: {why: 逾期}, breach: silent}
        - {trigger: withdraw, from: [waiting, deemed], to: withdrawn, by: clerk}
        - {trigger: correct, from: [waiting, deemed], to: same, by: clerk, form: {received_on: date, reason: text}, corrects: receive, requires: [another], when: {reason: {not: 无}}}
        - {trigger: correct, from: [waiting, deemed], to: withdrawn, by: clerk, form: {received_on: date, reason: text}, corrects: receive, requires: [another], when: {reason: 无}}
      requirements:
        in_writing: {that: {written: yes}}
        another: {distinct_from: [receive]}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [reply], late: record, on_lapse: {fire: deem}}
        supplement_by: {anchor: received_on, within: 3 working days, runs_in: [waiting], met_by: [supplement], on_lapse: warn}
    """,  # noqa: E501 (a line of a file)
    """
    enumerations: {answer: {values: [agree, object]}}
    breaches: {silent: {label: 未函复}}
    """,
)
YES, NO = {"answer": "agree", "written": "yes"}, {"answer": "object", "written": "yes"}


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


@pytest.fixture
def matter(bureau):
    return bureau.start("trial/matter", "open", day(2), form={"department": "D1"})


@pytest.fixture
def letter(bureau, matter):
    return bureau.children(matter, "letters")[0]


def test_silence_moves_the_case_and_the_join_follows_on_the_day_after(bureau, matter, letter):
    bureau.sweep(day(20))
    assert (bureau.state(letter), bureau.state(matter)) == ("deemed", "agreed")
    assert bureau.history(matter)[-1].occurred_on == day(10)
    assert bureau.breaches(letter) == ["silent"]


def test_an_act_in_time_told_late_is_decided_on_the_case_before_the_lapse(bureau, matter, letter):
    """Replied on the 9th, told on the 12th: the lapse, its breach and its data are superseded."""
    bureau.sweep(day(12))
    lapse = bureau.row(letter, "reply_by").lapse
    event = bureau.fire(letter, "reply", day(9), told=day(12), form=NO)
    assert (event.supersedes, event.from_state, event.to_state) == (lapse, "deemed", "no_said")
    assert ("reply_by", "superseded") in [(c.name, c.change) for c in event.deadlines]
    assert bureau.breaches(letter) == []
    assert "why" not in bureau.data(letter)
    assert event.changed["why"] is None
    row = bureau.row(letter, "reply_by")
    assert (row.status, row.closed_on, row.undo) == ("met", day(9), None)


def test_the_join_opens_again_by_its_own_rule(bureau, matter, letter):
    """Trap 2: a superseded lapse undoes the join too."""
    bureau.sweep(day(12))
    assert bureau.state(matter) == "agreed"
    bureau.fire(letter, "reply", day(9), told=day(12), form=NO)
    assert bureau.state(matter) == "disputed"
    assert bureau.case(matter).counts == {"letters": {"no_said": 1}}


def test_what_cannot_be_undone_stays_and_the_parent_shows_the_contradiction(bureau, matter, letter):
    bureau.sweep(day(11))
    bureau.fire(matter, "publish", day(11))
    bureau.fire(letter, "reply", day(9), told=day(12), form=NO)
    assert bureau.state(matter) == "contested"
    assert [e.trigger for e in bureau.history(matter)][-2:] == ["publish", "contradicted"]


def test_an_act_in_time_that_is_refused_before_the_lapse_changes_nothing(bureau, matter, letter):
    bureau.sweep(day(12))
    before = contents(bureau.families)
    with pytest.raises(RequirementNotMet):
        bureau.fire(letter, "reply", day(9), told=day(12), form={**NO, "written": "no"})
    assert contents(bureau.families) == before


def test_a_late_act_is_recorded_and_changes_nothing(bureau, matter, letter):
    bureau.sweep(day(12))
    before = bureau.case(letter)
    event = bureau.fire(letter, "reply", day(10), told=day(12), form=NO)
    assert (event.kind, event.late, event.from_state, event.to_state) == (
        "late", True, "deemed", "deemed"
    )  # fmt: skip
    assert event.form["answer"] == "object"
    after = bureau.case(letter)
    assert (after.state, after.data, after.deadlines) == (
        before.state,
        before.data,
        before.deadlines,
    )
    assert bureau.state(matter) == "agreed"
    assert bureau.breaches(letter) == ["silent"]


def test_a_late_act_may_come_with_the_command_that_lets_it_lapse(bureau, matter, letter):
    """Nobody swept: told on the 12th of the 12th, the reply is late all the same."""
    assert bureau.fire(letter, "reply", day(12), form=NO).late
    assert bureau.state(letter) == "deemed"


def test_an_act_in_time_and_swept_or_not_end_alike(matter, letter):
    ends = []
    for sweeps in (False, True):
        bureau = Bureau(TRIAL)
        matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
        (letter,) = bureau.children(matter, "letters")
        if sweeps:
            bureau.sweep(day(12))
        bureau.fire(letter, "reply", day(9), told=day(12), form=NO)
        bureau.sweep(day(12))
        cases = [bureau.case(one) for one in (matter, letter)]
        ends.append([(c.state, c.data, c.counts, bureau.breaches(c.id)) for c in cases])
    assert ends[0] == ends[1]


def test_a_lapse_that_no_longer_stands_is_looked_at_no_more(bureau, matter, letter):
    """Withdrawn after the lapse, the case knows a reply of its own."""
    bureau.sweep(day(12))
    bureau.fire(letter, "withdraw", day(12))
    bureau.fire(letter, "reply", day(13), form=NO)
    assert bureau.state(letter) == "withdrawn"
    assert not bureau.history(letter)[-1].late


def test_an_act_that_answers_no_deadline_keeps_the_order_of_days(bureau, matter, letter):
    bureau.sweep(day(12))
    bureau.fire(letter, "withdraw", day(12))
    with pytest.raises(WrongDay):
        bureau.fire(letter, "reply", day(11), told=day(12), form=NO)


REFUSING = regulation(
    """
    decision:
      data: {department: department, notified_on: date}
      states:
        open: {label: 申诉期内}
        final: {waits: 生效}
        appealed: {final: yes}
      transitions:
        - {trigger: notify, to: open, by: clerk}
        - {trigger: appeal, from: open, to: appealed, by: clerk}
        - {trigger: appeal, from: final, to: same, by: clerk}
        - {trigger: expire, from: open, to: final, by: clock}
        - {trigger: close, from: final, to: appealed, by: clerk}
      deadlines:
        appeal_by: {label: 申诉期限, anchor: notified_on, within: 5 calendar days, runs_in: [open], met_by: [appeal], on_lapse: {fire: expire}}
    """  # noqa: E501 (a line of a file)
)


def notified():
    bureau = Bureau(REFUSING)
    form = {"department": "D1", "notified_on": day(3)}
    return bureau, bureau.start("trial/decision", "notify", day(3), form=form)


def test_where_the_right_is_lost_a_late_act_is_refused_with_deadline_and_due_day():
    """Notified on the 3rd; the fifth day, Sunday the 8th, rolls to Monday the 9th.

    It is looked at before the present state is, which knows an appeal of its own.
    """
    bureau, case = notified()
    bureau.sweep(day(10))
    before = contents(bureau.families)
    with pytest.raises(DeadlinePassed) as refused:
        bureau.fire(case, "appeal", day(10))
    assert (refused.value.deadline, refused.value.label) == ("appeal_by", "申诉期限")
    assert refused.value.due == day(9)
    assert contents(bureau.families) == before


def test_where_the_right_is_lost_an_act_in_time_still_counts():
    bureau, case = notified()
    bureau.sweep(day(20))
    bureau.fire(case, "appeal", day(9), told=day(20))
    assert bureau.state(case) == "appealed"


# 3.6 Corrections


def received(bureau, letter, on):
    bureau.fire(letter, "receive", on, form={"received_on": on})


def test_a_correction_names_the_event_it_corrects_and_moves_the_deadline(bureau, matter, letter):
    received(bureau, letter, day(3))
    number = bureau.history(letter)[-1].seq
    form = {"received_on": day(4), "reason": "误记"}
    event = bureau.fire(letter, "correct", day(5), by="emil", form=form)
    assert (event.corrects, event.supersedes) == (number, None)
    assert bureau.row(letter, "reply_by").due == day(11)


def test_a_lapse_under_a_wrong_day_is_undone_and_the_deadline_runs_from_the_right_one(
    bureau, matter, letter
):
    """Lapsed on the 9th; received on the 5th, not the 2nd: it runs until the 12th."""
    bureau.sweep(day(11))
    lapse = bureau.row(letter, "reply_by").lapse
    form = {"received_on": day(5), "reason": "误记"}
    event = bureau.fire(letter, "correct", day(11), by="emil", form=form)
    row = bureau.row(letter, "reply_by")
    assert (bureau.state(letter), event.from_state, event.to_state) == (
        "waiting",
        "deemed",
        "waiting",
    )
    assert (row.status, row.due, row.instance, row.undo) == ("running", day(12), 1, None)
    assert event.supersedes == lapse
    assert bureau.breaches(letter) == []
    assert "why" not in bureau.data(letter)


def test_the_undone_lapse_lapses_again_in_time(bureau, matter, letter):
    bureau.sweep(day(11))
    bureau.fire(
        letter, "correct", day(11), by="emil", form={"received_on": day(5), "reason": "误记"}
    )
    bureau.sweep(day(13))
    assert bureau.state(letter) == "deemed"
    assert bureau.breaches(letter) == ["silent"]


def test_a_lapse_under_a_wrong_day_lapses_at_once_where_the_right_one_is_over_too(
    bureau, matter, letter
):
    """Received on the 3rd, not the 2nd: due on the 10th, which is over on the 20th."""
    bureau.sweep(day(20))
    before = len(bureau.history(letter))
    bureau.fire(
        letter, "correct", day(20), by="emil", form={"received_on": day(3), "reason": "误记"}
    )
    events = bureau.history(letter)[before:]
    assert next(e.kind for e in events if e.kind != "given") == "act"
    lapse = next(e for e in events if e.trigger == "deem")
    assert lapse.occurred_on == day(11)
    assert (bureau.state(letter), bureau.breaches(letter)) == ("deemed", ["silent"])


def test_a_correction_that_changes_no_anchor_undoes_no_lapse(bureau, matter, letter):
    bureau.sweep(day(11))
    bureau.fire(
        letter, "correct", day(11), by="emil", form={"received_on": day(2), "reason": "无误"}
    )
    assert bureau.state(letter) == "deemed"
    assert bureau.breaches(letter) == ["silent"]


def test_a_correction_may_be_of_a_day_before_the_lapse(bureau, matter, letter):
    received(bureau, letter, day(2))
    number = bureau.history(letter)[-1].seq
    bureau.sweep(day(11))
    form = {"received_on": day(5), "reason": "误记"}
    event = bureau.fire(letter, "correct", day(6), told=day(11), by="emil", form=form)
    assert bureau.row(letter, "reply_by").due == day(12)
    assert event.corrects == number


def test_what_lapsed_by_another_anchor_is_not_possible_to_correct_in_a_later_state(
    bureau, matter, letter
):
    bureau.sweep(day(11))
    bureau.fire(letter, "withdraw", day(11))
    with pytest.raises(NotPossible):
        bureau.fire(
            letter, "correct", day(11), by="emil", form={"received_on": day(5), "reason": "误记"}
        )


def test_a_recorded_lapse_under_a_wrong_day_is_undone_too(bureau, matter, letter):
    """'supplement_by' only warned, on the 5th; from the 5th on it runs until the 10th."""
    bureau.sweep(day(6))
    assert bureau.row(letter, "supplement_by").status == "lapsed"
    bureau.fire(
        letter, "correct", day(6), by="emil", form={"received_on": day(5), "reason": "误记"}
    )
    row = bureau.row(letter, "supplement_by")
    assert (row.status, row.due, row.lapse) == ("running", day(10), None)


# What the lapse brought about besides

CHAINED = regulation(
    """
    letter:
      data: {department: department, received_on: date}
      states:
        waiting: {label: 待函复}
        overdue: {label: 逾期}
        answered: {final: yes}
      transitions:
        - {trigger: receive, to: waiting, by: clerk}
        - {trigger: reply, from: waiting, to: answered, by: clerk}
        - {trigger: reply_late, from: overdue, to: answered, by: clerk}
        - {trigger: pass, from: waiting, to: overdue, by: clock, sets: {overdue_on: today}}
      deadlines:
        early_by: {anchor: received_on, within: 2 working days, runs_in: [waiting], on_lapse: {breach: slow}}
        late_by: {anchor: received_on, within: 10 working days, runs_in: [waiting], on_lapse: {breach: slow}}
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [reply], on_lapse: {fire: pass}}
        urge_by: {anchor: overdue_on, within: 3 working days, runs_in: [overdue], on_lapse: {breach: silent}}
    """,  # noqa: E501 (a line of a file)
    """
    breaches: {slow: {label: 迟缓}, silent: {label: 未函复}}
    """,
)


def standing(replied, told):
    """Served on Monday the 2nd; due on the 4th, 9th and 16th."""
    bureau = Bureau(CHAINED)
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/letter", "receive", day(2), form=form)
    bureau.sweep(told)
    bureau.fire(case, "reply", replied, told=told)
    rows = {name: str(row.status) for name, row in bureau.case(case).deadlines.items()}
    return bureau.breaches(case), rows


@pytest.mark.parametrize("told", [4, 5, 10, 12, 13, 30])
def test_in_time_for_both_no_breach_stands_however_late_it_is_told(told):
    breaches, rows = standing(day(4), day(told))
    assert breaches == []
    assert (rows["early_by"], rows["late_by"], rows["reply_by"]) == ("met", "met", "met")
    assert rows.get("urge_by", "ended") == "ended"


@pytest.mark.parametrize("told", [9, 10, 12, 13, 30])
def test_late_for_the_one_and_in_time_for_the_other_only_the_one_breach_stands(told):
    """The period that began with the lapse never ran: its breach counts no more."""
    breaches, rows = standing(day(9), day(told))
    assert breaches == ["slow"]
    assert (rows["early_by"], rows["late_by"], rows["reply_by"]) == ("lapsed", "met", "met")
    assert rows.get("urge_by", "ended") == "ended"


TOLD_LATE = regulation(
    """
    letter:
      data: {department: department, received_on: date}
      states:
        drawn: {label: 已登记}
        waiting: {label: 待函复}
        overdue: {label: 逾期}
        answered: {final: yes}
      transitions:
        - {trigger: draw, to: drawn, by: clerk, sets: {told_on: today}}
        - {trigger: receive, from: drawn, to: waiting, by: clerk, sets: {told_on: today}}
        - {trigger: reply, from: waiting, to: answered, by: clerk}
        - {trigger: reply_late, from: overdue, to: answered, by: clerk}
        - {trigger: pass, from: waiting, to: overdue, by: clock}
        - {trigger: correct, from: [waiting, overdue], to: same, by: clerk, form: {received_on: date}, corrects: receive, requires: [another]}
      requirements: {another: {distinct_from: [receive]}}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [reply], on_lapse: {fire: pass}}
        answer_by: {anchor: told_on, within: 20 working days, runs_in: [waiting, overdue], on_lapse: warn}
        draw_by: {anchor: told_on, within: 1 working day, runs_in: [drawn], on_lapse: warn}
        paper_by: {anchor: told_on, within: 10 working days, runs_in: [waiting], on_lapse: warn}
    """  # noqa: E501 (a line of a file)
)


def test_what_ran_beside_a_lapse_that_is_undone_runs_on():
    """Told on the 20th of the 2nd, it was over at once; of the 19th, it is not."""
    bureau = Bureau(TOLD_LATE)
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/letter", "draw", day(20), form=form)
    bureau.fire(case, "receive", day(20))
    before = bureau.row(case, "paper_by"), bureau.row(case, "answer_by")
    assert (bureau.state(case), str(before[0].status)) == ("overdue", "met")
    bureau.fire(case, "correct", day(23), by="emil", form={"received_on": day(19)})
    assert bureau.state(case) == "waiting"
    rows = bureau.row(case, "paper_by"), bureau.row(case, "answer_by")
    assert [(str(row.status), row.instance) for row in rows] == [("running", 1)] * 2
    assert [row.due for row in rows] == [row.due for row in before]
    assert bureau.row(case, "reply_by").due == day(26)
    assert bureau.row(case, "draw_by").status == "met"


PAUSED = regulation(
    """
    letter:
      data: {department: department, received_on: date}
      states:
        waiting: {label: 待函复}
        stopped: {label: 中止}
        overdue: {waits: 逾期}
        answered: {final: yes}
      transitions:
        - {trigger: receive, to: waiting, by: clerk}
        - {trigger: stop, from: waiting, to: stopped, by: clerk, sets: {stopped_on: today}}
        - {trigger: go_on, from: stopped, to: waiting, by: clerk}
        - {trigger: note, from: stopped, to: same, by: clerk}
        - {trigger: pass, from: stopped, to: overdue, by: clock}
        - {trigger: reply, from: [waiting, overdue], to: answered, by: clerk}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], pauses_in: [stopped], on_lapse: warn}
        go_on_by: {anchor: stopped_on, within: 5 working days, runs_in: [stopped], met_by: [go_on], on_lapse: {fire: pass}}
    """  # noqa: E501 (a line of a file)
)


@pytest.mark.parametrize("swept", [False, True])
def test_what_stood_still_when_a_lapse_that_is_undone_closed_it_stood_still(swept):
    """Stopped on the 4th with three days left; it went on on the 11th: due on the 16th."""
    bureau = Bureau(PAUSED)
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/letter", "receive", day(2), form=form)
    bureau.fire(case, "stop", day(4))
    if swept:
        bureau.sweep(day(13))
        assert bureau.state(case) == "overdue"
    bureau.fire(case, "go_on", day(11), told=day(13))
    row = bureau.row(case, "reply_by")
    assert (row.status, row.due, row.paused_on) == ("running", day(16), None)


def test_what_happened_before_a_lapse_and_is_told_later_finds_the_case_as_it_was():
    """A note of the 5th, told on the 13th: the case is stopped again, and so is the deadline."""
    bureau = Bureau(PAUSED)
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/letter", "receive", day(2), form=form)
    bureau.fire(case, "stop", day(4))
    bureau.sweep(day(13))
    bureau.fire(case, "note", day(5), told=day(13))
    assert (bureau.state(case), str(bureau.row(case, "reply_by").status)) == ("stopped", "paused")
    bureau.sweep(day(13))
    assert bureau.state(case) == "overdue"


HANDED = regulation(
    """
    letter:
      data: {department: {type: department, if_abolished: chief}, received_on: date}
      states: {waiting: {label: 待函复}, overdue: {waits: 逾期}, heard: {waits: 听证}, answered: {final: yes}}
      transitions:
        - {trigger: receive, to: waiting, by: clerk}
        - {trigger: hear, from: waiting, to: heard, by: clerk}
        - {trigger: pass, from: waiting, to: overdue, by: clock}
        - {trigger: reply, from: [overdue, heard], to: answered, by: clerk}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [hear], on_lapse: {fire: pass}}
    """  # noqa: E501 (a line of a file)
)


@pytest.mark.parametrize("swept", [False, True])
def test_a_department_handed_over_after_a_lapse_stays_handed_over_when_it_is_undone(swept):
    """Anna of D1 heard it on the 9th; D1 is gone after the 10th, and it is told on the 13th."""
    gone = Department(id="D1", name="D1科", last=day(10), successor="D2")
    bureau = Bureau(HANDED, staff=people(departments=[gone]))
    form = {"department": "D1", "received_on": day(2)}
    case = bureau.start("trial/letter", "receive", day(2), form=form)
    if swept:
        bureau.sweep(day(13))
        assert (bureau.state(case), bureau.data(case)["department"]) == ("overdue", "D2")
    bureau.fire(case, "hear", day(9), told=day(13))
    bureau.sweep(day(13))
    assert (bureau.state(case), bureau.data(case)["department"]) == ("heard", "D2")
