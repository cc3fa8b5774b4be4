"""A host in asyncio: calls in a thread of their own, or in the transaction of an AsyncSession.

The engine is synchronous. A call in a thread lets the event loop go on with others. Joined to an
``AsyncSession``, the engine's own work runs on the event loop, some milliseconds for each verb, and
all that the database is asked, waiting for others included, in the session's thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from sqlalchemy import String
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from zwgov_workflow import Case, Officer, WorkflowEngine, configure_sqlite


class Base(DeclarativeBase):
    """The host's own tables."""


class Document(Base):
    """An entry of the host's register of documents."""

    __tablename__ = "document"
    number: Mapped[str] = mapped_column(String(60), primary_key=True)
    case_id: Mapped[str] = mapped_column(String(36))


async def open_host(file: str) -> AsyncEngine:
    """Return the host's engine for the file of the bureau, with the host's tables in it."""
    host = configure_sqlite(create_async_engine(f"sqlite+aiosqlite:///{file}"))
    async with host.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return host


async def start_review(
    engine: WorkflowEngine, by: Officer, data: Mapping[str, object], key: str
) -> Case:
    """Start a secrecy review, in a transaction of the engine's own.

    A task that is cancelled leaves the thread to its end: what it did is found by its key.
    """
    return await asyncio.to_thread(engine.start, "secrecy_review", by=by, data=data, key=key)


async def register_and_review(
    session: AsyncSession,
    engine: WorkflowEngine,
    by: Officer,
    number: str,
    data: Mapping[str, object],
) -> Case:
    """Start a secrecy review and register its document in the transaction of *session*.

    Who calls commits both, or neither.
    """

    def work(joinable: Session) -> Case:
        with engine.using(joinable) as joined:
            case = joined.start("secrecy_review", by=by, data=data, key=number)
        joinable.add(Document(number=number, case_id=case.id))
        joinable.flush()
        return case

    return await session.run_sync(work)
