"""Cases brought in from elsewhere, kept in the database, swept and worked on as any other."""

from dataclasses import replace
from datetime import date

import pytest
from office import LETTER, day, unchanged
from sqlalchemy import create_engine
from test_tallies import counted

from zwgov_workflow import ImportedCase, ImportedFact, configure_sqlite
from zwgov_workflow.errors import ImportRefused, NotAllowed, NotInForce, UnknownRegulation
from zwgov_workflow.store.queries import CaseFilter

DISCLOSURE = "proactive_disclosure/disclosure"
CONSULTATION = "release_coordination/consultation"
RECEIVED = day(11, 2)
PUBLISH_BY = "proactive_disclosure.publish_by"
FILE = "ab" * 32
NOT_PUBLISHED = "proactive_disclosure.not_published"


@pytest.fixture
def desk(office, tmp_path):
    """The office with an account that may import."""
    rights = "rights: [sweep, read]}\n"
    office.people(
        tmp_path, (rights, f"{rights}  - {{name: importer, rights: [import]}}\n"), on=day(1, 1)
    )
    office.importer = office.engine.service("importer")
    office.clock.on(day(20))
    return office


def taken_in(desk, rows, machine=DISCLOSURE, **more):
    report = desk.engine.import_cases(machine, rows, by=desk.importer, **more)
    return [desk.engine.case(one.case_id, reader=desk.nightly) for one in report.opened]


def document(line, formed, published=None, **data):
    """A line of a register: a document, and the day it was published if it was."""
    facts = () if published is None else [ImportedFact(trigger="publish", on=published)]
    return ImportedCase(
        source=f"register.csv line {line}",
        state="open",
        on=formed,
        data={"department": "HZ", "title": f"文件{line}", "formed_on": formed, **data},
        facts=facts,
    )


def coordination(number="1", **more):
    data = {"proposing_department": "HZ", "concerned_departments": ["FZ", "JJ"], **LETTER}
    return ImportedCase(
        source=f"coordination {number}",
        state="consulting",
        on=day(9, 2),
        data={**data, "made_on": day(9, 2), **more},
    )


def asked(parent, department="FZ", state="awaiting_reply", received=RECEIVED, **more):
    return ImportedCase(
        source=f"letter to {department}",
        state=state,
        on=received,
        data={"department": department, "received_on": received},
        parent=parent,
        group="consultations",
        **more,
    )


