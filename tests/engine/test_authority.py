"""Who may act: roles, departments, days, recorders, delegates, outside bodies, four eyes."""

from datetime import date

import pytest
from bureau import Bureau, day, people, regulation

from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.outlook import may_read, options, possible
from zwgov_workflow.errors import (
    AmbiguousRole,
    FormRejected,
    NotAllowed,
    RequirementNotMet,
    UnknownOfficer,
)
from zwgov_workflow.people import Appointment

TRIAL = regulation(
    """
    filing:
      readers: [signer]
      data: {department: department, person: optional officer}
      states: {open: {waits: 待办}, signed: {final: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk}
        - {trigger: note, from: open, to: same, by: [clerk, chief], form: {remark: optional text}}
        - {trigger: judge, from: open, to: same, by: clerk, form: {proposal: text}}
        - {trigger: judge, from: open, to: signed, by: chief, form: {ruling: text}}
        - {trigger: confirm, from: open, to: same, by: applicant}
        - {trigger: rule_on, from: open, to: same, by: court, form: {ruled_on: date}}
        - {trigger: sign, from: open, to: signed, by: chief, requires: [another]}
        - {trigger: lapse_by_rule, from: open, to: signed, by: rule, when: {remark: 结}}
      requirements:
        another: {distinct_from: [note, rule_on], label: 须由他人签发}
    """
)
DELEGATED = Appointment(
    officer="zoe", role="clerk", department="D1", first=day(10), last=day(20), instead_of="anna"
)
RETIRED = Appointment(officer="ruth", role="clerk", department="D1", first=date.min, last=day(10))
STAFF = people(DELEGATED, RETIRED)


@pytest.fixture
def bureau():
    return Bureau(TRIAL, staff=STAFF)


@pytest.fixture
def case(bureau):
    return bureau.start("trial/filing", "open", day(2), form={"department": "D1"})


def test_an_appointment_counts_in_the_department_that_the_case_names(bureau, case):
    event = bureau.fire(case, "note", day(3))
    actor = event.actor
    assert (actor.role, actor.officer, actor.department, actor.recorder) == (
        "clerk", "anna", "D1", None
    )  # fmt: skip
    with pytest.raises(NotAllowed) as refused:
        bureau.fire(case, "note", day(3), by="bert")
    assert list(refused.value.roles) == ["clerk", "chief"]


def test_before_a_case_starts_the_form_names_the_department(bureau):
    with pytest.raises(NotAllowed):
        bureau.start("trial/filing", "open", day(2), form={"department": "D2"})
    with pytest.raises(FormRejected, match="department: is missing"):
        bureau.start("trial/filing", "open", day(2))
    assert bureau.start("trial/filing", "open", day(2), form={"department": "D1科"})


def test_before_a_case_starts_its_department_may_also_be_asked_by_the_form_that_starts_it():
    asked = regulation(
        """
        filing:
          states: {open: {final: yes}}
          transitions: [{trigger: open, to: open, by: clerk, form: {department: department}}]
        """
    )
    assert Bureau(asked).start("trial/filing", "open", day(2), form={"department": "D1"})


def test_a_role_of_the_bureau_counts_anywhere(bureau, case):
    actor = bureau.fire(case, "note", day(3), by="carl").actor
    assert (actor.role, actor.department) == ("chief", "HQ")


def test_the_officer_a_case_names_is_he_himself(bureau):
    form = {"department": "D1", "person": "person"}
    case = bureau.start("trial/filing", "open", day(2), form=form)
    assert bureau.fire(case, "confirm", day(3), by="person").actor.officer == "person"
    with pytest.raises(NotAllowed):
        bureau.fire(case, "confirm", day(3), by="anna")


def test_who_acted_holds_the_role_on_the_day_of_the_act_and_who_records_on_that_of_the_record(
    bureau, case
):
    """Ruth's term ends on the 10th: what she did on the 9th another records on the 12th."""
    with pytest.raises(NotAllowed, match="ruth, who records it, holds none"):
        bureau.fire(case, "note", day(9), by="ruth", told=day(12))
    event = bureau.fire(case, "note", day(9), by="ruth", told=day(12), recorder="anna")
    assert (event.actor.officer, event.actor.recorder) == ("ruth", "anna")
    with pytest.raises(NotAllowed):
        bureau.fire(case, "note", day(11), by="ruth", told=day(12), recorder="anna")


