"""How fast working days are counted, beside the peers, every answer held against a plain count.

Start dates lie in 2018-2022, the years that workalendar's own China covers. Exit status 1 if a
required ratio is missed. The clock is the processor's, since cores are shared.
"""
# ruff: noqa: A005 (a script that nothing imports)

from __future__ import annotations

import sys

# This file is named as a module of the standard library that numpy and others import: its folder
# goes to the end of the path, where it hides nothing.
sys.path.append(sys.path.pop(0))

import random
import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from time import process_time
from typing import TYPE_CHECKING, Any

import chinese_calendar
import holidays
import numpy as np
from workalendar.asia import China

from _common import arguments, interleaved, machine, number, save, table
from zwgov_workflow.calendar import DaySpan, WorkingCalendar
from zwgov_workflow.calendar.vectorised import VectorisedCalendar
from zwgov_workflow.calendar.workalendar_adapter import WorkalendarCalendar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Days = frozenset[date]
    Pair = tuple[date, date]

DAY = timedelta(days=1)
N = 15
DATES = 20_000
CHECKED = 4_000
SHORTEST = 0.05  # seconds of processor time that one timing lasts, about

ADD = f"The {N}th working day after a date, one date a call"
OTHER = "Other due dates, one date a call"
BETWEEN = "Working days between two dates 1 to 60 days apart, one pair a call"
ARRAY = f"The {N}th working day after each date of an array of {DATES:,}"

OURS_ADD = "ours, add_working_days"
OURS_DUE = "ours, due_date (with its status)"
OURS_ARRAY = "ours, VectorisedCalendar.add_working_days"
NUMPY = "numpy busday_offset"
NUMPY_COUNT = "numpy busday_count"
NUMPY_ARRAY = "numpy busday_offset of an array"
WORKALENDAR = "workalendar add_working_days"
WORKALENDAR_COUNT = "workalendar get_working_days_delta"

COMPARED = {
    ADD: {"x workalendar": WORKALENDAR, "x numpy": NUMPY},
    OTHER: {f"x {WORKALENDAR} ({N} days)": WORKALENDAR},
    BETWEEN: {"x workalendar": WORKALENDAR_COUNT, "x numpy": NUMPY_COUNT},
    ARRAY: {"x numpy": NUMPY_ARRAY},
}
REQUIRED = (
    (OURS_ADD, WORKALENDAR, 500),
    (OURS_ADD, NUMPY, 10),
    (OURS_DUE, WORKALENDAR, 100),
    (OURS_ARRAY, NUMPY_ARRAY, 10),
)


@dataclass
class Contender:
    """One way to count: ``run`` answers for all its inputs, ``right`` for one, plainly."""

    task: str
    name: str
    run: Callable[[Any], Any]
    inputs: Any
    right: Callable[[Any], object]
    size: int = DATES
    loops: int = 1
    wrong: float = 0.0

    def check(self) -> None:
        """Hold it against the plain count, then fit its work to the clock."""
        given = self.inputs[:CHECKED]
        answers = self.run(given)  # the first call also warms up
        start = process_time()
        self.run(given)
        seconds = (process_time() - start) / CHECKED
        pairs = zip(given, answers, strict=True)
        self.wrong = sum(_plain(got) != self.right(_plain(one)) for one, got in pairs) / CHECKED
        self.size = min(len(self.inputs), max(20, round(SHORTEST / seconds)))
        self.loops = max(1, round(SHORTEST / seconds / self.size))
        self.inputs = self.inputs[: self.size]

    def measure(self) -> float:
        """Return how many operations it makes in a second of processor time."""
        run, inputs, loops = self.run, self.inputs, range(self.loops)
        start = process_time()
        for _ in loops:
            run(inputs)
        return self.size * self.loops / (process_time() - start)


def each(function: Callable[[date], object]) -> Callable[[Sequence[date]], list[object]]:
    """Call *function* with one date after the other."""
    return lambda days: [function(day) for day in days]


def each_pair(
    function: Callable[[date, date], object],
) -> Callable[[Sequence[Pair]], list[object]]:
    """Call *function* with one pair of dates after the other."""
    return lambda pairs: [function(a, b) for a, b in pairs]


def _plain(value: object) -> object:
    """Return a bare date or number, whatever it is wrapped in."""
    value = getattr(value, "on", value)
    return value.item() if isinstance(value, np.generic) else value


def plain_add(days: Days, day: date, n: int = N) -> date:
    """Count the n-th working day after *day*, one day at a time."""
    while n:
        day += DAY
        n -= day in days
    return day


def plain_rolled(days: Days, day: date, n: int) -> date:
    """Count *n* calendar days and move on to the next working day."""
    day += n * DAY
    while day not in days:
        day += DAY
    return day


def plain_between(days: Days, pair: Pair) -> int:
    """Count the working days after the first day up to the second, one day at a time."""
    day, last = pair
    found = 0
    while day < last:
        day += DAY
        found += day in days
    return found


def step_add(is_working_day: Callable[[date], bool], day: date, n: int = N) -> date:
    """Add working days as one does with a library that only says what a day is."""
    while n:
        day += DAY
        if is_working_day(day):
            n -= 1
    return day


def starts(rng: random.Random, first: date, last: date) -> list[date]:
    """Draw start dates."""
    return [first + rng.randrange((last - first).days) * DAY for _ in range(DATES)]


