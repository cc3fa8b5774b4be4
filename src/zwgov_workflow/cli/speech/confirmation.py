"""Whether somebody sits at the terminal, and whether he means it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["at_terminal", "confirmed", "nothing_done", "rehearsed", "unless_stopped"]

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


def rehearsed(rehearse: Callable[[], bool], *, yes: bool, quiet: bool) -> None:
    """Show somebody at the terminal what a command would do, and ask whether to do it.

    Args:
        rehearse: Prints what would be done. It prints nothing and returns False where nothing
            would be done that cannot be undone.
        yes: Whether it was answered already, by ``--yes``.
        quiet: Whether nobody is to be asked, as where nothing is done or a program reads.

    Raises:
        typer.Exit: He would rather not.
    """
    if yes or quiet or not at_terminal():
        return
    with unless_stopped():
        if rehearse() and not confirmed(_("Do it?"), yes):
            raise nothing_done()


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
