"""Who sees what; what he may not see looks as if it were not there."""

import pytest
from office import day

from zwgov_workflow.engine.case import DeadlineStatus
from zwgov_workflow.errors import UnknownCase, UnknownDepartment, UnknownOfficer, UnknownService
from zwgov_workflow.people import Officer, ServiceAccount
from zwgov_workflow.service import Available, DueDeadline, InboxItem, Why


def seen_by(office, reader, **wanted):
    return {case.number for case in office.engine.cases(reader=reader, **wanted)}


@pytest.fixture
def busy(office):
    """A coordination that asks two departments, and a review of the first."""
    office.main, office.askeds = office.awaiting(day(2), "FZ", "JJ")
    office.reviewed = office.review(day(2))
    return office


def test_those_with_a_role_readers_and_those_who_took_part_see_a_case(busy, tmp_path):
    to_fz, to_jj = (one.number for one in busy.askeds)
    main, review = busy.main.number, busy.reviewed.number
    assert seen_by(busy, busy.wang) == {main, to_fz, to_jj, review}
    assert seen_by(busy, busy.ma) == {to_fz}
    assert seen_by(busy, busy.li) == {to_jj}
    assert seen_by(busy, busy.office) == {main, to_fz, to_jj, review}
    assert seen_by(busy, busy.head) == {review}
    assert seen_by(busy, busy.nightly) == {main, to_fz, to_jj, review}
    busy.people(tmp_path, ("position: 办事员, department: HZ", "position: 办事员, department: JJ"),
                on=day(1))  # fmt: skip
    assert seen_by(busy, busy.wang) == {main, to_fz, to_jj, review}  # he took part


def test_a_list_shows_what_a_read_allows_and_no_more(busy):
    everything = busy.engine.cases(reader=busy.nightly)
    for reader in (busy.wang, busy.ma, busy.li, busy.office, busy.head, busy.nightly):
        listed = {case.id for case in busy.engine.cases(reader=reader)}
        for case in everything:
            if case.id in listed:
                assert busy.engine.case(case.id, reader=reader) == case
                assert busy.engine.case(case.number, reader=reader) == case
            else:
                with pytest.raises(UnknownCase):
                    busy.engine.case(case.id, reader=reader)


def test_what_is_unreadable_looks_as_what_is_not_there(busy):
    ask = busy.engine
    for word in (busy.main.id, busy.main.number, "0190-none", "中公协〔2026〕99号", ""):
        for verb in (ask.case, ask.history, ask.why):
            with pytest.raises(UnknownCase) as refused:
                verb(word, reader=busy.ma)
            assert str(refused.value) == str(UnknownCase(case=word))
        with pytest.raises(UnknownCase):
            ask.available(word, busy.ma)


def test_a_service_account_reads_all_with_the_right_and_nothing_without(busy, tmp_path):
    busy.people(tmp_path, ("services:", "services:\n  - {name: clock, rights: [sweep]}"))
    clock = busy.engine.service("clock")
    assert busy.engine.cases(reader=clock) == []
    assert busy.engine.due(until=day(31), reader=clock) == []
    with pytest.raises(UnknownCase):
        busy.engine.case(busy.main.id, reader=clock)
    pretended = ServiceAccount("clock", busy.nightly.rights)
    assert busy.engine.cases(reader=pretended) == []
    with pytest.raises(UnknownService):
        busy.engine.cases(reader=ServiceAccount("none", busy.nightly.rights))
    with pytest.raises(UnknownOfficer):
        busy.engine.cases(reader=Officer("P9999", "?"))


def test_filters(busy):
    whole = busy.engine.cases
    numbers = [one.number for one in busy.askeds]
    assert seen_by(busy, busy.nightly, state="awaiting_reply") == set(numbers)
    assert seen_by(busy, busy.nightly, machine="secrecy_review") == {busy.reviewed.number}
    assert seen_by(busy, busy.nightly, machine="release_coordination/incident") == set()
    assert seen_by(busy, busy.nightly, department="法制支队") == {busy.main.number, numbers[0]}
    asking = "release_coordination/consultation"
    assert seen_by(busy, busy.nightly, department="JJ", machine=asking) == {numbers[1]}
    assert seen_by(busy, busy.nightly, due_before=day(9)) == set()
    assert seen_by(busy, busy.nightly, due_before=day(10)) == set(numbers)
    assert seen_by(busy, busy.nightly, state="disagreed") == set()
    with pytest.raises(UnknownDepartment):
        whole(reader=busy.nightly, department="不存在")


def test_text_is_taken_as_it_stands_and_looked_for_in_contents_alone(tried):
    notes = ["100%", "1000", "a_b", "axb", 'say "x"', "back\\slash", "two\nlines", "Anna", "户籍"]
    for note in notes:
        data = {"department": "HZ", "note": note}
        tried.engine.start("trial", by=tried.wang, on=day(2), data=data)

    def found(text):
        return [c.data["note"] for c in tried.engine.cases(reader=tried.wang, text=text)]

    for note in notes:
        assert found(note) == [note]
    assert found("%") == ["100%"]
    assert found("_") == ["a_b"]
    assert found('"') == ['say "x"']
    assert found("\\") == ["back\\slash"]
    assert found("anna") == []
    for name in ("department", "note", "opened"):
        assert found(name) == []
    assert found("2026-03-02") == notes
    assert found("〔2026〕3号") == ["a_b"]
    [case] = tried.engine.cases(reader=tried.wang, text="户籍")
    assert case.data["note"] == "户籍"


