"""Files are read strictly, as text, and every refusal names its line."""

from pathlib import Path

import pytest

from findings_told import lines
from zwgov_workflow import DefinitionError
from zwgov_workflow.sourcefile import MAX_BYTES, MapNode, read_source, read_text


def refusal(text):
    with pytest.raises(DefinitionError) as caught:
        read_text(text, "file.yaml")
    (line,) = lines(caught.value.findings)
    return line


def test_every_scalar_stays_the_text_that_was_written():
    root = read_text("time: 17:30\nversion: 3.10\non: yes\nnothing: ~\nzero: 007\n", "file.yaml")
    assert {key: node.text() for key, node in root} == {
        "time": "17:30",
        "version": "3.10",
        "on": "yes",
        "nothing": "~",
        "zero": "007",
    }


def test_each_value_knows_its_line():
    root = read_text("a: 1\nb:\n  c:\n    - x\n    - y\n", "file.yaml")
    x, y = root["b"].mapping()["c"].items()
    assert (root["a"].line, x.line, y.line) == (1, 4, 5)


def test_one_value_will_do_for_a_list():
    assert [node.text() for node in read_text("days: one\n", "f")["days"].items()] == ["one"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", " is empty"),
        ("# nothing but this\n", " is empty"),
        ("just text\n", "1: expected 'key: value' lines, found the text 'just text'"),
        ("- a\n- b\n", "1: expected 'key: value' lines, found a list"),
        ("a: &x 1\n", "1: anchors and aliases are not allowed; write it out"),
        ("a: 1\nb: *x\n", "2: anchors and aliases are not allowed; write it out"),
        ("a: !!python/object:os.system 1\n", "1: the tag 'tag:yaml.org,2002:python/object:"
         "os.system' is not allowed"),
        ("a:\n  <<: {b: 1}\n", "2: merge keys are not allowed; write it out"),
        ("a: 1\nb: 2\na: 3\n", "3: the key 'a' stands twice; first on line 1"),
        ("[a]: 1\n", "1: expected a text, found a list"),
        ("a: 1\n---\nb: 2\n", "2: holds a second document"),
        ("a: [1\n", "2: not readable: did not find expected ',' or ']'"),
        ("a: {b: [" + "[" * 30 + "]" * 30 + "]}\n", "1: is nested more than 20 deep"),
        ("a: \x07\n", "1: not readable: control characters are not allowed"),
    ],
)  # fmt: skip
def test_what_yaml_allows_beyond_plain_text_is_refused(text, message):
    assert refusal(text) == f"file.yaml:{message}"


def test_a_bomb_of_aliases_is_refused_before_it_grows():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert refusal(bomb) == "file.yaml:1: anchors and aliases are not allowed; write it out"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a: 1\nb: \xff\n", "2: is not UTF-8 text"),
        (b"a: " + b"x" * MAX_BYTES, " is larger than 1,048,576 bytes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, message):
    path = tmp_path / "file.yaml"
    path.write_bytes(content)
    with pytest.raises(DefinitionError) as caught:
        read_source(path)
    assert str(caught.value) == f"{path}:{message}"


def test_half_a_character_is_no_text():
    assert refusal("a: 1\nb: \ud800\n") == "file.yaml:2: is no text"


def test_a_path_that_cannot_be_is_refused():
    with pytest.raises(DefinitionError, match="cannot be read: embedded null byte"):
        read_source(Path("a\0b"))


def test_a_file_without_end_is_read_to_its_limit_only():
    if not Path("/dev/zero").exists():
        pytest.skip("there is no /dev/zero here")
    with pytest.raises(DefinitionError, match="is larger than"):
        read_source(Path("/dev/zero"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DefinitionError, match=r"none\.yaml: cannot be read: No such file"):
        read_source(tmp_path / "none.yaml")


def test_a_byte_order_mark_is_no_text(tmp_path):
    path = tmp_path / "file.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_source(path)["a"].text() == "1"


def test_unknown_and_missing_keys_are_named():
    root = read_text("alpha: 1\n", "file.yaml")
    with pytest.raises(DefinitionError, match="1: the key 'beta' is missing"):
        root["beta"]
    with pytest.raises(
        DefinitionError, match=r"there is no key 'alpha' here\. Did you mean 'alpa'"
    ):
        root.allow(("alpa", "x"))
    with pytest.raises(DefinitionError, match="there is no key 'alpha' here; known: x, y"):
        root.allow(("x", "y"))
    assert isinstance(root.mapping(), MapNode)


def test_kinds_are_told_apart():
    root = read_text("text: x\nlist: [x]\nmap: {a: x}\nnumber: -3\n", "file.yaml")
    with pytest.raises(DefinitionError, match="expected a list, found 'key: value' lines"):
        root["map"].items()
    with pytest.raises(DefinitionError, match="expected a text, found 'key: value' lines"):
        root["map"].text()
    with pytest.raises(DefinitionError, match="'x' is not a whole number"):
        root["text"].integer()
    assert root["number"].integer() == -3
