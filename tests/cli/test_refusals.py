"""What is refused: one line, in either language, with an exit code that tells a job what to do."""

import ast
import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from command_desk import ASKED, MAIN, started

from zwgov_workflow import engine, errors
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.refusal import error_json, exit_code, refusal
from zwgov_workflow.cli.speech.language import speaking
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import FORM_WORDS, IMPORT_WORDS

UNMET = errors.Unmet(name="in_writing", label="须书面函复", sources=("RC-10-s1", "A-6"))
PROBLEM = errors.FieldProblem(field="written", problem="is missing")

IN_CHINESE = [
    (
        errors.UnknownCase(case="C1"),
        1,
        "没有您可以查看的事项 C1; 可以查看的事项请用 zwgov list 列出",
    ),
    (errors.AmbiguousCase(case="17", known=("A", "B")), 1, "17 可以是 A、B; 请写全编号"),
    (
        errors.NotInForce(regulation="tax", day=date(2019, 1, 2), first=None),
        1,
        "tax 在 2019-01-02 没有施行的版本",
    ),
    (
        errors.NotInForce(regulation="tax", day=date(2019, 1, 2), first=date(2019, 12, 10)),
        1,
        "tax 在 2019-01-02 尚未施行; 自 2019-12-10 起施行, 请用 --on 写明该日或以后的日期",
    ),
    (
        errors.NotPossible(case="C1", trigger="reply", state="sent", possible=("receive",)),
        1,
        "C1 现为“sent”, 不能办理“reply”; 可以办理: receive",
    ),
    (
        errors.NotPossible(case="C1", trigger="reply", state="not started", possible=()),
        1,
        "C1 现为“未启动”, 不能办理“reply”; 可以办理: 无",
    ),
    (
        errors.NotAllowed(
            case="C1", trigger="correct", officer="P1", roles=("office",),
            why="another officer than the one of 'receive' must act",
        ),
        1,
        "C1: P1不能办理“correct”: 须由办理“receive”者以外的民警办理; 应由 office 办理",
    ),
    (
        errors.AmbiguousRole(case="C1", trigger="receive", roles=("proposer", "consulted")),
        1,
        "C1: “receive”因岗位而不同: proposer (proposer)、consulted (consulted); 请用 --role 写明",
    ),
    (
        errors.OtherMeaning(case="C1", trigger="reply", meant="函复不同意", entered="函复同意"),
        1,
        "C1: 填写的内容是“函复同意”, 不是“函复不同意”; 请改正填写的内容, 或者改为办理“函复同意”",
    ),
    (
        errors.FormRejected(case="C1", trigger="reply", problems=(PROBLEM,)),
        1,
        "C1: “reply”的表单未被接受: written: 未填",
    ),
    (
        errors.RequirementNotMet(case="C1", trigger="reply", unmet=(UNMET,)),
        1,
        "C1: 还不能办理“reply”: 须书面函复 (RC-10-s1 A-6)",
    ),
    (
        errors.DeadlinePassed(
            case="C1", trigger="appeal", deadline="appeal_by", label="申诉期限",
            due=date(2026, 1, 9), sources=("AC-7-s1",),
        ),
        1,
        "C1: “appeal”须在 2026-01-09 之前(含当日)办理(申诉期限; AC-7-s1); 未作登记",
    ),
    (
        errors.WrongDay(
            case="C1", trigger="reply", day=date(2026, 1, 9), why="it lies ahead of 2026-01-05"
        ),
        1,
        "C1: “reply”的日期不能是 2026-01-09: 晚于登记之日 2026-01-05; "
        "请用 --on 写明实际办理之日",
    ),
    (
        errors.OpenChildren(case="C1", trigger="close", group="征求意见"),
        1,
        "C1: “close”会使其终结, 而“征求意见”尚未办结; 请先办结",
    ),
    (
        errors.StaleVersion(case="C1", expected=1, actual=2),
        1,
        "C1 已是版本 2, 不是 1; 请重新查看后再决定",
    ),
    (errors.KeyReused(key="OA-1"), 1, "键 OA-1 已用于另一命令; 每个命令请用各自的键"),
    (errors.UnknownOfficer(officer="P9"), 1, "没有民警 P9; 人员来自人员文件"),
    (errors.UnknownDepartment(department="户证"), 1, "没有部门 户证"),
    (
        errors.UnknownDepartment(department="户证", close=("户政",)),
        1,
        "没有部门 户证; 是否指 户政?",
    ),
    (errors.UnknownService(service="x"), 1, "没有服务账号 x; 请在人员文件中写明"),
    (
        errors.PeopleError(
            "Department 'X': while 'HZ' exists, the name '户政' is taken. A department that the "
            "file leaves out stays; name it there, and end it with 'to' or call it otherwise."
        ),
        1,
        "部门 X: HZ 存在期间, 名称 户政 已被占用。文件中没有写的部门仍然保留; "
        "请在文件中写明, 用 to 终止或改名。",
    ),
    (errors.NoBureau(bureau="b", known=()), 4, "数据库中没有单位 b; 请用 zwgov init 设立"),
    (
        errors.NoBureau(bureau="b", known=("a", "c")),
        4,
        "数据库中没有单位 b, 只有 a、c; 请用 zwgov init 设立",
    ),
    (
        errors.ImportRefused(
            machine="r/m",
            problems=(
                errors.ImportProblem(
                    source="a.csv 行 2", problem="is missing", field="title", label="信息名称"
                ),
                errors.ImportProblem(
                    source="a.csv 行 3", trigger="publish", problem="its day lies before 2026-03-02"
                ),
            ),
        ),
        1,
        "没有导入任何内容; 请更正下列各行后重试:\n"
        "a.csv 行 2: 信息名称: 未填\n"
        "a.csv 行 3: publish: 日期早于 2026-03-02",
    ),
    (
        errors.SchemaBehind(found=None, needed="0001"),
        4,
        "数据库版本为 (空), 本程序需要 0001: 请运行 zwgov migrate",
    ),
    (
        errors.SchemaAhead(found="9999", newest="0001"),
        4,
        "数据库版本为 9999, 本程序只认识到 0001: 请安装较新的程序",
    ),
    (errors.StoreError("The database cannot be used: disk full."), 4, "数据库无法使用: disk full"),
    (errors.StoreError("Something new."), 4, "Something new."),
    (
        errors.CannotJoin(why="it is closed", cure="Open it."),
        4,
        "引擎无法在另一程序的事务中工作: it is closed。Open it.",
    ),
    (errors.Busy(seconds=5.0), 75, "数据库被占用已 5 秒; 未作改动, 请再试"),
    (errors.EngineFault(case="C1", what="broken"), 4, "C1: 程序或检查器有误, 请报告: broken"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "code", "words"), IN_CHINESE, ids=lambda value: type(value).__name__
)
def test_each_refusal_in_both_languages(error, code, words):
    with speaking("zh"):
        assert refusal(error, Naming()) == words
    with speaking("en"):
        assert refusal(error, Naming()) == str(error)
    assert exit_code(error) == code
    told = error_json(error, Naming())
    assert told["type"] == type(error).__name__
    assert json.dumps(told, default=str)


