"""A key makes a command happen once, and tells what it came to when it is given again."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest
from office import LETTER, TRIAL, Trial, day, unchanged

from zwgov_workflow.errors import CaseError, FormRejected, KeyReused

REPLY = {"reply": "agree", "written": True}


def test_the_same_start_again_changes_nothing_and_returns_the_same(office):
    case = office.coordination(day(2), key="OA-1")
    with unchanged(office):
        assert office.coordination(day(2), key="OA-1") == case


def test_the_same_fire_again_changes_nothing_and_returns_the_same(office):
    _, [asked] = office.awaiting(day(2))
    how = {"by": office.ma, "on": day(2), "form": REPLY, "key": "OA-1"}
    done = office.engine.fire(asked.id, "reply", **how, expect_version=asked.version)
    with unchanged(office):
        assert office.engine.fire(asked.id, "reply", **how) == done
        assert office.engine.fire(asked.id, "reply", **how, expect_version=asked.version) == done


def test_what_followed_later_is_not_in_the_first_result(office):
    case = office.coordination(day(2), key="OA-1")
    form = {**LETTER, "other_content": "附图"}
    written = office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=form,
                                 key="OA-2")  # fmt: skip
    [asked] = office.asked(case)
    sent = office.engine.fire(asked.id, "send", by=office.wang, on=day(2), key="OA-3")
    form = {"received_on": day(2)}
    received = office.engine.fire(asked.id, "receive", by=office.ma, on=day(2), form=form, key="4")
    office.clock.on(day(20))
    office.engine.sweep(by=office.nightly)
    assert office.state(case) == "agreed"
    assert office.coordination(day(2), key="OA-1") == case
    form = {**LETTER, "other_content": "附图"}
    again = office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=form,
                               key="OA-2")  # fmt: skip
    assert again == written
    assert again.children == {"consultations": {"unsent": 1}}
    assert office.engine.fire(asked.id, "send", by=office.wang, on=day(2), key="OA-3") == sent
    form = {"received_on": day(2)}
    again = office.engine.fire(asked.id, "receive", by=office.ma, on=day(2), form=form, key="4")
    assert (again.state, again.version, again.due) == ("awaiting_reply", received.version, day(9))
    assert "agreed_opinion" not in again.data


def test_another_content_is_an_error(office):
    case = office.coordination(day(2), key="OA-1")
    asked = {"by": office.wang, "on": day(2), "form": LETTER}
    office.engine.fire(case.id, "write_letter", **asked, key="OA-2")
    other = office.coordination(day(2))
    for change in (
        {"form": {**LETTER, "title": "另一份"}},
        {"on": None},
        {"by": office.ma},
        {"role": "proposer"},
        {"recorder": office.office},
    ):
        with unchanged(office, "zw_refusal"), pytest.raises(KeyReused):
            office.engine.fire(case.id, "write_letter", **{**asked, **change}, key="OA-2")
    for case_id, trigger in ((other.id, "write_letter"), (case.id, "involve")):
        with unchanged(office, "zw_refusal"), pytest.raises(KeyReused):
            office.engine.fire(case_id, trigger, **asked, key="OA-2")
    with unchanged(office, "zw_refusal"), pytest.raises(KeyReused):
        office.coordination(day(2), "JJ", key="OA-1")
    with unchanged(office, "zw_refusal"), pytest.raises(KeyReused):
        office.coordination(day(2), key="OA-2")
    with unchanged(office, "zw_refusal"), pytest.raises(KeyReused):
        office.engine.fire(case.id, "write_letter", **asked, key="OA-1")
    assert {reason for (reason,) in office.rows("SELECT reason FROM zw_refusal")} == {"KeyReused"}


def test_what_says_the_same_is_the_same(office):
    case = office.coordination(day(2))
    _ = office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=LETTER, key="1")
    turned = dict(reversed(LETTER.items())) | {"produced_on": day(9, 2)}
    office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=turned, key="1")


def test_a_refused_command_does_not_take_its_key(office):
    case = office.coordination(day(2))
    asked = {"by": office.wang, "on": day(2), "key": "OA-1"}
    with pytest.raises(FormRejected):
        office.engine.fire(case.id, "write_letter", **asked, form={})
    assert office.engine.fire(case.id, "write_letter", **asked, form=LETTER).data["title"]


def test_a_key_still_counts_after_the_regulation_has_a_new_first_start(tried, tmp_path):
    case = tried.matter(day(2), "a", key="OA-1")
    known = "      - {trigger: open, to: open,"
    entering = known.replace("trigger: open", "trigger: enter")
    more = " by: clerk, sets: {opened: today}, starts: [parts], law: 试行}\n"
    written = TRIAL.read_text(encoding="utf-8").replace("revision: 1", "revision: 2")
    path = tmp_path / "next.yaml"
    path.write_text(written.replace(known, entering + more + known), encoding="utf-8")
    tried.engine.add_regulation(path)
    assert tried.matter(day(2), "a", key="OA-1") == case
    fresh = tried.engine.history(tried.matter(day(2), "a").id, reader=tried.wang)
    assert fresh[0].trigger == "enter"


def as_returned(case):
    """What a first result has of a case, with what is folded of its deadlines."""
    clocks = {
        name: (d.instance, d.status, d.due, d.opened_on, d.closed_on, d.paused_on, d.lapse)
        for name, d in case.deadlines.items()
    }
    return (
        case.id, case.state, case.final, case.version, case.data, case.children, case.warnings,
        case.opened_on, case.last_on, clocks,
    )  # fmt: skip


ASKED = {"annotate": "note", "add": "further", "do": "result", "mend": "begun"}


def random_command(chance, office, today, number):
    """Return a command that the regulation knows, which may still be refused."""
    case = chance.choice(office.engine.cases(reader=office.nightly))
    by = chance.choice((office.wang, office.office))
    known = [option.trigger for option in office.engine.available(case.id, by)]
    trigger = chance.choice(known or ["reply"])
    on = today - timedelta(chance.choice((0, 0, 0, 1, 3, 6)))
    entry = ASKED.get(trigger)
    form = {entry: on if entry == "begun" else f"第{number}次"} if entry else {}
    return (case.id, trigger), {"by": by, "on": on, "form": form, "key": f"key-{number}"}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happened_since_each_key_returns_what_it_first_came_to(url, seed):
    chance, today, given = random.Random(seed), day(2), []
    office = Trial(url)
    office.matter(today, "a", "b")
    office.matter(today, "c")
    for number in range(50):
        if chance.random() < 0.3:
            today += timedelta(chance.choice((1, 2, 4, 9)))
            office.clock.on(today)
        if chance.random() < 0.1:
            office.engine.sweep(by=office.nightly)
        what, how = random_command(chance, office, today, number)
        with suppress(CaseError):
            given.append((what, how, as_returned(office.engine.fire(*what, **how))))
    assert len(given) > 10
    for what, how, first in given:
        assert as_returned(office.engine.fire(*what, **how)) == first
    office.engine.close()


def test_a_deadline_of_then_was_counted_from_the_day_on_record_then(office):
    case = office.coordination(day(2))
    office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=LETTER)
    [asked] = office.asked(case)
    office.engine.fire(asked.id, "send", by=office.wang, on=day(2))
    how = {"by": office.ma, "on": day(2), "form": {"received_on": day(2)}, "key": "OA-1"}
    received = office.engine.fire(asked.id, "receive", **how)
    office.clock.on(day(4))
    mended = {"received_on": day(3), "correction_reason": "签收簿为三日"}
    later = office.engine.fire(asked.id, "correct_receipt", by=office.office, form=mended)
    assert later.deadlines["reply_by"].anchor == day(3)
    again = office.engine.fire(asked.id, "receive", **how)
    assert again.deadlines["reply_by"].anchor == received.deadlines["reply_by"].anchor == day(2)
