"""The values a case knows: read by type, kept as JSON, compared as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.definition.kinds import FieldType, Kind, parse_number
from zwgov_workflow.errors import InvalidPeriod
from zwgov_workflow.sourcefile import parse_date

__all__ = ["NO_PERIOD", "Data", "Value", "from_json", "parse_value", "to_json"]

Value = str | date | Decimal | tuple["Value", ...] | Mapping[str, "Value"]
"""Text and words as ``str``, yes and no as these words, rows as tuples of mappings."""

Data = Mapping[str, Value]
"""Values by name; what is missing is not in it."""

NO_PERIOD = "none"
"""The period of a limit that the law gives no number for: no day is due."""

LONGEST_TEXT = 10_000
MOST_ENTRIES = 1_000

_HALF = re.compile("[\ud800-\udfff]")
"""Surrogates: a text that was read with the wrong encoding can have them, UTF-8 cannot."""

_YES_NO: Mapping[object, str] = {True: "yes", False: "no", "yes": "yes", "no": "no"}


def parse_value(raw: object, kind: FieldType) -> Value | None:
    """Read what somebody entered as a value of *kind*; None where it is empty.

    Dates are taken as ``date`` or ``YYYY-MM-DD``, moments with a zone to their day in
    Asia/Shanghai, numbers as ``int``, ``Decimal`` or text, yes and no as such or as ``bool``.
    Words of enumerations, departments and officers are looked at by who knows them.

    Raises:
        ValueError: It is none; the text says what was expected, never what was entered.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    if not kind.many:
        return _one(raw, kind)
    if isinstance(raw, (str, bytes, Mapping)) or not hasattr(raw, "__iter__"):
        raise ValueError("expected a list")
    entries = [_one(entry, kind) for entry in raw]
    if len(entries) > MOST_ENTRIES:
        raise ValueError(f"more than {MOST_ENTRIES} entries")
    return tuple(entries) or None


def _one(raw: object, kind: FieldType) -> Value:
    if kind.kind is Kind.DATE:
        return _date(raw)
    if kind.kind is Kind.NUMBER:
        return _number(raw)
    if kind.kind is Kind.YES_NO:
        if isinstance(raw, (bool, str)) and raw in _YES_NO:
            return _YES_NO[raw]
        raise ValueError("expected yes or no")
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError("expected a text")
    if _HALF.search(raw):
        raise ValueError("half a character, which cannot be kept")
    if len(raw) > LONGEST_TEXT:
        raise ValueError(f"longer than {LONGEST_TEXT} characters")
    return _period(raw) if kind.kind is Kind.PERIOD else raw.strip()


def _date(raw: object) -> date:
    if isinstance(raw, datetime):
        if raw.utcoffset() is not None:
            return to_day(raw)
    elif isinstance(raw, date):
        return raw
    elif isinstance(raw, str):
        with suppress(ValueError):
            return parse_date(raw)
    raise ValueError("expected a date such as 2026-02-11")


def _number(raw: object) -> Decimal:
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        found = Decimal(raw)
        if found.is_finite():
            return found
    if isinstance(raw, str):
        with suppress(ValueError):
            return parse_number(raw.strip())
    raise ValueError("expected a number in digits, such as 85 or 2.5")


def _period(raw: str) -> str:
    text = raw.strip()
    if text == NO_PERIOD:
        return text
    try:
        return str(PeriodRule.parse(text))
    except InvalidPeriod:
        raise ValueError("expected a period such as 5 working days") from None


def to_json(value: Value) -> object:
    """Return *value* as JSON knows it: dates and numbers as text, rows as objects."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, tuple):
        return [to_json(entry) for entry in value]
    if isinstance(value, Mapping):
        return {key: to_json(entry) for key, entry in value.items()}
    return value


def from_json(
    raw: object, kind: FieldType, columns: Mapping[str, FieldType] | None = None
) -> Value:
    """Return the value that :func:`to_json` wrote."""
    if isinstance(raw, list):
        single = FieldType(kind.name, kind.kind)
        return tuple(from_json(entry, single, columns) for entry in raw)
    if isinstance(raw, dict):
        known = columns or {}
        text = FieldType("text", Kind.TEXT)
        return {key: from_json(entry, known.get(key, text)) for key, entry in raw.items()}
    word = str(raw)
    if kind.kind is Kind.DATE:
        return date.fromisoformat(word)
    return Decimal(word) if kind.kind is Kind.NUMBER else word
