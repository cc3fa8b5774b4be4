"""What differs between two regulations, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.cli.calendars.due import period
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import speaks_english
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.words import FIELD_WORDS
from zwgov_workflow.definition import Document, read_regulation
from zwgov_workflow.definition.difference import (
    AttributeChange,
    Change,
    ChangeKind,
    RegulationDifference,
    difference,
)
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.errors import InvalidPeriod, UnknownRegulation

__all__ = ["changes_json", "print_changes", "print_difference"]

_STYLES = {ChangeKind.ADDED: "green", ChangeKind.REMOVED: "red", ChangeKind.CHANGED: "yellow"}


def print_difference(old: str, new: str, *, as_json: bool) -> None:
    """Print what changes from *old* to *new*, each a file or the name of a shipped regulation.

    Raises:
        UnknownRegulation: There is no regulation of that name, and no such file.
        DefinitionError: A file is not of the format.
    """
    before, after = _document(old), _document(new)
    found = difference(before, after)
    if as_json:
        changes = changes_json(found)
        print_json({"old": _head(before), "new": _head(after), "changes": changes})
        return
    terminal = console()
    if not found.changes:
        terminal.print(_("no difference"))
        return
    terminal.print(f"{_name(before)} → {_name(after)}", style="bold")
    print_changes(terminal, found)


def _document(name_or_path: str) -> Document:
    path = Path(name_or_path)
    if path.suffix or len(path.parts) > 1:
        return read_regulation(path)  # as no name is written
    known = shipped_regulations()
    if name_or_path in known:
        return known[name_or_path]
    if path.is_file():
        return read_regulation(path)
    raise UnknownRegulation(name=name_or_path, known=tuple(known))


def _head(document: Document) -> dict[str, object]:
    regulation = document.regulation
    return {
        "regulation": regulation.regulation,
        "version": regulation.version,
        "revision": regulation.revision,
        "digest": document.digest,
    }


def _name(document: Document) -> str:
    regulation = document.regulation
    return f"{regulation.regulation} {regulation.version}/{regulation.revision}"


def changes_json(found: RegulationDifference) -> list[dict[str, object]]:
    """Return the changes for JSON."""
    return [asdict(change) for change in found.changes]


def print_changes(terminal: Console, found: RegulationDifference) -> None:
    """Print the changes of each clause; in full where they come first."""
    told: dict[Change, str] = {}
    for clause, changes in _sections(found):
        terminal.print()
        terminal.print(clause, style="bold")
        for change in changes:
            for indent, text in _lines(change, told.get(change)):
                _print_indented(terminal, indent, text)
            told.setdefault(change, clause)


def _print_indented(terminal: Console, indent: int, text: Text) -> None:
    """Print *text* as a block, without the blanks that would fill its lines up."""
    for line in text.wrap(terminal, max(terminal.width - indent, 1)):
        line.rstrip()
        line.pad_left(indent)
        terminal.print(line, soft_wrap=True)


def _sections(found: RegulationDifference) -> Iterator[tuple[str, Sequence[Change]]]:
    yield from found.by_clause().items()
    if found.without_clause:
        yield _("without clause"), found.without_clause


def _lines(change: Change, told_at: str | None) -> Iterator[tuple[int, Text]]:
    """Yield the lines of *change*, each with its indent; *told_at*: where it was told in full."""
    style = _STYLES[change.kind]
    head = f"{_kind(change)}: {change.label or change.place}"
    if told_at:
        see = _("see {clause}").format(clause=told_at)
        yield 2, Text(f"{head}; {see}", style=style)
        return
    yield 2, Text(head, style=style)
    if change.label:
        yield 4, Text(change.place, style="dim")
    for attribute in change.attributes:
        yield 4, Text(_attribute(attribute))


def _kind(change: Change) -> str:
    texts = {
        ChangeKind.ADDED: _("added"),
        ChangeKind.REMOVED: _("removed"),
        ChangeKind.CHANGED: _("changed"),
    }
    return texts[change.kind]


def _attribute(attribute: AttributeChange) -> str:
    old, new = ("–" if words is None else _value(words) for words in (attribute.old, attribute.new))
    return f"{_field(attribute.name)}: {old} → {new}"


def _field(name: str) -> str:
    """Return what a key of the file means, and the key."""
    word = FIELD_WORDS.get(name.partition(".")[0])
    return name if word is None or speaks_english() else f"{_(word)} ({name})"


def _value(words: str) -> str:
    """Return a value in the words of the file, but for a period."""
    try:
        return words if speaks_english() else period(PeriodRule.parse(words))
    except InvalidPeriod:
        return words
