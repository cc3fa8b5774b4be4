"""What a command does, and how it is refused."""

import json
from collections import Counter
from datetime import date, datetime

import pytest
from office import LETTER, REFUSAL, day, unchanged

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.audit import NO_EVENT, event_hash
from zwgov_workflow.engine.case import DeadlineStatus
from zwgov_workflow.errors import (
    AmbiguousRole,
    DeadlinePassed,
    FormRejected,
    NaiveMoment,
    NotAllowed,
    NotInForce,
    NotPossible,
    OpenChildren,
    RequirementNotMet,
    StaleVersion,
    UnknownCase,
    UnknownOfficer,
    UnknownRegulation,
    WrongDay,
)
from zwgov_workflow.people import Officer
from zwgov_workflow.service import Case

REPLY = {"reply": "agree", "written": True}
OPINION = {"opinion": "公开", "basis": "条例第十九条", "reason": "不涉密"}


def test_a_start_returns_the_case_with_all_that_followed(office):
    case = office.coordination(day(2), "FZ", "JJ")
    assert isinstance(case, Case)
    assert (case.state, case.state_label, case.final) == ("consulting", "征求意见中", False)
    assert (case.machine, case.parent, case.root) == (
        "release_coordination/coordination", None, case.id,
    )  # fmt: skip
    assert case.children == {"consultations": {"unsent": 2}}
    assert case.data["concerned_departments"] == ("FZ", "JJ")
    assert (case.opened_on, case.last_on, case.due) == (day(2), day(2), None)
    assert case == office.engine.case(case.id, reader=office.wang)
    [asked, _] = office.asked(case)
    assert (asked.parent, asked.root, asked.due) == (case.id, case.id, day(9))


def test_a_machine_can_be_named_or_the_first_is_meant(office):
    first = office.review(day(2))
    assert first.machine == "secrecy_review/review"
    data = {"department": "HZ", "disclosed_on": day(2), "about": "1", "unreviewed": True}
    other = office.engine.start(
        "secrecy_review/incident", trigger="report", by=office.office, on=day(2), data=data
    )
    assert (other.machine, other.state) == ("secrecy_review/incident", "reported")
    assert [b.label for b in office.engine.why(other.id, reader=office.office).breaches] == [
        "未经保密审查公开"
    ]


def test_a_fire_returns_the_case_after_its_step(office):
    case, [asked] = office.awaiting(day(2))
    office.clock.on(day(3))
    done = office.engine.fire(asked.id, "reply", by=office.ma, on=day(3), form=REPLY)
    assert isinstance(done, Case)
    assert (done.state, done.version, done.last_on) == ("agreed", asked.version + 1, day(3))
    assert done.deadlines["reply_by"].status is DeadlineStatus.MET
    assert office.state(case) == "agreed"
    assert done == office.engine.case(done.id, reader=office.ma)


def test_warnings_come_with_the_step_that_let_something_pass(office):
    data = {"department": "HZ", "is_secrecy_matter": "no", "publish_by": day(6)}
    case = office.engine.start("secrecy_review", by=office.wang, on=day(2), data=data)
    assert case.warnings == ()
    for officer, trigger in (("P0031", "propose"), ("P0035", "review"), ("P0036", "examine")):
        by = office.engine.officer(officer)
        case = office.engine.fire(case.id, trigger, by=by, on=day(2), form=OPINION)
    secrecy = office.engine.officer("P0037")
    form = {"received_on": day(2)}
    case = office.engine.fire(case.id, "receive", by=secrecy, on=day(2), form=form, key="OA-1")
    assert [one.name for one in case.warnings] == ["fits_publication"]
    again = office.engine.fire(case.id, "receive", by=secrecy, on=day(2), form=form, key="OA-1")
    assert again == case
    assert office.engine.case(case.id, reader=secrecy).warnings == ()


