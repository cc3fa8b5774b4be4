"""Mapping files: what they may say, and what is said where they are wrong."""

from pathlib import Path

import pytest

from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import DefinitionError
from zwgov_workflow.registers.mapping_file import read_mapping, shipped_mapping
from zwgov_workflow.registers.names import deadlines_of, machine_called, name_for
from zwgov_workflow.registers.taking_in import read_register

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
REGULATIONS = Regulations(shipped_regulations().values())
TABLE = "编号,状态,部门,形成日期,公开日期\nA1,应公开,甲,2026-03-02,2026-03-09\n"
MAPPING = """\
format: 1
machine: proactive_disclosure/disclosure
name: 编号
state: 状态
opened_on: 形成日期
fields:
  department: 部门
  formed_on: 形成日期
facts:
  - {trigger: publish, on: 公开日期}
"""


def read(path, mapping):
    found = read_mapping(mapping)
    name = machine_called(found.machine, REGULATIONS)
    document = shipped_regulations()[name.partition("/")[0]]
    machine = REGULATIONS.machine(name, document.digest)
    return read_register(path, found, machine, REGULATIONS)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("fields:", "feilds:", "6: there is no key 'feilds' here. Did you mean 'fields'?"),
        ("format: 1", "format: 2", "1: this version reads 'format: 1'"),
        ("name: 编号", "header: 0", "3: lines are counted from 1"),
        ("state: 状态\n", "", "1: the key 'state' is missing"),
        ("state: 状态", "state: [x]", "4: expected 'key: value' lines, found a list"),
        ("state: 状态", "state: {column: 状态, value: {}}",
         "4: there is no key 'value' here. Did you mean 'values'?"),
        ("state: 状态", "state: {always: open, column: 状态}",
         "4: 'always' is the same in each row, and stands alone"),
        ("name: 编号", "only: {column: 编号}", "3: the key 'is' is missing"),
        ("disclosure/disclosure", "disclosure/disclosed",
         "2: 'proactive_disclosure/disclosed' is no machine. "
         "Did you mean 'proactive_disclosure/disclosure'?"),
        ("machine: proactive_disclosure/disclosure", "machine: 征求部门意见",
         "2: '征求部门意见' is no machine. Did you mean '征求意见'?"),
        ("opened_on: 形成日期", "opened_on: 成文日期",
         "5: the table has no column '成文日期'. Did you mean '形成日期'? "
         "(For the same in each row write 'always:'.)"),
        ("state: 状态", "state: {always: opened}",
         "4: 'opened' is no state. Did you mean 'open'?"),
        ("state: 状态", "state: {column: 状态, values: {公开: 已经公开}}",
         "4: '已经公开' is no state. Did you mean '已公开'?"),
        ("formed_on:", "formd_on:", "8: 'formd_on' is no field. Did you mean 'formed_on'?"),
        ("trigger: publish", "trigger: published",
         "10: 'published' is no trigger. Did you mean 'publish'?"),
        ("facts:", "due: {公开期间: 公开日期}\nfacts:",
         "9: '公开期间' is no deadline. Did you mean '公开期限'?"),
    ],
)  # fmt: skip
def test_what_a_mapping_may_not_say(table, old, new, message):
    assert old in MAPPING
    mapping = table(MAPPING.replace(old, new, 1), "m.yaml")
    with pytest.raises(DefinitionError) as caught:
        read(table(TABLE), mapping)
    assert str(caught.value) == f"{mapping}:{message}"


def test_all_that_is_wrong_is_told_at_once(table):
    wrong = MAPPING.replace("状态", "状况").replace("formed_on", "formd_on")
    wrong = wrong.replace("publish", "pubish")
    mapping = table(wrong, "m.yaml")
    with pytest.raises(DefinitionError) as caught:
        read(table(TABLE), mapping)
    assert [finding.line for finding in caught.value.findings] == [4, 8, 10]


def test_a_trigger_with_several_labels_goes_by_each_of_them(table):
    for word in ("publish", "公开"):
        mapping = table(MAPPING.replace("publish", word), "m.yaml")
        [entry] = read(table(TABLE), mapping).entries
        assert [fact.trigger for fact in entry.facts] == ["publish"]


@pytest.mark.parametrize("mapping", sorted(EXAMPLES.glob("map-*.yaml")), ids=lambda p: p.name)
def test_the_mappings_of_the_examples_fit_their_spreadsheet(mapping):
    register = read(EXAMPLES / "running-cases.csv", mapping)
    assert (len(register.entries), register.problems, register.unwanted) == (4, [], 4)


def test_the_shipped_mapping_names_what_its_regulation_has():
    """The names of the regulation stand in the mapping beside it, and in no program."""
    path = shipped_mapping("proactive_disclosure")
    register = read(EXAMPLES / "documents.csv", path)
    deadline = register.plan.mapping.to_audit().deadline
    assert name_for(deadline, deadline.text(), deadlines_of(register.machine), "deadline")
    [entry] = [entry for entry in register.entries if entry.name == "D0001"]
    assert entry.state in register.machine.machine.states
    code = "".join(
        p.read_text(encoding="utf-8")
        for p in Path(read_register.__code__.co_filename).parent.glob("*.py")
    )
    for name in (entry.state, *(fact.trigger for fact in entry.facts), deadline.text()):
        assert f'"{name}"' not in code


def test_a_regulation_may_ship_no_mapping():
    assert shipped_mapping("accountability") is None


def test_a_mapping_that_is_for_no_audit(table):
    mapping = table(MAPPING, "m.yaml")
    with pytest.raises(DefinitionError, match="an audit needs 'deadline' and 'by'"):
        read_mapping(mapping).to_audit()
