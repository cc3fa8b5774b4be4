"""A value as people write it, in the words that the engine reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import typer

from zwgov_workflow.cli.options.arguments import parse_rule
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.engine.value import NO_PERIOD

__all__ = ["day_text", "understood"]

_DAY = re.compile(
    r"(?P<year>[0-9]{4})\s*(?P<mark>[-/.年])\s*(?P<month>[0-9]{1,2})\s*(?:(?P=mark)|月)\s*"
    r"(?P<day>[0-9]{1,2})\s*日?"
)
_YES_NO: Mapping[str, str] = {"是": "yes", "否": "no", "y": "yes", "n": "no"}


def day_text(text: str) -> str:
    """Return a day as ``2026-03-02`` that was written so, or as 2026年3月2日 or 2026/3/2.

    What is no day comes back as it is: whoever reads it says what was expected.
    """
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return text
    return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"


def understood(text: str, kind: FieldType) -> str:
    """Return *text* in the words of the engine, as far as it is a value of *kind*.

    Days, numbers in full-width digits, 是 and 否, periods such as 5个工作日; what is none of these
    comes back as it is.
    """
    if kind.kind is Kind.DATE:
        return day_text(text)
    if kind.kind is Kind.NUMBER:
        return unicodedata.normalize("NFKC", text)
    if kind.kind is Kind.YES_NO:
        word = unicodedata.normalize("NFKC", text).strip().lower()
        return _YES_NO.get(word, word)
    if kind.kind is Kind.PERIOD:
        return _period(text)
    return text


def _period(text: str) -> str:
    word = unicodedata.normalize("NFKC", text).strip()
    if word == "无":
        return NO_PERIOD
    try:
        return str(parse_rule(word))
    except typer.BadParameter:
        return word
