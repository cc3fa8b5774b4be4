"""What is asked of somebody at a terminal, and what he can answer."""

import re

import pytest
from command_desk import ASKED, EXAMPLES, LETTER, MAIN, started
from terminal_desk import Session


@pytest.fixture
def at_terminal():
    """Run the command line on a terminal: the day it is, and the arguments."""
    sessions = []

    def run(day, *arguments):
        sessions.append(Session(day, *arguments))
        return sessions[-1]

    yield run
    for session in sessions:
        session.close()


CTRL_C, CTRL_D = b"\x03", b"\x04"


def test_a_case_is_started_by_answers_alone(bureau, at_terminal):
    here = at_terminal("2026-02-09", "start", "--as", "P0031")
    here.expect("启动哪一种事项")
    here.type("99")
    here.expect("请选择 1 到")
    here.type("发布协调")
    here.expect("拟公开部门（依申请公开的，受理申请的部门） (部门, 写名称或编号)  RC-7 RC-8")
    here.expect("[户政管理支队]")
    here.type("")
    here.expect("所涉及的其他部门 (部门, 写名称或编号; 每行一项, 直接回车即结束)")
    here.type("梦", "")
    here.expect("所涉及的其他部门: 人员文件中没有")
    here.type("法制支队", "JJ", "")
    here.expect("制作、变更或收到申请之日 (日期, 如 2026-03-02)")
    here.type("昨天")
    here.expect("应为日期")
    here.type("2026年2月9日")
    here.expect("公开方式 (从所列各项中选择; 可以不填)")
    here.type("1", "", "", "")
    here.expect("发布协调: 启动协调, 2026-02-09 → 征求意见中")
    here.answer("确认办理?", "是")
    code, told = here.ends()
    assert code == 0, told
    assert f"{MAIN} 发布协调: 征求意见中" in told
    assert "接下来: " in told
    data = bureau.json("show", MAIN, "--as", "P0031")["case"]["data"]
    assert data["proposing_department"] == "HZ"
    assert data["concerned_departments"] == ["FZ", "JJ"]
    assert (data["made_on"], data["channel"]) == ("2026-02-09", "proactive")
    assert "origin" not in data


def test_a_reply_asks_for_the_ground_where_it_disagrees(asked, at_terminal):
    here = at_terminal("2026-02-12", "fire", ASKED, "--as", "P0032")
    here.expect(f"{ASKED} 征求意见: 待函复")
    here.expect("1 函复同意 / 函复不同意")
    here.type("1")
    here.expect("函复意见 (从所列各项中选择)  RC-10-s1")
    here.type("也许")
    here.expect("函复意见: 应为 同意、不同意 之一")
    here.type("不同意")
    here.expect("是否书面 (是/否)")
    here.type("是")
    here.expect("不同意见的内容和依据 (文字)")
    here.type("")
    here.expect("不同意见的内容和依据: 未填")
    here.type("含内部流程")
    here.expect(f"{ASKED}: 函复不同意, 2026-02-12 → 不同意")
    here.expect("此后不能撤回: 该事项就此办结; 发出《函复》")
    here.answer("确认办理?", "是")
    code, told = here.ends()
    assert code == 0, told
    data = asked.json("show", ASKED, "--as", "P0032")["case"]["data"]
    assert (data["reply"], data["reply_basis"]) == ("disagree", "含内部流程")


def test_one_that_agrees_is_not_asked_for_it(asked, at_terminal):
    here = at_terminal("2026-02-12", "fire", ASKED, "函复", "--as", "P0032", "--set", "written=是")
    here.type("1")
    here.answer("确认办理?", "否")
    code, told = here.ends()
    assert code == 1
    assert "不同意见的内容和依据" not in told
    assert "是否书面" not in told
    assert told.rstrip().endswith("zwgov: 未作任何办理")
    assert asked.json("show", ASKED, "--as", "P0032")["case"]["version"] == 4


