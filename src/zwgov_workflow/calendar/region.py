"""Regions: whose announcements count where, and the announcements shipped for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from zwgov_workflow.calendar.announcement import Announcement
from zwgov_workflow.calendar.announcement_file import read_announcement
from zwgov_workflow.errors import UnknownRegion
from zwgov_workflow.sourcefile import MapNode, read_source

__all__ = ["Region", "counted_announcements", "region", "regions", "shipped_announcements"]

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Region:
    """A region with announcements of its own.

    Attributes:
        over: The region its days are laid over, or None for the nation.
        feasts: The feasts it usually gives days off for.
        expected: Per year, the computed day of each regional feast, one day either way: where the
            feast will lie, not which days will be off.
    """

    code: str
    label: str
    issuer: str
    over: str | None
    feasts: Sequence[str]
    expected: Mapping[int, Mapping[str, date]]


def region(code: str) -> Region:
    """Return the region called *code*.

    Raises:
        UnknownRegion: There is none.
    """
    known = regions()
    try:
        return known[code]
    except KeyError:
        raise UnknownRegion(region=code, known=tuple(known)) from None


@cache
def regions() -> Mapping[str, Region]:
    """Return the shipped regions by code."""
    root = read_source(_DATA / "regions.yaml")
    root.require_format()
    return {code: _region(code, node.mapping()) for code, node in root["regions"].mapping()}


def _region(code: str, node: MapNode) -> Region:
    node.allow(("label", "issuer", "over", "law", "notes", "feasts", "expected"))
    over, feasts, expected = node.get("over"), node.get("feasts"), node.get("expected")
    return Region(
        code=code,
        label=node["label"].text(),
        issuer=node["issuer"].text(),
        over=over.text() if over else None,
        feasts=tuple(feast.text() for feast in (feasts.items() if feasts else ())),
        expected={
            key.integer(): {feast: day.date() for feast, day in entry.mapping()}
            for key, entry in (expected.mapping().pairs() if expected else ())
        },
    )


def counted_announcements(code: str) -> tuple[Announcement, ...]:
    """Return the shipped announcements that count in the region *code*: its own and those under.

    Raises:
        UnknownRegion, DefinitionError: As in :func:`shipped_announcements`.
    """
    over = region(code).over
    return (*(shipped_announcements(over) if over else ()), *shipped_announcements(code))


@cache
def shipped_announcements(code: str) -> Sequence[Announcement]:
    """Return the announcements shipped for the region *code* itself, in the order of their files.

    Raises:
        UnknownRegion: There is no such region.
        DefinitionError: A file says what it may not.
    """
    folder = _DATA / region(code).code
    return tuple(read_announcement(path) for path in sorted(folder.glob("*.yaml")))
