"""A command line that cannot be understood, told in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import MISUSE_WORDS, VALUE_WORDS

if TYPE_CHECKING:
    from typer import TyperException

__all__ = ["misuse", "where_to_look"]

_OWN = "Invalid value: "
"""What typer puts before a message of ours, which says itself what is wrong."""


def misuse(error: TyperException) -> str:
    """Return what is wrong with the command line, in one line."""
    text = " ".join(error.format_message().split()).removeprefix(_OWN).removesuffix(".")
    return said(text, MISUSE_WORDS, why=lambda why: said(why.removesuffix("."), VALUE_WORDS))


def where_to_look(error: TyperException) -> str | None:
    """Return how help is got for the command that was misused."""
    ctx = getattr(error, "ctx", None)
    if ctx is None or error.format_message().startswith(_OWN):
        return None
    return _("see {command}").format(command=f"{ctx.command_path} {ctx.help_option_names[0]}")
