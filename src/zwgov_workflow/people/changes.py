"""What loading a people file changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from zwgov_workflow.people.appointment import Appointment
from zwgov_workflow.people.department import Department
from zwgov_workflow.people.officer import Officer
from zwgov_workflow.people.service_account import ServiceAccount

__all__ = ["Change", "Changes", "PeopleChanges"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Change(Generic[_Value]):
    """Something as it stood before, and as it stands now."""

    before: _Value
    after: _Value

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes(Generic[_Value]):
    """What changes among things of one kind.

    Attributes:
        added: What is new.
        changed: What the file says otherwise.
        ended: Appointments that ran and that the file no longer names, with the last day that
            they got.
        dropped: Appointments that had not begun and that the file no longer names: they are gone.
    """

    added: tuple[_Value, ...] = ()
    changed: tuple[Change[_Value], ...] = ()
    ended: tuple[_Value, ...] = ()
    dropped: tuple[_Value, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.ended or self.dropped)

    def lines(self, kind: str) -> Iterator[str]:
        """Yield a line for each change; *kind* is what the things are called."""
        told: dict[str, Iterable[object]] = {
            "added": self.added,
            "changed": self.changed,
            "ended": self.ended,
            "dropped": self.dropped,
        }
        for what, things in told.items():
            for thing in things:
                yield f"{kind} {what}: {thing}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChanges:
    """What loading a people file changes; false where it changes nothing.

    Only appointments can end or be dropped: officers, departments and services stay.
    """

    departments: Changes[Department]
    officers: Changes[Officer]
    appointments: Changes[Appointment]
    services: Changes[ServiceAccount]

    def __bool__(self) -> bool:
        return bool(self.departments or self.officers or self.appointments or self.services)

    def lines(self) -> tuple[str, ...]:
        """Return a line for each change, for people to read before they agree."""
        return (
            *self.departments.lines("department"),
            *self.officers.lines("officer"),
            *self.appointments.lines("appointment"),
            *self.services.lines("service"),
        )
