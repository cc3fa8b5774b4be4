"""Parents and children: groups, joins, what is given, taken and told."""

from dataclasses import replace
from datetime import date

import pytest
from bureau import Bureau, contents, day, regulation

from zwgov_workflow.calendar import WorkingCalendar
from zwgov_workflow.errors import OpenChildren, RequirementNotMet

TRIAL = regulation(
    """
    matter:
      data:
        department: department
        asked: optional list of department
        heard: {type: optional rows, columns: {name: text, weight: number, remark: optional text}}
        title: optional text
        secret: optional yes_no
      states:
        open: {waits: 待各部门意见}
        agreed: {waits: 一致}
        disputed: {waits: 不一致}
        closed: {final: yes}
        reviewed: {final: yes}
      children:
        opinions: {label: 征求意见, machine: trial/opinion, start: ask, for_each: asked, as: department, give: {title: title}}
        persons: {machine: trial/person, start: name, for_each: heard, as: {who: name, weight: weight}}
        review: {label: 保密审查, machine: trial/review, start: submit, take: {verdict: verdict, review_by: due}, outlives: yes, if: {secret: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk, starts: [opinions, persons]}
        - {trigger: ask_more, from: [open, agreed], to: open, by: clerk, form: {more: department}, sets: {asked: {add: more}}, starts: [opinions]}
        - {trigger: rename, from: [open, agreed, closed], to: same, by: clerk, form: {title: optional text}}
        - {trigger: review, from: open, to: same, by: clerk, starts: [review]}
        - {trigger: agree, from: open, to: agreed, by: rule, when: {opinions: {all: [said_yes, silent]}, asked: {filled: yes}}}
        - {trigger: dispute, from: [open, agreed], to: disputed, by: rule, when: {opinions: {any: [said_no]}}}
        - {trigger: close, from: [open, agreed, disputed], to: closed, by: clerk, form: {reason: optional text}, tells: [{group: opinions, trigger: end, give: {why: reason}}]}
        - {trigger: drop, from: open, to: closed, by: clerk}
        - {trigger: finish, from: closed, to: reviewed, by: rule, when: {verdict: 公开}}
    opinion:
      data: {department: department, title: optional text}
      states:
        asked: {label: 待函复}
        said_yes: {final: yes}
        said_no: {final: yes}
        silent: {final: yes}
        ended: {final: yes}
      transitions:
        - {trigger: ask, to: asked, by: case, sets: {received_on: today}}
        - {trigger: yes, from: [asked, said_no], to: said_yes, by: clerk}
        - {trigger: no, from: [asked, said_yes], to: said_no, by: clerk}
        - {trigger: reconsider, from: said_yes, to: asked, by: clerk, sets: {received_on: today}}
        - {trigger: silence, from: asked, to: silent, by: clock}
        - {trigger: end, from: asked, to: ended, by: case, sets: {ended_for: {copy: title}}}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [asked], on_lapse: {fire: silence}}
    person:
      data: {who: text, weight: number}
      states: {named: {final: yes}}
      transitions: [{trigger: name, to: named, by: case}]
    review:
      states: {submitted: {waits: 待审查}, decided: {final: yes}}
      transitions:
        - {trigger: submit, to: submitted, by: case, sets: {due: today}}
        - {trigger: submit, to: submitted, by: chief, sets: {due: empty}}
        - {trigger: decide, from: submitted, to: decided, by: chief, form: {verdict: verdict}}
    """,  # noqa: E501 (a line of a file)
    """
    enumerations: {verdict: {values: [公开, 不公开]}}
    """,
)


def opened(bureau, **form):
    return bureau.start("trial/matter", "open", day(2), form={"department": "D1", **form})


@pytest.fixture
def bureau():
    return Bureau(TRIAL)


@pytest.fixture
def matter(bureau):
    return opened(bureau, asked=["D1", "D2"], title="一")


def opinions(bureau, matter):
    return {bureau.data(c)["department"]: c for c in bureau.children(matter, "opinions")}


def test_each_item_of_the_list_gets_exactly_one_child(bureau):
    matter = opened(bureau, asked=["D1", "D2", "D1"])
    assert list(opinions(bureau, matter)) == ["D1", "D2"]
    assert len(bureau.children(matter, "opinions")) == 2
    assert bureau.case(matter).counts == {"opinions": {"asked": 2}}


