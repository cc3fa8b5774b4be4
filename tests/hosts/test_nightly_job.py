"""The nightly job of the examples, as a process of its own."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date

import nightly_job
import pytest
from hosting import EXAMPLES

LETTER = {
    "title": "户籍窗口服务指南",
    "document_number": "无",
    "content_description": "条件、材料和时限",
    "produced_on": "2026-02-09",
    "issuing_body": "中卫市公安局",
    "matters_to_coordinate": "是否公开第三部分",
    "proposer_opinion": "公开",
    "proposer_basis": "条例第二十条",
}


@pytest.fixture
def overdue(engine):
    """Two consultations, received on 2 March 2026, that nobody has answered."""
    wang, ma, day = engine.officer("P0031"), engine.officer("P0032"), date(2026, 3, 2)
    data = {"proposing_department": "HZ", "concerned_departments": ["FZ"], "made_on": day}
    nightly = engine.service("nightly")
    for _ in range(2):
        case = engine.start("release_coordination", by=wang, on=day, data=data)
        engine.fire(case.id, "write_letter", by=wang, on=day, form=LETTER)
    for one in engine.cases(machine="release_coordination/consultation", reader=nightly):
        engine.fire(one.id, "send", by=wang, on=day)
        engine.fire(one.id, "receive", by=ma, on=day, form={"received_on": day})


def job(*arguments):
    done = subprocess.run(
        [sys.executable, EXAMPLES / "hosts" / "nightly_job.py", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    [line] = done.stdout.splitlines()
    said = json.loads(line)
    assert said["exit"] == done.returncode
    return said


@pytest.mark.usefixtures("overdue")
def test_it_stops_at_its_limit_and_goes_on_the_next_time(url):
    first = job(url, "zhongwei-psb", "--families", "1")
    assert (first["exit"], first["lapsed"], first["more"]) == (3, 1, True)
    second = job(url, "zhongwei-psb")
    assert (second["exit"], second["lapsed"], second["stuck"]) == (0, 1, [])
    third = job(url, "zhongwei-psb")
    assert (third["exit"], third["lapsed"]) == (0, 0)


@pytest.mark.usefixtures("overdue")
def test_what_is_stuck_is_told_and_the_rest_is_done(url, file):
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT id FROM zw_case WHERE parent IS NOT NULL LIMIT 1"
        [damaged] = connection.execute(query).fetchone()
        connection.execute("UPDATE zw_case SET data = '{' WHERE id = ?", [damaged])
        connection.commit()
    said = job(url, "zhongwei-psb")
    assert (said["exit"], said["lapsed"], len(said["stuck"])) == (1, 1, 1)


def test_a_bureau_that_is_not_there_is_said_in_one_line(url):
    said = job(url, "nowhere")
    assert (said["exit"], said["error"]) == (4, "NoBureau")


def test_a_busy_database_is_tried_again_and_then_left(url, file, monkeypatch, capsys):
    monkeypatch.setattr(nightly_job, "PAUSES", (0.0, 0.0))
    monkeypatch.setattr(nightly_job, "BUSY_SECONDS", 0.02)
    tried = []
    monkeypatch.setattr(nightly_job.time, "sleep", tried.append)
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE zw_bureau SET revision = revision")
        other.commit()
        assert nightly_job.main([url, "zhongwei-psb"]) == 75
    assert json.loads(capsys.readouterr().out)["error"] == "Busy"
    assert tried == [0.0, 0.0]


@pytest.mark.usefixtures("overdue")
def test_a_sweep_that_others_keep_waiting_is_tried_again(url, file, monkeypatch, capsys):
    monkeypatch.setattr(nightly_job, "PAUSES", (0.5, 0.5))
    monkeypatch.setattr(nightly_job, "BUSY_SECONDS", 0.02)
    tried = []
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")

        def release(seconds):
            tried.append(seconds)
            if len(tried) == 2:
                other.rollback()

        monkeypatch.setattr(nightly_job.time, "sleep", release)
        assert nightly_job.main([url, "zhongwei-psb"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["lapsed"], said["busy"]) == (2, False)
    assert tried[:2] == [0.5, 0.5]


@pytest.mark.usefixtures("overdue")
def test_a_sweep_that_is_busy_to_the_end_ends_as_busy(url, file, monkeypatch, capsys):
    monkeypatch.setattr(nightly_job, "PAUSES", ())
    monkeypatch.setattr(nightly_job, "BUSY_SECONDS", 0.02)
    with closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert nightly_job.main([url, "zhongwei-psb"]) == 75
    assert json.loads(capsys.readouterr().out)["busy"] is True
