"""What a step of a case costs: decided in memory, and kept in SQLite, a transaction each.

The chain is the secrecy review: five officers, five forms, four eyes, 15 working days to decide.
The floors do the least that could be called the same: look the step up, check a role, write down a
record with its hash. Creating a case is not timed; each round has cases of its own.
"""

from __future__ import annotations

import sys

# The folder of this file has a calendar.py, which must not hide the standard library's.
sys.path.append(sys.path.pop(0))

import json
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from transitions import Machine

from _common import arguments, interleaved, machine, save, table
from zwgov_workflow import WorkflowEngine, WorkingCalendar
from zwgov_workflow.calendar import SHANGHAI
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine import Command, Context, MemoryFamilies, Regulations
from zwgov_workflow.people import read_people

PEOPLE = Path(__file__).parent.parent / "examples" / "people.yaml"
DAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
MEMORY_CASES = 200
STORED_CASES = 40
SWEPT = 300

OPINION = {"opinion": "公开", "basis": "条例第十九条", "reason": "不涉及国家秘密"}
STEPS: list[tuple[str, str, dict[str, object]]] = [
    ("propose", "P0031", OPINION),
    ("review", "P0035", OPINION),
    ("examine", "P0036", OPINION),
    ("receive", "P0037", {"received_on": DAY}),
    ("recheck", "P0037", OPINION),
    ("approve", "P0038", OPINION),
]
START = {"department": "HZ", "is_secrecy_matter": "no"}
STATES = [f"s{i}" for i in range(len(STEPS) + 1)]
TABLE = {
    (STATES[i], trigger): (STATES[i + 1], frozenset({officer}))
    for i, (trigger, officer, _) in enumerate(STEPS)
}
encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def recorded(state: str, trigger: str, officer: str, head: bytes) -> tuple[str, str, bytes]:
    """Look a step up, check who does it, and write it down with its hash."""
    after, who = TABLE[state, trigger]
    if officer not in who:
        raise PermissionError
    body = encode(
        {"trigger": trigger, "from": state, "to": after, "by": officer, "on": "2026-03-02"}
    )
    return after, body, sha256(head + body.encode()).digest()


def per_second(steps: int, work: Callable[[], None]) -> float:
    """Return how many steps are done in a second."""
    began = time.perf_counter()
    work()
    return steps / (time.perf_counter() - began)


def floor_in_memory() -> float:
    """A look-up, a role, a record with its hash."""

    def work() -> None:
        for _ in range(MEMORY_CASES):
            state, head = "s0", b""
            for trigger, officer, _form in STEPS:
                state, _, head = recorded(state, trigger, officer, head)

    return per_second(MEMORY_CASES * len(STEPS), work)


class Body:
    """What the bare runtime moves."""

    state = "s0"


def runtime_in_memory() -> float:
    """The state-machine library alone, one machine for all cases, a role to check."""
    runtime = Machine(
        model=None, states=STATES, initial="s0", auto_transitions=False, send_event=True
    )
    for (state, trigger), (after, who) in TABLE.items():
        runtime.add_transition(
            trigger, state, after, conditions=[lambda event, who=who: event.kwargs["by"] in who]
        )

    def work() -> None:
        for _ in range(MEMORY_CASES):
            body = Body()
            for trigger, officer, _form in STEPS:
                runtime.events[trigger].trigger(body, by=officer)

    return per_second(MEMORY_CASES * len(STEPS), work)


def ours_in_memory() -> float:
    """The whole decision: lapses, roles by appointment, form, requirements, deadlines, rules."""
    ctx = Context(WorkingCalendar.of, read_people(PEOPLE))
    families = MemoryFamilies(Regulations(shipped_regulations().values()))

    def command(trigger: str, officer: str, form: dict[str, object]) -> Command:
        return Command(
            trigger=trigger, officer=officer, occurred_on=DAY, recorded_at=NOW, form=form
        )

    opened = command("open", "P0031", START)
    ids = [families.start("secrecy_review/review", opened, ctx).id for _ in range(MEMORY_CASES)]

    def work() -> None:
        for case_id in ids:
            for trigger, officer, form in STEPS:
                families.fire(case_id, command(trigger, officer, form), ctx)

    return per_second(MEMORY_CASES * len(STEPS), work)


@dataclass
class Folder:
    """Where the databases of a run lie."""

    path: Path
    numbers: count[int]

    def file(self) -> Path:
        """Return the name of a new file."""
        return self.path / f"{next(self.numbers)}.db"


DDL = """
CREATE TABLE kase(id INTEGER PRIMARY KEY, state TEXT, version INTEGER, data TEXT, head BLOB);
CREATE TABLE event(id INTEGER PRIMARY KEY, kase INTEGER, seq INTEGER, body TEXT, hash BLOB,
                   UNIQUE(kase, seq));
CREATE TABLE deadline(id INTEGER PRIMARY KEY, kase INTEGER, due TEXT, status TEXT);
CREATE INDEX deadline_due ON deadline(status, due);
"""


