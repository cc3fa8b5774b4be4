"""Where cases and events are kept: tables and transactions, with SQLAlchemy Core.

:mod:`.tables` says what is kept; :class:`Database` gives transactions to read and write it in;
:mod:`.migration` creates the tables and brings them up to date.
"""

from zwgov_workflow.store.database import Database
from zwgov_workflow.store.host import configure_sqlite
from zwgov_workflow.store.migration import (
    MigrationReport,
    create_or_check,
    migrate,
    migrate_sql,
)

__all__ = [
    "Database",
    "MigrationReport",
    "configure_sqlite",
    "create_or_check",
    "migrate",
    "migrate_sql",
]