def test_started_again_for_a_longer_list_only_what_is_new_gets_a_child(bureau, matter):
    bureau.fire(matter, "ask_more", day(3), form={"more": "D2"})
    assert list(opinions(bureau, matter)) == ["D1", "D2"]
    bureau.fire(matter, "ask_more", day(3), form={"more": "D3"})
    assert list(opinions(bureau, matter)) == ["D1", "D2", "D3"]
    assert bureau.case(matter).items == {"opinions": ("D1", "D2", "D3")}
    assert bureau.case(opinions(bureau, matter)["D3"]).place.item == "D3"


def test_rows_fill_the_fields_of_the_child_by_their_columns(bureau):
    row = {"name": "张某", "weight": "60", "remark": "负责人"}
    matter = opened(bureau, heard=[row, {"name": "李某", "weight": 40}])
    known = [bureau.data(person) for person in bureau.children(matter, "persons")]
    assert [sorted(one.items()) for one in known] == [
        [("weight", 60), ("who", "张某")],
        [("weight", 40), ("who", "李某")],
    ]


def test_without_a_list_each_start_adds_a_child(bureau):
    matter = opened(bureau, secret="yes")
    bureau.fire(matter, "review", day(3))
    bureau.fire(matter, "review", day(3))
    assert len(bureau.children(matter, "review")) == 2
    assert bureau.case(matter).counts["review"] == {"submitted": 2}


def test_no_child_is_started_unless_the_condition_of_its_group_holds(bureau):
    matter = opened(bureau, secret="no")
    bureau.fire(matter, "review", day(3))
    assert bureau.children(matter, "review") == []


def test_a_child_is_started_by_the_arrow_for_the_parent_and_not_the_one_for_officers(bureau):
    """'submit' is for the chief too, who would leave the day empty."""
    matter = opened(bureau, secret="yes")
    bureau.fire(matter, "review", day(3))
    (review,) = bureau.children(matter, "review")
    assert bureau.data(review)["due"] == day(3)
    (event,) = [e for e in bureau.history(review) if e.kind == "started"]
    assert (event.actor.role, event.from_state, event.to_state) == ("case", None, "submitted")


# Give and take


def test_open_children_follow_what_their_parent_gives(bureau, matter):
    """D2 has answered: its title stays the one it answered to."""
    bureau.fire(opinions(bureau, matter)["D2"], "yes", day(2), by="bert")
    version = bureau.case(opinions(bureau, matter)["D1"]).version
    bureau.fire(matter, "rename", day(3), form={"title": "二"})
    known = {d: bureau.data(c)["title"] for d, c in opinions(bureau, matter).items()}
    assert known == {"D1": "二", "D2": "一"}
    first = opinions(bureau, matter)["D1"]
    assert bureau.history(first)[-1].kind == "given"
    assert bureau.case(first).version == version + 1


def test_what_the_parent_empties_is_empty_at_the_children_too(bureau, matter):
    bureau.fire(matter, "rename", day(3))
    assert "title" not in bureau.data(opinions(bureau, matter)["D1"])


def test_a_child_that_opens_again_follows_again(bureau, matter):
    second = opinions(bureau, matter)["D2"]
    bureau.fire(second, "yes", day(2), by="bert")
    bureau.fire(matter, "rename", day(3), form={"title": "二"})
    bureau.fire(second, "reconsider", day(4), by="bert")
    assert bureau.data(second)["title"] == "二"


def test_the_parent_follows_what_it_takes_from_its_child(bureau):
    matter = opened(bureau, secret="yes")
    bureau.fire(matter, "review", day(3))
    assert bureau.data(matter)["review_by"] == day(3)
    (review,) = bureau.children(matter, "review")
    bureau.fire(review, "decide", day(4), by="carl", form={"verdict": "不公开"})
    assert bureau.data(matter)["verdict"] == "不公开"
    assert bureau.history(matter)[-1].kind == "taken"


def test_of_several_children_the_latest_is_taken_from(bureau):
    matter = opened(bureau, secret="yes")
    for _ in range(2):
        bureau.fire(matter, "review", day(3))
    first, second = bureau.children(matter, "review")
    bureau.fire(second, "decide", day(4), by="carl", form={"verdict": "公开"})
    bureau.fire(first, "decide", day(4), by="carl", form={"verdict": "不公开"})
    assert bureau.data(matter)["verdict"] == "公开"


