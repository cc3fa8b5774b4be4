"""How well a year foretold from the statute matches the year as announced later.

For each year, the calendar as known on 1 September of the year before, when the announcement is
not out, is held against the calendar with all announcements; so is a plain Monday-to-Friday week.
Every start day counts from which both ends lie in the year, up to 28 December.
"""

from __future__ import annotations

import sys

# The folder of this file has a calendar.py, which must not hide the standard library's.
sys.path.append(sys.path.pop(0))

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from _common import arguments, machine, save, table
from zwgov_workflow.calendar import DaySpan, PeriodRule, Unit, WorkingCalendar

if TYPE_CHECKING:
    from collections.abc import Callable

    Ends = Callable[[PeriodRule, date], date]

YEARS = range(2014, 2027)
RULES = (
    *(PeriodRule(n, Unit.WORKING_DAYS) for n in (5, 10, 15, 20)),
    PeriodRule(15, Unit.CALENDAR_DAYS),
)
DAY = timedelta(days=1)


@dataclass
class Errors:
    """By how many days foretold due dates miss those as announced; negative is too early."""

    days: list[int] = field(default_factory=list)

    def share(self, *, early: bool = True, late: bool = True) -> str:
        """Return how many of the due dates differ."""
        found = sum((early and d < 0) or (late and d > 0) for d in self.days)
        return f"{found / len(self.days):.1%}"

    @property
    def worst(self) -> tuple[int, int]:
        """How many days a date is too early and too late at most."""
        return max(0, -min(self.days)), max(0, *self.days)


def weekdays(rule: PeriodRule, day: date) -> date:
    """Return where a period ends if every Monday to Friday is worked and nothing else."""
    if rule.unit is Unit.CALENDAR_DAYS:
        day += rule.amount * DAY
        while day.weekday() >= 5:
            day += DAY
        return day
    left = rule.amount
    while left:
        day += DAY
        left -= day.weekday() < 5
    return day


def projected(year: int) -> Ends:
    """Return how periods end by the calendar as known before *year* was announced."""
    calendar = WorkingCalendar.of("CN", known_on=date(year - 1, 9, 1))
    if calendar.firm is None or calendar.firm.last.year != year - 1:
        raise SystemExit(f"{year} was announced by 1 September {year - 1}")
    return lambda rule, day: calendar.due_date(rule, day).on


def announced() -> Ends:
    """Return how periods end by all announcements."""
    calendar = WorkingCalendar.of("CN")
    return lambda rule, day: calendar.due_date(rule, day).on


def compare(foretold: Callable[[int], Ends]) -> dict[PeriodRule, Errors]:
    """Hold what is foretold for each year against the announcements."""
    errors = {rule: Errors() for rule in RULES}
    right = announced()
    for year in YEARS:
        guess, year_end = foretold(year), date(year, 12, 28)
        for day in DaySpan(date(year, 1, 1), year_end):
            for rule, found in errors.items():
                a, b = guess(rule, day), right(rule, day)
                if max(a, b) <= year_end:
                    found.days.append((a - b).days)
    return errors


def rows(name: str, errors: dict[PeriodRule, Errors]) -> list[tuple[str, ...]]:
    """Return the lines of the table."""
    return [
        (
            f"{name}, {rule}",
            found.share(),
            found.share(late=False),
            found.share(early=False),
            *(f"{days} days" for days in found.worst),
        )
        for rule, found in errors.items()
    ]


def main() -> int:
    """Compare and print."""
    options = arguments(__doc__)
    ways = {
        "projected": compare(projected),
        "plain weekdays": compare(lambda _year: weekdays),
    }
    lines = [line for name, errors in ways.items() for line in rows(name, errors)]
    print(f"{machine()}\nStart days of {YEARS[0]} to {YEARS[-1]}.\n")
    columns = ["due dates", "differ", "too early", "too late", "worst early", "worst late"]
    table(columns, lines)
    save(options.json, columns=columns, rows=lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
