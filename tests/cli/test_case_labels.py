"""How cases of the other regulations are told: values, roles, marks of the history."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from command_desk import ASKED, MAIN

from zwgov_workflow.cli.acting.step_view import print_step
from zwgov_workflow.cli.cases.case_page import print_page
from zwgov_workflow.cli.desk.desk import Desk as ViewDesk
from zwgov_workflow.cli.desk.labels import Labels, shared
from zwgov_workflow.cli.desk.opening import opened
from zwgov_workflow.cli.speech.language import speaking
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.case import DeadlineStatus
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.outcome import Warned
from zwgov_workflow.people import Department, Officer, People

PEOPLE = People(
    departments=[Department(id="HZ", name="户政管理支队")], officers=[Officer("P0031", "王丽")]
)


def labels(name, machine, state=None, number=None):
    regulation = shipped_regulations()[name].regulation
    return Labels(CompiledMachine(regulation, machine), PEOPLE, state, number)


def test_values_are_told_by_their_type():
    told = labels("release_coordination", "consultation", "sent", "中公函〔2026〕1号")
    with speaking("zh"):
        assert told.value("department", "HZ") == "户政管理支队"
        assert told.value("department", "XX") == "XX"
        assert told.value("reply", "agree") == "同意"
        assert told.value("proposer_opinion", "公开") == "公开"
        assert told.value("written", "yes") == "是"
        assert told.value("made_on", date(2026, 2, 9)) == "2026-02-09"
        assert told.value("no_such_field", Decimal("2.50")) == "2.5"
        assert told.value("reply_period", "5 working days") == "5 个工作日"
        assert told.value("reply_period", "none") == "无"
        assert told.word("no_such_field", "x") == "x"
        assert told.officer("P0031") == "王丽"
        assert told.officer("P0099") == "P0099"


def test_rows_and_lists_are_told_entry_by_entry():
    found = None
    for name, document in shipped_regulations().items():
        for machine in document.regulation.machines:
            known = labels(name, machine)
            for field, columns in known.machine.columns.items():
                if columns:
                    found = known, field, columns
    told, field, columns = found
    row = {next(iter(columns)): "x"}
    assert told.value(field, (row, row)) == "(x)、(x)"
    told = labels("release_coordination", "coordination")
    assert told.value("concerned_departments", ("HZ", "FZ")) == "户政管理支队、FZ"


def test_what_has_no_label_is_called_by_its_name():
    told = labels("release_coordination", "consultation", "sent")
    for call in (told.state, told.trigger, told.role, told.field, told.deadline, told.breach,
                 told.group, told.regulation):  # fmt: skip
        assert call("nothing") == "nothing"
    assert told.case("an-id") == "征求意见"


def test_a_trigger_is_called_as_it_is_here_and_else_as_anywhere():
    assert labels("release_coordination", "consultation", "sent").trigger("receive") == (
        "签收 / 留置送达"
    )
    assert labels("release_coordination", "consultation", "closed").trigger("send") == "发函"


def test_a_label_is_shared_where_it_is_the_same_everywhere():
    assert shared([("a", "甲"), ("a", "甲"), ("b", "乙"), ("b", None), ("c", None)]) == {
        "a": "甲", "c": "c"
    }  # fmt: skip


class TestHistory:
    def wide(self, desk, case):
        _, out, _ = desk("history", case, "--as", "nightly", COLUMNS="160")
        return [" ".join(line.split()) for line in out.splitlines()]

    def test_an_act_that_is_late_is_marked(self, asked):
        asked.day = "2026-02-27"
        asked.done("sweep", "--as", "nightly")
        asked.done(
            "fire", ASKED, "reply", "--as", "P0032", "--set", "reply=agree", "--set", "written=yes"
        )
        assert self.wide(asked, ASKED)[-1].startswith("逾期；")
        assert asked.json("history", ASKED, "--as", "nightly")["events"][-1]["late"] is True

    def test_a_correction_names_what_it_corrects(self, asked):
        asked.day = "2026-02-12"
        asked.done(
            "fire", ASKED, "更正签收日期", "--as", "P0034",
            "--set", "received_on=2026-02-10", "--set", "更正理由=笔误",
        )  # fmt: skip
        assert "更正第 4 条" in self.wide(asked, ASKED)[-1]
        assert asked.json("show", ASKED, "--as", "P0034")["case"]["due"] == "2026-02-24"


@pytest.fixture
def two_departments(asked):
    """The officer of the proposing department stands in for the one that is asked."""
    people = asked.file(
        "people.yaml",
        """\
