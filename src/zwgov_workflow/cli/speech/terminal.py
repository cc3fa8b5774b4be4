"""What is printed to a terminal: a console that fits it, days and notes in words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Console
from rich.text import Text

from zwgov_workflow.calendar import Assumption, AssumptionKind
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["console", "in_words", "print_json", "print_notes", "weekday"]

SCHEMA = 1
"""The version of every JSON object printed."""


def console() -> Console:
    """Return a console on standard output that colours words only where told to."""
    return Console(highlight=False, emoji=False, markup=False)


def print_json(content: Mapping[str, object]) -> None:
    """Print one JSON object, its schema first."""
    json.dump({"schema": SCHEMA, **content}, sys.stdout, ensure_ascii=False, default=str)
    sys.stdout.write("\n")


def weekday(day: date) -> str:
    """Return the short name of the weekday of *day*."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return names[day.weekday()]


def in_words(assumption: Assumption) -> str:
    """Return what is taken for granted, in the language in use."""
    texts = {
        AssumptionKind.PROJECTED: _(
            "{span}: no announcement yet; projected from {source}, statutory days and their "
            "make-up only, no make-up working days"
        ),
        AssumptionKind.YEAR_END_OPEN: _(
            "{span}: may still be changed by the announcement for {source}"
        ),
        AssumptionKind.REGION_UNKNOWN: _(
            "{span}: no announcement of {source} known; counted without it"
        ),
        AssumptionKind.UNCONFIRMED: _("{span}: {source} is not confirmed: {detail}"),
    }
    span = _("{first} to {last}").format(first=assumption.span.first, last=assumption.span.last)
    detail = _(assumption.detail) if assumption.detail else ""
    return texts[assumption.kind].format(span=span, source=assumption.source, detail=detail)


def print_notes(terminal: Console, assumptions: Iterable[Assumption]) -> None:
    """Print each assumption on a line of its own."""
    for assumption in assumptions:
        terminal.print(Text(_("Note: {text}").format(text=in_words(assumption)), style="yellow"))
