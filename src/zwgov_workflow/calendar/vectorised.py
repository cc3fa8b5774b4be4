"""The working calendar for whole arrays of days; needs numpy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, SupportsInt

from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit
from zwgov_workflow.calendar.table import DayTable
from zwgov_workflow.calendar.working import WorkingCalendar
from zwgov_workflow.errors import Message, MissingPackage

try:
    import numpy as np
except ImportError as error:
    raise MissingPackage(
        package="numpy", purpose=Message("counting over arrays of days")
    ) from error

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Days = NDArray[np.datetime64]
    Ints = NDArray[np.int64]

__all__ = ["DueDates", "VectorisedCalendar"]

_EPOCH = 719163
"""The ordinal of 1970-01-01, from which numpy numbers days."""


class DueDates(NamedTuple):
    """Due dates, as arrays of one length.

    Attributes:
        on: The days, ``datetime64[D]``.
        provisional: Whether an announcement can still move them.
        data_version: Which calendar data they were computed from.
    """

    on: Days
    provisional: NDArray[np.bool_]
    data_version: str


class VectorisedCalendar:
    """The counts of a :class:`WorkingCalendar` over arrays of days.

    Each method takes an array of ``datetime64[D]``, or dates and aware moments in a sequence, and
    answers element by element as the method of the same name on the calendar does. An array with
    one element that the calendar refuses is refused as a whole, with the error of that element;
    one with NaT or of another unit than days raises TypeError.
    """

    def __init__(self, calendar: WorkingCalendar) -> None:
        days, firm, rolling = calendar.tables
        self._calendar = calendar
        self._all = _Arrays(days)
        self._firm = _Arrays(firm) if firm else None
        self._rolling = self._all if rolling is days else _Arrays(rolling)

    def is_working_day(self, days: ArrayLike) -> NDArray[np.bool_]:
        """Return, for each day, whether offices work on it."""
        firm, (positions,) = self._firm_positions(days)
        return firm.flags[positions - 1]

    def add_working_days(self, days: ArrayLike, n: ArrayLike) -> Days:
        """Return, for each day, the last of *n* working days after it; *n* may be an array too."""
        amounts = np.asarray(n)
        if amounts.dtype.kind not in "iu":
            raise TypeError(f"expected whole numbers of days, not {amounts.dtype}")
        if np.any(amounts < 1):
            raise ValueError("the vectorised add_working_days counts forward, from 1 day on")
        firm, (positions,) = self._firm_positions(days)
        if np.any(amounts > len(firm.counted)):
            self._raise_first(days, amounts)
        places = firm.up_to[positions] + (amounts.astype(np.int64) - 1)
        if places.size and int(places.max()) >= len(firm.counted):
            self._raise_first(days, amounts)
        found: Days = firm.counted[places]
        return found

    def working_days_between(self, a: ArrayLike, b: ArrayLike) -> Ints:
        """Return, for each pair, how many working days lie after *a*, up to and with *b*."""
        firm, (first, last) = self._firm_positions(a, b)
        return firm.up_to[last] - firm.up_to[first]

    def due_dates(self, rule: PeriodRule | str, anchors: ArrayLike) -> DueDates:
        """Return, for each anchor, the last day of the period and whether it is provisional.

        Raises:
            InvalidPeriod, OutsideCalendar: As in :meth:`WorkingCalendar.due_date`.
        """
        if isinstance(rule, str):
            rule = PeriodRule.parse(rule)
        anchor = _numbers(anchors)
        end, first, last = self._count(rule, anchor)
        firm = self._calendar.firm
        provisional = last >= first
        if firm is not None:
            low, high = _number(firm.first), _number(firm.last)
            provisional &= (first < low) | (last > high)
        return DueDates(end.view("M8[D]"), provisional, self._calendar.data_version)

    def _count(self, rule: PeriodRule, anchor: Ints) -> tuple[Ints, Ints, Ints]:
        """Return ends and, per element, the first and last day whose nature decided them."""
        table, forward = self._all, rule.direction is Direction.FORWARD
        self._require(table.inside(anchor), rule, anchor)
        amount = rule.amount if forward else -rule.amount
        if rule.unit is Unit.WORKING_DAYS:
            position = anchor - table.origin
            index = (
                table.up_to[position] + amount - 1
                if forward
                else (table.up_to[position - 1] + amount)
            )
            self._require((index >= 0) & (index < len(table.counted)), rule, anchor)
            end = table.counted[index].view("i8")
            return (end, anchor + 1, end) if forward else (end, end, anchor - 1)
        raw = anchor + amount if rule.unit is Unit.CALENDAR_DAYS else _months(anchor, amount)
        self._require(table.inside(raw), rule, anchor)
        if not rule.rolls:
            return raw, raw + 1, raw
        rest = self._rolling.next_rest if forward else self._rolling.last_rest
        end = rest[raw - table.origin]
        self._require(table.inside(end), rule, anchor)
        return end, np.minimum(raw, end), np.maximum(raw, end)

    def _firm_positions(self, *arrays: ArrayLike) -> tuple[_Arrays, list[Ints]]:
        firm, positions = self._firm, []
        for days in arrays:
            number = _numbers(days)
            if number.size:
                low, high = int(number.min()), int(number.max())
                if firm is None or low <= firm.origin or high > firm.origin + firm.size:
                    for value in number.flat:
                        self._calendar.is_working_day(_day(value))
            positions.append(number - (firm.origin if firm else 0))
        return firm or self._all, positions

    def _require(self, inside: NDArray[np.bool_], rule: PeriodRule, anchor: Ints) -> None:
        if not inside.all():
            self._calendar.due_date(rule, _day(anchor[~inside].flat[0]))
            raise AssertionError("scalar and vectorised counts differ")

    def _raise_first(self, days: ArrayLike, n: NDArray[Any]) -> None:
        for value, amount in np.broadcast(_numbers(days), n):
            self._calendar.add_working_days(_day(value), int(amount))


class _Arrays:
    """A :class:`DayTable` as arrays. Days are numbered as numpy numbers them."""

    def __init__(self, table: DayTable) -> None:
        self.origin = table.origin - _EPOCH
        self.size = table.size
        self.flags = np.frombuffer(table.flags, dtype=np.bool_)
        self.up_to: Ints = np.asarray(table.up_to, dtype=np.int64)
        self.counted: Days = np.asarray(table.counted, dtype="M8[D]")
        position = np.arange(self.size + 1)
        numbers = np.concatenate((self.counted.view("i8"), [self.origin + self.size + 1]))
        self.next_rest: Ints = numbers[self.up_to[np.maximum(position - 1, 0)]]
        numbers = np.concatenate(([self.origin], self.counted.view("i8")))
        self.last_rest: Ints = numbers[self.up_to[position]]

    def inside(self, number: Ints) -> NDArray[np.bool_]:
        return (number > self.origin) & (number <= self.origin + self.size)


def _numbers(days: ArrayLike) -> Ints:
    """Return *days* as numpy numbers them, each moment taken to its day in Asia/Shanghai."""
    array = np.asarray(days)
    if array.dtype.kind == "O":
        each = [to_day(day).toordinal() - _EPOCH for day in array.flat]
        return np.array(each, dtype=np.int64).reshape(array.shape)
    if isinstance(days, np.ma.MaskedArray) or (array.size and array.dtype != "M8[D]"):
        raise TypeError(f"expected dates or an array of datetime64[D], not {array.dtype}")
    return np.ascontiguousarray(array, dtype="M8[D]").view("i8")


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH


def _day(number: SupportsInt) -> date:
    if int(number) == np.iinfo(np.int64).min:
        raise TypeError("an array of days has NaT in it, which is no day")
    return date.fromordinal(int(number) + _EPOCH)


def _months(anchor: Ints, amount: int) -> Ints:
    day = anchor.view("M8[D]")
    month = day.astype("M8[M]")
    target = month + np.timedelta64(amount, "M")
    following = target + np.timedelta64(1, "M")
    same = target.astype("M8[D]") + (day - month.astype("M8[D]"))
    last = following.astype("M8[D]") - np.timedelta64(1, "D")
    end: Ints = np.minimum(same, last).view("i8")
    return end
