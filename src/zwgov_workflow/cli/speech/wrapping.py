"""Text broken into lines as Chinese is: between any two characters, and not before a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

__all__ = ["print_columns", "print_command", "print_text", "wrapped"]

_CLOSING = "，。；：、！？）〕】》」』”’%).,;:"
_OPENING = "（〔【《「『“‘("
_UNIT = re.compile(
    rf"[{_OPENING}]*(?:[!-~]+|[^\s!-~{_OPENING}{_CLOSING}])?[{_CLOSING}]*|\s+", re.ASCII
)
"""What stays together: a word of Latin letters or one character, with its punctuation."""

GAP = 2
NARROWEST = 8


def wrapped(text: str | Text, width: int) -> Sequence[Text]:
    """Return *text* in lines of up to *width* cells, its styles kept.

    A word longer than a line is broken anywhere.
    """
    styled = Text(text) if isinstance(text, str) else text
    ends = [end for end in _breaks(styled.plain, max(width, 2)) if end < len(styled.plain)]
    lines = list(styled.divide(ends)) if ends else [styled.copy()]
    for line in lines:
        line.rstrip()
    return lines


def _breaks(text: str, width: int) -> Iterator[int]:
    """Yield where a line ends and the next begins."""
    used, end = 0, 0
    for unit in _units(text, width):
        end += len(unit)
        size = cell_len(unit)
        if used and used + size > width and unit.strip():
            yield end - len(unit)
            used = 0
        used += size if used or unit.strip() else 0


def _units(text: str, width: int) -> Iterator[str]:
    for found in _UNIT.finditer(text):
        unit = found[0]
        if cell_len(unit) <= width:
            yield unit
        else:
            yield from unit


def print_text(terminal: Console, text: str | Text, style: str = "") -> None:
    """Print a paragraph."""
    styled = Text(text, style=style) if isinstance(text, str) else text
    for line in wrapped(styled, terminal.width):
        _print(terminal, line)


def print_command(terminal: Console, text: str) -> None:
    """Print what is to be typed, in one line: broken by us, it could not be copied."""
    terminal.print(Text(f"{' ' * (1 + GAP)}{text}", style="cyan"), soft_wrap=True)


def print_columns(terminal: Console, rows: Iterable[tuple[str | Text, str | Text]]) -> None:
    """Print two columns: heads, as wide as they need up to two fifths, and what belongs to them."""
    known = [(_styled(head), body) for head, body in rows]
    if not known:
        return
    widest = max(cell_len(head.plain) for head, _body in known)
    left = min(widest, max(terminal.width * 2 // 5, NARROWEST))
    right = terminal.width - left - GAP
    for head, body in known:
        heads, bodies = list(wrapped(head, left)), list(wrapped(body, right))
        for i in range(max(len(heads), len(bodies))):
            line = Text()  # without a style of its own, which all of it would take
            if i < len(heads):
                line.append_text(heads[i])
            if i < len(bodies):
                line.append(" " * (left + GAP - cell_len(line.plain)))
                line.append_text(bodies[i])
            line.rstrip()
            _print(terminal, line)


def _styled(text: str | Text) -> Text:
    return Text(text) if isinstance(text, str) else text


def _print(terminal: Console, line: Text) -> None:
    terminal.print(line, no_wrap=True, overflow="ignore", crop=False)
