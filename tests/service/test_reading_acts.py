"""What stands against an act, who is next, the family of a case, and which case a word means."""

import pytest
from office import LETTER, day

from zwgov_workflow.errors import (
    AmbiguousCase,
    UnknownCase,
    UnknownRegulation,
    UnknownState,
)
from zwgov_workflow.service import Holder, Lead
from zwgov_workflow.store.case_numbers import as_written, running_number

ASKING = "release_coordination/consultation"


def names(reasons):
    return [one.name for one in reasons]


def test_an_act_says_where_it_leads_and_what_the_form_decides(office):
    _, [asked] = office.awaiting(day(2), "FZ")
    [reply] = office.engine.available(asked.id, office.ma)
    assert reply.leads_to == [
        Lead(state="agreed", label="同意", final=True),
        Lead(state="disagreed", label="不同意", final=True),
    ]
    assert (reply.blocked_by, reply.let_pass, names(reply.by_form)) == ((), (), ["in_writing"])
    assert not reply.extension


def test_an_act_says_what_stands_in_its_way_with_the_clause(office):
    case = office.coordination(day(2), "FZ")
    [asked] = office.asked(case)
    [send] = office.engine.available(asked.id, office.wang)
    [reason] = send.blocked_by
    assert (reason.name, reason.label, reason.sources) == (
        "letter_written", "征求意见函尚未拟写", ("RC-9",)
    )  # fmt: skip
    items = {item.case.id: item for item in office.engine.inbox(office.wang)}
    assert names(items[asked.id].blocked_by["send"]) == ["letter_written"]
    assert "write_letter" not in items[case.id].blocked_by
    office.engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=LETTER)
    [send] = office.engine.available(asked.id, office.wang)
    assert send.blocked_by == ()
    assert not office.engine.inbox(office.wang)[0].blocked_by


def test_parts_that_run_stand_against_the_end(tried):
    case = tried.matter(day(2), "一", "二")
    close = {a.trigger: a for a in tried.engine.available(case.id, tried.wang)}["close"]
    assert names(close.blocked_by) == ["parts"]
    for part in tried.parts(case):
        tried.engine.fire(part.id, "refuse", by=tried.wang, on=day(2))
    close = {a.trigger: a for a in tried.engine.available(case.id, tried.wang)}["close"]
    assert close.blocked_by == ()
    assert tried.engine.fire(case.id, "close", by=tried.wang, on=day(2)).final


def test_why_names_who_is_next_by_the_department_of_the_case(office):
    _, [asked] = office.awaiting(day(2), "FZ")
    why = office.engine.why(asked.id, reader=office.wang)
    assert why.holders["reply"] == [Holder(role="consulted", department="FZ", officers=("P0032",))]
    assert why.lapses["reply_by"].label == "不答复，视为同意"
    assert why.counted["consult_by"].due.on == day(9)  # met, and still told


def test_why_shows_the_family_as_far_as_the_reader_may_see_it(office):
    main, askeds = office.awaiting(day(2), "FZ", "JJ")
    why = office.engine.why(main.id, reader=office.wang)
    assert [(p.number, p.group, p.state_label, p.due) for p in why.parts] == [
        (one.number, "consultations", "待函复", day(9)) for one in askeds
    ]
    assert why.unseen == {}
    mine = office.engine.why(askeds[0].id, reader=office.wang)
    assert (mine.parent.number, mine.parent.group) == (main.number, None)
    hidden = office.engine.why(askeds[0].id, reader=office.ma)
    assert (hidden.parent, hidden.parts) == (None, [])


def test_parts_that_the_reader_may_not_see_are_counted_and_not_named(office, monkeypatch):
    main, askeds = office.awaiting(day(2), "FZ", "JJ")
    monkeypatch.setattr("zwgov_workflow.service.standing.MOST_PARTS", 1)
    why = office.engine.why(main.id, reader=office.wang)
    assert [part.number for part in why.parts] == [askeds[0].number]
    assert why.unseen == {"consultations": 1}


def test_a_list_refuses_states_and_machines_that_do_not_exist(office):
    ask = office.engine.cases
    with pytest.raises(UnknownState) as refused:
        ask(reader=office.nightly, state="awaiting_replay")
    assert refused.value.close == ("awaiting_reply",)
    with pytest.raises(UnknownState):
        ask(reader=office.nightly, state="awaiting_reply", machine="secrecy_review")
    with pytest.raises(UnknownRegulation) as refused:
        ask(reader=office.nightly, machine="secrecy_revue")
    assert "secrecy_review" in refused.value.close
    with pytest.raises(UnknownRegulation):
        ask(reader=office.nightly, machine="release_coordination/none")