def test_every_refusal_is_said_in_chinese():
    def kinds(base):
        for kind in base.__subclasses__():
            yield kind
            yield from kinds(kind)

    bases = (errors.CaseError, errors.PeopleError, errors.StoreError)
    named = {kind for base in bases for kind in kinds(base)}
    assert named <= {type(error) for error, _code, _words in IN_CHINESE}


def raised_in(module):
    """Yield the texts of the ValueErrors of a module, a place to be filled in as ``0``."""
    tree = ast.parse((Path(engine.__file__).parent / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ValueError":
            parts = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else node.args
            yield "".join(part.value if isinstance(part, ast.Constant) else "0" for part in parts)


def test_what_the_engine_says_of_a_field_has_a_phrase():
    texts = [*raised_in("form.py"), *raised_in("value.py")]
    assert len(texts) > 8
    with speaking("zh"):
        for text in texts:
            assert said(text, FORM_WORDS) != text, text


def problems_named(module):
    """Yield what a module says of a row, a place to be filled in as ``0``."""
    tree = ast.parse((Path(engine.__file__).parent / module).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and getattr(node.func, "id", "")
        if named in ("row_problem", "fact_problem"):
            what = node.args[-1]
            parts = what.values if isinstance(what, ast.JoinedStr) else [what]
            yield "".join(part.value if isinstance(part, ast.Constant) else "0" for part in parts)


def test_what_an_import_says_of_a_row_has_a_phrase():
    texts = [*problems_named("intake.py"), *problems_named("later_fact.py")]
    assert len(texts) > 15
    with speaking("zh"):
        for text in texts:
            assert said(text, IMPORT_WORDS) != text, text


class TestOnTheCommandLine:
    def test_a_form(self, asked):
        code, line = asked.refused(
            "fire", ASKED, "reply", "--as", "P0032", "--set", "函复意见=或许",
            "--set", "是否书面=对",
        )  # fmt: skip
        assert code == 1
        assert line == (
            f"{ASKED}: “函复同意 / 函复不同意”的表单未被接受: "
            "函复意见: 应为 同意、不同意 之一; 是否书面: 应为 是 或 否; "
            f"表单见 zwgov form {ASKED} reply --as P0032"
        )

    def test_a_form_with_less_than_it_asks(self, asked):
        code, line = asked.refused("fire", ASKED, "reply", "--as", "P0032", "--set", "written=是")
        assert code == 1
        assert line == (
            f"{ASKED}: “函复同意 / 函复不同意”的表单未被接受: 函复意见: 未填; "
            f"例如 --set 函复意见=同意; 整个表单见 zwgov form {ASKED} reply --as P0032"
        )
        told = asked.refused("--lang", "en", "fire", ASKED, "reply", "--as", "P0032")[1]
        assert "written: is missing; for example --set 函复意见=同意 --set 是否书面=yes; " in told

    def test_a_field_that_the_form_does_not_have(self, asked):
        for given, near in (
            ("函复意件=同意", "函复意见"),
            ("x=1", "函复意见、不同意见的内容和依据"),
        ):
            code, out, err = asked("fire", ASKED, "reply", "--as", "P0032", "--set", given)
            assert (code, out) == (2, "")
            assert near in "".join(err.split())
        path = asked.file("form.yaml", "x: 1\n函复意见: 同意\n是否书面: 是\n")
        code, line = asked.refused("fire", ASKED, "reply", "--as", "P0032", "--form", path)
        assert code == 1
        assert "x: 表单中没有此栏目; 表单见 zwgov form " in line

    def test_a_requirement(self, asked):
        given = ("--set", "reply=agree", "--set", "written=no")
        code, line = asked.refused("fire", ASKED, "reply", "--as", "P0032", *given)
        assert (code, line) == (
            1,
            f"{ASKED}: 还不能办理“函复同意 / 函复不同意”: "
            "须书面函复，口头意见不算答复 (RC-10-s1 A-6)",
        )

    def test_a_trigger_that_the_state_does_not_know(self, asked):
        code, line = asked.refused("fire", ASKED, "发函", "--as", "P0031")
        assert code == 1
        assert line.startswith(f"{ASKED} 现为“待函复”, 不能办理“发函”; 可以办理: ")
        assert asked.refused("fire", ASKED, "nonsense", "--as", "P0031")[0] == 1

    def test_an_officer(self, asked):
        code, line = asked.refused("fire", ASKED, "reply", "--as", "P0031")
        assert code == 1
        assert line.startswith(f"{ASKED}: 王丽不能办理“函复同意 / 函复不同意”: ")
        assert line.endswith("应由 被征求意见的部门 办理")

    def test_a_case_that_one_may_not_see_is_not_there(self, asked):
        for word in (ASKED, "nothing"):
            told = asked.refused("show", word, "--as", "P0035")
            assert told == (1, f"没有您可以查看的事项 {word}; 可以查看的事项请用 zwgov list 列出")
            assert asked.refused("fire", word, "reply", "--as", "P0035") == told

    def test_a_version_and_a_day(self, asked):
        told = asked.refused(
            "fire", ASKED, "reply", "--as", "P0032", "--expect-version", "1"
        )  # fmt: skip
        assert told == (1, f"{ASKED} 已是版本 4, 不是 1; 请重新查看后再决定")
        code, line = asked.refused("fire", ASKED, "reply", "--as", "P0032", "--on", "2026-02-12")
        assert (code, line.partition(": ")[0]) == (1, ASKED)
        assert "晚于登记之日 2026-02-11" in line
        assert asked("fire", ASKED, "reply", "--as", "P0032", "--on", "heute")[0] == 2

    def test_before_the_regulation_was_in_force(self, bureau):
        told = bureau.refused("start", "发布协调", "--as", "P0031", "--on", "2019-01-02")
        assert told == (
            1,
            "中卫市公安局政府信息发布协调制度 在 2019-01-02 尚未施行; 自 2019-12-10 起施行, "
            "请用 --on 写明该日或以后的日期",
        )

    def test_a_start_is_called_by_its_machine(self, bureau):
        code, line = bureau.refused(
            "start", "发布协调", "--as", "P0031", "--set", "proposing_department=HZ"
        )
        assert code == 1
        assert line.startswith("发布协调: “启动协调”的表单未被接受: 所涉及的其他部门: 未填")

    def test_an_unknown_machine_and_an_unknown_state(self, bureau):
        for word in ("tax", "release_coordination/tax"):
            code, line = bureau.refused("start", word, "--as", "P0031")
            assert code == 1
            assert line.startswith(f"没有制度 {word}; 现有 ")
            assert line.endswith("; 可以启动的事项见 zwgov form --as P0031")
        code, line = bureau.refused("list", "--as", "nightly", "--state", "待函")
        assert (code, line) == (1, "没有状态 待函; 是否指 待发函, 待函复?")
        code, line = bureau.refused("list", "--as", "nightly", "--machine", "secrecy_revue")
        assert code == 1
        assert line.rpartition("; ")[2].startswith("是否指 secrecy_review, ")

    def test_nobody_is_taken_from_the_environment(self, bureau):
        assert bureau("inbox")[0] == 2
        assert bureau.refused("inbox", "--as", "P0099") == (1, "没有民警 P0099; 人员来自人员文件")
        assert bureau.refused("show", MAIN, "--as", "x")[1].startswith("没有民警 x")
        assert bureau.refused("sweep", "--as", "x")[1].startswith("没有服务账号 x")
        assert bureau.refused("inbox", "--as", "nightly")[1].startswith("没有民警 nightly")

    def test_in_english_the_words_are_those_of_the_error(self, asked):
        told = asked.refused("--lang", "en", "fire", ASKED, "send", "--as", "P0031")[1]
        assert "is 'awaiting_reply', where 'send' is not possible; possible: reply" in told

    def test_in_json_it_is_an_object(self, asked):
        code, out, err = asked("fire", ASKED, "send", "--as", "P0031", "--json")
        assert (code, err) == (1, "")
        told = json.loads(out)
        assert told["schema"] == 1
        assert told["error"]["type"] == "NotPossible"
        assert told["error"]["message"].startswith(f"{ASKED} 现为“待函复”")
        assert (told["error"]["trigger"], told["error"]["state"]) == ("send", "awaiting_reply")
        code, out, err = asked("regulation", "show", "tax", "--json")
        assert (code, err) == (1, "")
        assert json.loads(out)["error"]["name"] == "tax"

    def test_a_finding_keeps_its_line(self, bureau):
        path = bureau.file("form.yaml", "a: 1\na: 2\n")
        code, line = bureau.refused("start", "发布协调", "--as", "P0031", "--form", path)
        assert (code, line) == (1, f"{path}:2: 键“a”写了两次; 首次在第 1 行")


class TestTheDatabase:
    def test_none_is_made_by_looking(self, desk):
        code, line = desk.refused("list", "--as", "nightly")
        assert (code, line) == (4, "没有数据库 sqlite:///zwgov.db: 请用 zwgov init 设立")
        assert desk.refused("migrate")[0] == 4
        assert list(desk.folder.iterdir()) == []

    def test_it_is_named_by_file_url_or_environment(self, bureau):
        (bureau.folder / "zwgov.db").rename(bureau.folder / "other.db")
        assert bureau("list", "--as", "nightly")[0] == 4
        for name in ("other.db", "sqlite:///other.db", f"sqlite:///{bureau.folder}/other.db"):
            assert bureau("list", "--as", "nightly", "--db", name)[0] == 0
        assert bureau("list", "--as", "nightly", ZWGOV_DB="other.db")[0] == 0

    def test_of_two_bureaus_one_is_named(self, bureau):
        bureau.done("init", "--bureau", "second")
        code, _, err = bureau("list", "--as", "nightly")
        assert code == 2
        assert "psb, second" in err
        assert bureau("list", "--as", "nightly", "--bureau", "psb")[0] == 0
        assert bureau.refused("list", "--as", "nightly", "--bureau", "third") == (
            4,
            "数据库中没有单位 third, 只有 psb、second; 请用 zwgov init 设立",
        )
        assert bureau("list", "--as", "nightly", ZWGOV_BUREAU="psb")[0] == 0

    def test_one_that_is_none(self, desk):
        path = desk.file("notes.txt", "no database, and long enough to be looked at " * 40)
        code, line = desk.refused("list", "--as", "nightly", "--db", path)
        assert code == 4
        assert line.startswith("数据库无法使用: ")
        assert desk.refused("init", "--bureau", "b", "--db", "mysql://host/b")[0] == 4
        assert desk.refused("init", "--bureau", "b", "--db", "no/folder/b.db")[0] == 4

    def test_one_of_another_release(self, bureau):
        with closing(sqlite3.connect(bureau.folder / "zwgov.db")) as connection:
            connection.execute("UPDATE zw_alembic_version SET version_num = '9999'")
            connection.commit()
        code, line = bureau.refused("list", "--as", "nightly")
        assert code == 4
        assert line.startswith("数据库版本为 9999, ")

    def test_an_empty_one_is_to_be_migrated_and_set_up(self, desk):
        desk.file("zwgov.db", "")
        code, line = desk.refused("list", "--as", "nightly")
        assert (code, line[-13:]) == (4, "zwgov migrate")
        desk.done("migrate")
        told = (4, "数据库中没有单位: 请用 zwgov init 设立")
        assert desk.refused("list", "--as", "nightly") == told
        desk.done("init", "--bureau", "psb")

    def test_one_that_is_held_is_busy(self, bureau, monkeypatch):
        def hold(*_arguments, **_options):
            raise errors.Busy(seconds=5.0)

        monkeypatch.setattr("zwgov_workflow.service.WorkflowEngine.sweep", hold)
        code, line = bureau.refused("sweep", "--as", "nightly")
        assert (code, line) == (75, "数据库被占用已 5 秒; 未作改动, 请再试")


def test_a_sweep_that_stops_at_a_limit_says_that_more_is_due(bureau):
    started(bureau)
    bureau.done(
        "start", "发布协调", "--as", "P0032", "--set", "proposing_department=FZ",
        "--set", "concerned_departments=HZ", "--set", "made_on=2026-02-09",
    )  # fmt: skip
    bureau.day = "2026-03-02"
    code, out, err = bureau("sweep", "--as", "nightly", "--limit", "1")
    assert (code, err) == (3, "")
    assert out.endswith("因限额停止; 尚有待处理的。")
    code, out, _ = bureau("sweep", "--as", "nightly", "--limit", "9", "--json")
    assert (code, json.loads(out)["lapsed"]) == (0, 1)


def test_a_family_that_cannot_be_swept_is_named(bureau, monkeypatch):
    from zwgov_workflow.engine.family import Family  # noqa: PLC0415 (only here)

    started(bureau)
    bureau.day = "2026-03-02"

    def fail(self, day):
        raise errors.EngineFault(case=self.root, what="it is broken")

    monkeypatch.setattr(Family, "pass_time", fail)
    code, out, err = bureau("sweep", "--as", "nightly")
    assert (code, err.count("\n")) == (1, 1)
    assert err.startswith("zwgov: 未能处理: ")
    assert "0 个期限届满" in out
