"""The transaction of a host, as he holds it."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.orm import Session

__all__ = ["Connection", "Host", "connection_of"]

Host = Connection | Session
"""A connection or session of SQLAlchemy."""


def connection_of(host: Host) -> Connection:
    """Return the connection of a host's transaction; a session begins one if it has none."""
    return host.connection() if isinstance(host, Session) else host
