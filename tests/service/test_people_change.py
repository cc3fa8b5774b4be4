"""The people file is loaded again: what changes, and from when on it counts."""

from datetime import date

import pytest
from office import LETTER, PEOPLE, REFUSAL, day, unchanged

from zwgov_workflow import WorkflowEngine, configure_sqlite
from zwgov_workflow.errors import DefinitionError, NotAllowed, PeopleError, UnknownCase

WANG = "{officer: P0031, position: 办事员, department: HZ, from: 2019-12-10}"


def test_the_same_again_changes_nothing(office):
    with unchanged(office):
        assert not office.engine.load_people(PEOPLE, on=day(1, 1))


def test_a_difference_is_told_and_a_dry_run_writes_nothing(office, tmp_path):
    change = (WANG, WANG.replace("2019-12-10}", "2019-12-10, to: 2026-03-10}"))
    with unchanged(office):
        dry = office.people(tmp_path, change, dry_run=True)
    assert dry
    assert {one.after.last for one in dry.appointments.changed} == {day(10)}
    assert office.people(tmp_path, change) == dry
    with unchanged(office):
        assert not office.people(tmp_path, change)


def test_a_file_with_a_fault_is_not_taken_in_at_all(office, tmp_path):
    with unchanged(office), pytest.raises(DefinitionError):
        office.people(tmp_path, ("department: HZ", "department: XX"))
    namesake = ("- {id: HZ, name: 户政管理支队}", "- {id: H2, name: 户政管理支队}")
    with unchanged(office), pytest.raises(PeopleError):
        office.people(tmp_path, namesake, ("department: HZ", "department: H2"))


def test_ids_and_names_may_be_as_long_as_the_file_allows(office, tmp_path):
    officer, name = "P" * 64, "名" * 200
    changes = office.people(
        tmp_path, ("officers:\n", f"officers:\n  - {{id: {officer}, name: {name}}}\n")
    )
    assert [one.name for one in changes.officers.added] == [name]
    assert office.engine.officer(officer).name == name


def test_another_engine_sees_the_change_at_its_next_verb(office, url, tmp_path):
    other = WorkflowEngine.open(url, bureau="zhongwei-psb", clock=office.clock)
    case = office.coordination(day(2))
    how = {"by": office.office, "on": day(2), "form": LETTER}
    with pytest.raises(NotAllowed):
        other.fire(case.id, "write_letter", **how)
    seat = "  - {officer: P0034, role: proposer, department: HZ, from: 2020-01-01}\n"
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{seat}"), on=day(1))
    assert other.fire(case.id, "write_letter", **how).version == case.version + 1
    other.close()


def test_a_change_that_its_host_takes_back_was_never_seen(office, url, tmp_path):
    from sqlalchemy import create_engine  # noqa: PLC0415

    host = configure_sqlite(create_engine(url))
    more = ("officers:\n", "officers:\n  - {id: P0099, name: 新人}\n")
    with host.connect() as connection:
        with office.engine.using(connection) as joined:
            office.people(tmp_path, more, engine=joined)
            assert joined.officer("P0099").name == "新人"
        connection.rollback()
    host.dispose()
    with pytest.raises(PeopleError):
        office.engine.officer("P0099")
    assert office.people(tmp_path, more).officers.added


def test_an_appointment_that_ends_counts_for_acts_until_then(office, tmp_path):
    case = office.coordination(day(2))
    ended = (WANG, WANG.replace("2019-12-10}", "2019-12-10, to: 2026-03-04}"))
    still = "  - {officer: P0033, role: proposer, department: HZ, from: 2020-01-01}\n"
    office.people(tmp_path, ended, ("appointments:\n", f"appointments:\n{still}"), on=day(1))
    office.clock.on(day(6))
    how = {"by": office.wang, "form": LETTER}
    with unchanged(office, "zw_refusal"), pytest.raises(NotAllowed):
        office.engine.fire(case.id, "write_letter", **how, on=day(5))
    with unchanged(office, "zw_refusal"), pytest.raises(NotAllowed, match="P0031, who records"):
        office.engine.fire(case.id, "write_letter", **how, on=day(4))
    assert office.engine.inbox(office.wang) == []
    done = office.engine.fire(case.id, "write_letter", **how, on=day(4), recorder=office.li)
    [event] = office.engine.history(case.id, reader=office.li)[-1:]
    assert (event.officer, event.recorder, event.occurred_on) == ("P0031", "P0033", day(4))
    assert done == office.engine.case(case.id, reader=office.wang)  # he took part


