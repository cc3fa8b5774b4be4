"""The nightly job on the command line: what it tells, how it ends, and who runs beside it."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime

import pytest
from command_desk import ASKED, EXAMPLES, moment
from rich.cells import cell_len

from zwgov_workflow import WorkflowEngine

SWEEP = ("sweep", "--as", "nightly")
OF_THE_RUN = ("run", "started_at", "finished_at", "seconds")
REPORT = {
    "exit_code", "bureau", "run", "day", "dry_run", "started_at", "finished_at", "seconds",
    "overdue", "families", "lapsed", "events", "reminded", "handed_over", "stuck", "more", "busy",
    "waiting",
}  # fmt: skip


def rows(desk, query):
    with closing(sqlite3.connect(desk.folder / "zwgov.db")) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def overdue(asked):
    """The desk on the day after the reply was due, with nothing swept."""
    asked.day = "2026-02-28"
    return asked


@pytest.fixture
def many(bureau):
    """A bureau with 230 coordinations of 2020 of which nothing came, three transactions' worth."""
    engine = WorkflowEngine.open(
        f"sqlite:///{bureau.folder}/zwgov.db", bureau="psb", clock=lambda: moment("2020-03-02")
    )
    wang = engine.officer("P0031")
    for _ in range(230):
        data = {"proposing_department": "HZ", "concerned_departments": ["FZ"],
                "made_on": "2020-03-02"}  # fmt: skip
        engine.start("release_coordination", by=wang, data=data)
    engine.close()
    return bureau


class TestDryRun:
    @pytest.mark.parametrize("language", ["zh", "en"])
    @pytest.mark.parametrize("columns", ["52", "80"])
    def test_it_tells_what_would_lapse(self, overdue, snapshot, language, columns):
        code, out, err = overdue(
            "--lang", language, *SWEEP, "--dry-run", "--until", "2026-03-31", COLUMNS=columns
        )
        assert (code, err) == (0, "")
        *table, _ = out.splitlines()
        assert all(cell_len(line) <= int(columns) for line in table)
        assert out == snapshot
        assert rows(overdue, "SELECT count(*) FROM zw_event WHERE kind = 'lapse'") == [(0,)]

    def test_it_tells_of_no_more_than_the_limit_and_how_many_there_are(self, many):
        lines = many.done(*SWEEP, "--dry-run").splitlines()
        assert len(lines) == 1 + 50 + 2
        assert lines[-2] == "另有 180 个; 用 --limit 可多列"
        code, out, _ = many(*SWEEP, "--dry-run", "--limit", "3")
        assert code == 3
        assert len(out.splitlines()) == 1 + 3 + 2

    def test_as_json_it_has_ids_and_names_alone(self, overdue):
        told = overdue.json(*SWEEP, "--dry-run")
        assert set(told) == REPORT | {"lapses", "lapses_left_out"}
        [lapse] = told["lapses"]
        case = overdue.json("show", ASKED, "--as", "nightly")["case"]
        assert lapse == {
            "case_id": case["id"], "number": ASKED, "machine": "release_coordination/consultation",
            "deadline": "reply_by", "due": "2026-02-25", "trigger": "deem",
            "state": "deemed_agreed", "breaches": [],
        }  # fmt: skip
        assert told["lapses_left_out"] == 0


class TestUntil:
    def test_a_day_ahead_is_for_a_dry_run_alone(self, overdue):
        code, line = overdue.refused(*SWEEP, "--until", "2026-03-01")
        assert (code, line) == (1, "2026-03-01 晚于今日 2026-02-28; 只能加 --dry-run 查看")
        code, out, _ = overdue(*SWEEP, "--until", "2026-03-01", "--json")
        error = json.loads(out)["error"]
        assert (code, error["type"], error["today"]) == (1, "DayAhead", "2026-02-28")

    def test_a_day_before_today_is_swept_up_to(self, overdue):
        assert overdue.json(*SWEEP, "--until", "2026-02-25")["lapsed"] == 0
        assert overdue.json(*SWEEP, "--until", "2026-02-26")["lapsed"] == 1

    def test_what_is_no_day_is_misuse(self, overdue):
        assert overdue(*SWEEP, "--until", "tomorrow")[0] == 2