@pytest.mark.parametrize(
    "word",
    ["中公函(2026)1号", "中公函（2026）1号", "中公函[2026]1号", "中公函［２０２６］１号",
     "中公函【2026】1", "中公函 〔2026〕 1 号", "中公函2026-1", "中公函〔2026〕第1号",
     "中公函〔2026〕01号"],
)  # fmt: skip
def test_a_number_is_understood_however_its_brackets_are_typed(office, word):
    case = office.coordination(day(2), "FZ")
    [asked] = office.asked(case)
    assert asked.number == as_written(word) == "中公函〔2026〕1号"
    assert office.engine.case(word, reader=office.wang) == asked
    with pytest.raises(UnknownCase):
        office.engine.case(word, reader=office.li)


@pytest.mark.parametrize("word", ["", "号", "中公函", "中公函2026", "0号", "一号", "x" * 50, "-1"])
def test_what_is_no_number_is_none(office, word):
    assert running_number(word) is None
    with pytest.raises(UnknownCase):
        office.engine.case(word, reader=office.nightly)


def test_a_running_number_alone_is_that_of_this_year_where_the_reader_sees_only_one(office):
    main, [first, second] = office.awaiting(day(2), "FZ", "JJ")
    assert office.engine.case("2", reader=office.wang) == second
    assert office.engine.case("１号", reader=office.ma) == first
    with pytest.raises(AmbiguousCase) as refused:
        office.engine.case("1", reader=office.wang)
    assert list(refused.value.known) == sorted([main.number, first.number])
    with pytest.raises(UnknownCase):
        office.engine.case("2", reader=office.ma)
    office.clock.on(day(4, 1).replace(year=2027))
    with pytest.raises(UnknownCase):
        office.engine.case("2", reader=office.wang)


def test_an_act_is_done_on_the_case_that_a_running_number_means(office):
    _, [first, second] = office.awaiting(day(2), "FZ", "JJ")
    reply = {"reply": "agree", "written": "yes"}
    done = office.engine.fire("1", "reply", by=office.ma, on=day(2), form=reply)
    assert (done.id, done.state) == (first.id, "agreed")
    with pytest.raises(UnknownCase):
        office.engine.fire("2", "reply", by=office.ma, on=day(2), form=reply)
    assert office.state(second) == "awaiting_reply"


def test_a_refusal_of_an_act_by_running_number_is_on_record_with_its_case(office):
    _, [first] = office.awaiting(day(2), "FZ")
    with pytest.raises(Exception, match="form"):
        office.engine.fire("1", "reply", by=office.ma, on=day(2), form={"x": "y"})
    assert office.rows("SELECT case_id FROM zw_refusal") == [(first.id,)]


@pytest.mark.parametrize("wrong", ["P0031", None, object(), {"id": "P0031"}])
def test_who_asks_is_an_officer_and_not_an_id(office, wrong):
    engine = office.engine
    for call in (
        lambda: engine.start("secrecy_review", by=wrong, data={}),
        lambda: engine.fire("1", "send", by=wrong),
        lambda: engine.inbox(wrong),
        lambda: engine.available("1", wrong),
        lambda: engine.case("1", reader=wrong),
        lambda: engine.why("1", reader=wrong),
        lambda: engine.history("1", reader=wrong),
        lambda: engine.cases(reader=wrong),
        lambda: engine.due(until=day(9), reader=wrong),
        lambda: engine.sweep(by=wrong),
    ):
        with pytest.raises(TypeError, match=r"takes .*engine\.(officer|service)"):
            call()
    assert office.rows("SELECT count(*) FROM zw_refusal") == [(0,)]
    with pytest.raises(TypeError, match="by takes a service account"):
        engine.sweep(by=office.wang)
    with pytest.raises(TypeError, match="by takes an officer"):
        engine.start("secrecy_review", by=office.nightly, data={})


def test_what_is_no_officer_is_not_shown_but_for_a_word(office):
    with pytest.raises(TypeError, match=r"not dict$"):
        office.engine.start("secrecy_review", by={"title": "不得外泄的内容"}, data={})
    with pytest.raises(TypeError, match=r"not str 'P0031'$"):
        office.engine.start("secrecy_review", by="P0031", data={})


def test_reading_a_page_takes_few_questions(office):
    """The number of statements does not grow with the parts of a case."""
    from sqlalchemy import event  # noqa: PLC0415

    def asked(main):
        statements = []

        def count(conn, cursor, statement, *_rest):
            statements.append(statement)

        database = office.engine._bureau.database._engine
        event.listen(database, "before_cursor_execute", count)
        try:
            office.engine.why(main.id, reader=office.wang)
            office.engine.available(main.id, office.wang)
        finally:
            event.remove(database, "before_cursor_execute", count)
        return len(statements)

    few, _ = office.awaiting(day(2), "FZ")
    many, _ = office.awaiting(day(2), "FZ", "JJ")
    office.engine.why(few.id, reader=office.wang)
    assert asked(few) == asked(many)
    assert asked(many) < 20
