"""One government paper that fixes or amends the days off of a year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

__all__ = ["Announcement", "Holiday"]


class Holiday(NamedTuple):
    """A holiday as an announcement sets it: its name and its days off."""

    name: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What one paper says of a year's days off (放假通知).

    Days belong to the paper that sets them: the announcement for 2023 has a day of December 2022.
    Days not named are working from Monday to Friday and not working on Saturday and Sunday.

    Attributes:
        region: Whom it is for: ``CN``, or a region laid over it such as ``CN-NX``.
        year: The year it is titled for.
        issuer: The body that issued it.
        known_from: From this day on it counts in the calendar *as known on a day*; where the day
            is not known, the latest it can have been.
        days_off: The holidays and their days off; a mapping of names to days will do.
        makeup_days: Weekend days that it makes working days (调休上班).
        number: Its document number (文号), where known.
        dated: The day it was signed, where known.
        known_from_basis: Where ``known_from`` comes from.
        url: Where it was published.
        amends: The name of the announcement it changes, if it changes one.
        cancels_days_off: Days off of the amended announcement that are so no longer.
        cancels_makeup_days: Make-up days of the amended announcement that are so no longer.
        beyond_statute: How many more days off it gives than the statute.
        beyond_statute_because: Why it gives more.
        unconfirmed: Why its days are still to be confirmed, if they are.
        sources: Where its content was found.
        notes: Remarks on its content.
        source_path: The file it was read from; errors name it.
        source_lines: On which line of that file each key stands.

    Raises:
        TypeError: A day is not a plain date.
    """

    region: str
    year: int
    issuer: str
    known_from: date
    days_off: tuple[Holiday, ...] = ()
    makeup_days: tuple[date, ...] = ()
    number: str | None = None
    dated: date | None = None
    known_from_basis: str = "published"
    url: str | None = None
    amends: str | None = None
    cancels_days_off: tuple[date, ...] = ()
    cancels_makeup_days: tuple[date, ...] = ()
    beyond_statute: int = 0
    beyond_statute_because: str | None = None
    unconfirmed: str | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source_path: str = field(default="<announcement>", compare=False, repr=False)
    source_lines: tuple[tuple[str, int], ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        off: Iterable[tuple[str, Iterable[date]]] = (
            self.days_off.items() if isinstance(self.days_off, Mapping) else self.days_off
        )
        holidays = tuple(Holiday(name, _plain(days)) for name, days in off)
        object.__setattr__(self, "days_off", holidays)
        for name in ("makeup_days", "cancels_days_off", "cancels_makeup_days"):
            object.__setattr__(self, name, _plain(getattr(self, name)))
        _plain([self.known_from])

    @property
    def name(self) -> str:
        """How people cite it: its number, or issuer and year where none is known."""
        return f"{self.issuer} {self.year}" if self.number is None else self.number

    def line_of(self, key: str) -> int:
        """Return the line of its file on which *key* stands, or where its days begin; 0: none."""
        lines = dict(self.source_lines)
        return lines.get(key, lines.get("days_off", 0))

    def content(self) -> Iterator[str]:
        """Yield, line by line, all that can change a date or what is said of it."""
        yield f"{self.region} {self.year} {self.name} {self.amends} {self.unconfirmed}"
        for holiday in self.days_off:
            yield f"off {holiday.name} {_text(holiday.days)}"
        yield f"makeup {_text(self.makeup_days)}"
        yield f"cancels {_text(self.cancels_days_off)} / {_text(self.cancels_makeup_days)}"


def _plain(days: Iterable[date]) -> tuple[date, ...]:
    found = tuple(days)
    for day in found:
        if type(day) is not date:
            raise TypeError(f"expected a date, not {day!r}")
    return found


def _text(days: Iterable[date]) -> str:
    return " ".join(day.isoformat() for day in days)
