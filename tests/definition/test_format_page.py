"""docs/format.md names each key there is, and none that is not."""

import json
import re
from pathlib import Path

import pytest

from zwgov_workflow.definition import condition, model
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.schema import regulation_schema

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "format.md").read_text(encoding="utf-8")
VOCABULARY = PAGE[PAGE.index("## 1.") : PAGE.index("## 2.")]

CITED = {"label", "clauses", "reading", "law", "quote"}
SECTIONS = {
    *("parameters", "enumerations", "roles", "forms", "tables", "breaches", "letters", "tallies"),
    "machines",
}


def keys(*models):
    return {field.alias or name for m in models for name, field in m.model_fields.items()}


def words(row):
    line = next(line for line in VOCABULARY.splitlines() if line.startswith(f"| **{row}**"))
    return set(re.findall(r"`([a-z_]+)`", line.partition("|")[2].partition("|")[2]))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("header", keys(model.Regulation) - SECTIONS),
        ("parameters", keys(model.Parameter) - CITED),
        ("enumerations", keys(model.Enumeration) - CITED),
        ("roles", keys(model.Role) - CITED | {"bureau"}),
        ("tables", keys(model.Table, model.TableRow) - CITED),
        ("breaches", keys(model.Breach) - CITED),
        ("letters", keys(model.Letter) - CITED),
        ("tallies", keys(model.Tally) - CITED),
        ("machine", keys(model.Machine) - CITED | {"label"}),
        ("state", keys(model.State) - CITED),
        ("transition", keys(model.Transition) - CITED),
        ("requirement", keys(model.Requirement) - CITED | {"refuse", "warn"}),
        ("deadline", keys(model.Deadline) - CITED),
        ("date", keys(model.DateRule) - CITED),
        ("group", keys(model.Group) - CITED),
        ("forms", keys(model.FormField) - CITED),
        ("test", keys(condition.Test) - {"is"}),
        ("condition", keys(condition.Condition) - {"<tests>"}),
        ("type", {kind.value for kind in Kind} | {"optional"}),
    ],
)
def test_the_page_names_each_key(row, expected):
    named = words(row) - {"path"}
    assert named == expected, named ^ expected


def test_the_shipped_schema_is_that_of_the_model():
    path = ROOT / "src" / "zwgov_workflow" / "regulations" / "schema.json"
    shipped = json.loads(path.read_text(encoding="utf-8"))
    assert shipped == json.loads(json.dumps(regulation_schema())), "run: make schema"