@pytest.mark.parametrize(
    ("key", "expected", "said"),
    [(CTRL_C, 130, "已中断; 未完成的未作改动"), (CTRL_D, 1, "未作任何办理")],
)
def test_who_breaks_off_has_done_nothing(asked, at_terminal, key, expected, said):
    here = at_terminal("2026-02-12", "fire", ASKED, "reply", "--as", "P0032")
    here.press(key)
    code, told = here.ends()
    assert code == expected
    assert told.rstrip().splitlines()[-1] == f"zwgov: {said}"
    assert "Traceback" not in told
    assert asked.json("show", ASKED, "--as", "P0032")["case"]["version"] == 4


def test_a_table_is_asked_column_by_column(bureau, at_terminal):
    people = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
    post = "  - {officer: P0038, role: committee, department: BMB, from: 2019-12-10}\n"
    path = bureau.file("people.yaml", people.replace("appointments:\n", f"appointments:\n{post}"))
    bureau.done("people", "load", path)
    given = ("--set", "ground=other", "--set", "facts=x")
    case = bureau.json("start", "责任追究", "--as", "P0038", *given)["case"]["number"]
    here = at_terminal("2026-02-09", "fire", case, "investigate", "--as", "P0038")
    here.type("证据一", "证据二", "", "事实", "其他应当追究责任的行为")
    here.expect("拟追究责任的人 (表格, 各栏为责任人、")
    here.type("王丽", "户政管理支队", "1", "P0032", "FZ", "2", "")
    here.expect("行为依据")
    here.type("1")
    here.press(CTRL_D)
    told = here.ends()[1]
    assert "第 1 行, 责任人" in told
    assert "第 3 行, 责任人" in told


def test_a_letter_is_confirmed_although_nothing_is_asked(bureau, at_terminal):
    started(bureau)
    letter = bureau.file("letter.yaml", LETTER)
    bureau.done("fire", MAIN, "拟写征求意见函", "--as", "P0031", "--form", letter)
    here = at_terminal("2026-02-10", "fire", ASKED, "发函", "--as", "P0031")
    here.expect(f"{ASKED}: 发函, 2026-02-10 → 已发函待签收")
    here.expect("此后不能撤回: 发出《征求意见函》")
    here.answer("确认办理?", "")
    code, told = here.ends()
    assert code == 1
    assert told.rstrip().endswith("zwgov: 未作任何办理")
    here = at_terminal("2026-02-10", "fire", ASKED, "发函", "--as", "P0031", "--yes")
    code, told = here.ends()
    assert code == 0
    assert "确认" not in told
    assert "接下来: " in told
    here = at_terminal("2026-02-11", "fire", ASKED, "签收", "--as", "P0032")
    here.type("2026/2/11")
    here.expect(f"{ASKED}: 签收, 2026-02-11 → 待函复")
    here.answer("确认办理? [是/否, 直接回车为是]", "")
    code, told = here.ends()
    assert code == 0
    assert "此后不能撤回" not in told  # the regulation has a correction of it


def test_who_may_not_act_is_refused_before_he_is_asked(asked, at_terminal):
    here = at_terminal("2026-02-12", "fire", ASKED, "reply", "--as", "P0031")
    code, told = here.ends()
    assert code == 1
    assert "王丽不能办理" in told
    assert "> " not in told


def test_what_is_given_whole_is_not_asked(asked, at_terminal):
    given = ("--set", "reply=同意", "--set", "written=是", "--yes")
    here = at_terminal("2026-02-12", "fire", ASKED, "reply", "--as", "P0032", *given)
    code, told = here.ends()
    assert code == 0
    assert "> " not in told
    assert f"{ASKED} 征求意见: 同意" in told


@pytest.mark.parametrize("option", ["--no-input", "--json"])
def test_nothing_is_asked_where_nothing_shall_be(asked, at_terminal, option):
    here = at_terminal("2026-02-12", "fire", ASKED, "reply", "--as", "P0032", option)
    code, told = here.ends()
    assert code == 1
    assert "函复意见: 未填" in told
    assert "--set 函复意见=同意 --set 是否书面=是" in told
    assert f"zwgov form {ASKED} reply --as P0032" in told