def test_without_a_day_it_is_today_in_shanghai(office):
    office.clock.now = datetime.fromisoformat("2026-03-02T17:00:00+00:00")  # 01:00 of the 3rd
    case = office.review(None)
    assert case.opened_on == day(3)
    assert office.engine.today() == day(3)


def test_a_moment_is_taken_to_its_day_and_a_naive_one_refused(office):
    at = datetime.fromisoformat("2026-03-01T17:00:00+00:00")
    assert office.review(at).opened_on == day(2)
    with unchanged(office), pytest.raises(NaiveMoment):
        office.review(datetime(2026, 3, 2, 9))  # noqa: DTZ001 (that it is naive is the point)


def test_cases_are_numbered_by_series_and_year(office):
    office.clock.on(day(4, 1))
    old = [office.review(date(2025, 12, 30)).number, office.review(date(2025, 12, 31)).number]
    new = [office.review(day(2, 1)).number, office.coordination(day(2, 1)).number]
    assert old == ["中公密审〔2025〕1号", "中公密审〔2025〕2号"]
    assert new == ["中公密审〔2026〕1号", "中公协〔2026〕1号"]
    assert office.rows("SELECT series, year, last FROM zw_number ORDER BY series, year") == [
        ("中公函", 2026, 1), ("中公协", 2026, 1), ("中公密审", 2025, 2), ("中公密审", 2026, 1),
    ]  # fmt: skip


def test_a_refused_start_uses_up_no_number(office):
    with pytest.raises(FormRejected):
        office.engine.start("secrecy_review", by=office.wang, data={"department": "??"})
    assert office.review(day(2)).number == "中公密审〔2026〕1号"


def test_events_are_hashed_in_a_chain_from_rows(office):
    case, [asked] = office.awaiting(day(2))
    office.clock.on(day(3))
    office.engine.fire(asked.id, "reply", by=office.ma, on=day(3), form=REPLY)
    for one in (case, asked):
        previous = NO_EVENT
        for event in office.engine.history(one.id, reader=office.nightly):
            previous = event_hash(event, previous)
            [(kept,)] = office.rows(
                "SELECT hash FROM zw_event WHERE case_id=? AND seq=?", one.id, event.seq
            )
            assert kept == previous
        assert office.rows("SELECT head FROM zw_case WHERE id=?", one.id) == [(previous,)]


def test_the_history_says_who_did_what(office):
    _, [asked] = office.awaiting(day(2))
    sent, received = office.engine.history(asked.id, reader=office.ma)[-2:]
    assert (sent.trigger, sent.officer, sent.department, sent.role) == (
        "send", "P0031", "HZ", "proposer",
    )  # fmt: skip
    assert received.form == {"received_on": "2026-03-02"}
    assert received.recorded_at == office.clock.now
    assert received.notes["sources"] == ["RC-10-s1", "A-6"]


def test_events_of_one_command_share_a_step_in_order(office):
    case = office.coordination(day(2), "FZ", "JJ")
    rows = office.rows("SELECT position, step, root FROM zw_event ORDER BY position")
    assert [position for position, _, _ in rows] == [0, 1, 2]
    assert {root for _, _, root in rows} == {case.id}
    assert len({step for _, step, _ in rows}) == 1


# Refusals


def refused_fire(office, kind, case, trigger, **how):
    """See that a fire is refused, recorded, and changes nothing else."""
    with unchanged(office, "zw_refusal"), pytest.raises(kind) as refused:
        office.engine.fire(case.id, trigger, **{"by": office.wang, "on": day(2), **how})
    found = office.rows(REFUSAL)
    assert (found[-1][0], found[-1][2], found[-1][4]) == (trigger, kind.__name__, case.id)
    return refused.value, found[-1]


def test_a_trigger_that_the_state_does_not_know(office):
    error, _ = refused_fire(office, NotPossible, office.coordination(day(2)), "coordinate")
    assert "write_letter" in error.possible


