"""The options that stand before the command, read before the command line is parsed."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["root_option"]

WITH_VALUE = ("--lang", "--config")


def root_option(arguments: Sequence[str], wanted: str) -> str | None:
    """Return the value of an option that stands before the command; None where it does not."""
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if name in WITH_VALUE:
            value = value if equals else next(rest, "")
            if name == wanted:
                return value or None
        elif not argument.startswith("-"):
            return None  # options of a command are its own
    return None