format: 1
departments: [{id: HZ, name: 户政管理支队}, {id: FZ, name: 法制支队}]
officers: [{id: P0031, name: 王丽}, {id: P0032, name: 马建国}]
appointments:
  - {officer: P0031, role: proposer, department: HZ, from: 2019-12-10}
  - {officer: P0031, role: consulted, department: FZ, from: 2026-02-10}
  - {officer: P0032, role: consulted, department: FZ, from: 2019-12-10}
services: [{name: nightly, rights: [sweep, read]}]
""",
    )
    asked.done("people", "load", people, "--on", "2026-02-10")
    asked.done("fire", MAIN, "补充征求意见的部门", "--as", "P0031",
               "--set", "所涉及的另一部门=交警支队")  # fmt: skip
    return asked


def test_a_role_is_said_by_name_or_label(two_departments):
    desk = two_departments
    people = (desk.folder / "people.yaml").read_text(encoding="utf-8")
    people = people.replace(
        "services:",
        "  - {officer: P0031, role: consulted, department: JJ, from: 2026-02-10}\nservices:",
    )
    desk.done("people", "load", desk.file("more.yaml", people.replace(
        "{id: FZ, name: 法制支队}]", "{id: FZ, name: 法制支队}, {id: JJ, name: 交警支队}]"
    )), "--on", "2026-02-10")  # fmt: skip
    number = "中公函〔2026〕2号"
    desk.done("fire", number, "send", "--as", "P0031")
    received = ("--as", "P0031", "--set", "received_on=2026-02-11")
    code, line = desk.refused("fire", number, "receive", *received)
    assert code == 1
    assert line.startswith(f"{number}: “签收 / 留置送达”因岗位而不同: ")
    for word in ("被征求意见的部门", "consulted"):
        told = desk.json("fire", number, "receive", *received, "--role", word, "--key", "K")
        assert told["case"]["state"] == "awaiting_reply"
    wrong = ("--role", "office")
    assert desk.refused("fire", ASKED, "reply", "--as", "P0032", *wrong)[0] == 1


def test_moved_deadlines_in_json(asked):
    path = asked.file(
        "amendment.yaml",
        "format: 1\nregion: CN\nyear: 2026\nissuer: 国务院办公厅\nnumber: 国办发明电〔2026〕9号\n"
        "known_from: 2026-02-11\nknown_from_basis: published\n"
        "amends: 国办发明电〔2025〕7号\ndays_off:\n  春节: 2026-02-24\n"
        "makeup_days: [2026-03-07]\nsources: [invented]\n",
    )
    told = asked.json("calendar", "apply", path, "--dry-run")
    [moved] = told.pop("moved")
    assert told == {
        "announcement": "国办发明电〔2026〕9号", "known": False, "dry_run": True, "fired": []
    }  # fmt: skip
    assert (moved["number"], moved["name"]) == (ASKED, "reply_by")
    assert (moved["old"], moved["new"]) == ("2026-02-25", "2026-02-26")


def test_a_state_that_several_machines_have_is_asked_for_with_its_machine(bureau):
    code, _, err = bureau("list", "--as", "nightly", "--state", "已撤回")
    assert code == 2
    assert "--machine" in err
    wanted = ("--state", "已撤回", "--machine", "保密审查")
    assert bureau.done("list", "--as", "nightly", *wanted) == "没有事项。"


def test_warnings_clocks_that_stand_still_and_days_not_settled(asked, capsys):
    with speaking("zh"), opened("zwgov.db", None) as engine:
        desk = ViewDesk(engine, engine.service("nightly"))
        case = desk.case(ASKED)
        row = case.deadlines["reply_by"]
        warned = Warned("self_checked", "缺自查书面材料", ("AS-8-3b",))
        far = replace(row, due=date(2027, 3, 1), provisional=True)
        print_step(
            desk, replace(case, warnings=(warned,), deadlines={"reply_by": far}), as_json=False
        )
        out = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        assert out[1:] == ["提示: 缺自查书面材料 (AS-8-3b)", "函复期限  2027-03-01 周一 (暂定)"]
        still = replace(row, status=DeadlineStatus.PAUSED, paused_on=date(2026, 2, 12))
        why = engine.why(ASKED, reader=desk.reader)
        why = replace(why, case=replace(case, deadlines={"reply_by": still}))
        print_page(desk, why, (), (), as_json=False)
        assert "函复期限: 自 2026-02-12 起中止" in capsys.readouterr().out