def test_who_records_holds_one_of_the_roles_too(bureau, case):
    with pytest.raises(NotAllowed, match="bert, who records it"):
        bureau.fire(case, "note", day(3), recorder="bert")


def test_a_delegate_acts_for_the_officer_and_only_in_his_term(bureau, case):
    with pytest.raises(NotAllowed):
        bureau.fire(case, "note", day(9), by="zoe")
    actor = bureau.fire(case, "note", day(10), by="zoe").actor
    assert (actor.officer, actor.instead_of) == ("zoe", "anna")
    with pytest.raises(NotAllowed):
        bureau.fire(case, "note", day(23), by="zoe")


def test_roles_for_which_a_trigger_means_one_thing_are_no_question(bureau, case):
    assert bureau.fire(case, "note", day(3), by="emil").actor.role == "clerk"


def test_roles_for_which_it_means_different_things_must_be_named(bureau, case):
    with pytest.raises(AmbiguousRole) as refused:
        bureau.fire(case, "judge", day(3), by="emil", form={"proposal": "一"})
    assert sorted(refused.value.roles) == ["chief", "clerk"]
    bureau.fire(case, "judge", day(3), by="emil", role="clerk", form={"proposal": "一"})
    assert bureau.state(case) == "open"
    bureau.fire(case, "judge", day(3), by="emil", role="chief", form={"ruling": "二"})
    assert bureau.state(case) == "signed"


def test_a_role_that_is_named_must_be_held(bureau, case):
    with pytest.raises(NotAllowed):
        bureau.fire(case, "note", day(3), role="chief")


def test_an_outside_body_acts_through_those_who_record_for_it(bureau, case):
    actor = bureau.fire(case, "rule_on", day(3), form={"ruled_on": day(2)}).actor
    assert (actor.role, actor.officer, actor.recorder) == ("court", None, "anna")
    with pytest.raises(NotAllowed):
        bureau.fire(case, "rule_on", day(3), by="bert", form={"ruled_on": day(2)})


def test_four_eyes_look_at_the_last_officer_of_a_trigger(bureau, case):
    bureau.fire(case, "note", day(3), by="emil")
    with pytest.raises(RequirementNotMet) as refused:
        bureau.fire(case, "sign", day(4), by="emil")
    assert [unmet.label for unmet in refused.value.unmet] == ["须由他人签发"]
    bureau.fire(case, "note", day(4))
    bureau.fire(case, "sign", day(4), by="emil")
    assert bureau.state(case) == "signed"


def test_an_officer_who_does_not_exist_is_an_error_and_no_refusal(bureau, case):
    with pytest.raises(UnknownOfficer):
        bureau.fire(case, "note", day(3), by="nobody")


def turn(bureau, case, on):
    case = bureau.case(case)
    return Turn(bureau.regulations.machine(case.machine, case.digest), case, on, bureau.ctx)


def offered(bureau, case, officer):
    return {(o.trigger, o.role) for o in options(turn(bureau, case, day(4)), officer)}


def test_an_officer_is_offered_what_he_may_fire_and_as_which_role(bureau, case):
    bureau.fire(case, "note", day(3), by="carl")
    assert offered(bureau, case, "anna") == {
        ("note", "clerk"), ("judge", "clerk"), ("rule_on", "court")
    }  # fmt: skip
    assert offered(bureau, case, "bert") == set()
    assert offered(bureau, case, "carl") == {("note", "chief"), ("judge", "chief")}


def test_what_is_possible_names_officers_triggers_and_their_roles(bureau, case):
    assert possible(turn(bureau, case, day(4))) == {
        "note": ["clerk", "chief"],
        "judge": ["clerk", "chief"],
        "confirm": ["applicant"],
        "rule_on": ["court"],
        "sign": ["chief"],
    }


def test_those_who_act_and_those_who_supervise_may_read(bureau, case):
    readers = {o: may_read(turn(bureau, case, day(4)), o) for o in ("anna", "bert", "carl", "dora")}
    assert readers == {"anna": True, "bert": False, "carl": True, "dora": True}
