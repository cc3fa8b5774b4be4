"""The commands about regulation files."""

import json
import re
from pathlib import Path

import pytest

from zwgov_workflow.definition.shelf import shipped_files

GOOD = Path(__file__).parent.parent / "definition" / "good.yaml"
TEXT = GOOD.with_name("permits.text.md")


@pytest.fixture
def a_file(tmp_path):
    """Return a maker of regulation files with their text beside them."""

    def make(*changes):
        text = GOOD.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "permits.yaml"
        path.write_text(text, encoding="utf-8")
        (tmp_path / "permits.text.md").write_text(TEXT.read_text(encoding="utf-8"), "utf-8")
        return path

    return make


class TestCheck:
    def test_those_shipped_are_sound(self, zwgov):
        code, out, err = zwgov("check")
        assert (code, err) == (0, "")
        assert len(out.splitlines()) == 6
        assert all(line.endswith("无误") for line in out.splitlines())
        [line] = [line for line in out.splitlines() if line.startswith("release_coordination")]
        ran = int(re.search(r"运行 (\d+) 个办理示例", line)[1])
        beside = next(p for p in shipped_files() if p.parent.name == "release_coordination")
        text = beside.with_name(f"{beside.stem}.examples.yaml").read_text(encoding="utf-8")
        assert ran == text.count("\n  - name: ")
        told = json.loads(zwgov("check", str(beside), "--json")[1])
        assert told["examples"] == ran

    def test_a_sound_file(self, zwgov, a_file):
        code, out, err = zwgov("--lang", "en", "check", str(a_file()))
        assert (code, err) == (0, "")
        assert out == "permits 2020-01-01: 2 machines, 6 states, 11 transitions; sound"

    def test_a_file_with_findings(self, zwgov, a_file):
        path = a_file(("to: accepted\n", "to: acepted\n"))
        code, out, err = zwgov("check", str(path))
        assert code == 1
        assert err == f"{path}:61: “permit”中没有名为“acepted”的状态; 是否指“accepted”?\n"
        assert out == "permits 2020-01-01: 2 个流程, 6 个状态, 11 个流转; 1 处问题"

    def test_a_line_is_not_broken_where_the_terminal_is_narrow(self, zwgov, a_file):
        path = a_file(("to: accepted\n", "to: acepted\n"))
        _, out, err = zwgov("--lang", "en", "check", str(path), COLUMNS="40")
        assert err == f"{path}:61: 'acepted' names no state of 'permit'. Did you mean 'accepted'?\n"
        assert out == "permits 2020-01-01: 2 machines, 6 states, 11 transitions; findings: 1"

    def test_a_file_that_is_not_of_the_format(self, zwgov, a_file):
        path = a_file(("format: 1", "format: 9"))
        code, out, err = zwgov("check", str(path))
        assert (code, out) == (1, "")
        assert err == f"{path}:2: 此处不能写“9”; 应为 “1”\n"

    def test_in_json(self, zwgov, a_file):
        code, out, _ = zwgov("check", str(a_file()), "--json")
        assert (code, json.loads(out)) == (
            0, {"schema": 1, "sound": True, "findings": [], "examples": 0}
        )  # fmt: skip
        path = a_file(("to: accepted\n", "to: acepted\n"))
        code, out, err = zwgov("check", str(path), "--json")
        assert (code, err) == (1, "")
        (finding,) = json.loads(out)["findings"]
        assert finding == {
            "path": str(path),
            "line": 61,
            "message": "“permit”中没有名为“acepted”的状态; 是否指“accepted”?",
        }

    def test_without_its_text_every_clause_is_unknown(self, zwgov, tmp_path):
        path = tmp_path / "alone.yaml"
        path.write_text(GOOD.read_text(encoding="utf-8"), encoding="utf-8")
        code, _, err = zwgov("check", str(path))
        assert code == 1
        assert "没有条款项“XK-1”" in err


class TestRegulation:
    def test_list(self, zwgov):
        code, out, _ = zwgov("regulation", "list")
        assert code == 0
        assert "release_coordination  2019-12-10/1  2019-12-10" in out
        told = json.loads(zwgov("regulation", "list", "--json")[1])
        assert told["regulations"][0]["regulation"] == "accountability"

    def test_show(self, zwgov):
        code, out, _ = zwgov("regulation", "show", "release_coordination", COLUMNS="120")
        assert code == 0
        assert "中卫市公安局政府信息发布协调制度 (release_coordination)" in out
        assert "不答复，视为同意 (deem)" in out
        assert "RC-10-s2 A-7" in out
        assert "发布协调 (coordination)" in out
        assert "征求意见 (consultation)" in out

    @pytest.mark.parametrize("word", ["consultation", "征求意见"])
    def test_one_machine_says_what_to_set_and_who_acts(self, zwgov, word):
        code, out, _ = zwgov("regulation", "show", "release_coordination", word, COLUMNS="120")
        assert code == 0
        assert "发布协调 (coordination)" not in out
        lines = [line.strip() for line in out.splitlines()]
        at = lines.index("·  函复不同意 (reply)")
        assert lines[at + 1 : at + 6] == [
            "待函复 → 不同意; 被征求意见的部门 (consulted)",
            "RC-10-s1 RC-11",
            "reply: 函复意见, agree 同意 | disagree 不同意, 必填",
            "reply_basis: 不同意见的内容和依据, 文字, 视情况必填",
            "written: 是否书面, 是或否, 必填",
        ]
        assert "函复期限: 5 个工作日" in lines
        assert "by" not in out.split()

    def test_a_machine_that_it_has_not_is_refused(self, zwgov):
        code, out, err = zwgov("regulation", "show", "release_coordination", "consultasion")
        assert (code, out) == (1, "")
        assert err.rstrip().endswith("是否指 release_coordination/consultation?")

    def test_show_in_json(self, zwgov):
        told = json.loads(zwgov("regulation", "show", "secrecy_review", "--json")[1])
        assert told["content"]["parameters"]["review_period"]["value"] == "15 working days"
        assert len(told["digest"]) == 64

    def test_an_unknown_one_is_refused(self, zwgov):
        code, out, err = zwgov("regulation", "show", "tax")
        assert (code, out) == (1, "")
        assert err.startswith("zwgov: 没有制度 tax; 现有 accountability, ")
