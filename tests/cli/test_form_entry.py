"""What is entered on the command line and in files, before the engine reads it."""

import pytest
import typer

from zwgov_workflow.cli.desk.lookup import name_of
from zwgov_workflow.cli.forms.entry import entered
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.errors import DefinitionError

FIELDS = {
    name: FormField.model_validate(rule)
    for name, rule in {
        "title": {"type": "text", "label": "信息名称"},
        "written": {"type": "yes_no", "label": "是否书面"},
        "departments": {"type": "list of department", "label": "部门"},
        "switches": {"type": "list of yes_no", "label": "开关"},
        "rows": {"type": "rows", "columns": {"word": "text", "kept": "yes_no"}},
        "one": {"type": "text", "label": "同名"},
        "other": {"type": "text", "label": "同名"},
    }.items()
}


def given(*settings):
    return entered(None, settings, FIELDS)


def from_file(tmp_path, text, name="form.yaml", *settings):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return entered(path, settings, FIELDS)


def test_fields_are_called_by_name_or_label():
    assert given("title=a", "是否书面=是") == {"title": "a", "written": "yes"}
    assert given("title=a = b") == {"title": "a = b"}
    assert given("是否书面=否")["written"] == "no"
    assert given("信息名称=是") == {"title": "是"}


def test_a_list_takes_a_field_again_and_one_is_a_list_too():
    assert given("部门=HZ", "departments=FZ") == {"departments": ["HZ", "FZ"]}
    assert given("部门=HZ") == {"departments": ["HZ"]}
    assert given("部门=") == {"departments": ""}
    assert given("开关=是", "开关=否") == {"switches": ["yes", "no"]}
    assert given("title=a", "title=b") == {"title": ["a", "b"]}


def test_a_slip_is_told_with_the_labels_that_may_be_meant():
    for slip, near in (
        ("信息名", "信息名称"),
        ("writen", "是否书面"),
        ("梦", "信息名称、是否书面"),
    ):
        with pytest.raises(typer.BadParameter, match=f"{slip}.*{near}"):
            given(f"{slip}=a")
    assert entered(None, ["unknown=1"], {}) == {"unknown": "1"}


def test_a_value_can_be_the_text_of_a_file(tmp_path):
    path = tmp_path / "basis.txt"
    path.write_text("第一行\n第二行\n", encoding="utf-8")
    assert given(f"title=@{path}") == {"title": "第一行\n第二行"}
    assert given("title=@@home") == {"title": "@home"}
    path.write_bytes(b"\xff")
    for file in (path, tmp_path / "none"):
        with pytest.raises(typer.BadParameter, match="@@"):
            given(f"title=@{file}")


def test_what_a_file_leaves_empty_is_not_entered(tmp_path):
    text = "title:\nwritten: ''\n部门:\n  -\nrows:\n  - word:\n    kept:\n  - {word: a, kept: }\n"
    assert from_file(tmp_path, text) == {
        "title": None,
        "written": None,
        "departments": None,
        "rows": [{"word": "a", "kept": None}],
    }


@pytest.mark.parametrize("setting", ["title", "=a", " =a", "同名=a"])
def test_what_sets_no_field_is_misuse(setting):
    with pytest.raises(typer.BadParameter):
        given(setting)


def test_a_file_is_read_as_text_and_settings_go_over_it(tmp_path):
    text = "信息名称: 3.10\nwritten: 是\n部门: [HZ, FZ]\nrows: [{word: no, kept: 否}]\n"
    assert from_file(tmp_path, text, "form.yaml", "title=b") == {
        "title": "b",
        "written": "yes",
        "departments": ["HZ", "FZ"],
        "rows": [{"word": "no", "kept": "no"}],
    }
    assert from_file(tmp_path, "title: 3.10\n")["title"] == "3.10"


def test_json_keeps_what_it_knows(tmp_path):
    text = '{"信息名称": 3.10, "written": true, "departments": ["HZ"], "other": null}'
    assert from_file(tmp_path, text, "form.JSON") == {
        "title": "3.10", "written": True, "departments": ["HZ"], "other": None
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("f.yaml", "title: a\n信息名称: b\n", "title"),
        ("f.yaml", "title: &a b\n", "anchors"),
        ("f.json", "[1]", "is no JSON object"),
        ("f.json", '{"a": 1, "a": 2}', "a key stands twice"),
        ("f.json", '{"a": NaN}', "NaN is no number"),
        ("f.json", '{\n"a": }', ":2: is no JSON"),
        ("f.json", '{"a": ' + '"x' * (1 << 20), "is larger than"),
        ("f.json", "[" * 100_000, "is no JSON"),
    ],
)
def test_a_file_that_is_refused(tmp_path, name, text, message):
    with pytest.raises(DefinitionError, match=message) as refused:
        from_file(tmp_path, text, name)
    assert str(refused.value).startswith(str(tmp_path / name))


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    for name in ("none.json", "none.yaml"):
        with pytest.raises(DefinitionError, match="cannot be read"):
            entered(tmp_path / name, (), FIELDS)
    (tmp_path / "f.json").write_bytes(b'{"a": "\xff"}')
    with pytest.raises(DefinitionError, match="is no JSON"):
        entered(tmp_path / "f.json", (), FIELDS)


def test_a_name_is_looked_for_before_a_label():
    labels = {"agreed": ["disagreed"], "disagreed": ["不同意"]}
    assert name_of("disagreed", labels) == "disagreed"
    assert name_of("不同意", labels) == "disagreed"
    assert name_of("nothing", labels) == "nothing"


def test_a_label_is_known_without_the_note_behind_it():
    labels = {"number": ["文号（没有的写“无”）"], "name": ["名称"], "other": ["名称(全称)"]}
    assert name_of("文号", labels) == "number"
    assert name_of("名称", labels) == "name"
    with pytest.raises(typer.BadParameter):
        name_of("甲", {"a": ["甲(一)"], "b": ["甲（二）"]})
