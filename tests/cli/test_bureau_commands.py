"""Setting a bureau up, keeping it, and looking whether it is well."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest
from command_desk import EXAMPLES, started

from zwgov_workflow.calendar.region import counted_announcements

HEAVY = ("sqlalchemy", "alembic", "zwgov_workflow.service", "zwgov_workflow.engine", "transitions")


@pytest.mark.parametrize(
    "arguments",
    ["--help", "start --help", "fire --help", "list --help", "sweep --help", "people load --help",
     "regulation list", "regulation show secrecy_review", "calendar apply --help"],
)  # fmt: skip
def test_what_needs_no_database_imports_none(arguments):
    code = f"from zwgov_workflow.cli import main; main({arguments.split()!r})\n"
    code += f"import sys; print('|', *(m for m in {HEAVY} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.rpartition("|")[2].split() == []


def test_init_is_done_once(desk):
    told = desk.json("init", "--bureau", "psb", "--region", "CN", "--db", "b.db")
    assert told == {
        "bureau": "psb", "region": "CN", "regulations": 6, "announcements": 26, "officers": 0
    }  # fmt: skip
    assert desk.json("init", "--bureau", "psb", "--db", "b.db") == told
    assert desk("init", "--db", "b.db")[0] == 2
    assert desk("init", "--db", "b.db", ZWGOV_BUREAU="psb")[0] == 0


def test_a_bureau_that_is_not_there_is_not_set_up_by_looking(desk):
    desk.file("zwgov.db", "")
    desk.done("migrate")
    code, line = desk.refused("list", "--as", "x", "--bureau", "psb")
    assert (code, line) == (4, "数据库中没有单位 psb; 请用 zwgov init 设立")
    assert desk.refused("list", "--as", "x", "--bureau", "psb")[0] == 4


def test_migrate(desk):
    desk.file("zwgov.db", "")
    assert "CREATE TABLE" in desk.done("migrate", "--dry-run")
    assert desk.json("migrate", "--dry-run")["before"] is None
    assert desk.done("migrate").startswith("(空) → ")
    assert desk.done("migrate").endswith(": 无须升级")
    told = desk.json("migrate")
    assert (told["before"], told["copied_to"], told["sql"]) == (told["after"], None, None)


def test_migrate_names_the_copy(desk):
    with closing(sqlite3.connect(desk.folder / "zwgov.db")) as connection:
        connection.execute("CREATE TABLE of_a_host (id INTEGER)")
    out = desk.done("migrate")
    assert f"升级前的副本: {desk.folder}" in out


class TestPeople:
    def test_a_dry_run_writes_nothing(self, desk):
        desk.done("init", "--bureau", "psb")
        people = str(EXAMPLES / "people.yaml")
        lines = desk.done("people", "load", people, "--dry-run").splitlines()
        assert "增加: 部门 HZ 户政管理支队" in lines
        assert "增加: 民警 P0031 王丽" in lines
        assert "增加: 服务账号 nightly: read, sweep" in lines
        assert lines[-1] == "试运行: 未作改动"
        told = desk.json("people", "load", people)
        assert told["dry_run"] is False
        assert {"name": "nightly", "rights": ["read", "sweep"]} in told["services"]["added"]
        department = next(one for one in told["departments"]["added"] if one["id"] == "HZ")
        assert (department["name"], department["first"]) == ("户政管理支队", None)

    def test_what_ends_and_what_changes_is_told(self, bureau):
        text = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
        for old, new in (
            (
                "  - {officer: P0038, role: secrecy_office_leader, department: BMB, "
                "from: 2019-12-10}\n",
                "  - {officer: P0037, instead_of: P0036, role: originating_leader, "
                "department: HZ, from: 2026-02-10, to: 2026-03-31}\n",
            ),
            (
                "{officer: P0033, position: 办事员, department: JJ, from: 2019-12-10}",
                "{officer: P0033, position: 办事员, department: JJ, from: 2019-12-10, "
                "to: 2026-03-31}",
            ),
            ("{id: P0031, name: 王丽}", "{id: P0031, name: 王莉}"),
            ("{id: JJ, name: 交警支队}", "{id: JJ, name: 交警支队, to: 2026-03-31, successor: HZ}"),
        ):  # fmt: skip
            assert old in text
            text = text.replace(old, new)
        path = bureau.file("people.yaml", text)
        lines = bureau.done("people", "load", path, "--on", "2026-02-10").splitlines()
        assert lines[:2] == [
            "修改: 部门 JJ 交警支队 → 部门 JJ 交警支队, 至 2026-03-31, 由 HZ 承接",
            "修改: 民警 P0031 王丽 → 民警 P0031 王莉",
        ]
        [instead] = [line for line in lines if "代理" in line]
        assert instead.startswith("增加: P0037 任 HZ ")
        assert instead.endswith(", 自 2026-02-10, 至 2026-03-31, 代理 P0036")
        [ended] = [line for line in lines if line.startswith("终止")]
        assert ended.startswith("终止: P0038 任 BMB ")
        assert ended.endswith(", 自 2019-12-10, 至 2026-02-09")


class TestDoctor:
    def look(self, bureau):
        told = bureau.json("doctor")
        return told["well"], [check["name"] for check in told["checks"] if not check["well"]]

    def test_a_bureau_without_people(self, desk):
        desk.done("init", "--bureau", "psb")
        assert self.look(desk) == (False, ["officers", "roles", "sweep"])
        assert "! 没有账号可以执行批处理" in desk.done("doctor")

    def test_a_bureau_that_is_well_but_for_vacant_roles(self, bureau):
        assert self.look(bureau) == (False, ["roles"])
        out = bureau.done("doctor")
        assert "✓ 数据库是最新的。" in out
        assert "市公安局纪委 (committee)" in out
        assert "✓ 没有已过而未经处理的期限。" in out

    def test_one_that_nobody_sweeps_and_whose_calendar_ends(self, bureau):
        started(bureau)
        bureau.day = "2026-12-20"
        assert self.look(bureau) == (False, ["calendar", "roles", "overdue"])
        assert "请每夜运行 zwgov sweep" in bureau.done("doctor")

    def test_one_without_database_is_broken(self, desk):
        assert desk.refused("doctor")[0] == 4
        code, out, _ = desk("doctor", "--json")
        assert (code, json.loads(out)["error"]["type"]) == (4, "StoreError")

    def test_one_that_has_not_taken_an_announcement_in(self, bureau, monkeypatch):
        shipped = counted_announcements("CN-NX")
        newer = replace(shipped[-1], number="宁政办发〔2099〕1号")
        monkeypatch.setattr(
            "zwgov_workflow.service.surroundings.counted_announcements",
            lambda _region: (*shipped, newer),
        )
        assert self.look(bureau) == (False, ["waiting", "roles"])
        assert f"宁政办发〔2099〕1号 待收入: zwgov calendar apply {newer.source_path}" in (
            bureau.done("doctor")
        )
        assert bureau.done("sweep", "--as", "nightly").endswith(
            "待收入的放假通知: 1; 用 zwgov doctor 查看。"
        )
