"""Days numbered: how many up to a day, and which day is the n-th, in constant time."""

from __future__ import annotations

from datetime import date
from itertools import accumulate, compress
from typing import NamedTuple

from zwgov_workflow.calendar.day import DaySpan

__all__ = ["DayTable", "Tables"]


class DayTable:
    """Prefix counts over a run of days of which some count.

    Attributes:
        origin: The ordinal of the day before the first one; ``day.toordinal() - origin`` is the
            position of a day, from 1.
        size: How many days there are.
        up_to: ``up_to[p]`` of the days at positions 1 to p count; ``up_to[0]`` is 0.
        counted: The days that count, in order.
    """

    __slots__ = ("counted", "flags", "origin", "size", "span", "up_to")

    def __init__(self, span: DaySpan, flags: bytes) -> None:
        first = span.first.toordinal()
        self.span = span
        self.origin = first - 1
        self.size = len(flags)
        self.flags = flags
        self.up_to = list(accumulate(flags, initial=0))
        days = map(date.fromordinal, range(first, first + len(flags)))
        self.counted = list(compress(days, flags))

    def part(self, span: DaySpan) -> DayTable:
        """Return the table of the days of *span*, which lies within this one."""
        first = span.first.toordinal() - self.origin - 1
        return DayTable(span, self.flags[first : first + len(span)])


class Tables(NamedTuple):
    """The tables of a calendar.

    Attributes:
        days: Every day there is, projected ones included.
        firm: The firm days alone, or None where none is.
        rolling: Every day; those count on which an end that rolls may rest.
    """

    days: DayTable
    firm: DayTable | None
    rolling: DayTable
