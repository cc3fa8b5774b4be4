"""A text file of separated values, in the encodings and with the separators offices write."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from zwgov_workflow.errors import DefinitionError, Finding, Message

__all__ = ["separated_lines"]

_SEPARATORS = ",\t;"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_UNMARKED = ("utf-8", "gb18030")
_BLOCK = 1 << 20


def separated_lines(path: Path, header: int) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the line each record begins on, with its cells, white space around them removed.

    Args:
        path: The file.
        header: The line with the names of the columns, which shows what separates them.

    Raises:
        DefinitionError: It cannot be read, or is no such text.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, newline="") as file:
            separator = _separator(next(islice(file, header - 1, None), ""))
            file.seek(0)
            yield from _records(path, file, separator)
    except (OSError, ValueError) as error:
        why = Message(getattr(error, "strerror", None) or "is no text in UTF-8, UTF-16 or GB 18030")
        raise _refused(path, 0, Message("cannot be read: {why}", why=why)) from error


def _records(
    path: Path, file: Iterable[str], separator: str
) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(file, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            why = Message("is not read as separated values: {why}", why=str(error))
            raise _refused(path, line, why) from error
        if cells is None:
            return
        yield line, [cell.strip() for cell in cells]


def _encoding(path: Path) -> str:
    """Return the encoding: the one that is marked, else the first that fits the whole file."""
    with path.open("rb") as file:
        start = file.read(3)
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return name
    return next((name for name in _UNMARKED if _fits(path, name)), _UNMARKED[0])


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _separator(header: str) -> str:
    """Return what separates the columns: what makes most of them of the line with their names."""
    return max(_SEPARATORS, key=lambda mark: len(next(csv.reader([header], delimiter=mark), ())))


def _refused(path: Path, line: int, message: Message) -> DefinitionError:
    return DefinitionError([Finding(path=str(path), line=line, message=message)])
