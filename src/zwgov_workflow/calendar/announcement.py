"""One government paper that fixes or amends the days off of a year, and the file it is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.sourcefile import MapNode, Node, read_source

__all__ = ["Announcement", "read_announcement"]

_KEYS = (
    "format",
    "region",
    "year",
    "issuer",
    "number",
    "dated",
    "known_from",
    "known_from_basis",
    "url",
    "amends",
    "unconfirmed",
    "days_off",
    "cancels_days_off",
    "makeup_days",
    "cancels_makeup_days",
    "beyond_statute",
    "beyond_statute_because",
    "sources",
    "notes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What one paper says of a year's days off (放假通知).

    Days belong to the paper that sets them: the announcement for 2023 has a day of December 2022.
    Days not named are working from Monday to Friday and not working on Saturday and Sunday.

    Attributes:
        region: Whom it is for: ``CN``, or a region laid over it such as ``CN-NX``.
        year: The year it is titled for.
        issuer: The body that issued it.
        number: Its document number (文号), where known.
        dated: The day it was signed, where known.
        known_from: From this day on it counts in the calendar *as known on a day*.
        days_off: Per holiday, the days off that it sets.
        makeup_days: Weekend days that it makes working days (调休上班).
        amends: The number of the announcement it changes, if it changes one.
        cancels_days_off: Days off of the amended announcement that are so no longer.
        cancels_makeup_days: Make-up days of the amended announcement that are so no longer.
        beyond_statute: How many more days off it gives than the statute.
        beyond_statute_because: Why it gives more.
        unconfirmed: Why its days are still to be confirmed, if they are.
        sources: Where its content was found.
    """

    region: str
    year: int
    issuer: str
    known_from: date
    days_off: Mapping[str, Sequence[date]] = field(default_factory=dict)
    makeup_days: Sequence[date] = ()
    number: str | None = None
    dated: date | None = None
    known_from_basis: str = "published"
    url: str | None = None
    amends: str | None = None
    cancels_days_off: Sequence[date] = ()
    cancels_makeup_days: Sequence[date] = ()
    beyond_statute: int = 0
    beyond_statute_because: str | None = None
    unconfirmed: str | None = None
    sources: Sequence[str] = ()
    notes: Sequence[str] = ()
    source_path: str = field(default="<announcement>", compare=False, repr=False)
    source_lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> str:
        """How people cite it: its number, or issuer and year where none is known."""
        return self.number or f"{self.issuer} {self.year}"

    def content(self) -> Iterator[str]:
        """Yield, line by line, all that can change a date or what is said of it."""
        yield f"{self.region} {self.year} {self.name} {self.amends} {self.unconfirmed}"
        for holiday, days in self.days_off.items():
            yield f"off {holiday} {_days(days)}"
        yield f"makeup {_days(self.makeup_days)}"
        yield f"cancels {_days(self.cancels_days_off)} / {_days(self.cancels_makeup_days)}"


def _days(days: Iterable[date]) -> str:
    return " ".join(day.isoformat() for day in days)


def read_announcement(path: Path | str) -> Announcement:
    """Read one announcement file.

    Its sums are checked where its year is known: see :func:`zwgov_workflow.calendar.check`.

    Raises:
        DefinitionError: The file says what it may not, with file and line.
    """
    root = read_source(Path(path))
    root.allow(_KEYS)
    if root["format"].text() != "1":
        raise root["format"].error("this version reads 'format: 1'")
    known_from = root["known_from"].date()
    if (dated := root.get("dated")) and known_from < dated.date():
        raise root["known_from"].error("nobody knew it before the day it is dated")
    if not root["sources"].items():
        raise root["sources"].error("name at least one source: where its content was found")
    days_off = {name: tuple(_read_days(node)) for name, node in _mapping(root, "days_off")}
    return Announcement(
        region=root["region"].text(),
        year=_year(root["year"]),
        issuer=root["issuer"].text(),
        number=_text(root, "number"),
        dated=dated.date() if dated else None,
        known_from=known_from,
        known_from_basis=root["known_from_basis"].text(),
        url=_text(root, "url"),
        amends=_text(root, "amends"),
        days_off=days_off,
        makeup_days=tuple(_read_days(root.get("makeup_days"))),
        cancels_days_off=tuple(_read_days(root.get("cancels_days_off"))),
        cancels_makeup_days=tuple(_read_days(root.get("cancels_makeup_days"))),
        beyond_statute=node.integer() if (node := root.get("beyond_statute")) else 0,
        beyond_statute_because=_text(root, "beyond_statute_because"),
        unconfirmed=_text(root, "unconfirmed"),
        sources=_texts(root, "sources"),
        notes=_texts(root, "notes"),
        source_path=str(path),
        source_lines={key: node.line for key, node in root.keys.items()},
    )


def _year(node: Node) -> int:
    year = node.integer()
    if not 1949 < year < 9999:
        raise node.error(f"{year} is not a year an announcement can be for")
    return year


def _mapping(root: MapNode, key: str) -> Iterable[tuple[str, Node]]:
    node = root.get(key)
    return node.mapping() if node else ()


def _text(root: MapNode, key: str) -> str | None:
    node = root.get(key)
    return node.text() if node else None


def _texts(root: MapNode, key: str) -> Sequence[str]:
    node = root.get(key)
    return tuple(entry.text() for entry in node.items()) if node else ()


def _read_days(node: Node | None) -> Iterator[date]:
    """Yield the days of ``2026-01-01``, ``2026-01-01 to 2026-01-03``, or a list of these."""
    for entry in node.items() if node else ():
        first, to, last = entry.text().partition(" to ")
        if not to:
            yield entry.date()
            continue
        yield from _span(entry, first, last)


def _span(entry: Node, first: str, last: str) -> DaySpan:
    try:
        span = DaySpan(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        raise entry.error(
            f"'{first} to {last}' is not a run of days; write it as 2026-02-15 to 2026-02-23"
        ) from None
    if len(span) > 60:
        raise entry.error(f"{span} has {len(span)} days; no holiday is so long")
    return span
