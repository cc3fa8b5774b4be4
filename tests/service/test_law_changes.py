"""New versions of a regulation, and holidays announced while deadlines run."""

from datetime import date

import pytest
from office import TRIAL, day, unchanged

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.audit import NO_EVENT, event_hash
from zwgov_workflow.errors import CalendarError, DefinitionError
from zwgov_workflow.service import MovedDeadline, MovedDeadlines, PublishedRegulation


def version(folder, *changes, name="next.yaml"):
    text = TRIAL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


NEXT = (
    ("version: 2020-01-01", "version: 2026-03-05"),
    ("in_force_from: 2020-01-01", "in_force_from: 2026-03-05"),
    ("within: 5 working days", "within: 7 working days"),
)


def test_a_dry_run_says_how_it_differs_and_writes_nothing(tried):
    tried.matter(day(2), "a")
    path = version(tried.folder, *NEXT)
    with unchanged(tried):
        report = tried.engine.add_regulation(path, dry_run=True)
    assert isinstance(report, PublishedRegulation)
    assert not report.known
    assert report.before.regulation.version == date(2020, 1, 1)
    assert set(report.running.values()) == {2}
    places = [change.place for change in report.difference.changes]
    assert "machines.part.deadlines.do_by" in places
    assert tried.engine.add_regulation(path, by=tried.wang) == report
    again = tried.engine.add_regulation(path, dry_run=True)
    assert again.known
    with unchanged(tried):
        assert tried.engine.add_regulation(path).known


def test_running_cases_finish_under_their_version_and_new_ones_take_theirs(tried):
    old = tried.matter(day(2), "a")
    other = WorkflowEngine.open(tried.url, bureau="zhongwei-psb", clock=tried.clock)
    tried.engine.add_regulation(version(tried.folder, *NEXT), by=tried.wang)
    published = "SELECT published_by FROM zw_regulation WHERE regulation='trial' ORDER BY version"
    assert tried.rows(published) == [(None,), ("P0031",)]
    tried.clock.on(day(6))
    before = tried.matter(day(4), "b")
    after = other.start(
        "trial", by=tried.wang, on=day(6), data={"department": "HZ", "asked": ["c"]}
    )
    other.close()
    assert old.digest == before.digest != after.digest
    assert [part.due for part in (*tried.parts(old), *tried.parts(after))] == [day(9), day(17)]
    added = tried.engine.fire(old.id, "add", by=tried.wang, on=day(6), form={"further": "d"})
    assert {part.digest for part in tried.parts(added)} == {old.digest}
    assert tried.parts(added)[-1].due == day(13)
    tried.clock.on(day(31))
    tried.engine.sweep(by=tried.nightly)
    closed = tried.engine.fire(old.id, "close", by=tried.wang, on=day(31))
    assert (closed.state, closed.digest) == ("closed", old.digest)


def test_a_version_is_published_once_with_its_words(tried):
    other = version(tried.folder, ("label: 事项", "label: 另一事项"))
    for dry_run in (True, False):
        with unchanged(tried), pytest.raises(DefinitionError, match="raise the revision"):
            tried.engine.add_regulation(other, dry_run=dry_run)
    raised = version(
        tried.folder, ("label: 事项", "label: 另一事项"), ("revision: 1", "revision: 2")
    )
    tried.engine.add_regulation(raised)
    assert tried.matter(day(2)).label == "另一事项"


def test_a_file_that_is_not_sound_is_not_published(tried):
    broken = version(tried.folder, ("runs_in: [open]", "runs_in: [nowhere]"))
    with unchanged(tried), pytest.raises(DefinitionError, match="nowhere"):
        tried.engine.add_regulation(broken)
    future = version(tried.folder, ("format: 1", "format: 2"))
    with unchanged(tried), pytest.raises(DefinitionError, match="none of '1'"):
        tried.engine.add_regulation(future)


