"""Slips that would go unseen are refused."""

import pytest
from office import LETTER, PEOPLE, day
from sqlalchemy import create_engine

from zwgov_workflow import configure_sqlite
from zwgov_workflow.errors import DefinitionError, OtherMeaning, StoreError, UnknownCase


def test_an_appointment_to_a_role_that_no_regulation_has(office, tmp_path):
    """A letter left out would have ended the appointment that was meant."""
    slip = tmp_path / "people.yaml"
    text = PEOPLE.read_text(encoding="utf-8").replace(
        "[proposer, consulted,", "[proposer, consultd,"
    )
    slip.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match="'consultd' is a role of no regulation"):
        office.engine.load_people(slip)
    _case, [asked] = office.awaiting(day(2))
    assert asked.state == "awaiting_reply"


def test_an_act_that_the_form_makes_another(office):
    _case, [asked] = office.awaiting(day(2))
    form = {"reply": "agree", "written": True}
    with pytest.raises(OtherMeaning, match="'函复同意', and not '函复不同意'"):
        office.engine.fire(
            asked.id, "reply", by=office.ma, on=day(2), form=form, meaning="函复不同意"
        )
    done = office.engine.fire(
        asked.id, "reply", by=office.ma, on=day(2), form=form, meaning="函复同意"
    )
    assert done.state == "agreed"


def test_work_in_a_host_s_transaction_that_was_left(office, url):
    host = configure_sqlite(create_engine(url))
    with host.begin() as connection, office.engine.using(connection) as joined:
        office.coordination(day(2), engine=joined)
    with pytest.raises(StoreError, match="was left"):
        office.coordination(day(2), engine=joined)
    host.dispose()


def test_what_is_overdue_stays_in_sight(office):
    """The letter was to be sent by 9 March; the sweep records that, and it is still to be sent."""
    case = office.coordination(day(2))
    office.clock.on(day(20))
    office.engine.sweep(by=office.nightly)
    [asked] = office.asked(case)
    assert asked.due == day(9)
    assert [item.due for item in office.engine.inbox(office.wang)] == [day(9), None]
    [due] = office.engine.due(until=day(31), reader=office.nightly)
    assert (due.deadline.name, due.deadline.overdue) == ("consult_by", True)
    found = office.engine.cases(reader=office.nightly, due_before=day(20))
    assert [one.id for one in found] == [asked.id]

    office.engine.fire(case.id, "write_letter", by=office.wang, form=LETTER)
    office.engine.fire(asked.id, "send", by=office.wang)
    assert office.engine.due(until=day(31), reader=office.nightly) == []


def test_a_case_is_fired_by_its_number_too(office):
    case = office.coordination(day(2))
    done = office.engine.fire(case.number, "write_letter", by=office.wang, on=day(2), form=LETTER)
    assert done.id == case.id
    with pytest.raises(UnknownCase, match="中公协〔2026〕9号"):
        office.engine.fire("中公协〔2026〕9号", "write_letter", by=office.wang, form=LETTER)


def test_what_a_start_asks_can_be_asked(office):
    [start] = office.engine.startable("release_coordination")
    assert (start.trigger, start.labels, start.role) == ("open", ("启动协调",), "proposer")
    needed = ["proposing_department", "concerned_departments", "made_on"]
    assert start.form["required"] == needed
    assert {one.role for one in office.engine.startable("release_coordination/incident")} == {
        "anyone",
        "office",
    }


@pytest.mark.parametrize("key", ["", "x" * 121])
def test_a_key_that_cannot_be_kept(office, key):
    with pytest.raises(ValueError, match="1 to 120 characters"):
        office.coordination(day(2), key=key)
