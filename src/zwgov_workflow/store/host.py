"""The transaction of a host, as he holds it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, scoped_session

from zwgov_workflow.errors import CannotJoin
from zwgov_workflow.store import sqlite_host

__all__ = ["Connection", "Host", "check_joinable", "configure_sqlite", "connection_of"]

Host = Connection | Session | scoped_session[Session]
"""A connection or session of SQLAlchemy."""

_AnyEngine = TypeVar("_AnyEngine")


def configure_sqlite(engine: _AnyEngine, *, busy_seconds: float = 5.0) -> _AnyEngine:
    """Make a host's SQLite engine fit for :meth:`WorkflowEngine.using`, and return it.

    Each connection it opens from now on watches foreign keys, writes ahead, survives a power cut
    with all that is committed, and waits for others. A transaction begins in the database where
    it begins in SQLAlchemy; ``execution_options(zw_begin="IMMEDIATE")``, of the engine or of a
    connection, lets it take the write lock with that, for a host who reads before he joins.

    Args:
        engine: An ``Engine`` or ``AsyncEngine`` that has opened no connection yet. Its events
            begin no transaction themselves, and its isolation level is not ``AUTOCOMMIT``.
        busy_seconds: How long a connection waits for another before it gives up as busy.

    Raises:
        CannotJoin: It is no engine for SQLite.
    """
    sync = getattr(engine, "sync_engine", engine)
    if not isinstance(sync, Engine) or sync.dialect.name != "sqlite":
        raise CannotJoin(
            why=f"{type(engine).__name__} is no engine for SQLite",
            cure="Configure what create_engine or create_async_engine made for a sqlite URL.",
        )
    sqlite_host.prepare(sync, busy_seconds)
    return engine


def connection_of(host: Host) -> Connection:
    """Return the connection of a host's transaction; a session begins one if it has none.

    Raises:
        CannotJoin: It is no connection or session, or one that cannot be used.
    """
    held: Any = host
    if isinstance(held, scoped_session):
        held = held()
    if isinstance(held, Session):
        try:
            held = held.connection()
        except InvalidRequestError as error:
            raise CannotJoin(
                why="the session gives no connection",
                cure="Bind it to the host's engine, and roll back what failed in it.",
            ) from error
    if not isinstance(held, Connection):
        raise CannotJoin(why=f"{type(host).__name__} is no transaction", cure=_cure(held))
    if held.closed or held.invalidated:
        raise CannotJoin(why="the connection is closed", cure="Join before it is closed.")
    return held


def _cure(held: object) -> str:
    if type(held).__module__.startswith("sqlalchemy.ext.asyncio"):
        return "Join within run_sync: await session.run_sync(work), where work gets what to join."
    return "Hand in a Connection or a Session of SQLAlchemy, in its transaction."


def check_joinable(connection: Connection, file: str) -> None:
    """Check that what is done on a host's connection is safe, before anything is done.

    Args:
        connection: The host's.
        file: The file of the database that the engine works on; empty where it is in memory.

    Raises:
        CannotJoin: It is not; the error names the cure.
    """
    if connection.dialect.name != "sqlite":
        raise CannotJoin(
            why=f"the connection is to {connection.dialect.name}, the engine on SQLite",
            cure="Join a connection to the engine's own database.",
        )
    sqlite_host.check(connection, file)
