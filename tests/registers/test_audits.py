"""Audits: the engine's count of real documents, held against a count made without it."""

import csv
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from zwgov_workflow import WorkflowEngine, WorkingCalendar
from zwgov_workflow.definition.reader import read_regulation
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.registers.auditing import Auditing, regions_of
from zwgov_workflow.registers.judged import by_kind, latest, tallies, tally_of
from zwgov_workflow.registers.mapping_file import read_mapping, shipped_mapping
from zwgov_workflow.registers.taking_in import read_register

DOCUMENTS = Path(__file__).parent.parent.parent / "examples" / "documents.csv"
DOCUMENT = shipped_regulations()["proactive_disclosure"]
DAY = date(2026, 6, 30)
HEAD = "id,title,document_number,issue_date,publish_date,site\n"


def auditing(path, document=DOCUMENT, **how):
    regulations = Regulations([document])
    machine = regulations.machine("proactive_disclosure/disclosure", document.digest)
    mapping = read_mapping(shipped_mapping("proactive_disclosure"))
    return Auditing(
        register=read_register(path, mapping, machine, regulations),
        document=document,
        deadline="publish_by",
        **{"day": DAY, **how},
    )


@pytest.fixture(scope="module")
def audit():
    return auditing(DOCUMENTS).by(regions_of("CN-NX"))


@pytest.fixture(scope="module")
def dated():
    with DOCUMENTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["issue_date"]]
    return [
        (row["id"], row["site"], date.fromisoformat(row["issue_date"]),
         date.fromisoformat(row["publish_date"]))
        for row in rows
    ]  # fmt: skip


@pytest.mark.clauses("PD-4-s1")
def test_1880_documents_were_published_in_time_and_109_late(audit):
    """The figures that the data came with, by the national calendar."""
    tally = tally_of(audit.by_region["CN"].judged)
    assert (tally.documents, tally.in_time, tally.late, tally.open) == (1989, 1880, 109, 0)
    by_site = tallies(audit.by_region["CN"].judged, lambda one: one.entry.by)
    assert {site: (one.late, one.documents) for site, one in by_site.items()} == {
        "gov.cn": (68, 660), "shanghai.gov.cn": (15, 639), "gd.gov.cn": (12, 202),
        "henan.gov.cn": (9, 210), "yn.gov.cn": (4, 92), "sc.gov.cn": (1, 186),
    }  # fmt: skip


@pytest.mark.parametrize("region", ["CN", "CN-NX"])
def test_the_engine_and_the_calendar_agree_on_every_document(audit, dated, region):
    calendar = WorkingCalendar.of(region)
    judged = {one.entry.name: one for one in audit.by_region[region].judged}
    assert len(judged) == len(dated)
    for name, site, formed, published in dated:
        due = calendar.due_date("20 working days", formed)
        one = judged[name]
        assert (one.due, one.provisional, one.done_on) == (due.on, due.provisional, published)
        assert (one.entry.by, one.late) == (site, published > due.on)
        if region == "CN" and one.late:
            assert one.days_late == calendar.working_days_between(due.on, published)


def test_days_late_are_told_where_no_regional_announcement_is_known(audit):
    """Before 2019 the regional calendar is the nation's and says that it is provisional."""
    national = {one.entry.line: one.days_late for one in latest(audit.by_region["CN"].judged, 109)}
    regional = {
        one.entry.line: one.days_late for one in latest(audit.by_region["CN-NX"].judged, 109)
    }
    assert regional.keys() == national.keys()
    assert all(regional[line] <= national[line] for line in national)
    assert max(regional.values()) > 2000


def test_the_two_calendars_part_because_of_two_feasts_and_no_verdict_changes(audit):
    kinds = by_kind(audit.differences)
    assert {kind: len(ones) for kind, ones in kinds.items()} == {"古尔邦节": 74, "开斋节": 52}
    assert not any(one.verdict_changes for one in audit.differences)
    regional = WorkingCalendar.of("CN-NX")
    for one in audit.differences:
        moved = [regional.fact(day) for day in one.reasons]
        assert all(fact.region == "CN-NX" and not fact.working for fact in moved)
        assert one.second.due > one.first.due


def test_rows_without_a_day_of_formation_are_told_and_left_out(audit):
    assert [(one.line, one.name, one.where) for one in audit.problems] == [
        (line, f"D{line - 1}", "issue_date") for line in range(1991, 2002)
    ]


def test_most_documents_are_older_than_the_regulation(audit, dated):
    since = DOCUMENT.regulation.in_force_from
    assert audit.older == Counter(formed < since for _, _, formed, _ in dated)[True] > 1000


