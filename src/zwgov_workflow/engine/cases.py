"""Where the cases of one family are read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from zwgov_workflow.engine.case import Snapshot

__all__ = ["Cases"]


class Cases(Protocol):
    """The cases of one family as they are kept, in a database or in memory."""

    def case(self, case_id: str) -> Snapshot:
        """Return a case by its id."""
        ...

    def children(self, parent: str, group: str) -> Sequence[str]:
        """Return the children of a group, oldest first."""
        ...

    def running_before(self, root: str, day: date) -> Iterable[tuple[date, str, str]]:
        """Return due day, case and name of each running deadline due before *day*."""
        ...

    def held_by(self, root: str, departments: frozenset[str]) -> Iterable[str]:
        """Return the cases that name one of *departments*."""
        ...

    def moved_on(self, parent: str, group: str, but: frozenset[str]) -> date | None:
        """Return the latest day a child of a group came to its state, *but* for some."""
        ...
