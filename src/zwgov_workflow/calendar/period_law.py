"""Which law a period is counted by: the civil law of its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zwgov_workflow.sourcefile import MapNode, read_source

__all__ = ["PeriodLaw", "period_law"]


@dataclass(frozen=True, slots=True)
class PeriodLaw:
    """A law on periods and its articles.

    Attributes:
        first_day: The first day is not counted.
        end: An end on a day off moves to the next working day.
    """

    law: str
    in_force_from: date
    first_day: str
    end: str


def period_law(day: date) -> PeriodLaw:
    """Return the law on periods in force on *day*; the earliest known, where it is older."""
    laws = _laws()
    return next((law for law in reversed(laws) if law.in_force_from <= day), laws[0])


@cache
def _laws() -> Sequence[PeriodLaw]:
    root = read_source(Path(__file__).parent / "data" / "period_law.yaml")
    root.require_format()
    return [_law(node.mapping()) for node in root["laws"].items()]


def _law(node: MapNode) -> PeriodLaw:
    node.allow(("law", "in_force_from", "first_day", "end"))
    return PeriodLaw(
        law=node["law"].text(),
        in_force_from=node["in_force_from"].date(),
        first_day=node["first_day"].text(),
        end=node["end"].text(),
    )
