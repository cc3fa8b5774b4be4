"""The file an announcement is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from zwgov_workflow.calendar.announcement import Announcement, Holiday
from zwgov_workflow.calendar.day import DaySpan
from zwgov_workflow.errors import Message
from zwgov_workflow.sourcefile import MapNode, Node, parse_date, read_source, read_text

__all__ = ["parse_announcement", "read_announcement"]

LONGEST = 60
"""No holiday has more days, and no year more holidays."""

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


def read_announcement(path: Path | str) -> Announcement:
    """Read one announcement file.

    Its sums are checked where its year is known: by ``WorkingCalendar.from_announcements()`` and
    ``zwgov calendar check``.

    Raises:
        DefinitionError: The file says what it may not, with file and line.
    """
    return _announcement(read_source(Path(path)), str(path))


def parse_announcement(content: str, name: str) -> Announcement:
    """Read one announcement from its text; *name* is what errors call it.

    Raises:
        DefinitionError: As :func:`read_announcement`.
    """
    return _announcement(read_text(content, name), name)


def _announcement(root: MapNode, path: str) -> Announcement:
    root.allow(_KEYS)
    root.require_format()
    known_from = root["known_from"].date()
    dated = root.get("dated")
    if dated and known_from < dated.date():
        raise root["known_from"].error(Message("nobody knew it before the day it is dated"))
    if not root["sources"].items():
        raise root["sources"].error(
            Message("name at least one source: where its content was found")
        )
    if (days_off := root.get("days_off")) and len(days_off.mapping().values) > LONGEST:
        raise days_off.error(Message("more than {most} holidays are no year's", most=LONGEST))
    return Announcement(
        region=root["region"].text(),
        year=root["year"].integer(),
        issuer=root["issuer"].text(),
        number=_text(root, "number"),
        dated=dated.date() if dated else None,
        known_from=known_from,
        known_from_basis=root["known_from_basis"].text(),
        url=_text(root, "url"),
        amends=_text(root, "amends"),
        days_off=tuple(Holiday(name, _days(node)) for name, node in _mapping(root, "days_off")),
        makeup_days=_days(root.get("makeup_days")),
        cancels_days_off=_days(root.get("cancels_days_off")),
        cancels_makeup_days=_days(root.get("cancels_makeup_days")),
        beyond_statute=_beyond(root.get("beyond_statute")),
        beyond_statute_because=_text(root, "beyond_statute_because"),
        unconfirmed=_text(root, "unconfirmed"),
        sources=_texts(root, "sources"),
        notes=_texts(root, "notes"),
        source_path=path,
        source_lines=tuple((key, node.line) for key, node in root.keys.items()),
    )


def _mapping(root: MapNode, key: str) -> Iterable[tuple[str, Node]]:
    node = root.get(key)
    return node.mapping() if node else ()


def _text(root: MapNode, key: str) -> str | None:
    node = root.get(key)
    return node.text() if node else None


def _texts(root: MapNode, key: str) -> tuple[str, ...]:
    node = root.get(key)
    return tuple(entry.text() for entry in node.items()) if node else ()


def _beyond(node: Node | None) -> int:
    number = node.integer() if node else 0
    if node and number < 1:
        raise node.error(
            Message("{n} days beyond the statute; leave it out where there are none", n=number)
        )
    return number


def _days(node: Node | None) -> tuple[date, ...]:
    days = tuple(_each_day(node))
    if node and len(days) > LONGEST:
        raise node.error(Message("{n} days; no announcement has so many in one place", n=len(days)))
    return days


def _each_day(node: Node | None) -> Iterator[date]:
    """Yield the days of ``2026-01-01``, ``2026-01-01 to 2026-01-03``, or a list of these."""
    for entry in node.items() if node else ():
        first, to, last = entry.text().partition(" to ")
        if to:
            yield from _span(entry, first, last)
        else:
            yield entry.date()


def _span(entry: Node, first: str, last: str) -> DaySpan:
    try:
        span = DaySpan(parse_date(first), parse_date(last))
    except ValueError:
        raise entry.error(
            Message(
                "'{first} to {last}' is not a run of days; write it as 2026-02-15 to 2026-02-23",
                first=first,
                last=last,
            )
        ) from None
    if len(span) > LONGEST:
        raise entry.error(
            Message("{span} has {n} days; no holiday is so long", span=span, n=len(span))
        )
    return span