class TestTheRunningCases:
    def test_a_reply_that_did_not_come_over_spring_festival_is_deemed_given(self, desk):
        """Received on 11 February 2026, five working days end after the holidays, on the 25th."""
        [main] = taken_in(desk, [coordination()], "release_coordination")
        first, _ = taken_in(desk, [asked(main.number), asked(main.id, "JJ")], CONSULTATION)
        assert (first.deadlines["reply_by"].due, first.imported) == (day(25, 2), True)
        assert desk.engine.sweep(by=desk.nightly).lapsed == 2
        assert desk.state(first) == "deemed_agreed"
        assert desk.state(main) == "agreed"
        history = desk.engine.history(first.id, reader=desk.nightly)
        assert [(one.kind, one.occurred_on) for one in history] == [
            ("imported", day(11, 2)),
            ("lapse", day(26, 2)),
        ]

    def test_a_reply_in_time_that_is_told_after_the_sweep_wins(self, desk):
        [main] = taken_in(desk, [coordination()], "release_coordination")
        parts = [asked(main.number), asked(main.id, "JJ", "agreed")]
        first, _ = taken_in(desk, parts, CONSULTATION)
        desk.engine.sweep(by=desk.nightly)
        assert desk.state(main) == "agreed"
        form = {"reply": "disagree", "reply_basis": "不宜", "written": "yes"}
        desk.engine.fire(first.id, "reply", by=desk.ma, form=form, on=day(24, 2))
        assert (desk.state(first), desk.state(main)) == ("disagreed", "disagreed")

    def test_the_parent_counts_its_parts_and_starts_none_of_them_again(self, desk):
        [main] = taken_in(desk, [coordination()], "release_coordination")
        taken_in(desk, [asked(main.number)], CONSULTATION)
        case = desk.engine.case(main.id, reader=desk.nightly)
        assert case.children == {"consultations": {"awaiting_reply": 1}}
        form = {"further_department": "BGS"}
        after = desk.engine.fire(main.id, "involve", by=desk.wang, form=form)
        found = {one.data["department"]: one.state for one in desk.asked(main)}
        assert found == {"FZ": "deemed_agreed", "JJ": "unsent", "BGS": "unsent"}
        assert after.children["consultations"]["unsent"] == 2

    def test_a_part_has_its_number_and_its_departments_are_listed(self, desk):
        [main] = taken_in(desk, [coordination()], "release_coordination")
        [part] = taken_in(desk, [asked(main.number)], CONSULTATION)
        assert (main.number, part.number) == ("中公协〔2026〕1号", "中公函〔2026〕1号")
        assert (part.parent, part.root) == (main.id, main.id)
        assert [one.case.id for one in desk.engine.inbox(desk.ma)] == [part.id]
        found = desk.engine.cases(department="FZ", reader=desk.nightly)
        assert {one.id for one in found} == {main.id, part.id}

    def test_an_act_with_a_key_returns_what_it_first_came_to(self, desk):
        [main] = taken_in(desk, [coordination()], "release_coordination")
        desk.clock.on(day(12, 2))
        [part, _] = taken_in(
            desk,
            [asked(main.id, due={"reply_by": day(26, 2)}), asked(main.id, "JJ", "agreed")],
            CONSULTATION,
        )
        act = {"by": desk.ma, "form": {"reply": "agree", "written": "yes"}, "key": "OA-1"}
        first = desk.engine.fire(part.id, "reply", **act)
        assert first.deadlines["reply_by"].due == day(26, 2)
        desk.engine.fire(main.id, "involve", by=desk.wang, form={"further_department": "BGS"})
        again = desk.engine.fire(part.id, "reply", **act)
        assert (again.state, again.version, again.deadlines) == (
            first.state,
            first.version,
            first.deadlines,
        )
        assert again.imported

    def test_before_an_act_the_first_result_has_the_opening(self, desk):
        stated = replace(document(1, day(2)), due={"publish_by": day(1, 4)})
        [case] = taken_in(desk, [stated])
        form = {"secrecy_unclear": "yes", "suspension_opinion": "x", "suspension_basis": "y"}
        act = {"by": desk.wang, "form": form, "key": "1"}
        first = desk.engine.fire(case.id, "propose_suspension", **act)
        desk.clock.on(day(22, 4))
        desk.engine.sweep(by=desk.nightly)
        again = desk.engine.fire(case.id, "propose_suspension", **act)
        kept = ("state", "version", "data", "last_on", "opened_on")
        assert [getattr(again, name) for name in kept] == [getattr(first, name) for name in kept]
        row = again.deadlines["publish_by"]
        assert (row.status, row.due, row.rule, row.anchor) == ("running", day(1, 4), None, row.due)

    def test_it_is_in_the_hashed_history_with_the_file_it_comes_from(self, desk):
        [case] = taken_in(desk, [document(1, day(2))], file_digest="ab" * 32)
        [event] = desk.engine.history(case.id, reader=desk.nightly)
        assert (event.kind, event.role, event.recorder) == ("imported", "importer", "importer")
        assert event.form == {"source": "register.csv line 1", "file": "ab" * 32}
        assert desk.rows("SELECT head FROM zw_case") == desk.rows("SELECT hash FROM zw_event")

    def test_a_case_that_was_started_here_is_not_imported(self, desk):
        case = desk.review(day(20))
        assert not case.imported
        assert not desk.engine.case(case.id, reader=desk.nightly).imported