def test_pages_hold_together_whatever_the_reader_may_not_see(busy, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.reading.PAGE", 2)
    for _ in range(3):
        busy.awaiting(day(2), "FZ", "JJ")
    for reader in (busy.ma, busy.nightly):
        everything = busy.engine.cases(reader=reader)
        pages, after = [], None
        while page := busy.engine.cases(reader=reader, after=after, limit=3):
            assert len(page) <= 3
            pages += page
            after = page[-1].id
        assert pages == everything
        assert [case.id for case in pages] == sorted(case.id for case in pages)
    assert len(busy.engine.cases(reader=busy.ma)) == 4
    assert busy.engine.cases(reader=busy.nightly, limit=0) == []


def test_due_gives_the_soonest_of_what_the_reader_sees_up_to_its_limit(busy, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.reading.PAGE", 2)
    busy.clock.on(day(5))
    for _ in range(2):
        busy.awaiting(day(5), "FZ", "JJ")
    found = busy.engine.due(until=day(31), reader=busy.li)
    assert [type(one) for one in found] == [DueDeadline] * 3
    assert [one.deadline.due for one in found] == [day(9), day(12), day(12)]
    assert {one.case.data["department"] for one in found} == {"JJ"}
    assert [one.case.id for one in busy.engine.due(until=day(31), reader=busy.li, limit=2)] == [
        one.case.id for one in found[:2]
    ]
    assert len(busy.engine.due(until=day(9), reader=busy.nightly)) == 2
    assert busy.engine.due(until=day(8), reader=busy.nightly) == []
    assert (found[0].label, found[0].sources) == ("函复期限", ("RC-10-s1", "RC-10-s2", "A-6"))


def test_the_inbox_has_what_can_be_done_the_soonest_due_first(busy):
    busy.clock.on(day(5))
    late, _ = busy.awaiting(day(5), "FZ")
    items = busy.engine.inbox(busy.ma)
    assert [type(one) for one in items] == [InboxItem] * 2
    assert [(one.triggers, one.due) for one in items] == [
        (("reply",), day(9)),
        (("reply",), day(12)),
    ]
    assert items[1].case.root == late.id
    mine = busy.engine.inbox(busy.wang)
    dues = [one.due for one in mine]
    assert dues == sorted(dues, key=lambda due: due or day(31, 12))
    for one in mine:
        known = [a.trigger for a in busy.engine.available(one.case.id, busy.wang)]
        assert list(one.triggers) == list(dict.fromkeys(known))
    assert busy.engine.inbox(busy.engine.officer("P0038")) == []


def test_the_inbox_of_somebody_with_every_role_in_many_versions(tried, tmp_path):
    """Once, its question was deeper than SQLite allows."""
    from zwgov_workflow.definition.shelf import shipped_files, shipped_regulations  # noqa: PLC0415

    roles = {name for d in shipped_regulations().values() for name in d.regulation.roles}
    seats = "".join(
        f"  - {{officer: P0031, role: {role}, department: HZ, from: 2019-12-10}}\n"
        for role in sorted(roles | {"clerk"}) if role != "consulted"
    )  # fmt: skip
    tried.people(tmp_path, ("appointments:\n", f"appointments:\n{seats}"))
    for path in shipped_files():
        source = path.read_text(encoding="utf-8")
        for revision in (2,):
            again = tmp_path / f"{path.parent.name}-{revision}.yaml"
            again.write_text(source.replace("revision: 1", f"revision: {revision}", 1), "utf-8")
            text = path.with_suffix(".text.md")
            again.with_suffix(".text.md").write_bytes(text.read_bytes())
            tried.engine.add_regulation(again)
    tried.review(day(2))
    assert len(tried.engine.inbox(tried.wang)) == 1


def test_available_names_form_role_and_source(busy):
    [asked, _] = busy.askeds
    [reply] = busy.engine.available(asked.id, busy.ma)
    assert isinstance(reply, Available)
    assert (reply.trigger, reply.role) == ("reply", "consulted")
    assert reply.labels == ("函复同意", "函复不同意")
    assert set(reply.form["required"]) >= {"reply", "written"}
    assert "RC-10-s1" in reply.sources
    assert "reply" not in [a.trigger for a in busy.engine.available(asked.id, busy.wang)]


def test_why_tells_state_clocks_and_who_can_move_it(busy):
    [asked, _] = busy.askeds
    why = busy.engine.why(asked.number, reader=busy.ma)
    assert isinstance(why, Why)
    assert (why.case, why.state.label) == (busy.engine.case(asked.id, reader=busy.ma), "待函复")
    [clock] = why.deadlines
    assert clock.deadline.status is DeadlineStatus.RUNNING
    assert why.counted["reply_by"].due.on == day(9)
    assert why.possible["reply"] == ["consulted"]
    assert why.breaches == []


def test_history_is_of_the_case_alone_in_order(busy):
    history = busy.engine.history(busy.main.id, reader=busy.wang)
    assert {event.case_id for event in history} == {busy.main.id}
    assert [event.seq for event in history] == list(range(1, len(history) + 1))
