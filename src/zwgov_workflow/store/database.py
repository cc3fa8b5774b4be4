"""A database: transactions that write, transactions that read one snapshot."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
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
from zwgov_workflow.store import sqlite

__all__ = ["Database"]

_CALLERS = (DataError, IntegrityError, ProgrammingError)
"""Errors that tell the caller about his statement, not the operator about the database."""


class Database:
    """A database that several threads may use at once; a process can have many.

    Each transaction has a connection of its own, except that a database in memory has only one,
    which its transactions take in turn. In a transaction, do not begin another of the same
    database: it would wait for the first. After a fork, open a new one.

    In every transaction, errors of the database that the operator has to see to are
    :class:`~zwgov_workflow.errors.StoreError`, :class:`~zwgov_workflow.errors.Busy` among them;
    a violated constraint stays an :class:`sqlalchemy.exc.IntegrityError`.
    """

    def __init__(self, engine: Engine, *, busy_seconds: float) -> None:
        self._engine, self._busy_seconds = engine, busy_seconds
        weakref.finalize(self, engine.dispose)  # also one that nobody closed leaves no file open
        self._turn = Lock() if sqlite.in_memory(engine.url) else None

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

    @contextmanager
    def joined(self, connection: Connection) -> Iterator[Connection]:
        """Work in the transaction of a host, who goes on to commit it or not.

        What is done within is undone where it fails, and what the host did before stays.

        Args:
            connection: A connection to this database, not in autocommit mode. Where the host has
                only read so far, SQLite sees to it that nobody else writes from now on.

        Raises:
            Busy: Another held the database for too long, or, on SQLite, wrote since the host
                first read: the host rolls back and tries again.
        """
        with self._translated():
            if connection.dialect.name == "sqlite":
                sqlite.hold(connection)
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

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
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
        except _CALLERS:
            raise
        except DBAPIError as error:
            if sqlite.is_busy(error):
                raise Busy(seconds=self._busy_seconds) from error
            raise StoreError(f"The database cannot be used: {error.orig}.") from error
        except StatementError as error:
            if isinstance(error.orig, WorkflowError):
                raise error.orig from error
            raise