class TestHowItEnds:
    def test_done_it_is_one_line_of_json(self, overdue):
        out = overdue.done(*SWEEP, "--json")
        assert "\n" not in out
        told = json.loads(out)
        assert set(told) == REPORT | {"schema"}
        assert datetime.fromisoformat(told["started_at"]) == moment("2026-02-28")
        assert told["started_at"].endswith("+08:00")
        for name in OF_THE_RUN:
            assert told.pop(name), name
        assert told == {
            "schema": 1, "exit_code": 0, "bureau": "psb", "day": "2026-02-28", "dry_run": False,
            "overdue": 1, "families": 1, "lapsed": 1, "events": 2, "reminded": 0,
            "handed_over": 0, "stuck": [], "more": False, "busy": False, "waiting": 0,
        }  # fmt: skip

    def test_at_a_limit_it_is_3_and_the_next_goes_on(self, many):
        many.day = "2020-06-01"
        code, out, _ = many(*SWEEP, "--limit", "100", "--json")
        told = json.loads(out)
        assert (code, told["exit_code"], told["families"], told["more"]) == (3, 3, 100, True)
        code, out, _ = many(*SWEEP, "--max-seconds", "0", "--json")
        told = json.loads(out)
        assert (code, told["families"], told["overdue"]) == (3, 100, 130)
        code, out, _ = many(*SWEEP)
        assert (code, out.split()[1]) == (0, "30")

    def test_with_a_family_that_is_stuck_it_is_1_until_that_is_mended(self, many):
        many.day = "2020-06-01"
        with closing(sqlite3.connect(many.folder / "zwgov.db")) as connection:
            [(root,)] = connection.execute(
                "SELECT root FROM zw_deadline WHERE status = 'running' LIMIT 1"
            ).fetchall()
            connection.execute("UPDATE zw_case SET digest = 'x' || digest WHERE id = ?", (root,))
            connection.commit()
        code, out, _ = many(*SWEEP, "--json")
        told = json.loads(out)
        assert (code, told["exit_code"], told["lapsed"]) == (1, 1, 229)
        assert [one["root"] for one in told["stuck"]] == [root]
        code, _, err = many(*SWEEP)
        assert code == 1
        assert err.startswith(f"zwgov: 未能处理: {root}: ")
        with closing(sqlite3.connect(many.folder / "zwgov.db")) as connection:
            connection.execute(
                "UPDATE zw_case SET digest = substr(digest, 2) WHERE id = ?", (root,)
            )
            connection.commit()
        assert many.json(*SWEEP)["lapsed"] == 1

    @pytest.fixture
    def impatient(self, overdue, monkeypatch):
        monkeypatch.setenv("ZWGOV_BUSY_SECONDS", "0.05")
        return overdue

    def test_busy_it_is_75_with_the_same_line(self, impatient):
        with closing(sqlite3.connect("zwgov.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            code, out, _ = impatient(*SWEEP, "--json")
            told = json.loads(out)
            assert (code, told["exit_code"], told["busy"], told["more"]) == (75, 75, True, True)
            assert set(told) == REPORT | {"schema"}
            code, _, err = impatient(*SWEEP)
            assert (code, err) == (75, "zwgov: 数据库被占用过久; 已完成的部分有效, 请再试\n")
            other.rollback()
        assert impatient.json(*SWEEP)["lapsed"] == 1

    def test_busy_before_it_could_begin_it_is_75_with_the_same_line(self, impatient):
        with closing(sqlite3.connect("zwgov.db", isolation_level=None)) as other:
            other.execute("PRAGMA journal_mode = DELETE")
            other.execute("BEGIN EXCLUSIVE")
            code, out, _ = impatient(*SWEEP, "--json")
            other.rollback()
        told = json.loads(out)
        assert (code, told["busy"], told["day"], told["run"]) == (75, True, "2026-02-28", "")
        assert set(told) == REPORT | {"schema"}


class TestLog:
    def test_it_is_lines_of_json_on_standard_error(self, overdue):
        code, out, err = overdue(*SWEEP, "--json", "--log", "json")
        assert code == 0
        report = json.loads(out)
        first, last = map(json.loads, err.splitlines())
        assert (first["event"], last["event"]) == ("sweep.started", "sweep.finished")
        assert first["run"] == last["run"] == report["run"]
        assert (last["lapsed"], last["level"], last["bureau"]) == (1, "info", "psb")
        assert datetime.fromisoformat(last["at"]).utcoffset().total_seconds() == 8 * 3600

    def test_or_of_text(self, overdue):
        _, _, err = overdue(*SWEEP, ZWGOV_LOG="text")
        assert re.fullmatch(
            r"\S+\+08:00 INFO sweep\.started bureau=psb run=\S+ day=2026-02-28 dry_run=False "
            r"overdue=1\n\S+ INFO sweep\.finished bureau=psb .*\n",
            err,
        )

    def test_it_is_of_this_command_alone(self, overdue):
        overdue(*SWEEP, "--log", "json")
        assert overdue(*SWEEP)[2] == ""


class TestProgress:
    def test_in_a_pipe_it_is_a_line_now_and_then(self, many, monkeypatch):
        many.day = "2020-06-01"
        monkeypatch.setattr("zwgov_workflow.cli.speech.progress.EVERY", 0)
        assert many(*SWEEP)[2].splitlines() == [
            "事项族: 100 / 230", "事项族: 200 / 230", "事项族: 230 / 230"
        ]  # fmt: skip

    def test_beside_a_log_there_are_no_other_lines(self, many, monkeypatch):
        monkeypatch.setattr("zwgov_workflow.cli.speech.progress.EVERY", 0)
        assert len(many(*SWEEP, "--log", "json")[2].splitlines()) == 2

    def test_on_a_terminal_it_is_a_bar(self, many):
        """What a terminal is shown: the result alone stays, on standard output."""
        leader, follower = pty.openpty()
        done = subprocess.run(
            [*ZWGOV, *SWEEP, "--json"], stdout=subprocess.PIPE, stderr=follower, check=False,
            env=os.environ | {"TERM": "xterm", "COLUMNS": "80", "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        os.close(follower)
        shown = os.read(leader, 100_000).decode(errors="replace")  # a buffer ends where it is full
        os.close(leader)
        assert done.returncode == 0
        assert json.loads(done.stdout)["lapsed"] == 230
        assert "事项族" in shown
        assert "/230" in shown


ZWGOV = (sys.executable, "-m", "zwgov_workflow")


def test_two_at_once_let_each_deadline_lapse_once_and_both_end_well(many):
    command = [*ZWGOV, *SWEEP, "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(2)]
    told = [json.loads(one.communicate()[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum(one["lapsed"] for one in told) == 230
    lapses = "SELECT case_id, count(*) FROM zw_event WHERE kind = 'lapse' GROUP BY case_id"
    assert [n for _, n in rows(many, lapses)] == [1] * 230


SLOW = """
import sys, time
from zwgov_workflow.cli import main
from zwgov_workflow.cli.speech import progress
from zwgov_workflow.service import sweeping
progress.EVERY, sweeping.BATCH = 0, 10
take = sweeping._Sweep._take
sweeping._Sweep._take = lambda *given: (take(*given), time.sleep(0.2))
sys.exit(main(sys.argv[1:]))
"""


def test_one_that_is_killed_is_gone_on_with_by_the_next(many):
    killed = subprocess.Popen(
        [sys.executable, "-c", SLOW, *SWEEP], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    killed.stderr.readline()
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    [(done,)] = rows(many, "SELECT count(*) FROM zw_event WHERE kind = 'lapse'")
    assert 10 <= done < 230
    rest = subprocess.run([*ZWGOV, *SWEEP, "--json"], stdout=subprocess.PIPE, check=False)
    assert (rest.returncode, json.loads(rest.stdout)["lapsed"]) == (0, 230 - done)


def test_a_copy_made_while_a_sweep_runs_opens_and_holds(many):
    """The backup of a live database, as ``sqlite3 zwgov.db ".backup copy.db"`` makes it."""
    running = subprocess.Popen(
        [sys.executable, "-c", SLOW, *SWEEP], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    running.stderr.readline()
    with closing(sqlite3.connect("zwgov.db")) as live, closing(sqlite3.connect("copy.db")) as copy:
        live.backup(copy)
        assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert copy.execute("PRAGMA foreign_key_check").fetchall() == []
        [(lapsed,)] = copy.execute("SELECT count(*) FROM zw_event WHERE kind = 'lapse'").fetchall()
    assert lapsed >= 10
    running.kill()
    running.communicate()
    assert many.json(*SWEEP, "--db", "copy.db")["lapsed"] == 230 - lapsed


@pytest.mark.parametrize("page", ["operations.md", "operations.zh-CN.md"])
def test_the_page_names_every_key_of_the_line(page, overdue):
    text = (EXAMPLES.parent / "docs" / page).read_text(encoding="utf-8")
    told = overdue.json(*SWEEP, "--dry-run")
    assert all(f"`{key}`" in text for key in (*told, "schema"))
