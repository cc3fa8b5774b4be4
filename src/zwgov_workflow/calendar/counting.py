"""Counting a period over a table of working days: the arithmetic behind every due date.

Source: 民法典 第二百零一条 (the first day is not counted), 第二百零二条 (months end on the
corresponding day), 第二百零三条 (an end on a day off moves to the next working day).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit
from zwgov_workflow.calendar.table import DayTable

__all__ = ["NOTHING_EXCLUDED", "Counted", "Excluded", "OffTable", "corresponding_day", "count"]


class OffTable(Exception):
    """The count leaves the table; becomes an error that names the calendar."""


class Counted(NamedTuple):
    """Where a period ends, and the ordinals of the days whose nature decided that.

    ``first`` > ``last`` means that no day's nature mattered: pure calendar arithmetic.
    """

    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days that do not count towards a period, merged and in order."""

    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, spans: Sequence[DaySpan]) -> Excluded:
        """Merge *spans*, in any order and overlapping or not."""
        starts: list[int] = []
        ends: list[int] = []
        for span in sorted(spans):
            first, last = span.first.toordinal(), span.last.toordinal()
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        return cls(starts, ends)

    def __bool__(self) -> bool:
        return bool(self.starts)

    def __contains__(self, ordinal: int) -> bool:
        i = bisect_right(self.starts, ordinal) - 1
        return i >= 0 and ordinal <= self.ends[i]

    def within(self, first: int, last: int) -> list[tuple[int, int]]:
        """Return the excluded runs that lie in *first* to *last*, cut to it."""
        return [
            (max(a, first), min(b, last))
            for a, b in zip(self.starts, self.ends, strict=True)
            if a <= last and b >= first
        ]


NOTHING_EXCLUDED = Excluded((), ())


def count(
    rule: PeriodRule,
    anchor: int,
    table: DayTable,
    rolling: DayTable,
    excluded: Excluded = NOTHING_EXCLUDED,
) -> Counted:
    """Count *rule* from *anchor* and return its end, all as ordinals.

    Args:
        rule: The period.
        anchor: The day it is counted from, never counted itself; a day of *table*.
        table: Which days are working days.
        rolling: Which days an end may rest on when it rolls.
        excluded: Days that do not count.

    Raises:
        OffTable: The period leaves the table.
    """
    step = 1 if rule.direction is Direction.FORWARD else -1
    if rule.unit is Unit.WORKING_DAYS:
        end = _working_days(anchor, step * rule.amount, table)
        if excluded:
            end = _stretch_working(anchor, step * rule.amount, end, table, excluded)
        return Counted(end, anchor + 1, end) if step > 0 else Counted(end, end, anchor - 1)
    if rule.unit is Unit.CALENDAR_DAYS:
        end = anchor + step * rule.amount
    else:
        end = corresponding_day(anchor, step * rule.amount)
    if excluded:
        end = _stretch(anchor, end, step, excluded)
    return _rolled(end, step, rolling, excluded) if rule.roll else _unmoved(end, table)


def _working_days(anchor: int, amount: int, table: DayTable) -> int:
    """Return the *amount*-th working day after (or, if negative, before) the anchor."""
    position = anchor - table.origin
    index = table.up_to[position] + amount - 1 if amount > 0 else table.up_to[position - 1] + amount
    if not 0 <= index < len(table.counted):
        raise OffTable
    return table.counted[index].toordinal()


def _stretch_working(
    anchor: int, amount: int, end: int, table: DayTable, excluded: Excluded
) -> int:
    """Move the end on until as many working days that count lie between it and the anchor."""
    step = 1 if amount > 0 else -1
    up_to, origin = table.up_to, table.origin
    while True:
        first, last = (anchor + 1, end) if step > 0 else (end, anchor - 1)
        lost = sum(
            up_to[b - origin] - up_to[a - 1 - origin] for a, b in excluded.within(first, last)
        )
        moved = _working_days(anchor, amount + step * lost, table)
        if moved == end:
            return end
        end = moved


def _stretch(anchor: int, end: int, step: int, excluded: Excluded) -> int:
    """Move the end on by the excluded days between it and the anchor, and those it then meets."""
    plain = end
    while True:
        first, last = (anchor + 1, end) if step > 0 else (end, anchor - 1)
        lost = sum(b - a + 1 for a, b in excluded.within(first, last))
        moved = plain + step * lost
        if moved == end:
            return end
        end = moved


def corresponding_day(anchor: int, amount: int) -> int:
    """Return the same day *amount* months on, or that month's last day (第二百零二条)."""
    day = date.fromordinal(anchor)
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not date.min.year <= year <= date.max.year:
        raise OffTable
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


def _unmoved(end: int, table: DayTable) -> Counted:
    if not 1 <= end - table.origin <= table.size:
        raise OffTable
    return Counted(end, end + 1, end)


def _rolled(end: int, step: int, rolling: DayTable, excluded: Excluded) -> Counted:
    """Return the end moved on to a day it may rest on, and the days that decided that."""
    position, size = end - rolling.origin, rolling.size
    flags = rolling.flags
    while 1 <= position <= size:
        if flags[position - 1] and not (excluded and position + rolling.origin in excluded):
            rest = position + rolling.origin
            return Counted(rest, end, rest) if step > 0 else Counted(rest, rest, end)
        position += step
    raise OffTable
