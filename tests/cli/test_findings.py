"""Findings in the language in use: made in English below, told in Chinese here."""

import ast
import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import zwgov_workflow
from findings_told import CODE, LATIN, QUOTED, lines, prose
from zwgov_workflow.cli.forms.entry import entered
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.refusal import error_json, finding_json, finding_text, refusal
from zwgov_workflow.cli.speech.language import speaking
from zwgov_workflow.cli.speech.message import told
from zwgov_workflow.definition import check, read_law_text, read_regulation
from zwgov_workflow.errors import (
    MOST_SHOWN,
    DefinitionError,
    EngineFault,
    Finding,
    InvalidPeriod,
    Message,
    MissingPackage,
    NaiveMoment,
    NotPossible,
)
from zwgov_workflow.people import read_people
from zwgov_workflow.sourcefile import read_text

SOURCE = Path(zwgov_workflow.__file__).parent
GOOD = Path(__file__).parents[1] / "definition" / "good.yaml"
EXAMPLES = Path(__file__).parents[2] / "examples"


def in_chinese(message):
    with speaking("zh"):
        return told(message)


def changed(tmp_path, source, old, new):
    text = source.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bad.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def found_in(path, read):
    try:
        found = read(path)
    except DefinitionError as error:
        found = error.findings
    with speaking("zh"):
        return [finding_text(one).removeprefix(f"{path.parent}/") for one in found]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("to: accepted\n", "to: acepted\n",
         "61: “permit”中没有名为“acepted”的状态; 是否指“accepted”?"),
        ("recorded_by: [clerk]", "recorded_by: [clark]",
         "21: 本文件中没有名为“clark”的岗位; 是否指“clerk”?"),
        ("result: {values: [granted, refused]", "result: {values: [granted, refused, put_off]",
         "74: 状态“accepted”下的动作“decide”: 条件有遗漏, 情形: result 为 put_off"),
        ("below: 60", "below: 59",
         "30: 对照表“grades”: 没有适用的行, 情形: score 为 59、result 为 granted"),
        ("{label: 待补正, waits: 等待申请人补正}", "{label: 待补正}",
         "50: 流程“permit”的状态“incomplete”没有期限在计, 也未写明等待的事由(“waits”)"),
        ("视为受理", "视同受理", "65: 引文不见于 XK-3; 须与原文一字不差"),
        ("declaratory: {XK-0: 标题}\n", "",
         "1: 条款项 XK-0 既未落实, 也未列为宣示性条款(“declaratory”)"),
        ("title:", "titel:", "6: 此处没有键“titel”; 是否指“title”?"),
        ("format: 1", "format: 2", "2: 此处不能写“2”; 应为 “1”"),
        ("issuer: 某局\n", "", "1: 缺少键“issuer”"),
        ("revision: 1", "revision: 0", "4: 应为不小于 1 的数, 实为“0”"),
        ("version: 2020-01-01", "version: [soon]", "3: 应为日期, 如 2026-02-11, 实为列表"),
        ("count: deadlines_lapsed", "count: lapses",
         "此处不能写“lapses”; 应为 “breaches”、“deadlines_met”、“deadlines_lapsed” 或 “cases”"),
        ("5 working days", "5 workdays",
         "10: “5 workdays”不是“period”类型的值"),
        ("ahead: 2 working days", "ahead: 2 workdays",
         "93: “2 workdays”不是期间; 请写作“5 working days”(工作日)、“30 calendar days”(自然日)"),
    ],
)  # fmt: skip
def test_of_a_regulation(tmp_path, old, new, line):
    texts = {"permits": read_law_text(GOOD.with_name("permits.text.md"))}
    path = changed(tmp_path, GOOD, old, new)
    found = found_in(path, lambda path: check(read_regulation(path), texts=texts))
    assert any(line in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("id: P0032", "id: P0031", "16: “id: P0031”写了两次; 首次在第 15 行"),
        ("department: FZ", "department: XX", "26: 本文件没有部门“XX”; 现有: BGS、BMB、FZ、HZ、JJ"),
        ("position: 办事员, department: HZ", "position: 办事, department: HZ",
         "25: 本文件没有职务“办事”; 是否指“办事员”?"),
        ("rights: [sweep, read]", "rights: [sweep, reed]", "35: 没有权限“reed”; 是否指“read”?"),
        ("officers:", "officers: 无", "15: 无法解读: 此处不能出现“键: 值”"),
    ],
)  # fmt: skip
def test_of_a_people_file(tmp_path, old, new, line):
    found = found_in(changed(tmp_path, EXAMPLES / "people.yaml", old, new), read_people)
    assert any(line in one for one in found), found


