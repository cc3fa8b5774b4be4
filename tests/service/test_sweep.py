"""The sweep: lapses, reminders and successions, as far as it is told to go."""

import sqlite3
import threading
from dataclasses import asdict
from datetime import datetime

import pytest
from office import day, unchanged
from sqlalchemy import create_engine

from zwgov_workflow import WorkflowEngine, configure_sqlite
from zwgov_workflow.calendar import SHANGHAI
from zwgov_workflow.errors import DayAhead, NaiveMoment, NotAllowed, UnknownService
from zwgov_workflow.people import ServiceAccount
from zwgov_workflow.service import SweepReport, sweeping

OF_THE_RUN = {"dry_run", "run", "started_at", "finished_at", "seconds"}


def told(report):
    return {name: value for name, value in asdict(report).items() if name not in OF_THE_RUN}


def test_a_sweep_tells_what_it_did_and_a_second_has_nothing_left(office):
    case, _ = office.awaiting(day(2), "FZ", "JJ")
    office.clock.on(day(10))
    report = office.engine.sweep(by=office.nightly)
    assert isinstance(report, SweepReport)
    assert told(report) == {
        "bureau": "zhongwei-psb", "day": day(10), "overdue": 1, "families": 1, "lapsed": 2,
        "events": 3, "reminded": 0, "handed_over": 0, "stuck": [], "more": False, "busy": False,
        "waiting": 0,
    }  # fmt: skip
    assert office.state(case) == "agreed"
    with unchanged(office):
        assert office.engine.sweep(by=office.nightly).events == 0


def test_what_is_due_today_lapses_tomorrow(office):
    _, [asked] = office.awaiting(day(2))
    office.clock.on(day(9))
    office.engine.sweep(by=office.nightly)
    assert office.state(asked) == "awaiting_reply"
    office.clock.on(day(10))
    office.engine.sweep(by=office.nightly)
    assert office.state(asked) == "deemed_agreed"


def test_it_needs_the_right_by_what_the_bureau_says_of_the_account(office, tmp_path):
    for account in (office.nightly, ServiceAccount("nightly", frozenset())):
        office.engine.sweep(by=account)
    office.people(tmp_path, ("[sweep, read]", "[read]"))
    with unchanged(office), pytest.raises(NotAllowed, match="sweep"):
        office.engine.sweep(by=office.nightly)
    with pytest.raises(UnknownService):
        office.engine.sweep(by=ServiceAccount("daily", office.nightly.rights))


def test_a_naive_moment_is_refused(office):
    with pytest.raises(NaiveMoment):
        office.engine.sweep(by=office.nightly, until=office.clock.now.replace(tzinfo=None))


def test_a_day_alone_is_no_moment_and_none_at_all_no_limit(tried):
    tried.matter(day(2))
    tried.clock.on(day(10))
    with unchanged(tried):
        with pytest.raises(TypeError, match="now takes a datetime"):
            tried.engine.sweep(by=tried.nightly, now=day(10))
        with pytest.raises(ValueError, match="a limit is 1 or more"):
            tried.engine.sweep(by=tried.nightly, limit=0)


def test_a_host_may_say_what_moment_it_is(tried):
    """The engine's clock stands on the 2nd; what lapses is recorded when the host says."""
    tried.matter(day(2), "a")
    moment = datetime(2026, 3, 10, 1, tzinfo=SHANGHAI)
    assert tried.engine.sweep(by=tried.nightly, now=moment, dry_run=True).lapsed == 1
    assert tried.engine.sweep(by=tried.nightly, now=moment).lapsed == 1
    [part] = tried.engine.cases(machine="trial/part", reader=tried.nightly)
    last = tried.engine.history(part.id, reader=tried.nightly)[-1]
    assert (last.kind, last.occurred_on, last.recorded_at) == ("lapse", day(10), moment)
    with unchanged(tried), pytest.raises(DayAhead):
        tried.engine.sweep(by=tried.nightly, now=moment, until=day(11))
    with pytest.raises(NaiveMoment):
        tried.engine.sweep(by=tried.nightly, now=moment.replace(tzinfo=None))


