"""A table as a bureau keeps it: a text file or a spreadsheet, row by row with its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.registers.separated import separated_lines
from zwgov_workflow.registers.workbook import SUFFIXES, workbook_lines

__all__ = ["Cell", "Row", "Table", "open_table"]

Cell = str | float | bool | date | datetime
"""What stands in a cell; an empty text where nothing does. Text files have texts alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table.

    Attributes:
        line: Where it begins, counted as an editor or a spreadsheet counts.
        cells: What stands in each column that has a name.
        surplus: Whether something stands to the right of the last column.
    """

    line: int
    cells: Mapping[str, Cell]
    surplus: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is open.

    Attributes:
        name: The name of its file.
        columns: The names of its columns.
        rows: Its rows that are not empty; they are read while they are asked for.
    """

    name: str
    columns: Sequence[str]
    rows: Iterator[Row]


@contextmanager
def open_table(path: Path, *, sheet: str | None = None, header: int = 1) -> Iterator[Table]:
    """Open the table at *path*: a spreadsheet by the end of its name, otherwise a text file.

    Args:
        path: A text file separated by commas, tabs or semicolons, in UTF-8, UTF-16 or GB 18030,
            or a spreadsheet.
        sheet: Which sheet of a spreadsheet; None: its first.
        header: The line with the names of the columns.

    Raises:
        DefinitionError: It cannot be read, or its columns have no names that tell them apart.
        MissingPackage: It is a spreadsheet, and what reads these is not installed.
    """
    spreadsheet = path.suffix.lower() in SUFFIXES
    lines = workbook_lines(path, sheet) if spreadsheet else separated_lines(path, header)
    for line, cells in lines:
        if line >= header:
            names = [str(cell).strip() for cell in cells]
            _check_names(path, line, names)
            yield Table(path.name, [name for name in names if name], _rows(lines, names))
            return
    message = Message("has no line {line}", line=header)
    raise DefinitionError([Finding(path=str(path), line=0, message=message)])


def _check_names(path: Path, line: int, names: Sequence[str]) -> None:
    def refused(message: Message) -> DefinitionError:
        return DefinitionError([Finding(path=str(path), line=line, message=message)])

    if not any(names):
        raise refused(Message("no column has a name here"))
    for name, n in Counter(filter(None, names)).items():
        if n > 1:
            raise refused(Message("{n} columns are called {name!r}", n=n, name=name))


def _rows(lines: Iterator[tuple[int, Sequence[Cell]]], names: Sequence[str]) -> Iterator[Row]:
    for line, cells in lines:
        if any(cell != "" for cell in cells):
            named: dict[str, Cell] = {name: "" for name in names if name}
            named |= {name: cell for name, cell in zip(names, cells, strict=False) if name}
            yield Row(line, named, surplus=any(cell != "" for cell in cells[len(names) :]))
