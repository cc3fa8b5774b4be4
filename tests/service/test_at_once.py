"""Several threads, processes and bureaus at once."""

import multiprocessing
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from office import PEOPLE, Office, day

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.audit import NO_EVENT, event_hash
from zwgov_workflow.calendar import SHANGHAI
from zwgov_workflow.errors import CaseError, KeyReused, NoBureau, StaleVersion
from zwgov_workflow.service.unit import Bureau

AFTER = datetime(2026, 4, 1, 1, tzinfo=SHANGHAI)


def fetch(url, query):
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def chains_hold(office):
    for case in office.engine.cases(reader=office.nightly, limit=10_000):
        previous = NO_EVENT
        history = office.engine.history(case.id, reader=office.nightly)
        assert [event.seq for event in history] == list(range(1, len(history) + 1))
        for event in history:
            previous = event_hash(event, previous)
        [(head,)] = fetch(office.url, f"SELECT head FROM zw_case WHERE id = '{case.id}'")
        assert head == previous


def test_threads_share_an_engine(office):
    def story(number):
        case = office.coordination(day(2), key=f"case-{number}")
        office.engine.fire(case.id, "involve", by=office.wang, on=day(2),
                           form={"further_department": "JJ"})  # fmt: skip
        return case.number

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(story, range(24)))
    assert len(set(numbers)) == 24
    chains_hold(office)


class Overtaken(Bureau):
    """A bureau where another thread puts what it read before in place of what was just read."""

    before = kept = None

    @property
    def _around(self):
        return self.kept

    @_around.setter
    def _around(self, found):
        self.kept = self.before or found


def test_a_thread_decides_by_what_its_own_transaction_read(office):
    database = office.engine._bureau.database
    shared = Overtaken(database, "zhongwei-psb", office.clock)
    with shared.reading() as unit:
        shared.before = unit.around
    changed = PEOPLE.read_text("utf-8").replace("name: 王丽", "name: 王莉")
    renamed = Path(office.url.removeprefix("sqlite:///")).with_name("people.yaml")
    renamed.write_text(changed, "utf-8")
    office.engine.load_people(renamed)
    with shared.writing() as unit:
        assert unit.around.people.officer("P0031").name == "王莉"


def test_one_key_used_by_many_threads_has_one_effect(office):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: office.coordination(day(2), key="OA-1").id, range(16)))
    assert len(set(found)) == 1
    assert fetch(office.url, "SELECT count(*) FROM zw_case WHERE parent IS NULL") == [(1,)]


def test_of_two_who_read_the_same_version_one_is_refused(office):
    case, [asked] = office.awaiting(day(2))

    def reply(_):
        form = {"reply": "agree", "written": True}
        try:
            office.engine.fire(asked.id, "reply", by=office.ma, on=day(2), form=form,
                               expect_version=asked.version)  # fmt: skip
        except StaleVersion:
            return "stale"
        return "done"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(reply, range(4))) == ["done", "stale", "stale", "stale"]
    assert office.state(case) == "agreed"


def sweep_once(url):
    engine = WorkflowEngine.open(url, bureau="zhongwei-psb", busy_seconds=60, clock=lambda: AFTER)
    report = engine.sweep(by=engine.service("nightly"))
    engine.close()
    return report.lapsed


def test_processes_that_sweep_at_once_let_each_deadline_lapse_once(office):
    cases = [office.awaiting(day(2), "FZ", "JJ")[0] for _ in range(20)]
    context = multiprocessing.get_context("spawn")
    with context.Pool(3) as pool:
        lapsed = pool.map(sweep_once, [office.url] * 3)
    assert sum(lapsed) == 40
    assert {office.state(case) for case in cases} == {"agreed"}
    assert fetch(office.url, "SELECT count(*) FROM zw_event WHERE kind = 'lapse'") == [(40,)]
    chains_hold(office)


def annotate(url, case_ids, mark):
    engine = WorkflowEngine.open(url, bureau="zhongwei-psb", busy_seconds=60, clock=lambda: AFTER)
    wang = engine.officer("P0031")
    for turn in range(2):
        for case_id in case_ids:
            engine.fire(case_id, "add", by=wang, form={"further": f"{mark}{turn}"})
    engine.close()


