"""Counting a period over a table of working days: the arithmetic behind every due date.

Source: 民法典 第二百零一条 (the first day is not counted), 第二百零二条 (months end on the
corresponding day), 第二百零三条 (an end on a day off moves to the next working day).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit
from zwgov_workflow.calendar.table import DayTable

__all__ = ["NOTHING_EXCLUDED", "Counted", "Excluded", "OffTable", "corresponding_day", "count"]


MAXIMUM = date.max.toordinal()


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
    """Days that do not count towards a period: runs of ordinals, merged and in order."""

    runs: Sequence[tuple[int, int]] = ()

    @classmethod
    def of(cls, spans: Iterable[DaySpan]) -> Excluded:
        """Merge *spans*, in any order and overlapping or not."""
        runs: list[tuple[int, int]] = []
        for span in sorted(spans):
            first, last = span.first.toordinal(), span.last.toordinal()
            if runs and first <= runs[-1][1] + 1:
                runs[-1] = runs[-1][0], max(runs[-1][1], last)
            else:
                runs.append((first, last))
        return cls(runs)

    def __bool__(self) -> bool:
        return bool(self.runs)

    def __contains__(self, ordinal: int) -> bool:
        i = bisect_right(self.runs, (ordinal, MAXIMUM)) - 1
        return i >= 0 and ordinal <= self.runs[i][1]

    def ahead(self, anchor: int, step: int) -> Iterator[tuple[int, int]]:
        """Yield what of the runs lies ahead of *anchor*, as (near end, far end), nearest first."""
        for first, last in self.runs if step > 0 else reversed(self.runs):
            near, far = (first, last) if step > 0 else (last, first)
            if (far - anchor) * step > 0:
                yield (near if (near - anchor) * step > 0 else anchor + step), far


NOTHING_EXCLUDED = Excluded()


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
        end = _working_days(anchor, step * rule.amount, table, excluded)
        return Counted(end, anchor + 1, end) if step > 0 else Counted(end, end, anchor - 1)
    if rule.unit is Unit.MONTHS:
        end = corresponding_day(anchor, step * rule.amount)
    else:
        end = anchor + step * rule.amount
    if excluded:
        end = _stretched(anchor, end, step, excluded)
    if not 1 <= end - table.origin <= table.size:
        raise OffTable
    return _rolled(end, step, rolling, excluded) if rule.rolls else Counted(end, end + 1, end)


def _working_days(anchor: int, amount: int, table: DayTable, excluded: Excluded) -> int:
    """Return the *amount*-th working day after (or, if negative, before) the anchor."""
    step, left, position = (1 if amount > 0 else -1), abs(amount), anchor
    for near, far in excluded.ahead(anchor, step):
        free = _working_days_inside(position, near, table)
        if left <= free:
            break
        left -= free
        position = far
    place = position - table.origin
    if not 1 <= place <= table.size:
        raise OffTable
    index = table.up_to[place] + left - 1 if step > 0 else table.up_to[place - 1] - left
    if not 0 <= index < len(table.counted):
        raise OffTable
    return table.counted[index].toordinal()


def _working_days_inside(a: int, b: int, table: DayTable) -> int:
    """Return how many working days lie between two days, both left out."""
    first = max(min(a, b) - table.origin, 0)
    last = min(max(a, b) - 1 - table.origin, table.size)
    return table.up_to[last] - table.up_to[first] if first < last else 0


def _stretched(anchor: int, end: int, step: int, excluded: Excluded) -> int:
    """Return the end moved on by the excluded days between the anchor and it."""
    left, position = abs(end - anchor), anchor
    for near, far in excluded.ahead(anchor, step):
        free = max(0, (near - position) * step - 1)
        if left <= free:
            break
        left -= free
        position = far
    return position + step * left


def corresponding_day(anchor: int, amount: int) -> int:
    """Return the same day *amount* months on, or that month's last day (第二百零二条)."""
    day = date.fromordinal(anchor)
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not date.min.year <= year <= date.max.year:
        raise OffTable
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


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