@pytest.fixture
def mixed(tried):
    """Families with lapses, reminders, successions, and some of each."""
    for asked in (("a", "b"), ("c",), ()):
        tried.matter(day(2), *asked)
    tried.clock.on(day(5))
    late = tried.matter(day(5), "d")
    tried.engine.fire(tried.parts(late)[0].id, "check", by=tried.wang, on=day(5))
    tried.engine.fire(late.id, "hold", by=tried.wang, on=day(5))
    gone = ", to: 2026-03-06"
    leaving = [
        f"officer: {who}, {held}, department: HZ, from: 2019-12-10"
        for who, held in (
            ("P0031", "position: 办事员"),
            ("P0035", "role: originating_department_head"),
            ("P0036", "role: originating_leader"),
        )
    ]
    seats = (
        "  - {officer: P0032, role: clerk, department: FZ, from: 2019-12-10}\n"
        "  - {officer: P0034, role: chief, department: BGS, from: 2019-12-10}\n"
    )
    tried.people(
        tried.folder,
        ("id: HZ, name: 户政管理支队", f"id: HZ, name: 户政管理支队{gone}, successor: FZ"),
        ("appointments:\n", f"appointments:\n{seats}"),
        *((seat, seat + gone) for seat in leaving),
    )
    return tried


@pytest.mark.parametrize("on", [day(6), day(9), day(10), day(12), day(20)])
def test_a_dry_run_writes_nothing_and_says_what_the_real_one_will(mixed, on):
    mixed.clock.on(on)
    with unchanged(mixed):
        dry = mixed.engine.sweep(by=mixed.nightly, dry_run=True)
    assert dry.dry_run
    real = mixed.engine.sweep(by=mixed.nightly)
    assert not real.dry_run
    assert told(dry) == told(real)
    assert real.events > 0


def test_limits_stop_it_and_the_next_goes_on(tried):
    for name in "abcdefg":
        tried.matter(day(2), name)
    tried.clock.on(day(10))
    first = tried.engine.sweep(by=tried.nightly, limit=3)
    assert (first.families, first.lapsed, first.more) == (3, 3, True)
    quick = tried.engine.sweep(by=tried.nightly, max_seconds=0)
    assert (quick.families, quick.more) == (4, False)  # one transaction was enough
    assert tried.engine.sweep(by=tried.nightly, limit=3).events == 0


def test_it_does_not_say_more_where_the_limit_was_just_enough(tried):
    for name in "abc":
        tried.matter(day(2), name)
    tried.clock.on(day(10))
    assert tried.engine.sweep(by=tried.nightly, limit=3, dry_run=True).more is False
    assert tried.engine.sweep(by=tried.nightly, limit=3).more is False