def test_a_parent_that_has_ended_still_takes_counts_and_fires_rules_that_name_its_state(bureau):
    matter = opened(bureau, secret="yes")
    bureau.fire(matter, "review", day(3))
    bureau.fire(matter, "drop", day(3))
    (review,) = bureau.children(matter, "review")
    bureau.fire(review, "decide", day(4), by="carl", form={"verdict": "公开"})
    assert bureau.case(matter).counts == {"review": {"decided": 1}}
    assert bureau.state(matter) == "reviewed"


# Joins


def test_a_join_waits_for_all_and_one_may_suffice_against_it(bureau, matter):
    known = opinions(bureau, matter)
    bureau.fire(known["D1"], "yes", day(3))
    assert bureau.state(matter) == "open"
    bureau.fire(known["D2"], "yes", day(3), by="bert")
    assert bureau.state(matter) == "agreed"
    assert bureau.case(matter).counts == {"opinions": {"said_yes": 2}}
    bureau.fire(known["D2"], "no", day(4), by="bert")
    assert bureau.state(matter) == "disputed"
    assert bureau.case(matter).counts == {"opinions": {"said_yes": 1, "said_no": 1}}


def test_a_rule_takes_the_day_of_its_cause(bureau, matter):
    known = opinions(bureau, matter)
    bureau.fire(known["D1"], "no", day(3), told=day(5))
    event = bureau.history(matter)[-1]
    assert (event.kind, event.trigger, event.occurred_on) == ("rule", "dispute", day(3))
    assert event.actor.role == "rule"


def test_lapses_of_one_day_come_before_any_rule(bureau, matter):
    bureau.sweep(day(10))
    assert [bureau.state(c) for c in bureau.children(matter, "opinions")] == ["silent", "silent"]
    assert bureau.state(matter) == "agreed"
    assert bureau.history(matter)[-1].occurred_on == day(10)


TWO_STARTS = regulation(
    """
    matter:
      data: {department: department, first: list of text, second: list of text}
      states: {open: {waits: 待办}, done: {final: yes}}
      children:
        ones: {machine: trial/part, start: begin, for_each: first, as: name}
        twos: {machine: trial/part, start: begin, for_each: second, as: name}
      transitions:
        - {trigger: open, to: open, by: clerk, starts: [ones, twos]}
        - {trigger: finish, from: open, to: done, by: rule, when: {ones: {all: [ended]}, twos: {all: [ended]}}}
    part:
      data: {name: text}
      states: {running: {waits: 待办}, ended: {final: yes}}
      transitions:
        - {trigger: begin, to: running, by: case}
        - {trigger: quick, from: running, to: ended, by: rule, when: {name: 快}}
        - {trigger: end, from: running, to: ended, by: chief}
    """  # noqa: E501 (a line of a file)
)


def test_a_join_looks_only_when_all_starts_of_the_step_are_done():
    """Trap 1: the first group ends at once; between the two starts the second would be empty."""
    bureau = Bureau(TWO_STARTS)
    form = {"department": "D1", "first": ["快"], "second": ["慢"]}
    matter = bureau.start("trial/matter", "open", day(2), form=form)
    assert bureau.state(matter) == "open"
    (slow,) = bureau.children(matter, "twos")
    bureau.fire(slow, "end", day(3), by="carl")
    assert bureau.state(matter) == "done"


SAME_DAY = regulation(
    """
    matter:
      data: {department: department}
      states: {open: {waits: 待办}, some: {final: yes}, every: {final: yes}}
      children: {parts: {machine: trial/part, start: begin, give: {department: department}}}
      transitions:
        - {trigger: open, to: open, by: clerk, starts: [parts]}
        - {trigger: again, from: open, to: same, by: clerk, starts: [parts]}
        - {trigger: all_late, from: open, to: every, by: rule, when: {parts: {all: [late], any: [late]}}}
        - {trigger: one_late, from: open, to: some, by: rule, when: {parts: {any: [late]}, none_of: [{parts: {all: [late]}}]}}
    part:
      data: {department: department}
      states: {running: {label: 待办}, late: {final: yes}, ended: {final: yes}}
      transitions:
        - {trigger: begin, to: running, by: case, sets: {begun_on: today}}
        - {trigger: delay, from: running, to: late, by: clock}
        - {trigger: end, from: running, to: ended, by: clerk}
        - {trigger: note, from: late, to: same, by: clerk}
      deadlines: {end_by: {anchor: begun_on, within: 5 working days, runs_in: [running], on_lapse: {fire: delay}}}
    """  # noqa: E501 (a line of a file)
)


