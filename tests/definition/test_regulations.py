"""The shipped regulations: sound, whole, and word for word."""

import hashlib

import jsonschema
import pytest
import yaml

from zwgov_workflow.definition.schema import regulation_schema
from zwgov_workflow.definition.shelf import (
    check_files,
    shipped_files,
    shipped_regulations,
    shipped_texts,
)

NAMES = [
    "accountability",
    "assessment",
    "document_review",
    "proactive_disclosure",
    "release_coordination",
    "secrecy_review",
]

CLAUSES = {
    "accountability": 34,
    "assessment": 23,
    "document_review": 21,
    "proactive_disclosure": 31,
    "release_coordination": 35,
    "secrecy_review": 30,
}

VALIDATOR = jsonschema.Draft202012Validator(regulation_schema())


def test_the_six_are_there():
    assert sorted(shipped_regulations()) == sorted(shipped_texts()) == NAMES


def test_every_file_is_sound():
    found = [str(f) for _document, findings in check_files(shipped_files()) for f in findings]
    assert found == []


def test_every_clause_is_there():
    assert {name: len(text) for name, text in shipped_texts().items()} == CLAUSES


def test_the_texts_are_word_for_word():
    """The digest of the six texts without white space, as published on 10 December 2019."""
    order = [
        "proactive_disclosure",
        "secrecy_review",
        "release_coordination",
        "document_review",
        "assessment",
        "accountability",
    ]
    text = "".join("".join(shipped_texts()[name].values()) for name in order)
    digest = hashlib.sha256("".join(text.split()).encode()).hexdigest()
    assert digest == "6d92fbe39a955e7da39462fbbbed7233bd82d0d5029fae175e5af1f6c865948d"


@pytest.mark.parametrize("path", shipped_files(), ids=lambda path: path.parent.name)
def test_an_editor_with_the_schema_accepts_every_file(path):
    with path.open(encoding="utf-8") as file:
        as_text = yaml.load(file, Loader=yaml.BaseLoader)
    assert [error.message for error in VALIDATOR.iter_errors(as_text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_regulation_has_labels_a_reader_can_follow(name):
    for machine in shipped_regulations()[name].regulation.machines.values():
        assert machine.label
        assert all(state.label for state in machine.states.values())
        assert all(transition.label for transition in machine.transitions)
        assert all(deadline.label for deadline in machine.deadlines.values())
        assert all(requirement.label for requirement in machine.requirements.values())
