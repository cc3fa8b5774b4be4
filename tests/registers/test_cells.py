"""Cells read as what a field wants."""

from datetime import date, datetime, time

import pytest

from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.registers.cells import CELL_WORDS, day_in, text_in, value_in


@pytest.mark.parametrize(
    "cell",
    ["2026-03-02", "2026-3-2", "2026/3/2", "2026.3.2", "2026年3月2日", "2026年03月02", "20260302",
     "2026/3/2 0:00:00", "2026-03-02T10:30", "2026-03-02 10:30:00.5", date(2026, 3, 2),
     datetime.combine(date(2026, 3, 2), time(23, 59))],
)  # fmt: skip
def test_days_as_people_and_spreadsheets_write_them(cell):
    assert day_in(cell) == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "why"),
    [("3月2日", 0), ("2026-03/02", 0), ("明天", 0), ("2026-3-2x", 0), ("2026/2/30", 1),
     (46083.0, 2), (20260302.0, 2)],
)  # fmt: skip
def test_what_is_no_day_is_told_without_being_repeated(cell, why):
    with pytest.raises(ValueError, match=r".") as caught:
        day_in(cell)
    assert str(caught.value) == CELL_WORDS[why]


@pytest.mark.parametrize(
    ("cell", "kind", "value"),
    [
        ("", "text", None),
        (17.0, "text", "17"),
        (2.5, "number", "2.5"),
        (date(2026, 3, 2), "text", "2026-03-02"),
        ("是", "yes_no", "yes"),
        (False, "yes_no", "no"),
        ("甲；乙、丙;丁\n戊", "list of text", ["甲", "乙", "丙", "丁", "戊"]),
        ("; ", "list of text", None),
        (date(2026, 3, 2), "list of date", [date(2026, 3, 2)]),
    ],
)
def test_values(cell, kind, value):
    assert value_in(cell, FieldType.parse(kind)) == value


def test_a_list_is_split_at_the_marks_that_are_given():
    assert value_in("甲、乙/丙", FieldType.parse("list of text"), "/") == ["甲、乙", "丙"]


def test_neither_yes_nor_no():
    with pytest.raises(ValueError, match="expected yes or no"):
        value_in("也许", FieldType.parse("yes_no"))


def test_numbers_that_are_names_have_no_point():
    assert text_in(17.0) == "17"
