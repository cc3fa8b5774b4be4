"""Messages whose English stands elsewhere, named here so that the catalogue has them."""

from __future__ import annotations

__all__ = ["DATA_WORDS", "TYPER_WORDS"]


def N_(message: str) -> str:  # noqa: N802 (gettext's name for "translate later")
    """Mark *message* for the catalogue."""
    return message


TYPER_WORDS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("Error"),
    N_("Aborted."),
    N_("Aborted!"),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("[default: {}]"),
    N_("[env var: {}]"),
    N_("[required]"),
    N_("Try [blue]'{command_path} {help_option}'[/] for help."),
)
"""What typer says itself, through the same gettext domain."""

DATA_WORDS = (
    N_("rests on one secondary source; the bureau should compare it with the notice itself once"),
)
"""Remarks in the shipped calendar data."""
