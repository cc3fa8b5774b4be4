"""A row of a register as it was understood, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["DatedFact", "Entry", "RowProblem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedFact:
    """Something that happened to a case, by trigger, with what was entered."""

    trigger: str
    on: date
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row that was understood: a case as the register has it.

    Attributes:
        line: Its line in the register.
        name: What the register calls it, or an empty text.
        on: The day it came to its state.
        due: The last day of each deadline that the register gives one for.
        parent, group: The case it belongs to, and as what.
        by, number, title: What an audit counts and names it by.
    """

    line: int
    name: str
    state: str
    opened_on: date
    on: date
    fields: Mapping[str, object]
    due: Mapping[str, date]
    facts: tuple[DatedFact, ...]
    parent: str | None = None
    group: str | None = None
    by: str = ""
    number: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """Why a row cannot be taken; it says what was expected, never what the row holds.

    Attributes:
        line: Its line, or 0 where it is the register as a whole.
        where: The column or field, or None where it is the row as a whole.
        field: The name of the field, where it is one of the case.
    """

    line: int
    name: str
    where: str | None
    why: str
    field: str | None = None