def test_a_story_that_does_not_go_as_told_is_refused_in_chinese_too():
    refused = NotPossible(
        case="(trial/matter, not started)", trigger="note", state="not started", possible=("open",)
    )
    error = Message("is refused: {error}", error=refused)
    finding = Finding(path="a.examples.yaml", line=3, message=error)
    assert str(finding).startswith(
        "a.examples.yaml:3: is refused: Case (trial/matter, not started)"
    )
    with speaking("zh"):
        assert finding_text(finding) == (
            "a.examples.yaml:3: 被拒绝: (trial/matter, 未启动) 现为“未启动”, 不能办理“note”; "
            "可以办理: open"
        )


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("f.json", b'{"a": 1,\n}', "f.json:"),
        ("f.json", b'{"a": \xff}',
         "第 6 个字节 0xff 不合“utf-8”编码, 请另存为“UTF-8” (字节不能用在开头)"),
        ("f.json", b"[" * 100_000, "不是 JSON 文件: 数组嵌套过深"),
        ("f.json", b'{"a": 1, "a": 2}', "不是 JSON 文件: 同一个键写了两次"),
        ("f.json", b'{"a": NaN}', "不是 JSON 文件: NaN 不是数字"),
        ("f.yaml", b"a: b: c",
         "f.yaml:1: 无法解读: 此处不能出现“键: 值”; 内容里有冒号加空格的, 请加引号"),
        ("f.yaml", b"a: [1", "f.yaml:2: 无法解读: 列表中缺少逗号或右方括号"),
        ("f.yaml", b"a: \xff", "f.yaml:1: 不是 UTF-8 编码的文本; 请另存为 UTF-8"),
        ("none.yaml", None, "none.yaml: 无法读取: 没有此文件或文件夹"),
        ("none.json", None, "none.json: 无法读取: 没有此文件或文件夹"),
    ],
)  # fmt: skip
def test_of_a_form(tmp_path, name, content, line):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    (found,) = found_in(path, lambda path: entered(path, (), {}))
    assert line in found
    assert LATIN.findall(CODE.sub("", QUOTED.sub("", found.partition(": ")[2]))) in (
        [],
        ["NaN"],
        ["xff"],
    )


def test_what_stands_in_a_file_stays_on_its_line():
    assert in_chinese(Message("{name!r}", name="a\nb\x1b")) == r"“a\nb\x1b”"


def test_in_english_a_finding_is_as_it_was_made():
    finding = Finding(path="a.yaml", line=0, message=Message("is empty"))
    with speaking("en"):
        assert finding_text(finding) == str(finding) == "a.yaml: is empty"


def test_a_plain_text_stays_as_it_is():
    assert in_chinese("state") == "state"
    assert in_chinese(Message("")) == ""


def test_an_error_about_a_file_is_told_with_all_its_findings():
    finding = Finding(path="a.yaml", line=2, message=Message("is empty"))
    error = DefinitionError([finding] * (MOST_SHOWN + 5))
    with speaking("zh"):
        lines = refusal(error, Naming()).splitlines()
        assert lines[0] == "a.yaml:2: 文件是空的"
        assert lines[-1] == "另有 5 处未列出"
        told = error_json(error, Naming())
        assert told["message"].startswith("a.yaml:2: 文件是空的\n")
        assert told["findings"][0] == finding_json(finding)
        assert finding_json(finding) == {"path": "a.yaml", "line": 2, "message": "文件是空的"}
        assert json.dumps(told)


