"""What stands in a cell, read as the kind of value that a field wants."""

from __future__ import annotations

import re
from datetime import date, datetime

from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.registers.table import Cell

__all__ = ["CELL_WORDS", "day_in", "text_in", "value_in"]

CELL_WORDS = (
    "expected a date such as 2026-02-11, 2026/2/11 or 2026年2月11日",
    "there is no such day",
    "a number, no date; give the cells of this column the format of a date",
    "expected yes or no: 是, 否, yes or no",
)
"""What is said about a cell."""

_DAY, _NO_DAY, _SERIAL, _YES_OR_NO = CELL_WORDS

_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATES = re.compile(
    rf"(?:(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}|(\d{{4}})年(\d{{1,2}})月(\d{{1,2}})日?"
    r"|(\d{4})(\d{2})(\d{2}))"
)
_SPLIT = ";；、\n"
_YES_NO = {"是": "yes", "否": "no", "yes": "yes", "no": "no", "true": "yes", "false": "no"}


def day_in(cell: Cell) -> date | None:
    """Return the day in a cell, or None where it is empty.

    Raises:
        ValueError: There is something else; the text says what was expected, never what is there.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float | int):
        raise ValueError(_SERIAL)  # noqa: TRY004 (what a person typed is no programming error)
    if not cell:
        return None
    found = _DATES.fullmatch(cell)
    if found is None:
        raise ValueError(_DAY)
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(_NO_DAY) from None


def text_in(cell: Cell) -> str:
    """Return a cell as text: a whole number without point, a date as ``YYYY-MM-DD``."""
    if isinstance(cell, datetime):
        return str(cell.date())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def value_in(cell: Cell, kind: FieldType, split: str | None = None) -> object:
    """Return what stands in a cell as a field of *kind* takes it; None where it is empty.

    Args:
        cell: The cell.
        kind: The kind of the field.
        split: The marks between the entries of a list; None: ``;``, ``；``, ``、`` and new lines.

    Raises:
        ValueError: As in :func:`day_in`.
    """
    if not kind.many:
        return _one(cell, kind)
    if not isinstance(cell, str):
        entries: list[Cell] = [cell]
    else:
        entries = list(re.split(f"[{re.escape(split or _SPLIT)}]", cell))
    found = (_one(e.strip() if isinstance(e, str) else e, kind) for e in entries)
    return [entry for entry in found if entry is not None] or None


def _one(cell: Cell, kind: FieldType) -> object:
    if cell == "" and isinstance(cell, str):
        return None
    if kind.kind is Kind.DATE:
        return day_in(cell)
    if kind.kind is Kind.YES_NO:
        word = str(cell).lower()
        if word not in _YES_NO:
            raise ValueError(_YES_OR_NO)
        return _YES_NO[word]
    return text_in(cell)