def test_who_records_holds_a_role_of_the_case_today(office):
    case = office.coordination(day(2))
    how = {"by": office.wang, "on": day(2), "form": LETTER}
    with unchanged(office, "zw_refusal"), pytest.raises(NotAllowed):
        office.engine.fire(case.id, "write_letter", **how, recorder=office.ma)
    assert office.rows(REFUSAL)[-1][1] == "P0031"
    office.engine.fire(case.id, "write_letter", **how, recorder=office.wang)


def test_who_recorded_can_read(office, tmp_path):
    seat = (
        "  - {officer: P0033, role: proposer, department: HZ, from: 2020-01-01, to: 2026-03-02}\n"
    )
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{seat}"), on=day(1))
    case = office.coordination(day(2), recorder=office.li)
    office.clock.on(day(3))
    assert office.engine.case(case.id, reader=office.li).id == case.id
    other = office.coordination(day(3))
    with pytest.raises(UnknownCase):
        office.engine.case(other.id, reader=office.li)


def test_a_delegate_acts_in_his_term_and_both_are_on_record(office, tmp_path):
    seat = (
        "  - {officer: P0033, role: proposer, department: HZ, instead_of: P0031, "
        "from: 2026-03-02, to: 2026-03-06}\n"
    )
    office.people(tmp_path, ("appointments:\n", f"appointments:\n{seat}"), on=day(1))
    case = office.coordination(day(2))
    how = {"by": office.li, "form": LETTER}
    office.engine.fire(case.id, "write_letter", **how, on=day(2))
    event = office.engine.history(case.id, reader=office.wang)[-1]
    assert (event.officer, event.notes["instead_of"]) == ("P0033", "P0031")
    office.clock.on(day(9))
    with unchanged(office, "zw_refusal"), pytest.raises(NotAllowed):
        office.engine.fire(case.id, "write_letter", **how, on=day(9))


def test_an_abolished_department_hands_over_before_anybody_acts(office, tmp_path):
    """Without any sweep: the consulted department is gone, its successor is served anew."""
    _, [asked] = office.awaiting(day(2), "JJ")
    office.people(
        tmp_path,
        ("{id: JJ, name: 交警支队}", "{id: JJ, name: 交警支队, to: 2026-03-03, successor: FZ}"),
        ("{officer: P0033, position: 办事员, department: JJ, from: 2019-12-10}",
         "{officer: P0033, position: 办事员, department: JJ, from: 2019-12-10, to: 2026-03-03}"),
    )  # fmt: skip
    office.clock.on(day(4))
    report = office.engine.sweep(by=office.nightly, dry_run=True)
    form = {"received_on": day(4)}
    served = office.engine.fire(asked.id, "receive", by=office.ma, on=day(4), form=form)
    assert (served.state, served.data["department"], served.due) == (
        "awaiting_reply",
        "FZ",
        day(11),
    )
    assert report.handed_over == 1
    assert office.engine.sweep(by=office.nightly).handed_over == 0
    kinds = [event.kind for event in office.engine.history(asked.id, reader=office.ma)]
    assert kinds[-2:] == ["succession", "act"]


def test_people_says_who_is_what(office):
    people = office.engine.people()
    assert people.holds("P0031", "proposer", date(2026, 3, 2), "HZ")
    assert {one.name for one in people.services} == {"nightly"}