def test_an_officer_without_the_role_or_of_another_department(office):
    case = office.coordination(day(2))
    refused_fire(office, NotAllowed, case, "write_letter", by=office.office, form=LETTER)
    refused_fire(office, NotAllowed, case, "write_letter", by=office.ma, form=LETTER)


def test_a_role_that_must_be_said_which(office, tmp_path):
    line = "  - {officer: P0031, role: originating_leader, department: HZ, from: 2019-12-10}\n"
    more = line.replace("originating_leader", "office")
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{line}{more}"))
    office.awaiting(day(2))
    second = office.coordination(day(2), "HZ", "FZ")
    found = [one for one in office.asked(second) if one.state == "unsent"]
    office.engine.fire(second.id, "write_letter", by=office.wang, on=day(2), form=LETTER)
    also = "  - {officer: P0032, role: proposer, department: HZ, from: 2019-12-10}\n"
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{line}{more}{also}"))
    office.engine.fire(found[0].id, "send", by=office.wang, on=day(2))
    error, _ = refused_fire(
        office, AmbiguousRole, found[0], "receive", by=office.ma, form={"received_on": day(2)}
    )
    assert set(error.roles) == {"consulted", "proposer"}
    done = office.engine.fire(
        found[0].id, "receive", by=office.ma, on=day(2), role="consulted",
        form={"received_on": day(2)},
    )  # fmt: skip
    assert done.state == "awaiting_reply"


def test_a_form_is_refused_by_field_without_its_contents(office):
    case = office.coordination(day(2))
    secret = {**LETTER, "produced_on": "秘密", "nonsense": "秘密"}
    error, row = refused_fire(office, FormRejected, case, "write_letter", form=secret)
    assert {one.field for one in error.problems} == {"produced_on", "nonsense"}
    assert set(json.loads(row[3])) == {"produced_on", "nonsense"}
    assert "秘密" not in str(error)
    assert "秘密" not in str(office.rows("SELECT * FROM zw_refusal"))


def test_a_demand_that_is_not_met_is_named(office):
    _, row = refused_fire(office, RequirementNotMet, office.asked(office.coordination(day(2)))[0],
                          "send")  # fmt: skip
    assert json.loads(row[3]) == ["letter_written"]


def test_four_eyes(office, tmp_path):
    held = "role: originating_department_head, department: HZ, from: 2020-01-01"
    line = f"  - {{officer: P0031, {held}}}\n"
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{line}"))
    case = office.review(day(2))
    office.engine.fire(case.id, "propose", by=office.wang, on=day(2), form=OPINION)
    _, row = refused_fire(office, RequirementNotMet, case, "review", form=OPINION)
    assert json.loads(row[3]) == ["another_than_proposer"]
    assert [a.trigger for a in office.engine.available(case.id, office.wang)] == [
        "return", "withdraw",
    ]  # fmt: skip


def test_a_day_ahead_or_before_what_is_on_record(office):
    case = office.coordination(day(2))
    refused_fire(office, WrongDay, case, "write_letter", form=LETTER, on=day(3))
    refused_fire(office, WrongDay, case, "write_letter", form=LETTER, on=day(1))


def test_a_version_that_is_no_longer(office):
    case = office.coordination(day(2))
    office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=LETTER,
                       expect_version=case.version)  # fmt: skip
    error, _ = refused_fire(office, StaleVersion, case, "write_letter", form=LETTER,
                            expect_version=case.version)  # fmt: skip
    assert error.expected == case.version < error.actual


def test_an_answer_that_is_late_is_kept_where_the_regulation_says_so(office):
    _, [asked] = office.awaiting(day(2))
    office.clock.on(day(16))
    late = office.engine.fire(asked.id, "reply", by=office.ma, on=day(16), form=REPLY)
    assert late.state == "deemed_agreed"  # the lapse came first, without any sweep
    assert [e.kind for e in office.engine.history(asked.id, reader=office.ma)][-2:] == [
        "lapse", "late",
    ]  # fmt: skip


