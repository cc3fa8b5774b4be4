"""What an observer and the log are told: ids, names, counts and durations, and no contents."""

import logging
import sqlite3
import threading

import pytest
from office import LETTER, Office, day
from sqlalchemy import create_engine

from zwgov_workflow import WorkflowEngine, configure_sqlite
from zwgov_workflow.errors import Busy, CaseError
from zwgov_workflow.service import Observer

MARK = "不得外泄的内容"


class Kept:
    """An observer that keeps what it is told."""

    def __init__(self):
        self.counted, self.took = [], []

    def count(self, name, n, labels):
        self.counted.append((name, n, dict(labels)))

    def timed(self, name, seconds, labels):
        assert seconds >= 0
        self.took.append((name, dict(labels)))

    def verbs(self):
        return [(labels["verb"], labels["outcome"]) for name, labels in self.took if name == "verb"]


@pytest.fixture
def watched(tried):
    """An observer, and an engine that it watches on the database of *tried*."""
    kept = Kept()
    engine = WorkflowEngine.open(
        tried.url, bureau="zhongwei-psb", clock=tried.clock, observer=kept, busy_seconds=0.1
    )
    yield kept, engine
    engine.close()


def test_verbs_are_timed_with_what_became_of_them(tried, watched):
    kept, engine = watched
    case = engine.start("trial", by=tried.wang, data={"department": "HZ", "asked": []})
    engine.fire(case.id, "hold", by=tried.wang)
    with pytest.raises(CaseError):
        engine.fire(case.id, "hold", by=tried.wang)
    engine.sweep(by=tried.nightly)
    engine.sweep(by=tried.nightly, dry_run=True)
    assert kept.verbs() == [
        ("start", "done"), ("fire", "done"), ("fire", "NotPossible"), ("sweep", "done"),
        ("sweep_dry_run", "done"),
    ]  # fmt: skip
    assert {labels["bureau"] for _, labels in kept.took} == {"zhongwei-psb"}


