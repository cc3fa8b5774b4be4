"""The revisions of the schema, and which of them a database is at; alembic is not needed for it."""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

from zwgov_workflow.errors import SchemaAhead, SchemaBehind

__all__ = ["REVISIONS", "VERSION_TABLE", "check", "current", "head", "known"]

REVISIONS = ("0001",)
"""The oldest first; a test holds them against the folder of migrations."""

VERSION_TABLE = "zw_alembic_version"
"""Of our own, because a host may use alembic in the same database."""

_version = table(VERSION_TABLE, column("version_num"))


def head() -> str:
    """Return the revision that this program works with."""
    return REVISIONS[-1]


def current(connection: Connection) -> str | None:
    """Return the revision that the database is at; None before the first."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.scalar(select(_version.c.version_num))


def known(found: str | None) -> str | None:
    """Return the revision *found*, if this program knows it.

    Raises:
        SchemaAhead: It does not.
    """
    if found is not None and found not in REVISIONS:
        raise SchemaAhead(found=found, newest=head())
    return found


def check(connection: Connection) -> None:
    """Check that the database is at the revision that this program works with.

    Raises:
        SchemaBehind: It is older, or has no revision.
        SchemaAhead: It is newer.
    """
    found = known(current(connection))
    if found != head():
        raise SchemaBehind(found=found, needed=head())
