"""A sheet of a spreadsheet; what reads it is an extra of this package."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from zwgov_workflow.errors import DefinitionError, Finding, Message, MissingPackage

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

__all__ = ["SUFFIXES", "workbook_lines"]

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def workbook_lines(
    path: Path, sheet: str | None
) -> Iterator[tuple[int, Sequence[str | float | bool | date | datetime]]]:
    """Yield the number of each row of a sheet, with its cells.

    Raises:
        DefinitionError: It cannot be read, or has no such sheet.
        MissingPackage: python-calamine is not installed.
    """
    workbook = _workbook(path)
    names = workbook.sheet_names
    if sheet is None:
        sheet = names[0]
    elif sheet not in names:
        close = get_close_matches(sheet, names, n=1)
        why = Message("has no sheet {sheet!r}; it has {names}", sheet=sheet, names=tuple(names))
        if close:
            [near] = close
            why = Message("has no sheet {sheet!r}. Did you mean {near!r}?", sheet=sheet, near=near)
        raise _refused(path, why)
    for i, cells in enumerate(workbook.get_sheet_by_name(sheet).iter_rows(), start=1):
        yield i, [_cell(cell) for cell in cells]


def _cell(cell: object) -> str | float | bool | date | datetime:
    """Return what stands in a cell: times of day and spans as text, which no field is."""
    if isinstance(cell, float | bool | date):
        return cell
    return str(cell).strip()


def _workbook(path: Path) -> CalamineWorkbook:
    try:
        from python_calamine import (  # noqa: PLC0415 (an extra)
            CalamineError,
            CalamineWorkbook,
        )
    except ImportError as error:
        raise MissingPackage(
            package="'zwgov_workflow[spreadsheets]'",
            purpose=Message("Reading {file}", file=path.name),
        ) from error
    try:
        return CalamineWorkbook.from_path(path)
    except OSError as error:
        why = Message("cannot be read: no such file, or no right to read it")
        raise _refused(path, why) from error
    except CalamineError as error:
        why = Message("is no spreadsheet that can be read: {why}", why=str(error))
        raise _refused(path, why) from error


def _refused(path: Path, message: Message) -> DefinitionError:
    return DefinitionError([Finding(path=str(path), line=0, message=message)])
