"""Creating the schema, and bringing it up to date.

alembic takes long to import, and is imported only where there is something to do.
"""
# ruff: noqa: PLC0415 (see above)

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url

from zwgov_workflow.store import sqlite
from zwgov_workflow.store.database import Database
from zwgov_workflow.store.revisions import check, current, head, known

__all__ = [
    "MigrationReport",
    "check",
    "create_or_check",
    "current",
    "head",
    "migrate",
    "migrate_sql",
]


@dataclass(frozen=True, kw_only=True)
class MigrationReport:
    """What a migration did, or in a dry run, would do.

    Attributes:
        before: The revision found; None where there was no schema.
        after: The newest revision; the same as *before* if there was nothing to do.
        copied_to: The copy of the file as it was before; None where there was none to make.
        sql: In a dry run, the statements; empty if there is nothing to do.
    """

    before: str | None
    after: str
    copied_to: Path | None = None
    sql: str = ""


def create_or_check(database: Database) -> None:
    """Create the schema in an empty database; otherwise check that it is up to date.

    A database with tables of others and none of ours is not empty: whether ours belong there is
    for :func:`migrate` to be told.

    Raises:
        SchemaBehind: The schema is older than this program, or not there.
        SchemaAhead: The schema is newer than this program.
        Busy: Another process held the database for too long.
    """
    with database.read() as connection:
        if not _is_empty(connection):
            check(connection)
            return
    from zwgov_workflow.store import scripts

    with database.alter() as connection:
        if _is_empty(connection):  # nobody else was first
            scripts.upgrade(connection)
        check(connection)


def migrate(database: Database, *, dry_run: bool = False) -> MigrationReport:
    """Bring the schema up to date, alone, in one transaction, after a copy of the file.

    Args:
        database: Where.
        dry_run: Change nothing and make no copy; only say what would be done.

    Raises:
        SchemaAhead: The schema is newer than this program.
        Busy: Another process held the database for too long.
        StoreError: The migration failed, and nothing changed.
    """
    with database.read() as connection:
        before = known(current(connection))
    if before == head():
        return MigrationReport(before=before, after=head())
    from zwgov_workflow.store import scripts

    if dry_run:
        sql = scripts.upgrade_sql(database.dialect, before)
        return MigrationReport(before=before, after=head(), sql=sql)
    copied_to = None
    with database.alter() as connection:
        before = known(current(connection))
        if before != head():  # nobody else was first
            if not _is_empty(connection):
                copied_to = sqlite.copy_file(connection, before or "base")
            scripts.upgrade(connection)
            sqlite.check_foreign_keys(connection)
    return MigrationReport(before=before, after=head(), copied_to=copied_to)


def migrate_sql(url: str, *, since: str | None = None) -> str:
    """Return the SQL that brings a database up to date, for one that only others may change.

    Args:
        url: Says the kind of database; it is not opened.
        since: The revision it is at; None before the first.

    Raises:
        SchemaAhead: This program knows no such revision.
    """
    from zwgov_workflow.store import scripts

    return scripts.upgrade_sql(make_url(url).get_backend_name(), known(since))


def _is_empty(connection: Connection) -> bool:
    return not inspect(connection).get_table_names()