def test_what_is_open_and_what_is_overdue(table):
    """As of 16 March 2026: five days are left, one is over, one is not there yet."""
    text = HEAD + "A1,甲,x,2026-03-09,,s\nA2,乙,x,2026-02-02,,s\nA3,丙,x,2026-03-17,,s\n"
    found = auditing(table(text + "A4,丁,x,2026-03-02,2026-03-20,s\n"), day=date(2026, 3, 16)).by(
        ["CN"]
    )
    tally = tally_of(found.by_region["CN"].judged)
    assert (tally.in_time, tally.late, tally.open, tally.overdue) == (0, 0, 3, 1)
    assert (tally.median, tally.most, found.later) == (None, None, 1)
    assert found.differences == ()


def test_a_verdict_that_changes_with_the_calendar(table):
    """古尔邦节 moves the last day of a document of 6 May 2026 in Ningxia to 4 June."""
    national = WorkingCalendar.of("CN").due_date("20 working days", date(2026, 5, 6)).on
    regional = WorkingCalendar.of("CN-NX").due_date("20 working days", date(2026, 5, 6)).on
    assert regional > national
    found = auditing(table(f"{HEAD}A1,甲,x,2026-05-06,{regional},s\n")).by(regions_of("CN-NX"))
    [difference] = found.differences
    assert difference.verdict_changes
    assert (difference.first.late, difference.second.late) == (True, False)


def test_what_the_engine_refuses_is_told_with_its_column_and_left_out(table):
    text = f"{HEAD}A1,{'题' * 10_001},x,2026-03-02,2026-03-09,s\nA2,乙,x,2026-03-02,2026-03-09,s\n"
    found = auditing(table(text)).by(regions_of("CN-NX"))
    [problem] = found.problems
    assert (problem.line, problem.where) == (2, "title")
    assert problem.why == "longer than 10000 characters"
    assert [m.judged[0].entry.name for m in found.by_region.values()] == ["A2", "A2"]


def test_sites_that_no_people_file_would_take_as_they_are(table):
    text = f'{HEAD}A1,甲,x,2026-03-02,2026-03-09,"两\n行 {"长" * 300}"\nA2,乙,x,2026-03-02,,\n'
    found = auditing(table(text)).by(["CN"])
    assert [(problem.line, problem.why) for problem in found.problems] == [(4, "is missing")]
    assert found.documents == 1


def test_an_audit_that_is_kept_says_in_each_first_event_what_it_was_measured_against(
    table, tmp_path
):
    path = tmp_path / "kept.db"
    text = HEAD + "A1,甲,x,2009-09-28,2018-09-05,s\nA2,乙,x,2026-03-02,2026-03-09,s\n"
    auditing(table(text), url=f"sqlite:///{path}").by(regions_of("CN-NX"))
    for region in ("CN", "CN-NX"):
        engine = WorkflowEngine.open(f"sqlite:///{path}", bureau=region)
        reader = engine.service("audit")
        old, new = engine.cases(reader=reader)
        assert old.imported
        assert new.imported
        first, lapse, published = engine.history(old.id, reader=reader)
        assert first.form["measured_against"] == "proactive_disclosure 2019-12-10"
        assert first.form["source"] == "register.csv:2 A1"
        assert (first.kind, lapse.kind, published.trigger) == ("imported", "lapse", "publish")
        assert published.recorder == "audit"
        assert "measured_against" not in engine.history(new.id, reader=reader)[0].form
        document = engine.regulations().documents[old.digest]
        assert document.regulation.calendar == region
        engine.close()


@pytest.mark.parametrize("mark", ["'", '"'])
def test_a_regulation_that_quotes_its_keys_is_measured_by_each_calendar_too(table, tmp_path, mark):
    shipped = Path(DOCUMENT.source.path)
    text = shipped.read_text(encoding="utf-8").replace("revision: 1", "revision: 2", 1)
    path = tmp_path / "own.yaml"
    path.write_text(text.replace("\ncalendar:", f"\n{mark}calendar{mark} :", 1), encoding="utf-8")
    shutil.copy(shipped.with_suffix(".text.md"), path.with_suffix(".text.md"))
    row = table(HEAD + "A1,甲,x,2026-03-02,2026-03-09,s\n")
    found = auditing(row, document=read_regulation(path)).by(regions_of("CN-NX"))
    assert [m.judged[0].provisional for m in found.by_region.values()] == [False, False]


def test_a_region_under_no_other_is_measured_by_alone():
    assert (regions_of("CN"), regions_of("CN-NX")) == (["CN"], ["CN", "CN-NX"])


def test_progress_is_told_up_to_all_documents_of_all_regions(table):
    told = []
    text = HEAD + "".join(f"A{i},甲,x,2026-03-02,2026-03-09,s\n" for i in range(150))
    auditing(table(text), progress=told.append).by(regions_of("CN-NX"))
    assert told == sorted(told)
    assert told[-1] == 300
