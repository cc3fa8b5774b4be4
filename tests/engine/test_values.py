"""What is entered becomes a value of its type, or is refused in words that do not repeat it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from bureau import error_of
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.calendar import SHANGHAI
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.engine.value import from_json, parse_value, to_json

NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
TYPES = ["text", "reference", "date", "number", "yes_no", "period", "window", "department"]


@pytest.mark.parametrize(
    ("phrase", "raw", "value"),
    [
        ("text", " 不涉密 ", "不涉密"),
        ("text", "", None),
        ("text", "   ", None),
        ("text", None, None),
        ("reference", "OA-2026-0317", "OA-2026-0317"),
        ("date", "2026-03-02", date(2026, 3, 2)),
        ("date", date(2026, 3, 2), date(2026, 3, 2)),
        ("date", NIGHT, date(2026, 3, 3)),
        ("date", NIGHT.astimezone(SHANGHAI), date(2026, 3, 3)),
        ("number", "85", Decimal(85)),
        ("number", " -2.5 ", Decimal("-2.5")),
        ("number", 7, Decimal(7)),
        ("number", Decimal("2.50"), Decimal("2.5")),
        ("yes_no", "yes", "yes"),
        ("yes_no", True, "yes"),
        ("yes_no", False, "no"),
        ("period", "5 working days", "5 working days"),
        ("period", "1 working day", "1 working day"),
        ("period", "none", "none"),
        ("list of text", ["a", "b"], ("a", "b")),
        ("list of text", [], None),
        ("list of number", ["1", 2], (Decimal(1), Decimal(2))),
        ("list of date", ("2026-03-02",), (date(2026, 3, 2),)),
    ],
)
def test_what_is_entered_is_read_by_the_type_of_its_field(phrase, raw, value):
    assert parse_value(raw, FieldType.parse(phrase)) == value


@pytest.mark.parametrize(
    ("phrase", "raw", "problem"),
    [
        ("text", 5, "expected a text"),
        ("text", "半\ud83d", "half a character, which cannot be kept"),
        ("reference", "\udcff", "half a character, which cannot be kept"),
        ("text", "x" * 10_001, "longer than 10000 characters"),
        ("date", "2026-02-30", "expected a date such as 2026-02-11"),
        ("date", "2. März", "expected a date such as 2026-02-11"),
        ("date", 20260302, "expected a date such as 2026-02-11"),
        ("number", "85分", "expected a number in digits, such as 85 or 2.5"),
        ("number", True, "expected a number in digits, such as 85 or 2.5"),
        ("number", 2.5, "expected a number in digits, such as 85 or 2.5"),
        ("number", Decimal("NaN"), "expected a number in digits, such as 85 or 2.5"),
        ("number", "1e3", "expected a number in digits, such as 85 or 2.5"),
        ("yes_no", "是", "expected yes or no"),
        ("yes_no", 1.0, "expected yes or no"),
        ("period", "five days", "expected a period such as 5 working days"),
        ("list of text", "a", "expected a list"),
        ("list of text", {"a": "b"}, "expected a list"),
        ("list of text", 5, "expected a list"),
        ("list of text", ["a", ""], "expected a text"),
        ("list of text", ["a"] * 1001, "more than 1000 entries"),
    ],
)
def test_what_is_of_another_type_is_refused_and_said_what_was_expected(phrase, raw, problem):
    with pytest.raises(ValueError, match=r".") as refused:
        parse_value(raw, FieldType.parse(phrase))
    assert str(refused.value) == problem


def test_a_moment_without_a_zone_belongs_to_no_day_and_is_not_repeated():
    """At 23:30 it may be the 2nd or the 3rd: only a zone tells."""
    with pytest.raises(ValueError, match=r"^expected a date such as 2026-02-11$"):
        parse_value(NIGHT.replace(tzinfo=None), FieldType.parse("date"))


SECRET = "身份证640502"
ENTERED = st.one_of(
    st.just(SECRET),
    st.sampled_from([b"640502", 640502, 640502.5, Decimal("Infinity"), [SECRET], {SECRET: SECRET}]),
    st.lists(st.sampled_from([SECRET, 640502, None, [SECRET]]), min_size=1, max_size=3),
)


@given(ENTERED, st.sampled_from(TYPES), st.booleans())
def test_a_refusal_never_contains_what_was_entered(raw, phrase, many):
    kind = FieldType.parse(f"list of {phrase}" if many else phrase)
    refused = error_of(ValueError, parse_value, raw, kind)
    assert "640502" not in str(refused)
    assert refused is None or refused.__suppress_context__ or refused.__context__ is None


def numbers():
    return st.decimals(allow_nan=False, allow_infinity=False, places=4)


SINGLE = {
    "text": st.text(min_size=1),
    "date": st.dates(),
    "number": st.one_of(numbers(), st.integers(-(10**40), 10**40).map(Decimal)),
    "yes_no": st.sampled_from(["yes", "no"]),
}


@given(st.data(), st.sampled_from(sorted(SINGLE)), st.booleans())
def test_what_json_keeps_of_a_value_gives_the_value_back(data, phrase, many):
    one = SINGLE[phrase]
    value = data.draw(st.lists(one, min_size=1, max_size=3).map(tuple) if many else one)
    kind = FieldType.parse(f"list of {phrase}" if many else phrase)
    assert from_json(to_json(value), kind) == value


def test_rows_are_kept_as_objects_and_come_back_with_the_types_of_their_columns():
    columns = {"at": FieldType.parse("date"), "score": FieldType.parse("number")}
    rows = ({"at": date(2026, 3, 2), "score": Decimal("2.50")},)
    assert to_json(rows) == [{"at": "2026-03-02", "score": "2.5"}]
    assert from_json(to_json(rows), FieldType.parse("rows"), columns) == rows
