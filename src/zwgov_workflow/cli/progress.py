"""How far a long command has come, shown where somebody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["progress"]


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show a bar on standard error while something runs, if that is a terminal.

    A job whose output goes to a file or a pipe sees nothing of it: what it did is in its report.

    Args:
        what: What is being done, in the language in use.
        total: How many there are, if that is known.

    Yields:
        What is told how many are done so far.
    """
    if not sys.stderr.isatty():
        yield _nobody_watches
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
        yield lambda done: shown.update(task, completed=done)


def _nobody_watches(done: int) -> None:
    """Take note of nothing."""
