"""A department of the bureau and how long it exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from zwgov_workflow.errors import Message

__all__ = ["Department", "clashes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department (部门) from its first to its last day, both included.

    Attributes:
        id: What cases and appointments call it, for ever.
        name: What people call it; a name can be taken up again after its department is gone.
        first: Its first day; ``date.min`` where it was there before anybody wrote it down.
        last: Its last day; from the day after, it is abolished. None while no end is known.
        successor: The department that takes over what it leaves, if one does.
    """

    id: str
    name: str
    first: date = date.min
    last: date | None = None
    successor: str | None = None

    def exists_on(self, day: date) -> bool:
        """Say whether *day* lies in its term."""
        return self.first <= day and not self.abolished_on(day)

    def abolished_on(self, day: date) -> bool:
        """Say whether *day* lies after its term."""
        return self.last is not None and self.last < day

    def __str__(self) -> str:
        since = "" if self.first == date.min else f", from {self.first}"
        until = "" if self.last is None else f", to {self.last}"
        then = "" if self.successor is None else f", then {self.successor}"
        return f"{self.id} {self.name}{since}{until}{then}"


def clashes(departments: Iterable[Department]) -> Iterator[tuple[Department, Message]]:
    """Yield each of *departments* that a word would not tell from another, and why.

    Ids and names are words for a department alike, on the command line and on forms.
    """
    by_id = {department.id: department for department in departments}
    namesakes: dict[str, list[Department]] = {}
    for department in by_id.values():
        namesakes.setdefault(department.name, []).append(department)
        if by_id.get(department.name, department) is not department:
            why = Message("its name {name!r} is the id of another department", name=department.name)
            yield department, why
    for group in namesakes.values():
        for earlier, later in pairwise(sorted(group, key=lambda one: one.first)):
            if not earlier.abolished_on(later.first):
                why = Message(
                    "while {other!r} exists, the name {name!r} is taken",
                    other=earlier.id,
                    name=later.name,
                )
                yield later, why
