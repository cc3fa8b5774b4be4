"""What a command asks of the database does not grow with the bureau."""

import sqlite3
from contextlib import closing

from office import day
from sqlalchemy import event

from zwgov_workflow.store import case_numbers, stored_families


def plans(office, asked):
    """Return how SQLite answers each question that *asked* puts to it."""
    questions = []

    def note(_connection, _cursor, statement, values, *_):
        if statement.startswith("SELECT"):
            questions.append((statement, values))

    engine = office.engine._bureau.database._engine
    event.listen(engine, "before_cursor_execute", note)
    asked()
    event.remove(engine, "before_cursor_execute", note)
    with closing(sqlite3.connect(office.url.removeprefix("sqlite:///"))) as connection:
        return [
            step
            for statement, values in questions
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        ]


def test_a_command_and_the_same_again_look_at_no_other_family(office):
    """An index on the step alone leads through the events of the whole bureau."""
    case, [asked] = office.awaiting(day(2))

    def involve():
        office.engine.fire(case.id, "involve", by=office.wang, on=day(2), key="OA-1",
                           form={"further_department": "JJ"})  # fmt: skip

    def reply():
        form = {"reply": "agree", "reply_basis": "无", "written": True}
        office.engine.fire(asked.id, "reply", by=office.ma, on=day(2), form=form)

    found = [*plans(office, involve), *plans(office, reply), *plans(office, involve)]
    of_cases = [step for step in found if step.startswith(("SEARCH zw_case", "SEARCH zw_event"))]
    assert of_cases
    assert not [step for step in found if step.startswith("SCAN zw_")]
    narrow = ("id=?", "root=?", "parent=?", "case_id=?", "idem_key=?", "step=?", "number=?")
    assert [step for step in of_cases if not any(name in step for name in narrow)] == []


def test_what_a_command_reads_and_changes_is_built_once(office, monkeypatch):
    def build(*_):
        raise AssertionError("a statement is built anew")

    for module in (stored_families, case_numbers):
        for name in {"select", "update", "delete"} & vars(module).keys():
            monkeypatch.setattr(module, name, build)
    case, [asked] = office.awaiting(day(2))
    form = {"reply": "agree", "reply_basis": "无", "written": True}
    office.engine.fire(asked.id, "reply", by=office.ma, on=day(2), form=form)
    assert office.state(case) == "agreed"


def test_cases_to_hand_over_are_found_by_their_department(office, tmp_path, monkeypatch):
    monkeypatch.setattr("zwgov_workflow.service.sweeping.PAGE", 1)
    office.awaiting(day(2), "JJ")
    office.people(
        tmp_path,
        ("{id: JJ, name: 交警支队}", "{id: JJ, name: 交警支队, to: 2026-03-03, successor: FZ}"),
        ("department: JJ, from: 2019-12-10}", "department: JJ, from: 2019-12-10, to: 2026-03-03}"),
        on=day(2),
    )
    office.clock.on(day(4))
    found = plans(office, lambda: office.engine.sweep(by=office.nightly))
    of_names = [step for step in found if "zw_case_department" in step]
    assert [step for step in of_names if "case_id>?" in step]
    assert not [step for step in of_names if "(bureau=?)" in step]
