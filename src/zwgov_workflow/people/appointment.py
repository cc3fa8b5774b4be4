"""What an officer is, in which department, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["Appointment", "Identity", "later_end", "unbroken"]

Identity = tuple[str, str, str, date, str]
"""What makes two appointments one: all but the last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A role that an officer holds in a department (任职), or stands in for (代理).

    Attributes:
        officer: The id of the officer.
        role: The name of the role, as regulations write it.
        department: The id of the department.
        first: The first day.
        last: The last day, itself included; None while no end is known.
        instead_of: In a delegation, the id of the officer who holds the role. A delegation has a
            last day, and that officer holds the role by an appointment of his own on all its days.
    """

    officer: str
    role: str
    department: str
    first: date
    last: date | None = None
    instead_of: str | None = None

    @property
    def identity(self) -> Identity:
        """What tells it from every other appointment; sorts."""
        return self.officer, self.role, self.department, self.first, self.instead_of or ""

    def runs_on(self, day: date) -> bool:
        """Say whether *day* lies in its term."""
        return self.first <= day and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        until = "" if self.last is None else f" to {self.last}"
        other = "" if self.instead_of is None else f", instead of {self.instead_of}"
        return f"{self.officer} as {self.role} in {self.department} from {self.first}{until}{other}"


def later_end(one: date | None, other: date | None) -> date | None:
    """Return the later of two last days; None is no end."""
    return None if one is None or other is None else max(one, other)


def unbroken(terms: Iterable[Appointment], first: date, last: date) -> bool:
    """Say whether each day from *first* to *last* lies in one of *terms*."""
    for term in sorted(terms, key=lambda one: one.first):
        if term.first > first:
            return False
        if term.last is None or term.last >= last:
            return True
        first = max(first, term.last + timedelta(days=1))
    return False
