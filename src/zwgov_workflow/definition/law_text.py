"""The text of a regulation, word for word, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from zwgov_workflow.errors import DefinitionError, Finding, Message

__all__ = ["parse_law_text", "read_law_text"]

_CLAUSE = re.compile(r"`(?P<id>[A-Z]+-[0-9A-Za-z-]+)` (?P<text>.+)")


def read_law_text(path: Path | str) -> Mapping[str, str]:
    """Read a ``.text.md`` file: a line such as ```RC-1` 第一条 …`` for each clause.

    Returns:
        The clauses in the order of the text, by their ids.

    Raises:
        DefinitionError: The file cannot be read, or names a clause twice.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        why = Message(error.strerror or str(error))
        raise _refused(path, 0, Message("cannot be read: {why}", why=why)) from error
    except UnicodeDecodeError as error:
        raise _refused(path, 0, Message("is not UTF-8 text")) from error
    return parse_law_text(text, path)


def parse_law_text(text: str, path: Path | str) -> Mapping[str, str]:
    """Return the clauses of a text as :func:`read_law_text` does; *path* names it in findings.

    Raises:
        DefinitionError: The text names a clause twice.
    """
    clauses: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _CLAUSE.fullmatch(line)
        if match is None:
            if line.lstrip().startswith("`"):
                message = Message("a clause is written as `ID` and its text, on one line")
                raise _refused(path, number, message)
            continue
        if match["id"] in clauses:
            message = Message("the clause {clause} stands twice", clause=match["id"])
            raise _refused(path, number, message)
        clauses[match["id"]] = match["text"]
    return clauses


def _refused(path: Path | str, line: int, message: Message) -> DefinitionError:
    return DefinitionError([Finding(path=str(path), line=line, message=message)])