@pytest.mark.parametrize("asked", [None, 0, 1])
def test_it_does_not_matter_which_case_a_command_is_for_when_lapses_of_one_day_are_joined(asked):
    """Both lapse on the 9th: 'all late' it is, whether swept or found by a command to either."""
    bureau = Bureau(SAME_DAY)
    matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
    bureau.fire(matter, "again", day(2))
    if asked is None:
        bureau.sweep(day(10))
    else:
        bureau.fire(bureau.children(matter, "parts")[asked], "note", day(10))
    assert bureau.state(matter) == "every"


def test_lapses_of_two_days_are_joined_day_by_day():
    """One lapses on the 9th, the other on the 10th: on the morning of the 10th only one is late."""
    bureau = Bureau(SAME_DAY)
    matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
    bureau.fire(matter, "again", day(3))
    bureau.sweep(day(20))
    assert (bureau.state(matter), bureau.history(matter)[-1].occurred_on) == ("some", day(10))
    assert bureau.case(matter).counts == {"parts": {"late": 2}}


# Tells


def test_a_parent_tells_the_children_whose_state_knows_the_trigger(bureau, matter):
    known = opinions(bureau, matter)
    bureau.fire(known["D2"], "no", day(3), by="bert")
    bureau.fire(matter, "close", day(4), form={"reason": "已协调"})
    assert {d: bureau.state(c) for d, c in known.items()} == {"D1": "ended", "D2": "said_no"}
    event = bureau.history(known["D1"])[-1]
    assert (event.kind, event.occurred_on, event.changed["why"]) == ("told", day(4), "已协调")
    assert bureau.data(known["D1"])["ended_for"] == "一"
    assert bureau.case(matter).counts == {"opinions": {"ended": 1, "said_no": 1}}


# Ending


def test_a_case_does_not_end_while_its_parts_run(bureau, matter):
    before = contents(bureau.families)
    with pytest.raises(OpenChildren) as refused:
        bureau.fire(matter, "drop", day(3))
    assert (refused.value.group, refused.value.name) == ("征求意见", "opinions")
    assert contents(bureau.families) == before


def test_a_case_may_end_before_what_outlives_it(bureau):
    matter = opened(bureau, secret="yes")
    bureau.fire(matter, "review", day(3))
    bureau.fire(matter, "drop", day(3))
    assert bureau.state(matter) == "closed"
    assert bureau.state(bureau.children(matter, "review")[0]) == "submitted"


HEARING = """
    hearing:
      data: {{department: department}}
      states: {{{open}: {{waits: 待听证}}, heard: {{final: yes}}}}
      transitions:
        - {{trigger: call, to: {open}, by: case}}
        - {{trigger: hear, from: {open}, to: heard, by: clerk}}
"""
OF_OLD, OF_NEW = (
    regulation(HEARING.format(open=state), name="hearings", since=since, unsound=())
    for state, since in (("called", "2020-01-01"), ("summoned", "2026-03-10"))
)
MATTER = regulation(
    """
    matter:
      data: {department: department}
      states: {open: {waits: 待办}, closed: {final: yes}}
      children: {hearings: {machine: hearings/hearing, start: call, give: {department: department}}}
      transitions:
        - {trigger: open, to: open, by: clerk, starts: [hearings]}
        - {trigger: close, from: open, to: closed, by: clerk}
    """,
    "uses: [hearings]\n",
    used=[OF_OLD],
)


def test_a_part_that_began_under_an_older_version_is_asked_in_that_version():
    """The hearing of before 10 March is 'called', which the version after knows no longer."""
    bureau = Bureau(MATTER, OF_OLD, OF_NEW)
    matter = bureau.start("trial/matter", "open", day(9), form={"department": "D1"})
    with pytest.raises(OpenChildren):
        bureau.fire(matter, "close", day(12))
    bureau.fire(bureau.children(matter, "hearings")[0], "hear", day(12))
    bureau.fire(matter, "close", day(12))
    assert bureau.state(matter) == "closed"


# Given dates follow a calendar that has changed

