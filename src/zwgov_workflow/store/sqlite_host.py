"""How a host's SQLite connections are made ready, and what makes one unfit to be joined."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from zwgov_workflow.errors import CannotJoin
from zwgov_workflow.store.sqlite import code_of, file_of, write_ahead

__all__ = ["check", "hold", "prepare"]

_PREPARED = "zw_prepared"
"""Under what a connection keeps which process has prepared it."""

_FULL = 2
_CONFIGURE = (
    "Call zwgov_workflow.configure_sqlite(engine) where the host's engine is made, before its "
    "first connection, and leave its settings as they are."
)


def prepare(engine: Engine, busy_seconds: float) -> None:
    """Let an engine of a host open connections and begin transactions as ours does."""

    def on_connect(connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        by_driver = getattr(connection, "autocommit", None) is False
        if by_driver:  # it has begun already, and these settings are made before
            connection.autocommit = True  # type: ignore[attr-defined]  # from Python 3.12 on
        write_ahead(connection, busy_seconds)
        connection.execute(f"PRAGMA busy_timeout = {round(busy_seconds * 1000)}")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = 1")
        if by_driver:
            connection.autocommit = False  # type: ignore[attr-defined]
        record.info[_PREPARED] = os.getpid()

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    if _commits_by_itself(connection):
        return
    immediate = connection.get_execution_options().get("zw_begin") == "IMMEDIATE"
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
    elif immediate:
        hold(connection)


def hold(connection: Connection) -> None:
    """Take the write lock for the transaction that *connection* of a host has begun.

    Raises:
        CannotJoin: The host can only read.
    """
    try:
        connection.exec_driver_sql("DELETE FROM zw_bureau WHERE 0")  # no row, but the lock
    except DBAPIError as error:
        if code_of(error.orig) != sqlite3.SQLITE_READONLY:
            raise
        raise _only_reads() from error


def check(connection: Connection, file: str) -> None:
    """Check a host's connection; see :func:`.host.check_joinable`.

    It asks past SQLAlchemy, so that no transaction begins by it.
    """
    cursor = connection.connection.cursor()
    try:
        for trouble in _troubles(connection, cursor, file):
            raise trouble
    finally:
        cursor.close()


def _troubles(connection: Connection, cursor: DBAPICursor, file: str) -> Iterator[CannotJoin]:
    if not file or not _same_file(file_of(connection), file):
        yield CannotJoin(
            why="the connection is to another database" if file else "the engine is in memory",
            cure="Let the host's engine and this one use the same file.",
        )
    prepared = connection.connection.info.get(_PREPARED)
    if prepared is None:
        yield CannotJoin(why="the connection was not configured for it", cure=_CONFIGURE)
    if prepared != os.getpid():
        yield CannotJoin(
            why="the connection was opened before this process was forked",
            cure="Call dispose(close=False) of the host's engine in the new process.",
        )
    if _commits_by_itself(connection):
        yield CannotJoin(
            why="the connection commits each statement (AUTOCOMMIT)",
            cure="Leave that isolation level for this work, and let only configure_sqlite begin.",
        )
    if not _is_on(cursor, "foreign_keys") or not _is_on(cursor, "synchronous", _FULL):
        yield CannotJoin(
            why="foreign keys or full synchronous writing were switched off", cure=_CONFIGURE
        )
    if _is_on(cursor, "query_only"):
        yield _only_reads()


def _only_reads() -> CannotJoin:
    return CannotJoin(why="the connection can only read", cure="Join one that may write.")


def _commits_by_itself(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    option = connection.get_execution_options().get("isolation_level")
    alone = driver.isolation_level is None or getattr(driver, "autocommit", None) is True
    return alone or option == "AUTOCOMMIT"


def _is_on(cursor: DBAPICursor, pragma: str, least: int = 1) -> bool:
    cursor.execute(f"PRAGMA {pragma}")
    found = cursor.fetchone()
    return found is not None and int(found[0]) >= least


def _same_file(one: str, other: str) -> bool:
    try:
        return Path(one).samefile(other)
    except OSError:
        return one == other