@pytest.mark.parametrize("page", ["command-line.md", "command-line.zh-CN.md"])
def test_the_session_on_the_page_is_one(asked, at_terminal, page):
    text = (EXAMPLES.parent / "docs" / page).read_text(encoding="utf-8")
    [shown] = re.findall(r"```text\n\$ zwgov (.*?)```", text, re.DOTALL)
    command, *lines = shown.splitlines()
    here = at_terminal("2026-02-12", *command.split())
    here.type(*(line.removeprefix("> ") for line in lines if line.startswith("> ")))
    here.answer("]", "")
    code, told = here.ends()
    assert code == 1
    said = "".join(line for line in lines if not line.startswith("> "))
    told = told.replace("> ", "").replace("\n", "")
    assert told.startswith(said)


def test_both_languages_run_the_same_commands():
    english, chinese = (
        re.findall(r"^\$ (.*)$", (EXAMPLES.parent / "docs" / page).read_text("utf-8"), re.MULTILINE)
        for page in ("command-line.md", "command-line.zh-CN.md")
    )
    assert [line.replace(" --lang en", "") for line in english] == chinese


class TestWhatCannotBeTakenBack:
    """What ends, moves or publishes something is shown first to whoever sits at a terminal."""

    @pytest.fixture
    def fewer(self, bureau):
        people = (EXAMPLES / "people.yaml").read_text(encoding="utf-8")
        return bureau.file(
            "fewer.yaml", re.sub(r"(?m)^  - \{officer: P0033, position.*\n", "", people)
        )

    @pytest.mark.parametrize(("answer", "came"), [("否", (1, 6)), ("是", (0, 0))])
    def test_an_appointment_that_would_end(self, bureau, fewer, at_terminal, answer, came):
        here = at_terminal("2026-02-10", "people", "load", fewer)
        here.expect("试运行: 未作改动")
        here.answer("确认办理?", answer)
        code = here.ends()[0]
        would = bureau.json("people", "load", fewer, "--dry-run", "--on", "2026-02-10")
        assert (code, len(would["appointments"]["ended"])) == came

    def test_nobody_is_asked_where_nothing_ends(self, bureau, at_terminal):
        here = at_terminal("2026-02-10", "people", "load", str(EXAMPLES / "people.yaml"))
        code, told = here.ends()
        assert (code, "确认办理?" in told) == (0, False)

    def test_a_regulation_that_would_be_published(self, bureau, at_terminal):
        bureau.done("regulation", "copy", "release_coordination", "ours.yaml")
        path = bureau.folder / "ours.yaml"
        text = path.read_text(encoding="utf-8").replace("revision: 1", "revision: 2")
        path.write_text(text, encoding="utf-8")
        here = at_terminal("2026-02-10", "regulation", "add", "ours.yaml")
        here.answer("确认办理?", "否")
        assert here.ends()[0] == 1
        assert bureau.json("regulation", "add", "ours.yaml", "--dry-run")["known"] is False
        assert at_terminal("2026-02-10", "regulation", "add", "ours.yaml", "--yes").ends()[0] == 0
        assert bureau.json("regulation", "add", "ours.yaml", "--dry-run")["known"] is True

    def test_an_announcement_that_moves_a_deadline(self, bureau, at_terminal):
        paper = str(EXAMPLES / "announcement-2027.yaml")
        bureau.day = "2027-09-28"
        bureau.done(
            "start", "发布协调", "--as", "P0031", "--set", "拟公开部门=户政管理支队",
            "--set", "所涉及的其他部门=法制支队", "--set", "made_on=2027-09-28",
        )  # fmt: skip
        moved = bureau.json("calendar", "apply", paper, "--dry-run")["moved"]
        assert "consult_by" in [one["name"] for one in moved]
        here = at_terminal("2027-09-29", "calendar", "apply", paper)
        here.expect("发函期限")
        here.answer("确认办理?", "否")
        assert here.ends()[0] == 1
        assert bureau.json("calendar", "apply", paper, "--dry-run")["known"] is False
        here = at_terminal("2027-09-29", "calendar", "apply", paper)
        here.answer("确认办理?", "是")
        assert here.ends()[0] == 0
        assert bureau.json("calendar", "apply", paper, "--dry-run")["known"] is True