def contenders() -> list[Contender]:
    """Return every way to count, ours and the peers'."""
    rng = random.Random(2026)
    days = starts(rng, date(2018, 1, 2), date(2022, 10, 1))
    pairs = [(day, day + rng.randrange(1, 61) * DAY) for day in days]
    peer = holidays.country_holidays("CN", years=range(2017, 2025))
    span = DaySpan(date(2018, 1, 1), date(2023, 12, 31))
    right = frozenset(filter(peer.is_working_day, span))
    off = np.busdaycalendar("1111111", [day for day in span if day not in right])
    return [
        *_adders(days, right, peer, off),
        *_others(days, right, starts(rng, date(2024, 1, 2), date(2026, 10, 1))),
        *_counters(pairs, right, peer, off),
        *_arrays(days, right, off),
    ]


def _adders(
    days: list[date], right: Days, peer: holidays.HolidayBase, off: np.busdaycalendar
) -> list[Contender]:
    ours, workalendar = WorkingCalendar.of("CN"), China()
    adapter, rule = WorkalendarCalendar(ours), f"{N} working days"
    is_workday = chinese_calendar.is_workday
    ways: dict[str, Callable[[date], object]] = {
        OURS_ADD: lambda day: ours.add_working_days(day, N),
        OURS_DUE: lambda day: ours.due_date(rule, day),
        "ours, through the workalendar adapter": lambda day: adapter.add_working_days(day, N),
        NUMPY: lambda day: np.busday_offset(day, N, "backward", busdaycal=off),
        "holidays get_nth_working_day": lambda day: peer.get_nth_working_day(day, N),
        "chinesecalendar is_workday, day by day": lambda day: step_add(is_workday, day),
        WORKALENDAR: lambda day: workalendar.add_working_days(day, N),
    }
    answer = partial(plain_add, right)
    converted = list(np.array(days, dtype="M8[D]"))
    return [
        *(Contender(ADD, name, each(way), days, answer) for name, way in ways.items()),
        Contender(ADD, f"{NUMPY}, given datetime64", each(ways[NUMPY]), converted, answer),
    ]


def _others(days: list[date], right: Days, later: list[date]) -> list[Contender]:
    ours, ningxia = WorkingCalendar.of("CN"), WorkingCalendar.of("CN-NX")
    span = DaySpan(date(2024, 1, 1), date(2026, 12, 28))
    there = frozenset(day for day in span if ningxia.fact(day).working)
    rolled, rule = "30 calendar days", f"{N} working days"
    return [
        Contender(
            OTHER,
            f"{rolled}, rolled, CN 2018-2022",
            each(lambda day: ours.due_date(rolled, day)),
            days,
            partial(plain_rolled, right, n=30),
        ),
        Contender(
            OTHER,
            f"{rule}, CN-NX 2024-2026 (rests on an assumption)",
            each(lambda day: ningxia.due_date(rule, day)),
            later,
            partial(plain_add, there),
        ),
    ]


def _counters(
    pairs: list[Pair], right: Days, peer: holidays.HolidayBase, off: np.busdaycalendar
) -> list[Contender]:
    ours, workalendar = WorkingCalendar.of("CN"), China()
    get_workdays = chinese_calendar.get_workdays
    ways: dict[str, Callable[[date, date], object]] = {
        "ours, working_days_between": ours.working_days_between,
        NUMPY_COUNT: lambda a, b: np.busday_count(a + DAY, b + DAY, busdaycal=off),
        "holidays get_working_days_count": lambda a, b: peer.get_working_days_count(a + DAY, b),
        "chinesecalendar get_workdays": lambda a, b: len(get_workdays(a + DAY, b)),
        WORKALENDAR_COUNT: workalendar.get_working_days_delta,
    }
    answer = partial(plain_between, right)
    return [Contender(BETWEEN, name, each_pair(way), pairs, answer) for name, way in ways.items()]


def _arrays(days: list[date], right: Days, off: np.busdaycalendar) -> list[Contender]:
    ours, array = VectorisedCalendar(WorkingCalendar.of("CN")), np.array(days, dtype="M8[D]")
    answer = partial(plain_add, right)
    return [
        Contender(ARRAY, name, way, array, answer)
        for name, way in (
            (OURS_ARRAY, lambda days: ours.add_working_days(days, N)),
            (NUMPY_ARRAY, lambda days: np.busday_offset(days, N, "backward", busdaycal=off)),
        )
    ]


def print_task(entered: Sequence[Contender], speed: Mapping[str, float]) -> None:
    """Print the table of one task, the fastest first."""
    task = entered[0].task
    compared = COMPARED[task]
    print(f"### {task}\n")
    table(
        ["way", "operations/s", *compared, "wrong answers"],
        [
            (
                one.name,
                speed[one.name],
                *(speed[one.name] / speed[peer] for peer in compared.values()),
                f"{one.wrong:.1%}",
            )
            for one in sorted(entered, key=lambda one: -speed[one.name])
        ],
    )


def print_required(speed: Mapping[str, float]) -> bool:
    """Print whether each required ratio is met, and return whether all are."""
    every = True
    for ours, peer, required in REQUIRED:
        ratio = speed[ours] / speed[peer]
        every &= ratio >= required
        met = "met" if ratio >= required else "MISSED"
        print(f"- {ours}: required {required}x {peer}: {number(ratio)}x {met}")
    return every


def main() -> int:
    """Check, measure and print; return 1 if a required ratio is missed."""
    options = arguments(__doc__, rounds=15)
    warnings.filterwarnings("ignore", category=UserWarning)  # workalendar's, at every year's end
    entered = contenders()
    for one in entered:
        one.check()
    speed = interleaved({one.name: one.measure for one in entered}, options.rounds)
    about = machine("numpy", "workalendar", "holidays", "chinesecalendar")
    print(f"{about}\nMedians of {options.rounds} interleaved rounds.\n")
    for _, group in groupby(entered, key=lambda one: one.task):
        print_task(list(group), speed)
    met = print_required(speed)
    wrong = {one.name: one.wrong for one in entered}
    save(options.json, machine=about, operations_per_second=speed, wrong=wrong, met=met)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
