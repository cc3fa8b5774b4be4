"""A database: transactions that write, transactions that read one snapshot."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from threading import Lock

from sqlalchemy import Connection, Engine, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
    StatementError,
)

from zwgov_workflow.errors import Busy, StoreError, WorkflowError
from zwgov_workflow.errors.masking import masked
from zwgov_workflow.store import sqlite, sqlite_host
from zwgov_workflow.store.host import Host, check_joinable, connection_of

__all__ = ["CALLERS", "Database"]

CALLERS = (DataError, IntegrityError, ProgrammingError)
"""Errors that tell the caller about his statement, not the operator about the database."""


_OPEN: weakref.WeakSet[Database] = weakref.WeakSet()
"""The databases of this process."""


def _after_fork() -> None:
    for database in list(_OPEN):
        database.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


class Database:
    """A database that several threads may use at once; a process can have many.

    Each transaction has a connection of its own, except that a database in memory has only one,
    which its transactions take in turn. In a transaction, do not begin another of the same
    database: it would wait for the first. A process that was forked opens connections of its own;
    a database in memory it cannot use.

    In every transaction, errors of the database that the operator has to see to are
    :class:`~zwgov_workflow.errors.StoreError`, :class:`~zwgov_workflow.errors.Busy` among them;
    a violated constraint stays an :class:`sqlalchemy.exc.IntegrityError`.
    """

    def __init__(self, engine: Engine, *, busy_seconds: float) -> None:
        self._engine, self._busy_seconds = engine, busy_seconds
        weakref.finalize(self, engine.dispose)  # also one that nobody closed leaves no file open
        self._turn = Lock() if sqlite.in_memory(engine.url) else None
        self._of_parent: object = None
        _OPEN.add(self)

    @classmethod
    def connect(cls, url: str, *, busy_seconds: float = 5.0) -> Database:
        """Return the database at *url*; a file is created when it is first used.

        Args:
            url: As SQLAlchemy writes it: ``sqlite:///bureau.db`` for a file in the working
                directory, ``sqlite:////var/lib/bureau.db`` for any other, ``sqlite://`` for a
                database in memory, which is gone when it is disposed of.
            busy_seconds: How long a transaction waits for another before it gives up as busy.

        Raises:
            StoreError: It is no URL, of no database that is supported, or in no folder.
        """
        try:
            parsed = make_url(url)
        except (ArgumentError, ValueError):
            raise StoreError(
                f"{masked(url)!r} is no database URL; write sqlite:/// and a file name."
            ) from None  # the cause shows the URL with its password
        if parsed.get_backend_name() != "sqlite":
            raise StoreError(f"There is no support for {parsed.get_backend_name()!r} databases.")
        return cls(sqlite.make_engine(parsed, busy_seconds), busy_seconds=busy_seconds)

    @property
    def dialect(self) -> str:
        """The kind of database, as SQLAlchemy calls it."""
        return self._engine.dialect.name

    def begin(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that may write, alone; it commits at the end, or undoes all.

        Raises:
            Busy: Another held the database for too long.
        """
        return self._transaction(sqlite.Mode.WRITE)

    def read(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that sees one state of the database throughout, and cannot write.

        Raises:
            Busy: Another held the database for too long.
        """
        return self._transaction(sqlite.Mode.READ)

    def alter(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that may change tables; otherwise as :meth:`begin`."""
        return self._transaction(sqlite.Mode.ALTER)

    def host_connection(self, host: Host) -> Connection:
        """Return the connection of a host's transaction, after a look at whether it is safe.

        Nothing is written, and no transaction begun but by a session.

        Raises:
            CannotJoin: It is no transaction of this database, or not configured for it.
        """
        with self._translated():
            connection = connection_of(host)
            check_joinable(connection, self._file)
            return connection

    @cached_property
    def _file(self) -> str:
        if self._turn:
            return ""
        with self._engine.connect() as connection:
            return sqlite.file_of(connection)

    @contextmanager
    def joined(self, connection: Connection) -> Iterator[Connection]:
        """Work in the transaction of a host, who goes on to commit it or not.

        What is done within is undone where it fails, and what the host did before stays.

        Args:
            connection: One that :meth:`host_connection` gave. Where the host has only read so far,
                SQLite sees to it that nobody else writes from now on.

        Raises:
            CannotJoin: The connection can only read.
            Busy: Another held the database for too long, or, on SQLite, wrote since the host
                first read: the host rolls back and tries again.
        """
        with self._translated():
            sqlite_host.hold(connection)
            with connection.begin_nested():
                yield connection

    @contextmanager
    def seen_from(self, connection: Connection) -> Iterator[Connection]:
        """Read in the transaction of a host, what he has written in it included.

        Raises:
            Busy: Another held the database for too long.
        """
        with self._translated():
            yield connection

    def dispose(self) -> None:
        """Close the connections that no transaction uses; the next transaction opens new ones."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, mode: sqlite.Mode) -> Iterator[Connection]:
        with self._translated(), self._in_turn(), self._engine.connect() as connection:
            connection.execution_options(zw_mode=mode)
            with connection.begin():
                yield connection

    def after_fork(self) -> None:
        """Leave the connections to the process they were opened in, this one's parent."""
        self._of_parent = self._engine.pool  # to close them here could take its locks away
        if not self._turn:
            self._engine.dispose(close=False)

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if self._turn and self._of_parent:
            raise StoreError("The database in memory is another process's: open it after the fork.")
        if self._turn and not self._turn.acquire(timeout=self._busy_seconds):
            raise Busy(seconds=self._busy_seconds)
        try:
            yield
        finally:
            if self._turn:
                self._turn.release()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except StatementError as error:
            error.hide_parameters = True  # a host's engine would show what a form contains
            if isinstance(error.orig, WorkflowError):
                raise error.orig from error
            if isinstance(error, CALLERS) or not isinstance(error, DBAPIError):
                raise
            if sqlite.is_busy(error):
                raise Busy(seconds=self._busy_seconds) from error
            raise StoreError(f"The database cannot be used: {error.orig}.") from error
