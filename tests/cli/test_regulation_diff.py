"""``zwgov regulation diff``: what differs between two regulations."""

import json

import pytest

from zwgov_workflow.definition.shelf import shipped_files

NAME = "release_coordination"
SHIPPED = next(path for path in shipped_files() if path.parent.name == NAME)
SEVEN = ("在收到书面征求意见公文后5个工作日内", "在收到书面征求意见公文后7个工作日内")


@pytest.fixture
def a_file(tmp_path):
    """Return a maker of variants of the shipped file."""

    def make(*changes, name="ours.yaml"):
        text = SHIPPED.read_text(encoding="utf-8")
        for after, old, new in changes:
            before, mark, rest = text.partition(after)
            assert old in rest, old
            text = before + mark + rest.replace(old, new, 1)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return make


REPLY = ("  reply_period:", "value: 5 working days", "value: 7 working days")
SEVERAL = (
    ("regulation:", "revision: 1", "revision: 2"),
    ("  consult_period:", "label: 征求意见期限", "label: 发函期限"),
    REPLY,
    ("  incident:", "      remedied: {label: 已补救, ", "      mended: {label: 已补救, "),
)

ENGLISH = """\
release_coordination 2019-12-10/1 → release_coordination 2019-12-10/2

RC-7
  changed: 发函期限
    parameters.consult_period
    label: 征求意见期限 → 发函期限

RC-8
  changed: 发函期限; see RC-7

RC-10-s1
  changed: 函复期限
    parameters.reply_period
    value: 5 working days → 7 working days

RC-12-p1-b
  added: 已补救
    machines.incident.states.mended
  removed: 已补救
    machines.incident.states.remedied

without clause
  changed: 中卫市公安局政府信息发布协调制度
    header
    revision: 1 → 2"""

NARROW = """\
release_coordination 2019-12-10/1 →
release_coordination 2019-12-10/1

RC-10-s1
  修改: 函复期限
    parameters.reply_period
    数值 (value): 5 个工作日 → 7
    个工作日"""


def test_clause_by_clause(zwgov, a_file):
    assert zwgov("--lang", "en", "regulation", "diff", NAME, a_file(*SEVERAL)) == (0, ENGLISH, "")


def test_in_chinese_and_in_a_narrow_terminal(zwgov, a_file):
    told = zwgov("regulation", "diff", NAME, a_file(REPLY), COLUMNS="40")
    assert told == (0, NARROW, "")


def test_the_words_for_what_happened_in_chinese(zwgov, a_file):
    _, out, _ = zwgov("regulation", "diff", a_file(*SEVERAL), NAME)
    lines = out.splitlines()
    assert "  增加: 已补救" in lines
    assert "  删除: 已补救" in lines
    assert "  修改: 征求意见期限; 见 RC-7" in lines
    assert "未引条款" in lines


def test_no_line_is_filled_up_with_blanks(zwgov, a_file, capsys):
    from zwgov_workflow.cli import main  # noqa: PLC0415 (with the lines as printed)

    assert main(["regulation", "diff", NAME, a_file(*SEVERAL)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize(("language", "words"), [("zh", "没有差异"), ("en", "no difference")])
def test_no_difference(zwgov, a_file, language, words):
    same = a_file(("regulation:", "revision: 1\n", "revision: 1  # ours\n"))
    for old, new in ((NAME, NAME), (NAME, same), (same, NAME)):
        told = zwgov("--lang", language, "regulation", "diff", old, new)
        assert told == (0, words, "")


def test_an_element_without_label_is_called_by_its_place(zwgov, a_file):
    other = a_file(("  disclosure:", "[公开, 不予公开]", "[公开, 不予公开, 部分公开]"))
    _, out, _ = zwgov("--lang", "en", "regulation", "diff", NAME, other)
    assert "  added: enumerations.disclosure.values.部分公开" in out.splitlines()


def test_in_json(zwgov, a_file):
    other = a_file(REPLY, ("  reply_period:", *SEVEN))
    code, out, err = zwgov("regulation", "diff", NAME, other, "--json")
    told = json.loads(out)
    assert (code, err, list(told)) == (0, "", ["schema", "old", "new", "changes"])
    assert told["schema"] == 1
    assert told["old"]["digest"] != told["new"].pop("digest")
    assert told["new"] == {"regulation": NAME, "version": "2019-12-10", "revision": 1}
    assert told["changes"] == [
        {
            "kind": "changed",
            "place": "parameters.reply_period",
            "label": "函复期限",
            "clauses": ["RC-10-s1"],
            "attributes": [
                {"name": "value", "old": "5 working days", "new": "7 working days"},
                {"name": "quote", "old": SEVEN[0], "new": SEVEN[1]},
            ],
        }
    ]


def test_in_json_what_does_not_stand_in_a_file_is_null(zwgov, a_file):
    other = a_file(("  reply_period:", "    label: 函复期限\n", ""))
    told = json.loads(zwgov("regulation", "diff", NAME, other, "--json")[1])
    (change,) = told["changes"]
    assert change["label"] == "函复期限"
    assert change["attributes"] == [{"name": "label", "old": "函复期限", "new": None}]
    assert json.loads(zwgov("regulation", "diff", NAME, NAME, "--json")[1])["changes"] == []


def test_a_file_may_be_called_without_suffix_unless_a_shipped_one_is(
    zwgov, a_file, tmp_path, monkeypatch
):
    a_file(REPLY, name="ours")
    a_file(REPLY, name=NAME)
    monkeypatch.chdir(tmp_path)
    assert "RC-10-s1" in zwgov("regulation", "diff", NAME, "ours")[1]
    assert "RC-10-s1" in zwgov("regulation", "diff", NAME, f"./{NAME}")[1]


def test_what_cannot_be_read_is_refused(zwgov, a_file):
    code, out, err = zwgov("regulation", "diff", NAME, "tax")
    assert (code, out) == (1, "")
    assert err.startswith("zwgov: 没有制度 tax; 现有 accountability, ")
    code, out, err = zwgov("regulation", "diff", "no/such.yaml", NAME)
    assert (code, out) == (1, "")
    assert err.startswith("zwgov: no/such.yaml: ")
    bad = a_file(("regulation:", "format: 1", "format: 9"))
    assert zwgov("regulation", "diff", NAME, bad) == (
        1,
        "",
        f"zwgov: {bad}:2: 此处不能写“9”; 应为 “1”\n",
    )
