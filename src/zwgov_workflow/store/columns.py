"""The columns that tables are made of, and the one collection that the tables are in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKeyConstraint, MetaData, String
from sqlalchemy.types import TypeEngine

__all__ = [
    "CALLED",
    "HASH",
    "ID",
    "NAME",
    "WHO",
    "bureau_key",
    "key",
    "may",
    "metadata",
    "must",
    "of_case",
]

ID = String(36)
"""A UUIDv7."""

WHO = String(64)
"""An officer, a department, a service account: as the people file names them."""

CALLED = String(200)
"""What people call an officer or a department."""

NAME = String(60)
"""A name that a regulation file gives."""

HASH = String(64)
"""SHA-256 or SM3, in hexadecimal."""

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        # Named for the second column: the first is always the bureau.
        "uq": "%(table_name)s_%(column_1_name)s_uq",
        "fk": "%(table_name)s_%(column_1_name)s_fk",
    }
)

_Kind = TypeEngine[Any] | type[TypeEngine[Any]]


def key(name: str, kind: _Kind) -> Column[Any]:
    """Return a column of the primary key."""
    return Column(name, kind, primary_key=True, nullable=False)


def must(name: str, kind: _Kind) -> Column[Any]:
    """Return a column that always has a value."""
    return Column(name, kind, nullable=False)


def may(name: str, kind: _Kind) -> Column[Any]:
    """Return a column that may be NULL."""
    return Column(name, kind, nullable=True)


def bureau_key() -> Column[Any]:
    """Return the column that every primary key begins with."""
    return key("bureau", String(40))


def of_case() -> ForeignKeyConstraint:
    """Return the constraint that there is such a case."""
    return ForeignKeyConstraint(["bureau", "case_id"], ["zw_case.bureau", "zw_case.id"])
