"""Phrases that the engine writes into its errors, said in the language in use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["listed", "said"]


def said(text: str, phrases: Sequence[str], **how: Callable[[str], str]) -> str:
    """Return *text* in the language in use, if it is one of *phrases*; otherwise as it is.

    Args:
        text: What an error says, in English.
        phrases: What it may be, with the places to be filled in braces.
        how: For a place by name, how what stands there is said.
    """
    for phrase in phrases:
        found = _pattern(phrase).fullmatch(text)
        if found is not None:
            filled = {
                name: how[name](value) if name in how else value
                for name, value in found.groupdict().items()
            }
            return _(phrase).format(**filled)
    return text


def listed(words: Iterable[str]) -> str:
    """Return words in a row: with commas, in Chinese with 、."""
    return _(", ").join(words)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", phrase)
    places = [f"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts)]
    return re.compile("".join(places), re.DOTALL)