DATED = regulation(
    """
    matter:
      data: {department: department, duty_from: date}
      states: {open: {label: 待办}, done: {final: yes}}
      children: {parts: {machine: trial/part, start: begin, give: {limit: publish_by, early: warn_on}}}
      transitions:
        - {trigger: open, to: open, by: clerk, starts: [parts]}
        - {trigger: finish, from: open, to: done, by: clerk}
      deadlines: {publish_by: {anchor: duty_from, within: 5 working days, runs_in: [open], on_lapse: warn}}
      dates: {warn_on: {anchor: publish_by, ahead: 1 working day}}
    part:
      data: {limit: date, early: date}
      states: {running: {waits: 待办}, ended: {final: yes}}
      transitions:
        - {trigger: begin, to: running, by: case}
        - {trigger: end, from: running, to: ended, by: chief}
    """  # noqa: E501 (a line of a file)
)


def test_a_given_date_follows_when_an_announcement_moves_it():
    """Spring Festival of 2024, as it was projected in September 2023 and as it came."""
    then = date(2024, 2, 1)
    bureau = Bureau(DATED, calendar=lambda r: WorkingCalendar.of(r, known_on=date(2023, 9, 1)))
    form = {"department": "D1", "duty_from": then}
    matter = bureau.start("trial/matter", "open", then, form=form)
    (part,) = bureau.children(matter, "parts")
    before = bureau.data(part)["limit"]
    bureau.ctx = replace(bureau.ctx, calendar=WorkingCalendar.of)
    family = bureau.families._family(matter, bureau.ctx)
    family.recount(matter, then)
    bureau.families._keep(family)
    due = WorkingCalendar.of("CN").due_date("5 working days", then).on
    assert before != due
    assert bureau.data(part)["limit"] == bureau.row(matter, "publish_by").due == due


# A version of its own


def test_a_child_of_the_same_regulation_stays_under_the_version_of_its_parent():
    """The law changes on 10 March: what is started for a case of before is of before."""
    newer = regulation(SAME_DAY_NEWER, since="2026-03-10")
    bureau = Bureau(SAME_DAY, newer)
    matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
    bureau.fire(matter, "again", day(3))
    assert {bureau.case(c).digest for c in bureau.children(matter, "parts")} == {SAME_DAY.digest}
    late = bureau.start("trial/matter", "open", day(10), form={"department": "D1"})
    assert bureau.case(late).digest == newer.digest


SAME_DAY_NEWER = """
    matter:
      data: {department: department}
      states: {open: {waits: 待办}, done: {final: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk}
        - {trigger: finish, from: open, to: done, by: clerk}
"""


# Demands of what follows


def test_a_demand_on_a_rule_refuses_the_command_that_brings_the_rule_about():
    gated = regulation(
        """
        matter:
          data: {department: department}
          states: {open: {waits: 待办}, done: {final: yes}}
          transitions:
            - {trigger: open, to: open, by: clerk}
            - {trigger: mark, from: open, to: same, by: clerk, form: {ready: yes_no, note: optional text}}
            - {trigger: finish, from: open, to: done, by: rule, when: {ready: yes}, requires: [noted]}
          requirements: {noted: {that: {note: {filled: yes}}}}
        """  # noqa: E501 (a line of a file)
    )
    bureau = Bureau(gated)
    matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
    with pytest.raises(RequirementNotMet):
        bureau.fire(matter, "mark", day(3), form={"ready": "yes"})
    assert bureau.state(matter) == "open"
    bureau.fire(matter, "mark", day(3), form={"ready": "yes", "note": "一"})
    assert bureau.state(matter) == "done"


def test_a_rule_looks_at_the_case_as_it_stands_and_not_at_what_it_will_set():
    once = regulation(
        """
        matter:
          data: {department: department}
          states: {open: {waits: 待办}, done: {final: yes}}
          transitions:
            - {trigger: open, to: open, by: clerk}
            - {trigger: mark, from: open, to: same, by: clerk, form: {ready: yes_no}}
            - {trigger: finish, from: open, to: done, by: rule, when: {ready: yes, seen: {filled: no}}, sets: {seen: yes}}
        """  # noqa: E501 (a line of a file)
    )
    bureau = Bureau(once)
    matter = bureau.start("trial/matter", "open", day(2), form={"department": "D1"})
    bureau.fire(matter, "mark", day(3), form={"ready": "yes"})
    assert (bureau.state(matter), bureau.data(matter)["seen"]) == ("done", "yes")
