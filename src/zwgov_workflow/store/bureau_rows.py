"""The bureau's own row: its region, and the revision that says what changed around its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from zwgov_workflow.store import tables as t

__all__ = ["BureauRow", "add_bureau", "bureau_row", "bureaus", "raise_revision"]


@dataclass(frozen=True, slots=True)
class BureauRow:
    """A bureau of the database.

    Attributes:
        region: Where its own calendar lies, such as ``CN-NX``.
        revision: Counts every change of calendar, people or regulations.
    """

    bureau: str
    region: str
    revision: int


def bureaus(connection: Connection) -> Sequence[str]:
    """Return the bureaus that the database holds."""
    return list(connection.scalars(select(t.bureau.c.bureau).order_by(t.bureau.c.bureau)))


def bureau_row(connection: Connection, bureau: str) -> BureauRow | None:
    """Return the row of a bureau; None where there is none."""
    found = connection.execute(_ONE, {"bureau_": bureau}).first()
    return None if found is None else BureauRow(bureau, found.region, found.revision)


def add_bureau(connection: Connection, bureau: str, region: str, now: datetime) -> None:
    """Add a bureau."""
    connection.execute(
        insert(t.bureau).values(bureau=bureau, region=region, created_at=now, revision=1)
    )


def raise_revision(connection: Connection, bureau: str) -> None:
    """Tell every process that calendar, people or regulations have changed."""
    connection.execute(
        update(t.bureau).where(t.bureau.c.bureau == bureau).values(revision=t.bureau.c.revision + 1)
    )


_ONE = select(t.bureau.c.region, t.bureau.c.revision).where(
    t.bureau.c.bureau == bindparam("bureau_")
)
