"""Rows of a register: each is read for itself, and what is wrong with it is told."""

from datetime import date

import pytest
from test_mappings import MAPPING, read

HEAD = "编号,状态,部门,形成日期,公开日期\n"
GOOD = "A1,应公开,甲,2026-03-02,2026-03-09\n"


def problems(register):
    return [(one.line, one.name, one.where, one.why) for one in register.problems]


def test_a_row_becomes_a_case(table):
    [entry] = read(table(HEAD + GOOD), table(MAPPING, "m.yaml")).entries
    assert (entry.line, entry.name, entry.state) == (2, "A1", "open")
    assert entry.opened_on == entry.on == date(2026, 3, 2)
    assert entry.fields == {"department": "甲", "formed_on": date(2026, 3, 2)}
    [fact] = entry.facts
    assert (fact.trigger, fact.on) == ("publish", date(2026, 3, 9))


def test_what_has_not_happened_is_no_fact(table):
    [entry] = read(table(HEAD + "A1,open,,2026-03-02,\n"), table(MAPPING, "m.yaml")).entries
    assert (entry.facts, entry.fields) == ((), {"formed_on": date(2026, 3, 2)})


@pytest.mark.parametrize(
    ("row", "where", "why"),
    [
        ("A2,应公开,甲,,2026-03-09", "形成日期", "is empty, and a day is needed"),
        ("A2,,甲,2026-03-02,", "状态", "is empty, and a state is needed"),
        ("A2,机密,甲,2026-03-02,", "状态", "no state of this kind of case"),
        ("A2,应公开,甲,2026-03-02,2026-03-01", "公开日期", "lies before the day of the row"),
        ("A2,应公开,甲,2026-03-02,2026-02-30", "公开日期", "there is no such day"),
        ("A1,应公开,甲,2026-03-02,", "编号", "stands twice; first on line 2"),
        ("A2,应公开,甲,2026-03-02,,机密", None, "something stands to the right of the last column"),
    ],
)
def test_a_bad_row_is_told_with_line_and_column_and_the_rest_is_read(table, row, where, why):
    register = read(table(f"{HEAD}{GOOD}{row}\nA3,open,乙,2026-03-02,\n"), table(MAPPING, "m.yaml"))
    assert (3, row.partition(",")[0], where, why) in problems(register)
    assert [entry.line for entry in register.entries] == [2, 4]
    assert not any("机密" in str(one) for one in register.problems)


def test_all_that_is_wrong_with_a_row_is_told(table):
    register = read(table(HEAD + "A1,x,甲,昨天,明天\n"), table(MAPPING, "m.yaml"))
    assert {where for _, _, where, _ in problems(register)} == {"状态", "形成日期", "公开日期"}


def test_words_of_the_mapping_stand_for_those_of_the_regulation(table):
    mapping = MAPPING.replace("state: 状态", "state: {column: 状态, values: {已报: submitted}}")
    text = HEAD + "A1,已报,甲,2026-03-02,\nA2,应公开,甲,2026-03-02,\n"
    entries = read(table(text), table(mapping, "m.yaml")).entries
    assert [entry.state for entry in entries] == ["submitted", "open"]


def test_words_of_a_list_are_each_looked_up(table):
    mapping = MAPPING.replace(
        "fields:",
        "fields:\n  exemptions: {column: 部门, values: {密: police_secret}, split: /}",
    )
    [entry] = read(
        table(HEAD + "A1,open,密/商业秘密,2026-03-02,\n"), table(mapping, "m.yaml")
    ).entries
    assert entry.fields["exemptions"] == ["police_secret", "商业秘密"]


def test_a_parent_is_a_row_above_or_a_case_by_its_number(table):
    mapping = MAPPING + "parent: 公开日期\ngroup: {always: later_versions}\n"
    mapping = mapping.replace("facts:\n  - {trigger: publish, on: 公开日期}\n", "")
    text = (
        HEAD
        + "A1,open,甲,2026-03-02,\n"
        + "A2,open,甲,2026-03-02,A1\n"
        + "A3,open,甲,2026-03-02,中公开〔2026〕1号\n"
    )
    register = read(table(text), table(mapping, "m.yaml"))
    assert [register.parent(entry) for entry in register.entries] == [
        None, "register.csv:2 A1", "中公开〔2026〕1号"
    ]  # fmt: skip
    assert [entry.group for entry in register.entries] == [None, "later_versions", "later_versions"]