class TestAPartOfARowBefore:
    """A document, and the version of it that its change has made."""

    def rows(self, **more):
        first = document(1, day(2), changes=[day(5)], **more)
        second = document(2, day(5), title="文件1")
        return [first, replace(second, parent=first.source, group="later_versions")]

    def test_its_parent_is_named_by_the_row(self, desk):
        first, second = taken_in(desk, self.rows())
        assert (second.parent, second.root) == (first.id, first.id)
        assert first.children == {"later_versions": {"open": 1}}

    def test_where_that_was_not_taken_it_is_not_either(self, desk):
        with unchanged(desk), pytest.raises(ImportRefused) as refused:
            taken_in(desk, self.rows(origin="梦"))
        assert refused.value.problems[1].problem == "the row of its parent was not taken"


class TestAllOrNothing:
    ROWS = (
        document(1, day(2)),
        document(2, day(3)),
        document(3, day(3), formed_on="绝密"),
        document(4, day(4)),
        document(5, day(23)),
    )

    def test_one_bad_row_keeps_out_all_and_each_is_named(self, desk):
        with unchanged(desk), pytest.raises(ImportRefused) as refused:
            taken_in(desk, self.ROWS)
        assert [(one.source, one.field, one.label) for one in refused.value.problems] == [
            ("register.csv line 3", "formed_on", "形成或者变更之日"),
            ("register.csv line 5", None, None),
        ]
        assert "绝密" not in str(refused.value)

    def test_a_dry_run_says_so_and_writes_nothing(self, desk):
        with unchanged(desk):
            report = desk.engine.import_cases(DISCLOSURE, self.ROWS, by=desk.importer, dry_run=True)
        assert (report.cases, report.facts, report.opened, report.dry_run) == (3, 0, (), True)
        assert [one.source[-1] for one in report.problems] == ["3", "5"]

    def test_a_dry_run_attaches_no_part(self, desk):
        main = desk.coordination(day(2))
        with unchanged(desk):
            report = desk.engine.import_cases(
                CONSULTATION, [asked(main.id, "JJ")], by=desk.importer, dry_run=True
            )
        assert [one.problem for one in report.problems] == [
            "the list of its parent has no such part"
        ]

    def test_no_rows_are_no_cases(self, desk):
        with unchanged(desk):
            report = desk.engine.import_cases(DISCLOSURE, [], by=desk.importer)
        assert (report.cases, report.opened) == (0, [])

    def test_progress_is_told(self, desk):
        told = []
        rows = [document(line, day(2)) for line in range(250)]
        taken_in(desk, rows, progress=told.append)
        assert told == [100, 200, 250]

    def test_the_account_needs_the_right(self, desk):
        with unchanged(desk), pytest.raises(NotAllowed) as refused:
            desk.engine.import_cases(DISCLOSURE, self.ROWS, by=desk.nightly)
        assert (refused.value.officer, refused.value.roles) == ("nightly", ("import",))

    @pytest.mark.parametrize("machine", ["tax", "proactive_disclosure/tax"])
    def test_an_unknown_machine(self, desk, machine):
        with pytest.raises(UnknownRegulation):
            taken_in(desk, [], machine)

    def test_in_the_transaction_of_a_host_it_is_undone_with_it(self, desk, url):
        host = configure_sqlite(create_engine(url))
        with unchanged(desk), host.connect() as connection:
            with desk.engine.using(connection) as joined:
                report = joined.import_cases(DISCLOSURE, [document(1, day(2))], by=desk.importer)
                assert report.cases == 1
            connection.rollback()
        host.dispose()


