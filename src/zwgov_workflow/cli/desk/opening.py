"""The bureau that a command works on, and who asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import typer

from zwgov_workflow.cli.options.database_url import existing, url_of
from zwgov_workflow.cli.options.settings import current
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.errors import NoBureau, StoreError, UnknownOfficer, UnknownService
from zwgov_workflow.people import Officer, ServiceAccount
from zwgov_workflow.service import WorkflowEngine
from zwgov_workflow.store import Database, MigrationReport, migrate

__all__ = ["migrated", "now", "opened", "reader_called", "set_up"]


def now() -> datetime:
    """Return the moment; all that a command does goes by it."""
    return datetime.now(UTC)


def _one_of(known: Sequence[str], bureau: str | None) -> str:
    """Return the bureau that is meant; one that is not there would be set up by the engine."""
    if bureau is not None:
        if bureau not in known:
            raise NoBureau(bureau=bureau, known=known)
        return bureau
    if not known:
        raise StoreError("The database holds no bureau: set one up with zwgov init.")
    if len(known) > 1:
        message = _("the database holds several bureaus; name one with --bureau: {known}")
        raise typer.BadParameter(message.format(known=", ".join(known)))
    return known[0]


@contextmanager
def opened(db: str, bureau: str | None) -> Iterator[WorkflowEngine]:
    """Open a bureau of a database that is there.

    Args:
        db: A URL or the name of a file.
        bureau: Which one; None: the only one.

    Raises:
        StoreError: There is no such database, or no such bureau in it.
        typer.BadParameter: It holds several bureaus.
    """
    url = existing(db)
    wait = current().busy_seconds
    known = WorkflowEngine.bureaus(url, busy_seconds=wait)
    named = _one_of(known, bureau)
    engine = WorkflowEngine.open(url, bureau=named, clock=now, busy_seconds=wait)
    try:
        yield engine
    finally:
        engine.close()


@contextmanager
def set_up(db: str, bureau: str, region: str) -> Iterator[WorkflowEngine]:
    """Set a bureau up, if it is not there, and open it."""
    engine = WorkflowEngine.add_bureau(
        url_of(db),
        bureau=bureau,
        region=region,
        clock=now,
        busy_seconds=current().busy_seconds,
    )
    try:
        yield engine
    finally:
        engine.close()


def reader_called(engine: WorkflowEngine, word: str) -> Officer | ServiceAccount:
    """Return the officer of that id or, where there is none, the service account of that name.

    Raises:
        UnknownOfficer: There is neither.
    """
    try:
        return engine.officer(word)
    except UnknownOfficer as unknown:
        try:
            return engine.service(word)
        except UnknownService:
            raise unknown from None


def migrated(db: str, *, dry_run: bool) -> MigrationReport:
    """Bring a database up to date, or in a dry run, say what that would do."""
    database = Database.connect(existing(db), busy_seconds=current().busy_seconds)
    try:
        return migrate(database, dry_run=dry_run)
    finally:
        database.dispose()