def test_a_package_that_is_missing_is_named():
    purpose = Message("counting over arrays of days")
    with speaking("zh"):
        assert refusal(MissingPackage(package="numpy", purpose=purpose), Naming()) == (
            "成批计算日期需要另行安装 numpy: “pip install numpy”"
        )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidPeriod("5 workdays"), "“5 workdays”不是期间; 请写作“5 working days”(工作日)"),
        (
            InvalidPeriod(
                "5 working days, rolled",
                Message("a period in working days ends on one and cannot roll"),
            ),
            "“5 working days, rolled”不是期间: 以工作日计的期间止于工作日, 不得顺延; 请写作",
        ),
        (
            NaiveMoment(datetime(2026, 2, 11)),  # noqa: DTZ001 (the point)
            "2026-02-11T00:00:00 没有时区; 请给日期",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_that_prints_as_a_message_is_told_as_one(error, words):
    with speaking("zh"):
        assert refusal(error, Naming()).startswith(words)
    with speaking("en"):
        assert refusal(error, Naming()) == str(error)


def translations():
    """Yield the Chinese of every message of the lower layers."""
    with (SOURCE / "cli/locale/zh/LC_MESSAGES/zwgov.po").open("rb") as file:
        catalogue = read_po(file, locale="zh")
    for found in extract_from_dir(SOURCE, keywords={"Message": None}):
        yield found[2], catalogue[found[2]].string


def test_no_translation_has_english_left_but_keys_in_quotes():
    seen = dict(translations())
    assert len(seen) > 250
    for template, chinese in seen.items():
        words = CODE.sub("", QUOTED.sub("", re.sub(r"\{.*?\}", "", chinese)))
        assert LATIN.findall(words) == [], (template, chinese)


def test_english_that_is_left_is_seen():
    with speaking("zh"):
        assert prose(Message("never heard of {name}", name="x")) == ["never", "heard"]
    with pytest.raises(AssertionError):
        lines([Finding(path="a.yaml", line=1, message="plain")])


BROKEN = [
    "a: b: c", "a: [1", "a: {b: 1", "a: 'b", 'a: "\\q"', "a: @b", "a: `b", "a: *", "a: & b",
    "a: !<b", "%a", "%", "%YAML 1", "a:\n\tb: 1", "a: 1\n  b: 2\n", "- a\nb: 1", "a: - b",
    "? a\n- b", "a: |0\n", "a\nb: 1", "a: [1}", "a: {1]", "a: \x07", "a: '\n---\n'", "a: !x!y b",
    "[" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=lambda text: repr(text[:9]))
def test_what_the_reader_of_yaml_says_is_told(text):
    with pytest.raises(DefinitionError) as caught:
        read_text(text, "f.yaml")
    assert lines(caught.value.findings)


def faults():
    """Yield how the engine and the store say that they contradict themselves, filled with 0."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("[es]*/*.py"))]
    for tree in (ast.parse(text) for text in texts if "raise EngineFault" in text):
        for node in ast.walk(tree):
            named = [getattr(target, "id", "") for target in getattr(node, "targets", ())]
            if isinstance(node, ast.keyword | ast.Assign) and "what" in (
                *named,
                getattr(node, "arg", ""),
            ):
                yield from texts_of(node.value)


def texts_of(value):
    if isinstance(value, ast.IfExp):
        yield from (*texts_of(value.body), *texts_of(value.orelse))
    elif isinstance(value, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else part for part in value.values]
        yield "".join(part if isinstance(part, str) else filled(part) for part in parts)
    elif isinstance(value, ast.Constant):
        yield value.value


def filled(place):
    return "'0'" if place.conversion == ord("r") else "0"


def test_each_fault_of_the_engine_is_told():
    found = list(faults())
    assert len(found) > 8
    with speaking("zh"):
        for what in found:
            assert LATIN.findall(refusal(EngineFault(case="C1", what=what), Naming())) == [], what
