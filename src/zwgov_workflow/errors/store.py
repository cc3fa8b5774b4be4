"""Why a database cannot be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zwgov_workflow.errors.base import WorkflowError

__all__ = [
    "Busy",
    "CannotJoin",
    "NoBureau",
    "SchemaAhead",
    "SchemaBehind",
    "StoreError",
]


class StoreError(WorkflowError):
    """The database cannot be used as it is."""


@dataclass(eq=False, kw_only=True)
class NoBureau(StoreError):
    """The database holds no such bureau."""

    bureau: str
    known: Sequence[str]

    def __str__(self) -> str:
        known = f"; it holds {', '.join(self.known)}" if self.known else ""
        return f"The database holds no bureau {self.bureau!r}{known}. Set it up with zwgov init."


@dataclass(eq=False, kw_only=True)
class SchemaBehind(StoreError):
    """The database is older than this program."""

    found: str | None
    needed: str

    def __str__(self) -> str:
        return (
            f"The database is at {self.found or 'no revision'}, this program needs {self.needed}: "
            "run zwgov migrate."
        )


@dataclass(eq=False, kw_only=True)
class SchemaAhead(StoreError):
    """The database is newer than this program."""

    found: str
    newest: str

    def __str__(self) -> str:
        return (
            f"The database is at {self.found}, and this program knows nothing beyond "
            f"{self.newest}: install the newer program."
        )


@dataclass(eq=False, kw_only=True)
class Busy(StoreError):
    """Another process held the database for too long; nothing was changed."""

    seconds: float

    def __str__(self) -> str:
        return (
            f"The database was busy for {self.seconds:g} seconds; nothing was changed, try again."
        )


@dataclass(eq=False, kw_only=True)
class CannotJoin(StoreError):
    """What a host handed in is no transaction that it is safe to work in; nothing was done."""

    why: str
    cure: str

    def __str__(self) -> str:
        return f"The engine cannot work in the host's transaction: {self.why}. {self.cure}"