def test_processes_that_sweep_and_fire_at_once_lose_nothing(tried):
    """Each family has two lapses; each process adds two parts to each."""
    cases = [tried.matter(day(2), "a", "b").id for _ in range(6)]
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=sweep_once, args=(tried.url,)),
        context.Process(target=annotate, args=(tried.url, cases, "x")),
        context.Process(target=annotate, args=(tried.url, cases[::-1], "y")),
        context.Process(target=sweep_once, args=(tried.url,)),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    tried.clock.now = AFTER
    lapses = "SELECT case_id, count(*) FROM zw_event WHERE kind = 'lapse' GROUP BY case_id"
    assert {number for _, number in tried.rows(lapses)} == {1}
    assert len(tried.rows(lapses)) == 6 * 3  # two parts and the matter itself
    for case_id in cases:
        case = tried.engine.case(case_id, reader=tried.nightly)
        assert sorted(case.data["asked"]) == ["a", "b", "x0", "x1", "y0", "y1"]
        assert case.children == {"parts": {"silent": 2, "waiting": 4}}
    chains_hold(tried)


def test_threads_on_one_family_lose_nothing(tried):
    case = tried.matter(day(2))

    def add(number):
        return tried.engine.fire(
            case.id, "add", by=tried.wang, on=day(2), form={"further": f"n{number}"}
        ).version

    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(add, range(24)))
    assert sorted(versions) == list(range(2, 26))
    found = tried.engine.case(case.id, reader=tried.wang)
    assert set(found.data["asked"]) == {f"n{number}" for number in range(24)}
    chains_hold(tried)


SLOW_SWEEP = """
import sys, time
from datetime import datetime
from zwgov_workflow import WorkflowEngine
from zwgov_workflow.calendar import SHANGHAI
from zwgov_workflow.service import sweeping
sweeping.BATCH = 2
now = datetime(2026, 4, 1, 1, tzinfo=SHANGHAI)
engine = WorkflowEngine.open(sys.argv[1], bureau="zhongwei-psb", clock=lambda: now)
def progress(report):
    print(report.families, flush=True)
    time.sleep(0.2)
engine.sweep(by=engine.service("nightly"), progress=progress)
"""


def test_a_sweep_that_is_killed_is_gone_on_with_by_the_next(office):
    cases = [office.awaiting(day(2))[0] for _ in range(12)]
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_SWEEP, office.url], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline().strip() == "2"
    time.sleep(0.25)  # in the middle of the next ones
    process.kill()
    process.communicate()
    done = fetch(office.url, "SELECT count(*) FROM zw_deadline WHERE status = 'lapsed'")[0][0]
    assert 2 <= done < 12
    office.clock.now = AFTER
    report = office.engine.sweep(by=office.nightly)
    assert report.lapsed == 12 - done
    assert {office.state(case) for case in cases} == {"agreed"}
    chains_hold(office)


def test_two_bureaus_of_one_database_do_not_see_each_other(office, url):
    WorkflowEngine.add_bureau(url, bureau="guyuan-psb", clock=office.clock).close()
    other = Office(url, bureau="guyuan-psb", clock=office.clock)
    mine, theirs = office.coordination(day(2)), other.coordination(day(2))
    assert mine.number == theirs.number == "中公协〔2026〕1号"
    roots = "release_coordination/coordination"
    assert [c.id for c in office.engine.cases(reader=office.nightly, machine=roots)] == [mine.id]
    with pytest.raises(CaseError):
        other.engine.case(mine.id, reader=other.nightly)
    with pytest.raises(CaseError):
        other.engine.fire(mine.id, "involve", by=other.wang, on=day(2),
                          form={"further_department": "JJ"})  # fmt: skip
    office.coordination(day(2), key="OA-1")
    assert other.coordination(day(2), key="OA-1").id != mine.id
    other.engine.close()


def test_a_bureau_that_is_not_there_is_not_made_by_a_slip(office, url):
    with pytest.raises(NoBureau, match="zhongwei-psb"):
        WorkflowEngine.open(url, bureau="zhongwei-pbs")


def test_what_one_engine_changes_around_the_cases_another_sees_at_once(office, url, tmp_path):
    other = WorkflowEngine.open(url, bureau="zhongwei-psb", clock=office.clock)
    more = tmp_path / "people.yaml"
    also = "  - {officer: P0032, role: office, department: FZ, from: 2020-01-01}"
    known = PEOPLE.read_text(encoding="utf-8")
    more.write_text(known.replace("appointments:", f"appointments:\n{also}"), encoding="utf-8")
    assert other.load_people(more, on=day(1)).appointments.added
    case = office.coordination(day(2))
    form = {"released_by": "HZ", "released_on": day(2)}
    office.engine.fire(case.id, "record_release", by=office.ma, on=day(2), form=form)
    other.close()


def test_a_key_belongs_to_one_command(office):
    case = office.coordination(day(2), key="OA-1")
    assert office.coordination(day(2), key="OA-1").id == case.id
    with pytest.raises(KeyReused):
        office.coordination(day(1), key="OA-1")
    with pytest.raises(KeyReused):
        office.engine.fire(case.id, "involve", by=office.wang, on=day(2), key="OA-1",
                           form={"further_department": "JJ"})  # fmt: skip
