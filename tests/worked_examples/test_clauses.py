"""What the worked examples of the shipped regulations show."""

from pathlib import Path

import pytest

from zwgov_workflow.definition.shelf import (
    EXAMPLES,
    shipped_files,
    shipped_regulations,
    shipped_texts,
)
from zwgov_workflow.worked_examples import read_examples

TOLD = ("proactive_disclosure", "release_coordination", "secrecy_review")


def examples_of(name):
    [path] = [path for path in shipped_files() if path.parent.name == name]
    return read_examples(Path(path).with_name(path.stem + EXAMPLES)).examples


@pytest.mark.parametrize("name", TOLD)
def test_each_clause_that_does_something_is_told(name):
    declaratory = shipped_regulations()[name].regulation.declaratory
    told = {clause for example in examples_of(name) for clause in example.clauses}
    assert shipped_texts()[name].keys() - declaratory.keys() - told == set()


@pytest.mark.parametrize("name", TOLD)
def test_no_example_names_a_clause_that_there_is_not(name):
    known = {clause for text in shipped_texts().values() for clause in text}
    assert {clause for example in examples_of(name) for clause in example.clauses} <= known


@pytest.mark.parametrize("name", TOLD)
def test_no_two_examples_have_one_name(name):
    names = [example.name for example in examples_of(name)]
    assert len(names) == len(set(names)) > 50