def test_progress_is_told_after_each_transaction(tried, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.sweeping.BATCH", 2)
    monkeypatch.setattr("zwgov_workflow.service.sweeping.PAGE", 3)
    for name in "abcde":
        tried.matter(day(2), name)
    tried.clock.on(day(10))
    seen = []
    tried.engine.sweep(
        by=tried.nightly,
        progress=lambda report: seen.append(
            (report.families, tried.rows("SELECT count(*) FROM zw_event WHERE kind='lapse'")[0][0])
        ),
    )
    assert seen == [(2, 2), (4, 4), (5, 5)]


@pytest.mark.parametrize("damage", ["state = 'nowhere'", "data = '{\"name\"'", "digest = 'x'"])
def test_a_family_that_is_stuck_stops_no_other_and_stays_as_it_was(tried, damage):
    cases = [tried.matter(day(2), name) for name in "abc"]
    [part] = tried.parts(cases[1])
    tried.write(f"UPDATE zw_case SET {damage} WHERE id = ?", part.id)
    tried.clock.on(day(10))
    family = "SELECT * FROM zw_{} WHERE root = ?"
    before = [tried.rows(family.format(t), cases[1].id) for t in ("case", "event", "deadline")]
    dry = tried.engine.sweep(by=tried.nightly, dry_run=True)
    report = tried.engine.sweep(by=tried.nightly)
    assert told(dry) == told(report)
    assert (report.families, report.lapsed) == (2, 2)
    assert [stuck.root for stuck in report.stuck] == [cases[1].id]
    after = [tried.rows(family.format(t), cases[1].id) for t in ("case", "event", "deadline")]
    assert after == before


def test_reminders_come_once(tried):
    case = tried.matter(day(2), "a")
    tried.clock.on(day(6))  # the part is due on the 9th, the matter on the 16th
    assert tried.engine.sweep(by=tried.nightly).reminded == 1
    with unchanged(tried):
        assert tried.engine.sweep(by=tried.nightly).reminded == 0
    [part] = tried.parts(case)
    last = tried.engine.history(part.id, reader=tried.wang)[-1]
    assert (last.kind, last.trigger, last.occurred_on) == ("reminder", None, day(6))
    assert tried.engine.case(part.id, reader=tried.wang).version == part.version


def test_a_reminder_is_not_for_what_lapses_in_the_same_sweep(tried):
    tried.matter(day(2), "a")
    tried.clock.on(day(10))
    report = tried.engine.sweep(by=tried.nightly)
    assert (report.lapsed, report.reminded) == (1, 0)


def test_two_sweeps_at_once_do_nothing_twice(tried):
    for number in range(12):
        tried.matter(day(2), f"n{number}")
    tried.clock.on(day(10))
    other = WorkflowEngine.open(tried.url, bureau="zhongwei-psb", clock=tried.clock)
    reports = []
    threads = [
        threading.Thread(target=lambda e=engine: reports.append(e.sweep(by=tried.nightly)))
        for engine in (tried.engine, tried.engine, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(report.lapsed for report in reports) == 12
    assert tried.rows("SELECT count(*) FROM zw_event WHERE kind='lapse'") == [(12,)]


def test_a_department_that_is_abolished_hands_over(mixed):
    mixed.clock.on(day(9))
    report = mixed.engine.sweep(by=mixed.nightly)
    assert report.handed_over == 4
    assert {case.data["department"] for case in mixed.engine.cases(reader=mixed.nightly)} == {"FZ"}
    again = mixed.engine.sweep(by=mixed.nightly)
    assert (again.handed_over, again.events) == (0, 0)
    [one, *_] = mixed.engine.cases(reader=mixed.ma, machine="trial/matter")
    history = mixed.engine.history(one.id, reader=mixed.ma)
    assert [(e.kind, e.occurred_on) for e in history][-1] == ("succession", day(7))
    assert mixed.engine.fire(one.id, "annotate", by=mixed.ma, form={"note": "接手"}).data["note"]


def test_a_case_that_has_ended_for_good_is_not_looked_at_for_its_department(mixed, monkeypatch):
    [last] = [c for c in mixed.engine.cases(reader=mixed.nightly, machine="trial/matter")
              if not c.children]  # fmt: skip
    mixed.clock.on(day(6))
    mixed.engine.fire(last.id, "close", by=mixed.office, on=day(6))
    mixed.clock.on(day(9))
    mixed.engine.sweep(by=mixed.nightly)
    assert mixed.engine.case(last.id, reader=mixed.nightly).data["department"] == "HZ"
    asked = []
    monkeypatch.setattr(
        "zwgov_workflow.service.sweeping._Sweep._family", lambda *a: asked.append(a) or True
    )
    mixed.engine.sweep(by=mixed.nightly)
    assert asked == []


def test_a_field_that_keeps_its_department_is_no_reason_to_look_at_a_case(
    office, tmp_path, monkeypatch
):
    """The departments concerned stay as they were named: only those that act are handed over."""
    office.coordination(day(2), "JJ")
    office.people(
        tmp_path,
        ("{id: JJ, name: 交警支队}", "{id: JJ, name: 交警支队, to: 2026-03-03, successor: FZ}"),
        ("department: JJ, from: 2019-12-10}", "department: JJ, from: 2019-12-10, to: 2026-03-03}"),
        on=day(2),
    )
    office.clock.on(day(4))
    office.engine.sweep(by=office.nightly)
    asked = []
    monkeypatch.setattr(
        "zwgov_workflow.service.sweeping._Sweep._family", lambda *a: asked.append(a) or True
    )
    office.engine.sweep(by=office.nightly)
    assert asked == []


def test_families_that_hand_over_are_found_page_by_page(mixed, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.sweeping.PAGE", 1)
    mixed.clock.on(day(9))
    assert mixed.engine.sweep(by=mixed.nightly).handed_over == 4
    assert {case.data["department"] for case in mixed.engine.cases(reader=mixed.nightly)} == {"FZ"}


class TestUntil:
    def test_a_day_before_today_lets_only_what_was_due_before_it_lapse(self, tried):
        """Due on the 9th, it is not over on the 9th; what is recorded says when that was."""
        case = tried.matter(day(2), "a")
        tried.clock.on(day(20))
        report = tried.engine.sweep(by=tried.nightly, until=day(9))
        assert (report.day, report.lapsed) == (day(9), 0)
        assert tried.engine.sweep(by=tried.nightly, until=day(10)).lapsed == 1
        [part] = tried.parts(case)
        last = tried.engine.history(part.id, reader=tried.wang)[-1]
        assert (last.kind, last.occurred_on) == ("lapse", day(10))
        assert last.recorded_at == tried.clock.now
        assert tried.engine.sweep(by=tried.nightly).lapsed == 1  # the matter itself, due the 16th

    def test_a_day_ahead_of_the_clock_is_refused(self, tried):
        tried.matter(day(2), "a")
        with unchanged(tried), pytest.raises(DayAhead, match="2026-03-10 lies ahead of 2026-03-02"):
            tried.engine.sweep(by=tried.nightly, until=day(10))
        late = datetime(2026, 3, 10, 1, tzinfo=SHANGHAI)
        with unchanged(tried), pytest.raises(DayAhead):
            tried.engine.sweep(by=tried.nightly, until=late)

    def test_a_dry_run_tells_what_will_lapse_if_nobody_acts(self, tried):
        tried.matter(day(2), "a")
        with unchanged(tried):
            ahead = tried.engine.sweep(by=tried.nightly, until=day(10), dry_run=True)
        assert (ahead.day, ahead.lapsed) == (day(10), 1)
        tried.clock.on(day(10))
        assert told(tried.engine.sweep(by=tried.nightly)) == told(ahead)


class TestTelling:
    def test_a_lapse_is_told_with_what_follows_from_silence(self, office):
        _, [asked] = office.awaiting(day(2))
        office.clock.on(day(10))
        found = []
        with unchanged(office):
            office.engine.sweep(by=office.nightly, dry_run=True, tell=found.append)
        [one] = found
        assert (one.case_id, one.number, one.root) == (asked.id, asked.number, asked.root)
        assert (one.machine, one.deadline, one.label) == (asked.machine, "reply_by", "函复期限")
        assert (one.due, one.trigger, one.state) == (day(9), "deem", "deemed_agreed")
        assert (one.follows, one.state_label) == ("不答复，视为同意", "视为同意")
        assert (one.breaches, one.breach_labels) == ([], [])
        again = []
        office.engine.sweep(by=office.nightly, tell=again.append)
        assert again == found

    def test_a_lapse_that_is_only_recorded_is_told_with_its_breach(self, tried):
        case = tried.matter(day(2))
        tried.clock.on(day(20))
        found = []
        tried.engine.sweep(by=tried.nightly, dry_run=True, tell=found.append)
        [one] = found
        assert (one.number, one.deadline, one.label) == (case.number, "close_by", "close_by")
        assert (one.trigger, one.follows, one.state, one.state_label) == (None,) * 4
        assert (one.breaches, one.breach_labels) == (["slow"], ["迟缓"])

    def test_what_is_told_is_what_was_counted_whatever_else_happens(self, mixed):
        mixed.clock.on(day(20))
        found = []
        dry = mixed.engine.sweep(by=mixed.nightly, dry_run=True, tell=found.append)
        assert len(found) == dry.lapsed > 0
        lapsed = []
        mixed.engine.sweep(by=mixed.nightly, tell=lapsed.append)
        assert lapsed == found

    def test_no_more_is_kept_than_one_transaction_has(self, tried, monkeypatch):
        monkeypatch.setattr("zwgov_workflow.service.sweeping.BATCH", 2)
        for name in "abcde":
            tried.matter(day(2), name)
        tried.clock.on(day(10))
        sizes = []
        timed = sweeping._Sweep._tell
        monkeypatch.setattr(
            sweeping._Sweep, "_tell", lambda it: (sizes.append(len(it.lapses)), timed(it))
        )
        tried.engine.sweep(by=tried.nightly, dry_run=True, tell=lambda lapse: None)
        assert sizes == [2, 2, 1]


def test_a_sweep_that_finds_the_database_busy_says_so_and_keeps_what_it_did(tried, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.sweeping.BATCH", 2)
    for name in "abcde":
        tried.matter(day(2), name)
    tried.clock.on(day(10))
    engine = WorkflowEngine.open(
        tried.url, bureau="zhongwei-psb", clock=tried.clock, busy_seconds=0.1
    )
    other = sqlite3.connect(tried.url.removeprefix("sqlite:///"), isolation_level=None)
    report = engine.sweep(by=tried.nightly, progress=lambda _: other.execute("BEGIN IMMEDIATE"))
    assert (report.families, report.lapsed, report.more, report.busy) == (2, 2, True, True)
    other.rollback()
    other.close()
    rest = engine.sweep(by=tried.nightly)
    assert (rest.families, rest.more, rest.busy) == (3, False, False)
    engine.close()


def test_rows_that_the_database_refuses_make_a_family_stuck_and_stop_no_other(tried):
    """Somebody wrote an event past the engine: the next one of that case has its number."""
    cases = [tried.matter(day(2), name) for name in "abc"]
    [part] = tried.parts(cases[0])
    tried.write("UPDATE zw_event SET seq = seq + 1 WHERE case_id = ? AND kind = 'started'", part.id)
    tried.clock.on(day(10))
    report = tried.engine.sweep(by=tried.nightly)
    assert (report.lapsed, [one.root for one in report.stuck]) == (2, [cases[0].id])
    assert report.stuck[0].why == "IntegrityError"
    tried.write("UPDATE zw_event SET seq = seq - 1 WHERE case_id = ?", part.id)
    assert tried.engine.sweep(by=tried.nightly).lapsed == 1  # mended, it is swept the next time


def test_the_report_says_which_run_it_was_and_how_long_it_took(tried):
    tried.matter(day(2), "a")
    first, second = (tried.engine.sweep(by=tried.nightly) for _ in range(2))
    assert first.run != second.run
    assert first.started_at == first.finished_at == tried.clock.now
    assert first.started_at.utcoffset().total_seconds() == 8 * 3600
    assert 0 < first.seconds < 60


def test_after_each_transaction_the_database_is_left_to_others_for_a_while(tried, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.sweeping.BATCH", 2)
    for name in "abcde":
        tried.matter(day(2), name)
    tried.clock.on(day(10))
    left = []
    monkeypatch.setattr("zwgov_workflow.service.sweeping.time.sleep", left.append)
    tried.engine.sweep(by=tried.nightly, dry_run=True)
    assert left == []
    tried.engine.sweep(by=tried.nightly)
    assert len(left) == 3
    assert min(left) > 0


@pytest.fixture
def host(tried):
    """A transaction of a host in the database of *tried*, undone at the end."""
    made = configure_sqlite(create_engine(tried.url))
    with made.connect() as connection:
        yield connection
    made.dispose()


def test_in_the_transaction_of_a_host_it_waits_for_nobody(tried, host, monkeypatch):
    tried.matter(day(2), "a")
    tried.clock.on(day(10))
    left = []
    monkeypatch.setattr("zwgov_workflow.service.sweeping.time.sleep", left.append)
    with tried.engine.using(host) as joined:
        assert joined.sweep(by=tried.nightly).lapsed == 1
    assert left == []


def test_one_that_breaks_off_leaves_no_savepoint_of_its_own_with_a_host(tried, host, monkeypatch):
    tried.matter(day(2), "a")
    tried.clock.on(day(10))

    def interrupted(*_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("zwgov_workflow.service.sweeping.Family.pass_time", interrupted)
    with pytest.raises(KeyboardInterrupt), tried.engine.using(host) as joined:
        joined.sweep(by=tried.nightly)
    assert not host.in_nested_transaction()
