"""What is particular to SQLite."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from enum import Enum
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from zwgov_workflow.errors import StoreError

__all__ = [
    "Mode",
    "check_foreign_keys",
    "code_of",
    "copy_file",
    "damage",
    "file_of",
    "in_memory",
    "is_busy",
    "make_engine",
    "write_ahead",
]

_PAUSE = 0.01
"""Seconds between two attempts at what SQLite refuses without waiting."""


class Mode(Enum):
    """What a transaction is for; the value is how it begins.

    The driver would begin only with the first change, so that two reads could see two states, and
    would ask for the write lock so late that it can be refused without waiting.
    """

    READ = ("PRAGMA query_only = 1", "BEGIN")
    WRITE = ("PRAGMA query_only = 0", "PRAGMA foreign_keys = 1", "BEGIN IMMEDIATE")
    # A table is changed by a copy that takes its place: for a moment, references lead nowhere.
    ALTER = ("PRAGMA query_only = 0", "PRAGMA foreign_keys = 0", "BEGIN IMMEDIATE")


def in_memory(url: URL) -> bool:
    """Say whether *url* names a database that lives in one connection only."""
    return url.database in {None, "", ":memory:"}


def make_engine(url: URL, busy_seconds: float) -> Engine:
    """Return an engine whose transactions begin as the execution option ``zw_mode`` says.

    Raises:
        StoreError: The folder of the file is not there.
    """
    options: dict[str, Any] = {}
    if in_memory(url):
        options["poolclass"] = StaticPool
    else:
        options["max_overflow"] = -1  # a connection is a file handle: as many as there are threads
        folder = Path(url.database or "").parent
        if "uri" not in url.query and not folder.is_dir():
            raise StoreError(f"There is no folder {folder} for the database: create it first.")
    engine = create_engine(
        url,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
        hide_parameters=True,  # no message and no log shows what a form contains
        **options,
    )

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself
        write_ahead(connection, busy_seconds)
        connection.execute("PRAGMA synchronous = FULL")  # what is committed survives a power cut

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return engine


def write_ahead(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """Let readers and the writer not wait for each other.

    A new file has to be switched over, and while another process does that, SQLite refuses at
    once, without the waiting that it was told to do.
    """
    last = monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _means_busy(error) or monotonic() > last:
                raise
            sleep(_PAUSE)
        else:
            return


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get("zw_mode", Mode.WRITE)
    for statement in mode.value:
        connection.exec_driver_sql(statement)


def is_busy(error: DBAPIError) -> bool:
    """Say whether *error* is that somebody else holds the database."""
    return _means_busy(error.orig)


def _means_busy(error: BaseException | None) -> bool:
    return code_of(error) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def code_of(error: BaseException | None) -> int:
    """Return SQLite's own code for what *error* says, without its finer part."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF


def file_of(connection: Connection) -> str:
    """Return the file of the open database, by its whole path; empty where it has none.

    It asks past SQLAlchemy, so that no transaction begins by it.
    """
    cursor = connection.connection.cursor()
    try:
        cursor.execute("PRAGMA database_list")
        return next((row[2] for row in cursor.fetchall() if row[1] == "main"), "")
    finally:
        cursor.close()


def damage(connection: Connection) -> Sequence[str]:
    """Return what is broken in the file, the first few things; empty where nothing is.

    It reads the whole file: about a second for each gigabyte.
    """
    found = connection.exec_driver_sql("PRAGMA quick_check(5)").scalars()
    return [line for line in found if line != "ok"]


def copy_file(connection: Connection, label: str) -> Path | None:
    """Copy the database of *connection* next to itself; give None for one without a file.

    What *connection* has changed and not committed is not in the copy.

    Args:
        connection: Where the database is open.
        label: What the name of the copy says: ``bureau.db`` becomes ``bureau.<label>.db``, or
            ``bureau.<label>-2.db`` where that is taken.
    """
    name = file_of(connection)
    if not name:
        return None
    original = Path(name)
    target = _new_file(original, label)
    try:
        shutil.copymode(original, target)
        with closing(sqlite3.connect(original)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
    except BaseException:
        target.unlink()
        raise
    return target


def _new_file(original: Path, label: str) -> Path:
    """Create an empty file that only its owner may read."""
    for number in count(1):
        again = f"-{number}" if number > 1 else ""
        path = original.with_name(f"{original.stem}.{label}{again}{original.suffix}")
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            continue
        return path
    raise AssertionError


def check_foreign_keys(connection: Connection) -> None:
    """Check that no reference leads nowhere, after a transaction that did not watch them.

    Raises:
        StoreError: One does; it names the tables.
    """
    broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
    if broken:
        raise StoreError(f"References lead nowhere in {', '.join(sorted(broken))}.")