def announcement(folder, off, work, *, known="2026-03-03", year=2026):
    path = folder / "announcement.yaml"
    path.write_text(
        f"format: 1\nregion: CN\nyear: {year}\nissuer: 国务院办公厅\n"
        "number: 国办发明电〔2026〕9号\n"
        f"known_from: {known}\nknown_from_basis: published\namends: 国办发明电〔2025〕7号\n"
        f"days_off:\n  清明节: {off}\nmakeup_days: [{work}]\nsources: [invented]\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def moving(tried):
    """A family with two deadlines that run, and one with a deadline that stands still."""
    tried.clock.on(day(31))
    tried.running = tried.matter(day(31), "a")
    tried.paused = tried.matter(day(31))
    tried.engine.fire(tried.paused.id, "hold", by=tried.wang, on=day(31))
    return tried


def test_a_deadline_moves_with_the_days_and_a_dry_run_says_so_before(moving):
    path = announcement(moving.folder, "2026-04-07", "2026-04-11")
    [part] = moving.parts(moving.running)
    assert (part.due, moving.running.due) == (day(8, 4), day(15, 4))
    with unchanged(moving):
        dry = moving.engine.apply_announcement(path, dry_run=True)
    assert isinstance(dry, MovedDeadlines)
    applied = moving.engine.apply_announcement(path)
    assert applied == dry
    assert all(isinstance(one, MovedDeadline) for one in applied.moved)
    assert [(one.case_id, one.name, one.old, one.new) for one in applied.moved] == [
        (part.id, "do_by", day(8, 4), day(9, 4)),
    ]  # fmt: skip
    assert applied.fired == []
    assert moving.engine.case(part.id, reader=moving.wang).due == day(9, 4)
    assert moving.engine.calendar("CN").is_working_day(day(11, 4))
    event = moving.engine.history(part.id, reader=moving.wang)[-1]
    assert event.kind == "calendar"
    assert event.notes["deadlines"][0]["was"] == "2026-04-08"
    previous = NO_EVENT
    for event in moving.engine.history(part.id, reader=moving.wang):
        previous = event_hash(event, previous)
    assert moving.rows("SELECT head FROM zw_case WHERE id=?", part.id) == [(previous,)]


def test_a_second_application_is_known_and_changes_nothing(moving):
    path = announcement(moving.folder, "2026-04-07", "2026-04-11")
    moving.engine.apply_announcement(path)
    with unchanged(moving):
        again = moving.engine.apply_announcement(path)
        assert (again.known, again.moved, again.fired) == (True, (), ())
        assert moving.engine.apply_announcement(path, dry_run=True).known


def test_another_engine_counts_by_it_at_its_next_verb(moving):
    other = WorkflowEngine.open(moving.url, bureau="zhongwei-psb", clock=moving.clock)
    assert other.calendar("CN").is_working_day(day(7, 4))
    moving.engine.apply_announcement(announcement(moving.folder, "2026-04-07", "2026-04-11"))
    assert not other.calendar("CN").is_working_day(day(7, 4))
    other.close()


def test_what_lapsed_already_is_told_and_stays(moving):
    [part] = moving.parts(moving.running)
    moving.clock.on(day(9, 4))
    moving.engine.sweep(by=moving.nightly)
    silent = moving.engine.case(part.id, reader=moving.wang)
    assert silent.state == "silent"
    report = moving.engine.apply_announcement(
        announcement(moving.folder, "2026-04-07", "2026-04-11", known="2026-04-09")
    )
    assert [(one.name, one.old, one.new) for one in report.fired] == [
        ("do_by", day(8, 4), day(9, 4)),
    ]  # fmt: skip
    assert moving.engine.case(part.id, reader=moving.wang) == silent
    assert [one.name for one in report.moved] == []


def test_what_is_over_by_the_new_count_lapses_at_the_next_sweep(tried):
    """A day off that is taken back makes a period end sooner, here in the past."""
    tried.clock.on(date(2026, 4, 30))
    case = tried.matter(date(2026, 4, 27), "a")
    [part] = tried.parts(case)
    assert part.due == date(2026, 5, 7)  # 1 to 5 May are off
    path = tried.folder / "cancelled.yaml"
    path.write_text(
        "format: 1\nregion: CN\nyear: 2026\nissuer: 国务院办公厅\nnumber: 国办发明电〔2026〕10号\n"
        "known_from: 2026-05-05\nknown_from_basis: published\namends: 国办发明电〔2025〕7号\n"
        "cancels_days_off: [2026-05-04]\ncancels_makeup_days: [2026-05-09]\nsources: [invented]\n",
        encoding="utf-8",
    )
    tried.clock.on(date(2026, 5, 7))
    report = tried.engine.apply_announcement(path)
    assert [(one.name, one.new) for one in report.moved if one.name == "do_by"] == [
        ("do_by", date(2026, 5, 6)),
    ]  # fmt: skip
    assert tried.engine.case(part.id, reader=tried.wang).state == "waiting"
    assert tried.engine.sweep(by=tried.nightly).lapsed == 1
    assert tried.engine.case(part.id, reader=tried.wang).state == "silent"


def test_a_provisional_day_becomes_firm(tried, tmp_path):
    from office import PEOPLE  # noqa: PLC0415

    tried.clock.on(date(2026, 12, 30))
    case = tried.matter(date(2026, 12, 30), "a")
    [part] = tried.parts(case)
    assert part.deadlines["do_by"].provisional
    path = PEOPLE.parent / "announcement-2027.yaml"
    dry = tried.engine.apply_announcement(path, dry_run=True)
    assert tried.engine.apply_announcement(path) == dry
    after = tried.engine.case(part.id, reader=tried.wang)
    assert not after.deadlines["do_by"].provisional
    assert (
        after.due == tried.engine.calendar("CN").due_date("5 working days", date(2026, 12, 30)).on
    )


def test_an_announcement_that_does_not_fit_is_refused_whole(moving):
    wrong = announcement(moving.folder, "2026-04-07", "2026-04-11")
    text = wrong.read_text(encoding="utf-8")
    for old, new in (
        ("〔2025〕7号", "〔2025〕99号"),
        ("region: CN", "region: XX"),
        ("format: 1", "format: 9"),
    ):
        wrong.write_text(text.replace(old, new), encoding="utf-8")
        for dry_run in (True, False):
            with unchanged(moving), pytest.raises((DefinitionError, CalendarError)):
                moving.engine.apply_announcement(wrong, dry_run=dry_run)
