"""The papers a bureau works by, as they were read: regulations and holiday announcements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, func, insert, select

from zwgov_workflow.calendar import Announcement
from zwgov_workflow.calendar.announcement_file import parse_announcement
from zwgov_workflow.definition.reader import Document, parse_regulation
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.store import tables as t

__all__ = [
    "Paper",
    "add_announcement",
    "add_regulation",
    "cases_per_digest",
    "law_texts",
    "load_announcements",
    "load_regulations",
]


def load_regulations(connection: Connection, bureau: str) -> Regulations:
    """Return every regulation ever published in a bureau, ready to run.

    Those of the same papers are read and compiled once for the whole process.
    """
    table = t.regulation
    rows = connection.execute(
        select(table.c.source, table.c.regulation, table.c.version, table.c.revision)
        .where(table.c.bureau == bureau)
        .order_by(table.c.regulation, table.c.version, table.c.revision)
    )
    return _read(tuple((row.source, f"{row.regulation}/{row.version}.yaml") for row in rows.all()))


@lru_cache(maxsize=16)
def _read(papers: tuple[tuple[str, str], ...]) -> Regulations:
    return Regulations(parse_regulation(source, name) for source, name in papers)


@dataclass(frozen=True, slots=True)
class Paper:
    """A regulation with its file and its text, as they were read."""

    document: Document
    source: str
    text: str | None


def add_regulation(
    connection: Connection, bureau: str, paper: Paper, now: datetime, officer: str | None
) -> None:
    """Publish a regulation."""
    document, regulation = paper.document, paper.document.regulation
    connection.execute(
        insert(t.regulation).values(
            bureau=bureau,
            digest=document.digest,
            regulation=regulation.regulation,
            version=regulation.version,
            revision=regulation.revision,
            in_force_from=regulation.in_force_from,
            source=paper.source,
            text=paper.text,
            published_at=now,
            published_by=officer,
        )
    )


def law_texts(connection: Connection, bureau: str) -> dict[str, str | None]:
    """Return the text that each regulation was published with, by its digest."""
    rows = connection.execute(
        select(t.regulation.c.digest, t.regulation.c.text).where(t.regulation.c.bureau == bureau)
    )
    return {row.digest: row.text for row in rows.all()}


def load_announcements(connection: Connection, bureau: str) -> tuple[Announcement, ...]:
    """Return the announcements recorded in a bureau, by region and year, amendments in order."""
    table = t.announcement
    rows = connection.execute(
        select(table)
        .where(table.c.bureau == bureau)
        .order_by(table.c.region, table.c.year, table.c.place)
    )
    return tuple(
        _announcement(row.source, f"{row.region}/{row.year}-{row.place}.yaml") for row in rows.all()
    )


@lru_cache(maxsize=256)
def _announcement(source: str, name: str) -> Announcement:
    return parse_announcement(source, name)


def add_announcement(
    connection: Connection, bureau: str, announcement: Announcement, source: str, now: datetime
) -> None:
    """Record an announcement behind those of its region and year."""
    table = t.announcement
    where = (
        (table.c.bureau == bureau)
        & (table.c.region == announcement.region)
        & (table.c.year == announcement.year)
    )
    place = connection.scalar(select(func.count()).select_from(table).where(where)) or 0
    connection.execute(
        insert(table).values(
            bureau=bureau,
            region=announcement.region,
            year=announcement.year,
            place=place,
            source=source,
            recorded_at=now,
        )
    )


def cases_per_digest(connection: Connection, bureau: str, regulation: str) -> dict[str, int]:
    """Return how many cases that have not ended run under each version, by its digest."""
    table = t.case
    rows = connection.execute(
        select(table.c.digest, func.count().label("number"))
        .where(
            table.c.bureau == bureau,
            table.c.regulation == regulation,
            table.c.final == 0,
        )
        .group_by(table.c.digest)
    )
    return {row.digest: row.number for row in rows.all()}
