"""The files that let a scheduler run the sweep: each is executed as far as it can be here."""

import ast
import configparser
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from command_desk import EXAMPLES, moment

from zwgov_workflow import WorkflowEngine

SCHEDULERS = EXAMPLES / "schedulers"
PROGRAM = "/opt/zwgov/bin/zwgov"


@pytest.fixture
def zwgov_program(tmp_path):
    """A program ``zwgov`` in a folder of its own."""
    program = tmp_path / "bin" / "zwgov"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m zwgov_workflow "$@"\n', "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def overdue(bureau):
    """A bureau with a case of 2020 of which nothing came; the working directory is its folder."""
    engine = WorkflowEngine.open(
        f"sqlite:///{bureau.folder}/zwgov.db", bureau="psb", clock=lambda: moment("2020-03-02")
    )
    for _ in range(3):
        data = {"proposing_department": "HZ", "concerned_departments": ["FZ"],
                "made_on": "2020-03-02"}  # fmt: skip
        engine.start("release_coordination", by=engine.officer("P0031"), data=data)
    engine.close()
    return bureau


def stand_in(folder, *codes):
    """Return a program that ends with each of *codes* in turn, and with the last ever after."""
    program = folder / "stand-in"
    cases = "".join(f"{i}) exit {code};;\n" for i, code in enumerate(codes))
    program.write_text(
        f"#!/bin/sh\nn=$(cat {folder}/n 2>/dev/null || echo 0)\necho $((n + 1)) >{folder}/n\n"
        f"case $n in\n{cases}*) exit {codes[-1]};;\nesac\n",
        "utf-8",
    )
    program.chmod(0o755)
    return program


def turns(folder):
    return int((folder / "n").read_text())


class TestShell:
    def run(self, program, *arguments, **environ):
        return subprocess.run(
            ["sh", SCHEDULERS / "zwgov-sweep.sh", *arguments], check=False, capture_output=True,
            env=os.environ | {"ZWGOV": str(program), "ZWGOV_PAUSE": "0"} | environ,
        )  # fmt: skip

    def test_it_sweeps_to_the_end_though_each_turn_stops_at_a_limit(self, overdue, zwgov_program):
        done = self.run(zwgov_program, "--limit", "1")
        assert done.returncode == 0
        told = [json.loads(line) for line in done.stdout.splitlines()]
        assert [one["exit_code"] for one in told] == [3, 3, 0]
        assert sum(one["lapsed"] for one in told) == 3

    @pytest.mark.parametrize(
        ("codes", "ends", "count"),
        [((0,), 0, 1), ((3, 75, 0), 0, 3), ((1,), 1, 1), ((3, 4), 4, 2), ((75,), 75, 5)],
    )
    def test_it_tries_again_only_what_may_go_better(self, tmp_path, codes, ends, count):
        done = self.run(stand_in(tmp_path, *codes), ZWGOV_TURNS="5")
        assert (done.returncode, turns(tmp_path)) == (ends, count)

    def test_it_is_for_any_posix_shell(self):
        subprocess.run(["sh", "-n", SCHEDULERS / "zwgov-sweep.sh"], check=True)
        assert os.access(SCHEDULERS / "zwgov-sweep.sh", os.X_OK)