def test_a_busy_database_is_told_of(tried, watched):
    kept, engine = watched
    other = sqlite3.connect(tried.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        engine.start("trial", by=tried.wang, data={"department": "HZ", "asked": []})
    other.rollback()
    other.close()
    assert kept.verbs() == [("start", "Busy")]


def test_a_sweep_counts_what_it_did_and_a_dry_run_counts_nothing(tried, watched):
    kept, engine = watched
    for name in "abc":
        tried.matter(day(2), name)
    [broken, *_] = tried.engine.cases(machine="trial/part", reader=tried.nightly)
    tried.write("UPDATE zw_case SET state = 'nowhere' WHERE id = ?", broken.id)
    tried.clock.on(day(10))
    engine.sweep(by=tried.nightly, dry_run=True)
    assert kept.counted == []
    engine.sweep(by=tried.nightly)
    bureau = {"bureau": "zhongwei-psb"}
    assert kept.counted == [
        ("sweep_stuck", 1, bureau), ("sweep_families", 2, bureau), ("sweep_lapsed", 2, bureau)
    ]  # fmt: skip
    assert next(labels for name, labels in kept.took if name == "sweep_batch") == bureau
    tried.clock.on(day(13))
    engine.sweep(by=tried.nightly)
    assert ("sweep_reminded", 2, bureau) in kept.counted


def test_the_observer_is_told_of_what_is_done_in_the_transaction_of_a_host(tried, watched):
    kept, engine = watched
    host = configure_sqlite(create_engine(tried.url))
    with host.begin() as connection, engine.using(connection) as joined:
        joined.start("trial", by=tried.wang, data={"department": "HZ", "asked": []})
    host.dispose()
    assert kept.verbs() == [("start", "done")]


class Broken:
    """An observer in which everything fails."""

    def count(self, name, n, labels):
        raise RuntimeError(MARK)

    def timed(self, name, seconds, labels):
        raise RuntimeError(MARK)


def test_an_observer_that_fails_breaks_no_verb_and_is_logged(tried, caplog):
    engine = WorkflowEngine.open(
        tried.url, bureau="zhongwei-psb", clock=tried.clock, observer=Broken()
    )
    case = engine.start("trial", by=tried.wang, data={"department": "HZ", "asked": ["a"]})
    with pytest.raises(CaseError):
        engine.fire(case.id, "resume", by=tried.wang)
    tried.clock.on(day(10))
    assert engine.sweep(by=tried.nightly).lapsed == 1
    engine.close()
    failed = [record for record in caplog.records if record.event == "observer.failed"]
    assert {record.facts["error"] for record in failed} == {"RuntimeError"}
    assert MARK not in caplog.text


def test_what_an_observer_is_asked_is_what_the_protocol_says():
    observer: Observer = Kept()
    assert {name for name in vars(Observer) if not name.startswith("_")} <= set(dir(observer))


def events(caplog):
    return [record.event for record in caplog.records if record.name == "zwgov_workflow.service"]


def test_the_log_tells_of_a_sweep_by_ids(tried, caplog):
    caplog.set_level(logging.DEBUG, "zwgov_workflow")
    case = tried.matter(day(2), "a")
    [part] = tried.parts(case)
    tried.clock.on(day(10))
    caplog.clear()
    report = tried.engine.sweep(by=tried.nightly)
    assert events(caplog) == [
        "sweep.started", "sweep.lapse", "sweep.batch", "sweep.finished", "verb.done"
    ]  # fmt: skip
    start, lapse, _, finish, _ = caplog.records
    assert {record.facts["run"] for record in (start, lapse, finish)} == {report.run}
    assert lapse.facts["case"] == part.id
    assert lapse.facts["deadline"] == "do_by"
    assert lapse.getMessage().startswith("sweep.lapse bureau=zhongwei-psb run=")
    assert (finish.facts["lapsed"], finish.facts["stuck"], finish.levelname) == (1, 0, "INFO")


def test_what_stops_a_family_is_logged_by_its_class(tried, caplog):
    case = tried.matter(day(2), "a")
    tried.write("UPDATE zw_case SET data = ? WHERE id = ?", '{"' + MARK, tried.parts(case)[0].id)
    tried.clock.on(day(10))
    tried.engine.sweep(by=tried.nightly)
    [stuck] = [record for record in caplog.records if record.event == "sweep.stuck"]
    assert (stuck.levelname, stuck.facts["root"]) == ("ERROR", case.id)
    assert stuck.facts["error"] == "JSONDecodeError"


def test_a_refusal_is_logged_by_its_class_and_who_was_refused(tried, caplog):
    caplog.set_level(logging.INFO, "zwgov_workflow")
    case = tried.matter(day(2))
    with pytest.raises(CaseError):
        tried.engine.fire(case.id, "resume", by=tried.wang)
    [record] = caplog.records
    assert record.facts == {
        "bureau": "zhongwei-psb", "verb": "fire", "case": case.id, "trigger": "resume",
        "officer": "P0031", "error": "NotPossible",
    }  # fmt: skip


def test_what_a_caller_calls_a_case_forges_no_line_of_the_log(tried, caplog):
    caplog.set_level(logging.INFO, "zwgov_workflow")
    forged = "17\n2026-03-02 INFO sweep.finished bureau=zhongwei-psb stuck=0"
    with pytest.raises(CaseError):
        tried.engine.fire(forged, "hold", by=tried.wang)
    [record] = caplog.records
    assert record.facts["case"] == forged
    assert record.getMessage() == (
        f"verb.refused bureau=zhongwei-psb verb=fire case={forged!r} trigger=hold officer=P0031 "
        "error=UnknownCase"
    )


def everything_of(record):
    """Return all that any formatter could print of a record."""
    shown = logging.Formatter("%(message)s").format(record)
    return f"{shown} {vars(record)!r}"


def test_no_contents_of_a_form_come_into_the_log(office, caplog):
    """Each verb is called with marked contents: done, refused, busy, failed, and swept."""
    caplog.set_level(logging.DEBUG)
    engine = office.engine
    marked = dict.fromkeys(LETTER, MARK) | {
        "produced_on": "2026-02-09", "proposer_opinion": "公开"
    }  # fmt: skip
    case = office.coordination(day(2))
    engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=marked)
    [asked] = office.asked(case)
    for trigger, form in (
        ("no_such", {MARK: MARK}), ("send", {"unknown": MARK}),
        ("involve", {"further_department": MARK}),
    ):  # fmt: skip
        with pytest.raises(CaseError):
            engine.fire(case.id, trigger, by=office.wang, on=day(2), form=form)
    with pytest.raises(CaseError):
        office.review(day(2), role=MARK)
    engine.fire(asked.id, "send", by=office.wang, on=day(2))
    engine.fire(asked.id, "receive", by=office.ma, on=day(2), form={"received_on": day(2)})
    office.clock.on(day(10))
    engine.sweep(by=office.nightly, dry_run=True)
    office.write("UPDATE zw_case SET data = '{\"' || ? WHERE id = ?", MARK, asked.id)
    engine.sweep(by=office.nightly)
    office.write("DROP TABLE zw_deadline")
    with pytest.raises(Exception, match="zw_deadline"):
        engine.fire(case.id, "write_letter", by=office.wang, on=day(2), form=marked)
    ours = [record for record in caplog.records if record.name.startswith("zwgov_workflow")]
    levels = {record.levelno for record in ours}
    assert {logging.DEBUG, logging.INFO, logging.ERROR} <= levels
    for record in ours:
        assert MARK not in everything_of(record), record.event


def test_the_library_writes_nowhere_unless_told_to(url, capfd):
    office = Office(url)
    case = office.coordination(day(2))
    with pytest.raises(CaseError):
        office.engine.fire(case.id, "no_such", by=office.wang)
    office.engine.sweep(by=office.nightly)
    office.engine.close()
    assert capfd.readouterr() == ("", "")
    assert any(
        isinstance(handler, logging.NullHandler)
        for handler in logging.getLogger("zwgov_workflow").handlers
    )


def test_threads_that_sweep_at_once_count_each_lapse_once(tried, watched):
    kept, _ = watched
    for number in range(12):
        tried.matter(day(2), f"n{number}")
    tried.clock.on(day(10))
    patient = WorkflowEngine.open(
        tried.url, bureau="zhongwei-psb", clock=tried.clock, observer=kept
    )
    threads = [threading.Thread(target=lambda: patient.sweep(by=tried.nightly)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    patient.close()
    assert sum(n for name, n, _ in kept.counted if name == "sweep_lapsed") == 12
