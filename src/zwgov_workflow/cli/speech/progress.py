"""How far a long command has come, shown where somebody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Show", "progress"]

EVERY = 30.0
"""Seconds between two lines where standard error is no terminal."""


class Show(Protocol):
    """Is told how many are done so far and, where it is known only now, of how many."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Show it."""


@contextmanager
def progress(what: str, total: int | None = None, *, lines: bool = False) -> Iterator[Show]:
    """Show a bar on standard error while something runs, if that is a terminal.

    A job whose output goes to a file or a pipe sees nothing of it: what it did is in its report.

    Args:
        what: What is being done, in the language in use.
        total: How many there are, if that is known.
        lines: Where it is no terminal, write a line now and then.

    Yields:
        What is told how many are done so far.
    """
    if not sys.stderr.isatty():
        yield _lines(what, total) if lines else _nobody_watches
        return
    from rich.console import Console  # noqa: PLC0415 (most commands show none)
    from rich.progress import (  # noqa: PLC0415 (as above)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=total)

        def show(done: int, total: int | None = None) -> None:
            shown.update(task, completed=done, total=total)

        yield show


def _nobody_watches(done: int, total: int | None = None) -> None:
    """Take note of nothing."""


def _lines(what: str, known: int | None) -> Show:
    last = time.monotonic()

    def show(done: int, total: int | None = None) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            of = total or known
            told = f"{what}: {done} / {of}" if of else f"{what}: {done}"
            print(told, file=sys.stderr, flush=True)  # noqa: T201 (a line for the log)

    return show