class TestTheSameFileAgain:
    def test_it_changes_nothing_and_tells_what_it_came_to(self, desk):
        rows = [document(1, day(2, 2), day(9)), document(2, day(2))]
        first = desk.engine.import_cases(DISCLOSURE, rows, by=desk.importer, file_digest=FILE)
        with unchanged(desk):
            again = desk.engine.import_cases(
                DISCLOSURE, iter(rows), by=desk.importer, file_digest=FILE
            )
        assert (again.cases, again.facts, again.opened) == (2, 1, first.opened)
        assert (first.known, again.known) == (False, True)

    def test_it_tells_the_cases_in_the_order_of_the_rows(self, desk):
        first = document(1, day(2), changes=[day(5)])
        part = replace(document(3, day(5), title="文件1"), parent=first.source)
        rows = [first, document(2, day(3)), replace(part, group="later_versions")]
        told = [
            desk.engine.import_cases(DISCLOSURE, rows, by=desk.importer, file_digest=FILE).opened
            for _ in range(2)
        ]
        assert [one.source for one in told[1]] == [row.source for row in rows]
        assert told[0] == told[1]

    def test_read_otherwise_it_is_refused(self, desk):
        taken_in(desk, [document(1, day(2))], file_digest=FILE)
        with unchanged(desk), pytest.raises(ImportRefused, match="was imported before"):
            taken_in(desk, [document(1, day(3))], file_digest=FILE)

    def test_what_was_refused_is_no_import_before(self, desk):
        with pytest.raises(ImportRefused):
            taken_in(desk, [document(1, day(25))], file_digest=FILE)
        assert taken_in(desk, [document(1, day(2))], file_digest=FILE)

    def test_the_events_of_an_import_are_one_step_in_order(self, desk):
        taken_in(desk, [document(1, day(2, 2), day(9)), document(2, day(2))], file_digest=FILE)
        found = desk.rows("SELECT DISTINCT step FROM zw_event")
        positions = desk.rows("SELECT position FROM zw_event ORDER BY case_id, seq")
        assert (len(found), positions) == (1, [(0,), (1,), (2,), (3,)])


class TestARegister:
    """Documents measured against the twenty working days."""

    def test_in_time_late_and_still_open(self, desk):
        """Twenty working days from 2 February 2026 end on 6 March: the festival lies within."""
        formed = day(2, 2)
        rows = [
            document(1, formed, day(6)),
            document(2, formed, day(9)),
            document(3, formed),
            document(4, day(10)),
        ]
        taken_in(desk, rows)
        desk.engine.sweep(by=desk.nightly)
        found = desk.engine.cases(reader=desk.nightly)
        told = [(one.state, one.deadlines["publish_by"]) for one in found]
        assert [(state, str(row.status), row.due, row.closed_on) for state, row in told] == [
            ("published", "met", day(6), day(6)),
            ("published", "lapsed", day(6), day(9)),
            ("open", "lapsed", day(6), None),
            ("open", "running", day(8, 4), None),
        ]

    def test_older_than_the_regulation_it_is_refused(self, desk):
        with unchanged(desk), pytest.raises(ImportRefused, match="in force only since 2019-12-10"):
            taken_in(desk, [document(1, date(2018, 5, 7))])

    def test_but_measured_by_it_as_a_yardstick(self, desk):
        rows = [document(1, date(2018, 5, 7), date(2018, 7, 2)), document(2, day(2))]
        old, new = taken_in(desk, rows, yardstick=True)
        assert (old.deadlines["publish_by"].due, old.number) == (
            date(2018, 6, 4),
            "中公开〔2018〕1号",
        )
        measured = [
            desk.engine.history(case.id, reader=desk.nightly)[0].form.get("measured_against")
            for case in (old, new)
        ]
        assert measured == ["proactive_disclosure 2019-12-10", None]

    def test_a_start_of_that_day_is_still_refused(self, desk):
        with pytest.raises(NotInForce):
            desk.coordination(date(2018, 5, 7))


