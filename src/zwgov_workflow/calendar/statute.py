"""全国年节及纪念日放假办法: the days off by statute, and a year projected from them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zwgov_workflow.calendar.day import ONE_DAY
from zwgov_workflow.errors import Message
from zwgov_workflow.sourcefile import MapNode, Node, parse_date, read_source

__all__ = ["Decree", "Statute", "StatutoryDay", "shipped_statute"]


class StatutoryDay(NamedTuple):
    """A day off for all citizens, and the holiday it belongs to."""

    day: date
    holiday: str


@dataclass(frozen=True, slots=True)
class Decree:
    """One version of the statute: how many days off, and which."""

    name: str
    promulgated: date
    in_force_from: date
    count: int
    holidays: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Statute:
    """The statute in all its versions, with the days on which its moving feasts fall."""

    law: str
    decrees: Sequence[Decree]
    feasts: Mapping[int, Mapping[str, date]]
    moving_days: Mapping[str, tuple[str, int]]

    @property
    def years(self) -> range:
        """The years whose moving feasts are known."""
        return range(min(self.feasts), max(self.feasts) + 1)

    def decree(self, year: int, known_on: date = date.max) -> Decree:
        """Return the version in force in *year*, as far as it was promulgated on *known_on*."""
        last = date(year, 12, 31)
        return [d for d in self.decrees if d.in_force_from <= last and d.promulgated <= known_on][
            -1
        ]

    def days(self, year: int, known_on: date = date.max) -> Sequence[StatutoryDay]:
        """Return the statutory days of *year* in order.

        A day on which two holidays meet (中秋节 within 国庆节) stands here twice: each holiday
        keeps its number of days off.
        """
        holidays = self.decree(year, known_on).holidays
        return sorted(
            StatutoryDay(self._day(year, name), holiday)
            for holiday, names in holidays.items()
            for name in names
        )

    def projection(self, year: int, known_on: date = date.max) -> Sequence[StatutoryDay]:
        """Return the weekdays off in *year* if nothing but the statute applied.

        Source: 第六条, a statutory day that falls on a Saturday or Sunday is made up on a working
        day (补假), taken here as the next free one; so is a day on which two holidays meet. Longer
        breaks and make-up working days (调休) are set by an announcement alone and cannot be
        projected.
        """
        taken: dict[date, str] = {}
        owed: list[StatutoryDay] = []
        for entry in self.days(year, known_on):
            if entry.day.weekday() >= 5 or entry.day in taken:
                owed.append(entry)
            else:
                taken[entry.day] = entry.holiday
        for entry in owed:
            day = entry.day + ONE_DAY
            while day.weekday() >= 5 or day in taken:
                day += ONE_DAY
            taken[day] = entry.holiday
        return sorted(StatutoryDay(day, holiday) for day, holiday in taken.items())

    def _day(self, year: int, name: str) -> date:
        if name in self.moving_days:
            feast, plus = self.moving_days[name]
            return self.feasts[year][feast] + plus * ONE_DAY
        month, day = name.split("-")
        return date(year, int(month), int(day))


@cache
def shipped_statute() -> Statute:
    """Return the statute as shipped with this package."""
    return read_statute(Path(__file__).parent / "data" / "statute.yaml")


def read_statute(path: Path) -> Statute:
    """Read a statute file.

    Raises:
        DefinitionError: The file says what it may not, or a version does not have as many days
            off as it states.
    """
    root = read_source(path)
    root.require_format()
    root.allow(("format", "law", "articles", "versions", "moving_days", "feasts", "years"))
    moving = {
        name: (entry["feast"].text(), entry["plus"].integer())
        for name, entry in _mappings(root["moving_days"])
    }
    names = [node.text() for node in root["feasts"].items()]
    years = root["years"].mapping()
    feasts = {key.integer(): _feasts(key.integer(), names, node) for key, node in years.pairs()}
    for entry in root["moving_days"].mapping().values.values():
        feast = entry.mapping()["feast"]
        if feast.text() not in names:
            raise feast.error(
                Message(
                    "{name!r} is none of the feasts {known}", name=feast.text(), known=tuple(names)
                )
            )
    decrees = [_decree(node.mapping(), moving) for node in root["versions"].items()]
    return Statute(root["law"].text(), decrees, feasts, moving)


def _mappings(node: Node) -> list[tuple[str, MapNode]]:
    return [(key, value.mapping()) for key, value in node.mapping()]


def _feasts(year: int, names: Sequence[str], node: Node) -> Mapping[str, date]:
    days = node.text().split()
    try:
        return dict(zip(names, [parse_date(f"{year}-{d}") for d in days], strict=True))
    except ValueError:
        raise node.error(
            Message("expected {n} days such as 02-17, one for each feast", n=len(names))
        ) from None


def _decree(node: MapNode, moving: Mapping[str, tuple[str, int]]) -> Decree:
    node.allow(("decree", "promulgated", "in_force_from", "days", "holidays"))
    holidays = {
        name: [_day_name(day, moving) for day in days.items()]
        for name, days in node["holidays"].mapping()
    }
    count, found = node["days"].integer(), sum(map(len, holidays.values()))
    if count != found:
        raise node["days"].error(
            Message(
                "{count} days are stated, the holidays below have {found}", count=count, found=found
            )
        )
    return Decree(
        name=node["decree"].text(),
        promulgated=node["promulgated"].date(),
        in_force_from=node["in_force_from"].date(),
        count=count,
        holidays=holidays,
    )


def _day_name(node: Node, moving: Mapping[str, tuple[str, int]]) -> str:
    name = node.text()
    if name not in moving:
        try:
            parse_date(f"2004-{name}")
        except ValueError:
            raise node.error(
                Message("{name!r} is neither a day such as 05-01 nor a moving day", name=name)
            ) from None
    return name
