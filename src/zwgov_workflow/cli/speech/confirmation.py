"""Whether somebody sits at the terminal, and whether he means it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["at_terminal", "confirmed", "nothing_done", "unless_stopped"]

REFUSED = 1

_YES = ("y", "yes", "是")
_NO = ("n", "no", "否")


def at_terminal() -> bool:
    """Return whether somebody reads what is printed and types what is read."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirmed(text: str, yes: bool, *, default: bool = False) -> bool:
    """Ask a question that is answered by yes or no; where nobody can answer it, it holds.

    Args:
        text: The question.
        yes: Whether it was answered already, by ``--yes``.
        default: What an empty answer means.
    """
    if yes or not at_terminal():
        return True
    hint = _("[Y/n]") if default else _("[y/N]")
    while True:
        word = input(f"{text} {hint} ").strip().lower()
        if not word:
            return default
        if word in (*_YES, *_NO):
            return word in _YES
        typer.echo(_("Please answer yes or no."))


def nothing_done() -> typer.Exit:
    """Say that nothing was done, and return what ends the command."""
    told = _("nothing was done")
    typer.echo(f"zwgov: {told}", err=True)
    return typer.Exit(REFUSED)


@contextmanager
def unless_stopped() -> Iterator[None]:
    """Ask questions; whoever breaks off with Ctrl-C or Ctrl-D has done nothing.

    Raises:
        typer.Exit: He ended it with Ctrl-D.
    """
    try:
        yield
    except KeyboardInterrupt:
        typer.echo()  # the line that he left
        raise
    except EOFError:
        typer.echo()
        raise nothing_done() from None