class TestWhatIsCounted:
    def counts(self, desk):
        cases = counted(desk, "cases", "proactive_disclosure.disclosure")
        met, lapsed = (counted(desk, f"deadlines_{how}", PUBLISH_BY) for how in ("met", "lapsed"))
        return cases, met, lapsed, counted(desk, "breaches", NOT_PUBLISHED)

    def test_nothing_that_an_import_brought_in(self, desk):
        formed = day(2, 2)
        days = enumerate((day(6), day(9), None))
        taken_in(desk, [document(line, formed, published) for line, published in days])
        assert desk.rows("SELECT count(*) FROM zw_breach") == [(1,)]
        assert self.counts(desk) == (0, 0, 0, 0)

    def test_but_what_the_clock_finds_of_it_afterwards(self, desk):
        taken_in(desk, [document(1, day(2, 2))])
        desk.engine.sweep(by=desk.nightly)
        assert self.counts(desk) == (0, 0, 1, 1)

    def test_and_what_an_officer_does_of_it_in_time(self, desk):
        [main] = taken_in(desk, [coordination()], "release_coordination")
        desk.clock.on(day(12, 2))
        [part] = taken_in(desk, [asked(main.id)], CONSULTATION)
        form = {"reply": "agree", "written": "yes"}
        desk.engine.fire(part.id, "reply", by=desk.ma, form=form)
        assert counted(desk, "deadlines_met", "release_coordination.reply_by") == 1
        assert counted(desk, "cases", "release_coordination.consultation") == 0

    def test_nothing_of_what_is_older_than_its_yardstick(self, desk):
        taken_in(desk, [document(1, date(2018, 5, 7))], yardstick=True)
        desk.engine.sweep(by=desk.nightly)
        assert desk.rows("SELECT count(*) FROM zw_breach") == [(1,)]
        assert self.counts(desk) == (0, 0, 0, 0)

    def test_what_was_started_here_counts_as_ever(self, desk):
        data = {"department": "HZ", "formed_on": day(2, 2)}
        desk.engine.start("proactive_disclosure", by=desk.wang, data=data, on=day(2, 2))
        taken_in(desk, [document(1, day(2, 2), day(9))])
        desk.engine.sweep(by=desk.nightly)
        assert self.counts(desk) == (1, 0, 1, 1)


def test_an_imported_case_is_listed_as_any_other(desk):
    [case] = taken_in(desk, [document(1, day(2))])
    with desk.engine._bureau.reading() as unit:
        [row] = unit.queries.cases(CaseFilter(text="文件1"), 10)
    assert row.id == case.id
    assert desk.engine.cases(state="open", reader=desk.nightly) == [case]


class TestWhatWouldNeverLapse:
    """A deadline that runs in the state of a row has a day to be counted from, or a last day."""

    CONSULTATION = "release_coordination/consultation"
    DATA = {  # noqa: RUF012 (shared, and never changed)
        "department": "FZ",
        "proposing_department": "HZ",
        "made_on": "2026-03-02",
    }

    def row(self, **more):
        data = self.DATA | more.pop("data", {})
        return ImportedCase(source="a.csv:2", state="awaiting_reply", on=day(10), data=data, **more)

    def problems(self, desk, row):
        return desk.engine.import_cases(
            self.CONSULTATION, [row], by=desk.importer, dry_run=True
        ).problems

    def test_neither_is_a_problem(self, desk):
        [problem] = self.problems(desk, self.row())
        assert (problem.field, problem.problem) == (
            "received_on",
            "is missing, and a deadline of the state is counted from it",
        )

    def test_a_day_ahead_is_a_problem(self, desk):
        row = self.row(data={"received_on": "2026-03-21"})
        [problem] = self.problems(desk, row)
        assert problem.problem.startswith("lies ahead of 2026-03-20")

    @pytest.mark.parametrize(
        "more", [{"data": {"received_on": "2026-03-10"}}, {"due": {"reply_by": day(24)}}]
    )
    def test_either_will_do(self, desk, more):
        assert not self.problems(desk, self.row(**more))
