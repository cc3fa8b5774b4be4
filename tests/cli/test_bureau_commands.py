"""Setting a bureau up, keeping it, and looking whether it is well."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from command_desk import EXAMPLES, started

from zwgov_workflow.calendar import read_announcement
from zwgov_workflow.calendar.region import counted_announcements
from zwgov_workflow.errors import Busy, Finding

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
        assert "增加: 服务账号 nightly: 查看, 批处理" in lines
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
            "修改: 部门 JJ 交警支队 → 部门 JJ 交警支队, 至 2026-03-31, 由 户政管理支队 (HZ) 承接",
            "修改: 民警 P0031 王丽 → 民警 P0031 王莉",
        ]
        [instead] = [line for line in lines if "代理" in line]
        assert instead.startswith("增加: 杨帆 (P0037) 任 户政管理支队 (HZ) ")
        assert instead.endswith(", 自 2026-02-10, 至 2026-03-31, 代理 陈静 (P0036)")
        [ended] = [line for line in lines if line.startswith("终止")]
        assert ended.startswith("终止: 周敏 (P0038) 任 保密委员会办公室 (BMB) ")
        assert ended.endswith(", 自 2019-12-10, 至 2026-02-09")


class TestDoctor:
    def look(self, bureau):
        """Return the exit code, and what was found to be otherwise than it should be."""
        code, out, err = bureau("doctor", "--json")
        assert err == ""
        told = json.loads(out)
        assert told["well"] == (code == 0)
        return code, {one["name"]: one["grade"] for one in told["checks"] if not one["well"]}

    @pytest.fixture(autouse=True)
    def closed(self, desk, monkeypatch):
        """Let nobody else read a database that is made here."""
        before = os.umask(0o077)
        yield
        os.umask(before)

    def test_a_bureau_without_people(self, desk):
        desk.done("init", "--bureau", "psb")
        assert self.look(desk) == (
            1, {"officers": "wanting", "roles": "advice", "sweep": "wanting"}
        )  # fmt: skip
        code, out, err = desk("doctor")
        assert (code, err) == (1, "")
        assert (
            "! 没有账号可以执行批处理。\n  请在人员文件中写明一个有 sweep 权限的服务账号。" in out
        )

    def test_a_bureau_that_is_well_but_for_vacant_roles(self, bureau):
        (bureau.folder / "zwgov.db").chmod(0o600)
        assert self.look(bureau) == (0, {"roles": "advice"})
        out = bureau.done("doctor")
        assert "db = sqlite:///zwgov.db  (默认)" in out
        assert f"√ 数据库: {bureau.folder / 'zwgov.db'}, " in out
        assert "√ 数据库结构是最新的: 0001" in out
        assert "市公安局纪委 (committee)" in out
        assert "√ 没有期限已过而未经批处理。" in out or "√ 没有已过而未经处理的期限。" in out

    def test_it_says_where_each_setting_comes_from(self, bureau):
        path = bureau.file("zwgov.toml", 'bureau = "psb"\n')
        out = bureau("doctor", "--db", "zwgov.db", ZWGOV_BUSY_SECONDS="3")[1]
        assert "db = zwgov.db  (--db)" in out
        assert f"bureau = psb  ({path}:1)" in out
        assert "busy_seconds = 3  (ZWGOV_BUSY_SECONDS)" in out
        told = json.loads(bureau("doctor", "--json")[1])
        assert told["settings"]["bureau"] == {"value": "psb", "source": f"{path}:1"}

    def test_one_that_nobody_sweeps_and_whose_calendar_ends(self, bureau):
        (bureau.folder / "zwgov.db").chmod(0o600)
        started(bureau)
        bureau.day = "2026-12-20"
        assert self.look(bureau) == (
            1, {"calendar": "wanting", "roles": "advice", "overdue": "wanting"}
        )  # fmt: skip
        assert "请每夜运行: zwgov sweep --as nightly" in bureau("doctor")[1]
        assert self.look(bureau)[0] == 1, "looking sweeps nothing"

    def test_one_whose_only_overdue_family_cannot_be_swept(self, bureau):
        (bureau.folder / "zwgov.db").chmod(0o600)
        started(bureau)
        with closing(sqlite3.connect(bureau.folder / "zwgov.db")) as connection:
            connection.execute("UPDATE zw_case SET data = '{'")
            connection.commit()
        bureau.day = "2026-11-20"
        assert self.look(bureau)[1]["overdue"] == "wanting"

    def test_people_without_anything_to_do(self, bureau):
        text = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if "officer: P0038" not in line]
        lines = [
            line + "\n  - {name: idle, rights: []}" if "name: nightly" in line else line
            for line in lines
        ]
        bureau.done("people", "load", bureau.file("people.yaml", "\n".join(lines)))
        bureau.day = "2026-02-10"
        found = self.look(bureau)[1]
        assert (found["appointments"], found["services"]) == ("advice", "advice")
        out = bureau("doctor")[1]
        assert "现在和今后都没有任职的民警: 周敏 (P0038)" in out
        assert "没有任何权限的服务账号: idle" in out

    def test_what_cannot_be_used_is_said_and_not_raised(self, desk):
        assert self.look(desk) == (4, {"database": "broken"})
        assert "× 没有数据库 sqlite:///zwgov.db: 请用 zwgov init 设立" in desk("doctor")[1]
        desk.file("zwgov.db", "no database, and long enough to be looked at " * 40)
        assert self.look(desk) == (4, {"database": "broken"})

    def test_an_empty_one_an_older_and_a_newer_one(self, desk):
        path = desk.folder / "zwgov.db"
        path.touch(0o600)
        assert self.look(desk) == (4, {"schema": "broken"})
        assert "zwgov migrate --dry-run" in desk("doctor")[1]
        desk.done("migrate")
        assert self.look(desk) == (4, {"bureau": "broken"})
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE zw_alembic_version SET version_num = '9999'")
            connection.commit()
        assert self.look(desk) == (4, {"schema": "broken"})
        assert "请安装较新的程序。" in desk("doctor")[1]

    def test_of_two_bureaus_one_is_to_be_named(self, bureau):
        (bureau.folder / "zwgov.db").chmod(0o600)
        bureau.done("init", "--bureau", "second")
        assert self.look(bureau) == (1, {"bureau": "wanting"})
        assert self.look(bureau)[0] == bureau("doctor", "--bureau", "second")[0] == 1
        assert bureau("doctor", "--bureau", "third")[0] == 4
        assert bureau("doctor", "--bureau", "psb")[0] == 0

    def test_a_damaged_file(self, bureau):
        path = bureau.folder / "zwgov.db"
        path.chmod(0o600)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(path.read_bytes())
        content[36:40] = (5).to_bytes(4)  # so many unused pages, which are not there
        path.write_bytes(content)
        code, found = self.look(bureau)
        assert (code, set(found)) == (4, {"integrity"})

    def test_one_that_others_may_read(self, bureau):
        (bureau.folder / "zwgov.db").chmod(0o644)
        assert self.look(bureau) == (0, {"access": "advice", "roles": "advice"})

    def test_one_that_is_held_is_busy(self, bureau, monkeypatch):
        def hold(*_arguments):
            raise Busy(seconds=5.0)

        monkeypatch.setattr("zwgov_workflow.cli.bureau.diagnosis.inspect_database", hold)
        assert self.look(bureau) == (75, {"database": "busy"})

    def test_a_regulation_that_newer_rules_refuse(self, bureau, monkeypatch):
        finding = Finding(path="x.yaml", line=3, message="a new rule")
        monkeypatch.setattr(
            "zwgov_workflow.service.administration.check", lambda *_arguments: [finding]
        )
        assert self.look(bureau)[0] == 1
        out = bureau("doctor")[1]
        assert "! secrecy_review 检查未通过: x.yaml:3: a new rule" in out

    @pytest.fixture
    def newer(self, bureau, monkeypatch):
        """A program that came with an announcement that the bureau has not taken in."""
        (bureau.folder / "zwgov.db").chmod(0o600)
        path = bureau.folder / "2099.yaml"
        shipped = counted_announcements("CN-NX")
        text = Path(shipped[-1].source_path).read_text(encoding="utf-8")
        path.write_text(text.replace(shipped[-1].number, "宁政办发〔2099〕1号"), encoding="utf-8")
        added = read_announcement(path)
        monkeypatch.setattr(
            "zwgov_workflow.service.surroundings.counted_announcements",
            lambda _region: (*shipped, added),
        )
        return added

    def test_one_that_has_not_taken_an_announcement_in(self, bureau, newer):
        assert self.look(bureau) == (1, {"waiting": "wanting", "roles": "advice"})
        out = bureau("doctor")[1]
        assert f"{newer.name} 随程序附带, 尚未收入" in out
        assert "zwgov calendar apply --shipped --dry-run" in out
        assert bureau.done("sweep", "--as", "nightly").endswith(
            "待收入的放假通知: 1; 用 zwgov doctor 查看。"
        )


def test_what_is_shipped_is_taken_in_all_at_once(bureau, monkeypatch):
    """A bureau set up without the last two announcements takes both in, in their order."""
    shipped = counted_announcements("CN-NX")
    for module in ("administration", "surroundings"):
        monkeypatch.setattr(
            f"zwgov_workflow.service.{module}.counted_announcements", lambda _region: shipped[:-2]
        )
    bureau.done("init", "--bureau", "old", "--db", "old.db")
    monkeypatch.setattr(
        "zwgov_workflow.service.surroundings.counted_announcements", lambda _region: shipped
    )
    names = [one.name for one in shipped[-2:]]
    told = bureau.json("calendar", "apply", "--shipped", "--dry-run", "--db", "old.db")
    assert [one["announcement"] for one in told["announcements"]] == names
    out = bureau.done("calendar", "apply", "--shipped", "--db", "old.db")
    assert [line.partition(": ")[0] for line in out.splitlines()] == names
    assert bureau.done("calendar", "apply", "--shipped", "--db", "old.db") == "没有改动"
    for neither_or_both in ([], ["x.yaml", "--shipped"]):
        assert bureau.refused("calendar", "apply", *neither_or_both) == (
            2, "请写明 FILE 或 --shipped 之一"
        )  # fmt: skip