def raw(folder: Folder) -> sqlite3.Connection:
    """Return a database as a careful program without a library would open it."""
    connection = sqlite3.connect(folder.file(), isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(DDL)
    return connection


def floor_stored(folder: Folder) -> float:
    """Raw sqlite3: read, check, UPDATE, INSERT, commit to the disk."""
    connection = raw(folder)
    execute = connection.execute
    data = encode({**OPINION, "department": "HZ"})
    for case_id in range(STORED_CASES):
        execute("INSERT INTO kase VALUES(?, 's0', 0, ?, x'')", (case_id, data))

    def work() -> None:
        for case_id in range(STORED_CASES):
            for trigger, officer, _form in STEPS:
                execute("BEGIN IMMEDIATE")
                query = "SELECT state, version, head FROM kase WHERE id = ?"
                state, version, head = execute(query, (case_id,)).fetchone()
                state, body, head = recorded(state, trigger, officer, head)
                change = "UPDATE kase SET state=?, version=?, head=? WHERE id=? AND version=?"
                execute(change, (state, version + 1, head, case_id, version))
                row = (case_id, version + 1, body, head)
                execute("INSERT INTO event(kase, seq, body, hash) VALUES(?, ?, ?, ?)", row)
                execute("COMMIT")

    done = per_second(STORED_CASES * len(STEPS), work)
    connection.close()
    return done


def opened(folder: Folder, clock: Callable[[], datetime] = lambda: NOW) -> WorkflowEngine:
    """Return an engine on a file of its own, with its people."""
    url = f"sqlite:///{folder.file()}"
    engine = WorkflowEngine.open(url, bureau="bench", clock=clock)
    engine.load_people(PEOPLE, on=date(2026, 1, 1))
    return engine


def ours_stored(folder: Folder) -> float:
    """Each step a command of the engine, with hashed event and all that follows."""
    engine = opened(folder)
    officers = {officer: engine.officer(officer) for _, officer, _ in STEPS}
    ids = [
        engine.start("secrecy_review", by=officers["P0031"], data=START).id
        for _ in range(STORED_CASES)
    ]

    def work() -> None:
        for case_id in ids:
            for trigger, officer, form in STEPS:
                engine.fire(case_id, trigger, by=officers[officer], form=form)

    done = per_second(STORED_CASES * len(STEPS), work)
    engine.close()
    return done


def floor_swept(folder: Folder) -> float:
    """Raw sqlite3: each lapse a transaction of its own."""
    connection = raw(folder)
    execute = connection.execute
    for case_id in range(SWEPT):
        execute("INSERT INTO kase VALUES(?, 's0', 0, '{}', x'')", (case_id,))
        execute("INSERT INTO deadline VALUES(?, ?, '2026-03-20', 'running')", (case_id, case_id))

    def work() -> None:
        query = "SELECT id, kase FROM deadline WHERE status='running' AND due < ? LIMIT 1"
        while (found := execute(query, ("2026-04-01",)).fetchone()) is not None:
            deadline, case_id = found
            execute("BEGIN IMMEDIATE")
            body = encode({"lapse": deadline, "on": "2026-03-21"})
            digest = sha256(body.encode()).digest()
            execute("UPDATE kase SET version=1, head=? WHERE id=?", (digest, case_id))
            row = (case_id, 1, body, digest)
            execute("INSERT INTO event(kase, seq, body, hash) VALUES(?, ?, ?, ?)", row)
            execute("UPDATE deadline SET status='lapsed' WHERE id=?", (deadline,))
            execute("COMMIT")

    done = per_second(SWEPT, work)
    connection.close()
    return done


def ours_swept(folder: Folder) -> float:
    """A sweep over reviews that the secrecy office has let lie for more than 15 working days."""
    moments = [NOW]
    engine = opened(folder, lambda: moments[-1])
    officers = {officer: engine.officer(officer) for _, officer, _ in STEPS}
    for _ in range(SWEPT):
        case_id = engine.start("secrecy_review", by=officers["P0031"], data=START).id
        for trigger, officer, form in STEPS[:4]:
            engine.fire(case_id, trigger, by=officers[officer], form=form)
    account = engine.service("nightly")
    moments.append(datetime(2026, 4, 1, 1, tzinfo=SHANGHAI))

    def work() -> None:
        report = engine.sweep(by=account)
        if report.lapsed != SWEPT:
            sys.exit(f"{report.lapsed} of {SWEPT} lapsed")

    done = per_second(SWEPT, work)
    engine.close()
    return done


def show(title: str, floor: str, figures: dict[str, float]) -> None:
    """Print what was measured, and how it stands to the floor."""
    print(f"### {title}\n")
    rows = [(name, value, value / figures[floor]) for name, value in figures.items()]
    table(["way", "steps/s", "x floor"], rows)


def main() -> None:
    """Measure, print, and save where asked."""
    given = arguments(__doc__, rounds=3)
    print(machine("SQLAlchemy", "transitions"), "\n")
    memory = interleaved(
        {
            "look-up, role, hashed record (floor)": floor_in_memory,
            "transitions alone, one machine": runtime_in_memory,
            "ours, the whole decision": ours_in_memory,
        },
        given.rounds,
    )
    show("Decided in memory", "look-up, role, hashed record (floor)", memory)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Folder(Path(temporary), count(1))
        stored = interleaved(
            {
                "raw sqlite3, synchronous FULL (floor)": lambda: floor_stored(folder),
                "ours": lambda: ours_stored(folder),
            },
            given.rounds,
        )
        show(
            "Kept in SQLite, a transaction a step", "raw sqlite3, synchronous FULL (floor)", stored
        )
        swept = interleaved(
            {
                "raw sqlite3, a transaction a lapse (floor)": lambda: floor_swept(folder),
                "ours, a hundred families a transaction": lambda: ours_swept(folder),
            },
            given.rounds,
        )
        show("Lapses swept", "raw sqlite3, a transaction a lapse (floor)", swept)
    save(given.json, memory=memory, stored=stored, swept=swept)


if __name__ == "__main__":
    main()