def test_a_case_that_is_not_there(office):
    with unchanged(office), pytest.raises(UnknownCase):
        office.engine.fire("0190-none", "send", by=office.wang)
    case = office.coordination(day(2))
    written = office.engine.fire(case.number, "write_letter", by=office.wang, form=LETTER)
    assert written.version == case.version + 1
    with pytest.raises(NotPossible):
        office.engine.fire(case.number, "coordinate", by=office.wang)
    assert office.rows(REFUSAL)[-1][4] == case.id


def test_an_officer_that_is_not_there(office):
    case = office.coordination(day(2))
    with unchanged(office), pytest.raises(UnknownOfficer):
        office.engine.fire(case.id, "involve", by=Officer("P9999", "?"), on=day(2))
    with pytest.raises(UnknownOfficer):
        office.engine.officer("P9999")


def test_a_start_before_the_regulation_was_in_force_is_recorded_as_refused(office):
    with unchanged(office, "zw_refusal"), pytest.raises(NotInForce):
        office.review(date(2019, 12, 9))
    assert office.rows(REFUSAL) == [("-", "P0031", "NotInForce", None, None, "2019-12-09")]
    assert office.review(date(2019, 12, 10)).opened_on == date(2019, 12, 10)


def test_a_start_that_is_refused_is_recorded_without_its_contents(office):
    data = {"department": "HZ", "title": "秘密" * 6000, "level": "机密"}
    with unchanged(office, "zw_refusal"), pytest.raises(FormRejected):
        office.engine.start("secrecy_review", by=office.wang, on=day(2), data=data, trigger="open")
    assert office.rows(REFUSAL) == [
        ("open", "P0031", "FormRejected", '["title"]', None, "2026-03-02")
    ]
    assert "密" not in str(office.rows("SELECT * FROM zw_refusal"))
    with unchanged(office, "zw_refusal"), pytest.raises(NotAllowed):
        office.engine.start("secrecy_review", by=office.ma, data={"department": "HZ"})


def test_what_nobody_starts_is_not_possible(office):
    with unchanged(office, "zw_refusal"), pytest.raises(NotPossible):
        office.engine.start("release_coordination/consultation", by=office.wang, data={})
    with unchanged(office, "zw_refusal"), pytest.raises(NotPossible):
        office.engine.start("secrecy_review", by=office.wang, data={}, trigger="propose")
    assert Counter(row[0] for row in office.rows(REFUSAL)) == {"-": 1, "propose": 1}


@pytest.mark.parametrize("word", ["nonsense", "secrecy_review/nonsense", "/review", ""])
def test_a_machine_that_is_not_there_is_named_with_those_that_are(office, word):
    with unchanged(office), pytest.raises(UnknownRegulation) as refused:
        office.engine.start(word, by=office.wang, data={})
    assert "secrecy_review" in str(refused.value)


def test_a_case_does_not_end_while_its_parts_run(tried):
    case = tried.matter(day(2), "a")
    error, _ = refused_fire(tried, OpenChildren, case, "close")
    assert error.group == "parts"


def test_a_right_that_was_lost_with_the_period(tried):
    [part] = tried.parts(tried.matter(day(2), "a"))
    tried.clock.on(day(10))
    with unchanged(tried, "zw_refusal"), pytest.raises(DeadlinePassed) as refused:
        tried.engine.fire(part.id, "do", by=tried.wang, on=day(10), form={"result": "x"})
    assert refused.value.due == day(9)
    assert tried.rows(REFUSAL)[-1][2] == "DeadlinePassed"


def test_an_engine_on_a_second_file_has_nothing_of_the_first(office, tmp_path):
    other = WorkflowEngine.open(f"sqlite:///{tmp_path}/other.db", bureau="zhongwei-psb")
    case = office.review(day(2))
    with pytest.raises(UnknownOfficer):
        other.officer("P0031")
    with pytest.raises(UnknownCase):
        other.fire(case.id, "propose", by=office.wang)
    other.close()
