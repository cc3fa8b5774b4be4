"""What a date rests on where it rests on more than confirmed announcements."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from zwgov_workflow.calendar.day import DaySpan

__all__ = ["Assumption", "AssumptionKind"]


class AssumptionKind(Enum):
    """The kinds of things taken for granted. All but UNCONFIRMED make a date provisional."""

    PROJECTED = "projected"
    YEAR_END_OPEN = "year_end_open"
    REGION_UNKNOWN = "region_unknown"
    UNCONFIRMED = "unconfirmed"


_TEXTS = {
    AssumptionKind.PROJECTED: (
        "{span}: no announcement yet; projected from {source}, statutory days and their make-up "
        "only, no make-up working days"
    ),
    AssumptionKind.YEAR_END_OPEN: "{span}: may still be changed by the announcement for {source}",
    AssumptionKind.REGION_UNKNOWN: "{span}: no announcement of {source} known; counted without it",
    AssumptionKind.UNCONFIRMED: "{span}: {source} is not confirmed: {detail}",
}


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something taken for granted over a run of days.

    Attributes:
        kind: What kind of thing it is.
        span: The days it is taken for.
        source: The decree projected from, the announcement in question, the year or region missing.
        detail: Why, where the kind alone does not say.
    """

    kind: AssumptionKind
    span: DaySpan
    source: str
    detail: str = ""

    def __str__(self) -> str:
        return _TEXTS[self.kind].format(span=self.span, source=self.source, detail=self.detail)
