"""A refusal in the language in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.errors import (
    NotFirm,
    NothingAnnounced,
    OutsideCalendar,
    UnknownRegion,
    UnknownRegulation,
    WorkflowError,
)

__all__ = ["refusal"]


def refusal(error: WorkflowError) -> str:
    """Return what *error* says; findings about a file keep the words of their rule."""
    say = _TEXTS.get(type(error))
    return say(error) if say else str(error)


def _unknown_region(error: UnknownRegion) -> str:
    text = _("there is no calendar for region {region}; there are {known}")
    return text.format(region=error.region, known=", ".join(error.known))


def _unknown_regulation(error: UnknownRegulation) -> str:
    text = _("there is no regulation {name}; there are {known}")
    return text.format(name=error.name, known=", ".join(error.known))


def _nothing_announced(error: NothingAnnounced) -> str:
    text = _("no announcement for {region} was known on {day}; ask for a later day")
    return text.format(region=error.region, day=error.known_on)


def _outside(error: OutsideCalendar) -> str:
    text = _("the period runs outside the {region} calendar, which has {first} to {last}")
    if error.day:
        text = _("{day} lies outside the {region} calendar, which has {first} to {last}")
    span = error.span
    return text.format(day=error.day, region=error.region, first=span.first, last=span.last)


def _not_firm(error: NotFirm) -> str:
    text = _("{day} is not settled in the {region} calendar; without --strict the date is given")
    return text.format(day=error.day, region=error.region)


_TEXTS: dict[type[WorkflowError], Callable[[Any], str]] = {
    UnknownRegion: _unknown_region,
    UnknownRegulation: _unknown_regulation,
    NothingAnnounced: _nothing_announced,
    OutsideCalendar: _outside,
    NotFirm: _not_firm,
}