def unit(name):
    """Return a unit; of keys that stand in it several times the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(SCHEDULERS / name, encoding="utf-8")
    return parser


class TestSystemd:
    def test_the_units_are_what_they_say(self):
        service, timer = unit("zwgov-sweep.service"), unit("zwgov-sweep.timer")
        assert service["Service"]["Type"] == "oneshot"
        assert service["Service"]["RestartPreventExitStatus"].split() == ["1", "2", "4"]
        assert timer["Timer"]["Persistent"] == "yes"
        text = (SCHEDULERS / "zwgov-sweep.timer").read_text(encoding="utf-8")
        assert len(re.findall(r"^OnCalendar=.* Asia/Shanghai$", text, re.MULTILINE)) == 2

    @pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
    def test_systemd_takes_them(self, tmp_path, zwgov_program):
        for name in ("zwgov-sweep.service", "zwgov-sweep.timer"):
            text = (SCHEDULERS / name).read_text(encoding="utf-8")
            (tmp_path / name).write_text(text.replace(PROGRAM, str(zwgov_program)), "utf-8")
        done = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / "zwgov-sweep.timer"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "zwgov-sweep" not in done.stderr
        assert done.returncode == 0

    def test_what_they_run_runs(self, overdue, zwgov_program):
        command = unit("zwgov-sweep.service")["Service"]["ExecStart"]
        done = subprocess.run(
            command.replace(PROGRAM, str(zwgov_program)).split(), capture_output=True, check=False
        )
        assert (done.returncode, json.loads(done.stdout)["lapsed"]) == (0, 3)


class TestCron:
    @pytest.fixture
    def lines(self):
        text = (SCHEDULERS / "crontab").read_text(encoding="utf-8")
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    def test_each_command_runs_and_adds_a_line(self, lines, overdue, zwgov_program, tmp_path):
        log = tmp_path / "sweep.jsonl"
        commands = [line.split(maxsplit=5)[5] for line in lines if line[0].isdigit()]
        for command in commands:
            assert "%" not in command  # cron would take it for a new line
            here = command.replace(PROGRAM, str(zwgov_program))
            here = here.replace("/var/log/zwgov/sweep.jsonl", str(log))
            done = subprocess.run(["sh", "-c", here], check=False, capture_output=True)
            assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
        told = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        assert [one["lapsed"] for one in told] == [3, 0]

    def test_they_are_for_shanghai(self, lines):
        assert lines[0] == "CRON_TZ=Asia/Shanghai"
        times = [line.split()[:5] for line in lines if line[0].isdigit()]
        assert times == [["5", "0", "*", "*", "*"], ["0", "6", "*", "*", "*"]]


class AirflowFailException(Exception):
    """Stands for Airflow's: fails without another try."""


class TestAirflow:
    """Airflow is not installed here: only what the file itself does is run."""

    def test_it_compiles_and_imports_nothing_else(self):
        tree = ast.parse((SCHEDULERS / "airflow_dag.py").read_text(encoding="utf-8"))
        froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert froms == {"__future__", "datetime", "airflow.sdk", "airflow.sdk.exceptions"}

    @pytest.fixture
    def sweep(self, tmp_path, monkeypatch):
        """Return the task of the DAG, of a program that ends with the codes given."""

        class Dag:
            def __init__(self, **given):
                assert given["catchup"] is False
                assert given["max_active_runs"] == 1

            __enter__ = __exit__ = lambda *_: None

        def module(name, **content):
            made = ModuleType(name)
            vars(made).update(content)
            monkeypatch.setitem(sys.modules, name, made)

        module("airflow")
        module("airflow.sdk", DAG=Dag, task=lambda work: lambda: SimpleNamespace(work=work))
        module("airflow.sdk.exceptions", AirflowFailException=AirflowFailException)
        module("pendulum", datetime=lambda *_, tz: tz)

        def run(*codes):
            monkeypatch.setenv("ZWGOV", str(stand_in(tmp_path, *codes)))
            runpy.run_path(str(SCHEDULERS / "airflow_dag.py"))["sweep"]()
            return turns(tmp_path)

        return run

    def test_it_goes_on_at_a_limit(self, sweep):
        assert sweep(3, 3, 0) == 3

    def test_busy_is_left_to_the_retries(self, sweep):
        with pytest.raises(RuntimeError, match="busy"):
            sweep(75)

    @pytest.mark.parametrize("code", [1, 2, 4])
    def test_what_a_person_has_to_see_to_is_not_tried_again(self, sweep, code):
        with pytest.raises(AirflowFailException, match=f"ended with {code}"):
            sweep(code)


def test_every_file_is_named_in_both_pages():
    for page in ("operations.md", "operations.zh-CN.md"):
        text = (Path(EXAMPLES).parent / "docs" / page).read_text(encoding="utf-8")
        for file in (*SCHEDULERS.iterdir(), *(EXAMPLES / "observability").glob("*.py")):
            if file.is_file():
                assert f"../examples/{file.relative_to(EXAMPLES)}" in text, (page, file.name)
