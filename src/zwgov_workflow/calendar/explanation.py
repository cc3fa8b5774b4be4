"""A count told day by day: which days counted, which did not, and why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from zwgov_workflow.calendar.almanac import DayFact
from zwgov_workflow.calendar.assumption import Assumption
from zwgov_workflow.calendar.counting import corresponding_day
from zwgov_workflow.calendar.day import ONE_DAY, DaySpan
from zwgov_workflow.calendar.due import DueDate
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit
from zwgov_workflow.calendar.period_law import PeriodLaw

__all__ = ["CountedDay", "Explanation", "Step", "walk"]


class Step(Enum):
    """What a day is to a count."""

    ANCHOR = "anchor"
    COUNTED = "counted"
    NOT_WORKING = "not_working"
    EXCLUDED = "excluded"
    MOVED = "moved"
    END = "end"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of a count.

    Attributes:
        fact: What the day is.
        step: ANCHOR (the first day, not counted), COUNTED, NOT_WORKING (a day off inside a period
            in working days), EXCLUDED, MOVED (the end fell on a day off, and this is one on its
            way), or END (where such an end came to rest).
        number: Which day of the period it is; None where it does not count.
    """

    fact: DayFact
    step: Step
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A due date, the days that lead to it from the anchor on, and the law it is counted by."""

    rule: PeriodRule
    anchor: date
    due: DueDate
    law: PeriodLaw
    assumptions: Sequence[Assumption]
    days: Sequence[CountedDay]


def walk(
    rule: PeriodRule,
    anchor: date,
    fact: Callable[[date], DayFact],
    rests: Callable[[date], bool],
    excluded: Collection[DaySpan] = (),
) -> Iterator[CountedDay]:
    """Yield the days of a count one by one, the anchor first and the due date last.

    Slow and plain on purpose: it shares no arithmetic with due_date(), which the tests hold
    against it.

    Args:
        rule: The period.
        anchor: The day it is counted from.
        fact: What a day is.
        rests: Whether an end that rolls may rest on a day.
        excluded: Days that do not count.
    """
    step = ONE_DAY if rule.direction is Direction.FORWARD else -ONE_DAY
    working = rule.unit is Unit.WORKING_DAYS
    day, number, amount = anchor, 0, _days_in(rule, anchor)
    yield CountedDay(fact(day), Step.ANCHOR)
    while number < amount:
        day += step
        if any(day in span for span in excluded):
            yield CountedDay(fact(day), Step.EXCLUDED)
        elif working and not fact(day).working:
            yield CountedDay(fact(day), Step.NOT_WORKING)
        else:
            number += 1
            yield CountedDay(fact(day), Step.COUNTED, number)
    if rule.rolls and not rests(day):
        day += step
        while not rests(day) or any(day in span for span in excluded):
            yield CountedDay(fact(day), Step.MOVED)
            day += step
        yield CountedDay(fact(day), Step.END)


def _days_in(rule: PeriodRule, anchor: date) -> int:
    """Return how many days the period has, its unit being working days or not."""
    if rule.unit is not Unit.MONTHS:
        return rule.amount
    sign = 1 if rule.direction is Direction.FORWARD else -1
    start = anchor.toordinal()
    return abs(corresponding_day(start, sign * rule.amount) - start)
