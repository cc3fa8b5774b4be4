"""The migration scripts, as alembic runs them; nothing else imports alembic."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from threading import Lock
from typing import TextIO

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from zwgov_workflow.store.revisions import VERSION_TABLE, head

__all__ = ["configuration", "script_folder", "upgrade", "upgrade_sql"]

_LOCK = Lock()
"""What alembic knows of a run is one for the whole process."""


def script_folder() -> Path:
    """Return the folder of the scripts: the wheel's, or the checkout's."""
    package = Path(__file__).parent.parent
    installed = package / "_migrations"
    return installed if installed.is_dir() else package.parent.parent / "migrations"


def configuration(
    connection: Connection | None = None,
    *,
    dialect: str | None = None,
    output: TextIO | None = None,
) -> Config:
    """Return what alembic's commands need.

    Args:
        connection: Where to run, in a transaction that is begun and committed outside.
        dialect: The kind of database that SQL is written for, if nothing is run.
        output: Where that SQL goes.
    """
    config = Config(output_buffer=output)
    config.set_main_option("script_location", str(script_folder()).replace("%", "%%"))
    config.attributes |= {
        "connection": connection,
        "dialect": dialect,
        "version_table": VERSION_TABLE,
    }
    return config


def upgrade(connection: Connection) -> None:
    """Bring the database of *connection* up to the newest revision, in its transaction."""
    with _LOCK:
        command.upgrade(configuration(connection), head())


def upgrade_sql(dialect: str, since: str | None) -> str:
    """Return the SQL that brings a database from *since* to the newest revision."""
    output = StringIO()
    config = configuration(dialect=dialect, output=output)
    with _LOCK:
        command.upgrade(config, f"{since or 'base'}:{head()}", sql=True)
    return output.getvalue()
