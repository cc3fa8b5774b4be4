"""What a database is like, for whoever looks after it; nothing is changed, nothing set up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from zwgov_workflow.errors import NoBureau
from zwgov_workflow.people import People
from zwgov_workflow.store import sqlite
from zwgov_workflow.store.bureau_rows import bureaus
from zwgov_workflow.store.database import Database
from zwgov_workflow.store.people_rows import load_people
from zwgov_workflow.store.revisions import current, head

__all__ = ["Condition", "inspect_database", "people_in"]


SHORTLY = 0.1
"""Seconds that somebody who waits at a keyboard waits for another process."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a database is like.

    Attributes:
        kind: The kind of database, such as ``sqlite``.
        revision: The revision of its schema; None where there is none.
        needed: The revision that this program works with.
        bureaus: The bureaus in it; empty where the schema is another.
        file: The file; None where it is none of ours to see.
        size: Its length in bytes.
        journal: How SQLite keeps a transaction: ``wal`` is what it should be.
        damage: What is broken in the file; empty where nothing is.
    """

    kind: str
    revision: str | None
    needed: str
    bureaus: Sequence[str]
    file: Path | None = None
    size: int | None = None
    journal: str | None = None
    damage: Sequence[str] = ()


def inspect_database(database: Database) -> Condition:
    """Look at a database.

    Raises:
        Busy: Another process held it for too long.
        StoreError: It cannot be read at all.
    """
    with database.read() as connection:
        revision = current(connection)
        known = revision == head()
        name = sqlite.file_of(connection) if database.dialect == "sqlite" else ""
        file = Path(name) if name else None
        return Condition(
            kind=database.dialect,
            revision=revision,
            needed=head(),
            bureaus=bureaus(connection) if known else (),
            file=file,
            size=file.stat().st_size if file else None,
            journal=_journal(connection, database.dialect),
            damage=sqlite.damage(connection) if database.dialect == "sqlite" else (),
        )


def _journal(connection: Connection, dialect: str) -> str | None:
    if dialect != "sqlite":
        return None
    return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def people_in(url: str, bureau: str | None) -> People:
    """Return the people of a bureau, without its regulations, which take longer to read.

    Args:
        url: The database.
        bureau: Which one; None: the only one.

    Raises:
        NoBureau: There is none of that name, or it is not said which of several.
        StoreError: The database cannot be read.
    """
    database = Database.connect(url, busy_seconds=SHORTLY)
    try:
        with database.read() as connection:
            known = bureaus(connection)
            found = [one for one in known if bureau in (None, one)]
            if len(found) != 1:
                raise NoBureau(bureau=bureau or "-", known=known)
            return load_people(connection, found[0])
    finally:
        database.dispose()
