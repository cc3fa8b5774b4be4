"""A department is abolished while a case runs."""

from datetime import date

import pytest
from bureau import Bureau, contents, day, people, regulation

from zwgov_workflow.people import Appointment, Department

TRIAL = regulation(
    """
    matter:
      data:
        department: {type: department, if_abolished: chief}
        other: {type: optional department, if_abolished: chief}
        named: optional department
        asked: list of department
      states: {open: {label: 待办}, done: {final: yes}}
      children: {opinions: {machine: trial/opinion, start: ask, for_each: asked, as: department, give: {asking: department, mark: named}, outlives: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk, sets: {opened: today}, starts: [opinions]}
        - {trigger: note, from: open, to: same, by: clerk}
        - {trigger: name, from: open, to: same, by: clerk, form: {other: {type: optional department, if_abolished: chief}}}
        - {trigger: close, from: open, to: done, by: clerk}
      deadlines: {close_by: {anchor: opened, within: 20 working days, runs_in: [open], on_lapse: warn}}
    opinion:
      data: {department: {type: department, if_abolished: chief}, asking: department, mark: {type: optional department, if_abolished: chief}}
      states: {asked: {label: 待函复}, unserved: {waits: 待送达}, said: {final: yes}}
      transitions:
        - {trigger: ask, to: asked, by: case, sets: {received_on: today}}
        - {trigger: reply, from: asked, to: said, by: clerk}
        - {trigger: serve, from: unserved, to: asked, by: clerk, sets: {received_on: today}}
        - {trigger: hand_over, from: asked, to: unserved, by: succession, sets: {former: {copy: department}}}
      deadlines: {reply_by: {anchor: received_on, within: 5 working days, runs_in: [asked], met_by: [reply], on_lapse: warn}}
    """,  # noqa: E501 (a line of a file)
)
HEIR = Appointment(officer="gina", role="clerk", department="D5", first=date.min)
STAFF = people(
    HEIR,
    departments=[
        Department(id="D1", name="D1科", last=day(10), successor="D4"),
        Department(id="D4", name="D4科", last=day(20), successor="D5"),
        Department(id="D5", name="D5科"),
        Department(id="D2", name="D2科", last=day(10)),
    ],
)


@pytest.fixture
def bureau():
    return Bureau(TRIAL, staff=STAFF)


def opened(bureau, **form):
    form = {"department": "D1", "asked": ["D3"], **form}
    return bureau.start("trial/matter", "open", day(2), form=form)


def test_the_successor_takes_the_place_on_the_day_after_the_last(bureau):
    case = opened(bureau)
    bureau.sweep(day(10))
    assert bureau.data(case)["department"] == "D1"
    bureau.sweep(day(12))
    event = bureau.history(case)[-1]
    assert (event.kind, event.occurred_on, event.changed) == (
        "succession", day(11), {"department": "D4"}
    )  # fmt: skip


def test_a_chain_of_successors_is_followed_day_by_day(bureau):
    case = opened(bureau)
    bureau.sweep(day(30))
    found = [e for e in bureau.history(case) if e.kind == "succession"]
    assert [(e.occurred_on, e.changed["department"]) for e in found] == [
        (day(11), "D4"), (day(21), "D5")
    ]  # fmt: skip


def test_without_a_successor_the_department_of_the_role_takes_over(bureau):
    case = opened(bureau, other="D2")
    bureau.sweep(day(11))
    assert bureau.data(case)["other"] == "HQ"


def test_a_department_that_is_gone_when_it_is_named_is_replaced_at_once(bureau):
    form = {"department": "HQ", "asked": ["D3"]}
    case = bureau.start("trial/matter", "open", day(2), by="emil", form=form)
    bureau.fire(case, "name", day(12), by="emil", form={"other": "D2"})
    assert bureau.data(case)["other"] == "HQ"


def test_a_field_that_does_not_say_so_keeps_its_department(bureau):
    case = opened(bureau, named="D1")
    bureau.sweep(day(11))
    assert bureau.data(case)["named"] == "D1"


def test_the_deadline_of_a_duty_is_not_touched(bureau):
    case = opened(bureau)
    before = bureau.row(case, "close_by")
    bureau.sweep(day(11))
    assert bureau.row(case, "close_by") == before


def test_a_given_department_follows_its_source_instead(bureau):
    case = opened(bureau)
    bureau.sweep(day(11))
    (opinion,) = bureau.children(case, "opinions")
    assert bureau.data(opinion)["asking"] == "D4"
    assert bureau.history(opinion)[-1].kind == "given"


SERVED = people(
    HEIR,
    Appointment(officer="hans", role="clerk", department="D6", first=date.min),
    departments=[
        Department(id="D6", name="D6科", last=day(4), successor="D5"),
        Department(id="D5", name="D5科"),
    ],
)


def test_a_consulted_successor_is_served_anew_with_days_of_its_own():
    """Trap 13: D6 is gone after the 4th; D5 is served on the 9th and has until the 16th."""
    bureau = Bureau(TRIAL, staff=SERVED)
    case = opened(bureau, asked=["D6"])
    (opinion,) = bureau.children(case, "opinions")
    bureau.sweep(day(5))
    assert (bureau.state(opinion), bureau.data(opinion)["department"]) == ("unserved", "D5")
    assert bureau.row(opinion, "reply_by").status == "ended"
    event = bureau.history(opinion)[-1]
    assert (event.trigger, event.actor.role, event.occurred_on) == (
        "hand_over", "succession", day(5)
    )  # fmt: skip
    bureau.fire(opinion, "serve", day(9), by="gina")
    row = bureau.row(opinion, "reply_by")
    assert (row.instance, row.due) == (2, day(16))


def test_a_given_department_is_never_replaced_at_the_child_itself(bureau):
    """'mark' would be replaced, were it not given: 'named' stays what it is."""
    case = opened(bureau, named="D1")
    bureau.sweep(day(11))
    (opinion,) = bureau.children(case, "opinions")
    assert bureau.data(opinion)["mark"] == "D1"


def test_who_takes_over_may_act_and_who_is_gone_may_not(bureau):
    case = opened(bureau)
    bureau.sweep(day(21))
    bureau.fire(case, "note", day(23), by="gina")
    assert bureau.history(case)[-1].actor.department == "D5"


def test_a_command_sees_the_same_case_whether_it_was_swept_or_not():
    ends = []
    for sweeps in ([], [11], [21], range(3, 26)):
        bureau = Bureau(TRIAL, staff=STAFF)
        case = opened(bureau, other="D2", asked=["D1", "D2"])
        for on in sweeps:
            bureau.sweep(day(on))
        bureau.fire(case, "note", day(25), by="gina")
        ends.append(contents(bureau.families)[0])
    assert all(end == ends[0] for end in ends)
