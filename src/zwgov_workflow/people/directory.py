"""The directory of a bureau's people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from zwgov_workflow.errors import UnknownDepartment, UnknownOfficer, UnknownService
from zwgov_workflow.people.appointment import Appointment
from zwgov_workflow.people.department import Department
from zwgov_workflow.people.officer import Officer
from zwgov_workflow.people.service_account import ServiceAccount

__all__ = ["People"]

CLOSE = 0.5
"""How alike a word must be to be offered instead: short forms such as 户政 for 户政管理支队 are."""

_Value = TypeVar("_Value")


class People:
    """Who is who and what in a bureau, on any day. It never changes; safe to share.

    It trusts what it is given: :func:`~zwgov_workflow.people.read_people` has checked it. An id
    that is asked for and not there is an error, never a quiet *no*.

    Args:
        departments: Every department that there is, was or will be, by unique ids.
        officers: Every officer, by unique ids.
        appointments: Every appointment, past and future ones included.
        services: Every service account, by unique names.
    """

    __slots__ = (
        "_appointments", "_departments", "_logins", "_names", "_of", "_officers", "_services", "_to"
    )  # fmt: skip

    def __init__(
        self,
        *,
        departments: Iterable[Department] = (),
        officers: Iterable[Officer] = (),
        appointments: Iterable[Appointment] = (),
        services: Iterable[ServiceAccount] = (),
    ) -> None:
        self._departments = {one.id: one for one in sorted(departments, key=lambda one: one.id)}
        self._officers = {one.id: one for one in sorted(officers, key=lambda one: one.id)}
        self._services = {one.name: one for one in sorted(services, key=lambda one: one.name)}
        self._appointments = tuple(sorted(appointments, key=lambda one: one.identity))
        self._logins = {one.login: one for one in self._officers.values() if one.login is not None}
        self._names = _grouped((one.name, one) for one in self._departments.values())
        self._of = _grouped((one.officer, one) for one in self._appointments)
        self._to = _grouped((one.role, one) for one in self._appointments)

    @classmethod
    def empty(cls) -> People:
        """Return the people of a bureau that has named none."""
        return cls()

    @property
    def departments(self) -> tuple[Department, ...]:
        """Every department, by id."""
        return tuple(self._departments.values())

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Every officer, by id."""
        return tuple(self._officers.values())

    @property
    def services(self) -> tuple[ServiceAccount, ...]:
        """Every service account, by name."""
        return tuple(self._services.values())

    @property
    def every_appointment(self) -> tuple[Appointment, ...]:
        """Every appointment of every day, by identity."""
        return self._appointments

    def officer(self, officer_id: str) -> Officer:
        """Return the officer; UnknownOfficer where there is none of that id."""
        try:
            return self._officers[officer_id]
        except KeyError:
            raise UnknownOfficer(officer=officer_id) from None

    def officer_by_login(self, login: str) -> Officer:
        """Return the officer whose account it is; UnknownOfficer where it is nobody's."""
        try:
            return self._logins[login]
        except KeyError:
            raise UnknownOfficer(officer=login) from None

    def service(self, name: str) -> ServiceAccount:
        """Return the service account; UnknownService where there is none of that name."""
        try:
            return self._services[name]
        except KeyError:
            raise UnknownService(service=name) from None

    def department(self, word: str, on: date | None = None) -> Department:
        """Return the department of that id or name.

        Args:
            word: An id, or a name.
            on: The day on which the name is to be understood. Of departments that bore it one
                after the other the one of that day is meant; without a day, or where there was
                none that day, the last of them.

        Raises:
            UnknownDepartment: No department ever had that id or name; names the nearest words.
        """
        if word in self._departments:
            return self._departments[word]
        namesakes = sorted(self._names.get(word, ()), key=lambda one: one.first)
        if not namesakes:
            words = [*self._departments, *self._names]
            close = get_close_matches(word, words, n=3, cutoff=CLOSE)
            raise UnknownDepartment(department=word, close=tuple(close))
        then = [one for one in namesakes if on is not None and one.exists_on(on)]
        return (then or namesakes)[-1]

    def exists(self, department_id: str, on: date) -> bool:
        """Say whether the department exists on that day; UnknownDepartment where it never does."""
        return self._by_id(department_id).exists_on(on)

    def abolished(self, on: date) -> frozenset[str]:
        """Return the ids of the departments whose last day lies before *on*."""
        return frozenset(key for key, one in self._departments.items() if one.abolished_on(on))

    def successor(self, department_id: str, on: date) -> str | None:
        """Return the first in the department's chain of successors that exists on that day.

        None where the chain ends before. The department is not itself in the chain, even while it
        exists. UnknownDepartment where there is none of that id.
        """
        heirs = self._heirs(self._by_id(department_id).id)
        return next((heir for heir in heirs if self.exists(heir, on)), None)

    def predecessors(self, department_id: str, on: date) -> tuple[str, ...]:
        """Return the departments that existed on that day and whose cases came to this one.

        Returns:
            The ids of those whose chain of successors leads here, by id; not this one itself.
        """
        found = (one.id for one in self._departments.values() if one.exists_on(on))
        return tuple(one for one in found if department_id in self._heirs(one))

    def _heirs(self, department_id: str) -> list[str]:
        """Return the chain of successors of a department, each once."""
        chain: list[str] = []
        heir = self._departments[department_id].successor
        while heir is not None and heir not in (department_id, *chain):
            chain.append(heir)
            heir = self._by_id(heir).successor
        return chain

    def appointments(self, officer_id: str, on: date) -> tuple[Appointment, ...]:
        """Return the officer's appointments of that day, delegations included, by identity.

        Raises:
            UnknownOfficer: There is no officer of that id.
        """
        self.officer(officer_id)
        return tuple(one for one in self._of.get(officer_id, ()) if one.runs_on(on))

    def in_service(self, officer_id: str, on: date) -> bool:
        """Say whether the officer has any appointment on that day.

        Raises:
            UnknownOfficer: There is no officer of that id.
        """
        return bool(self.appointments(officer_id, on))

    def holds(
        self, officer_id: str, role: str, on: date, department: str | None = None
    ) -> Appointment | None:
        """Return the appointment by which the officer has the role on that day.

        Args:
            officer_id: The officer.
            role: The name of the role.
            on: The day, in Asia/Shanghai.
            department: The id of the department it must be in; None: any.

        Returns:
            An appointment of the officer's own, if there is one; else a delegation; else None.
            Of several, the one in the department of the smallest id.

        Raises:
            UnknownOfficer: There is no officer of that id.
            UnknownDepartment: There is no department of that id.
        """
        self._check(department)
        found = (
            one
            for one in self.appointments(officer_id, on)
            if one.role == role and department in {None, one.department}
        )
        return min(found, key=lambda one: one.instead_of is not None, default=None)

    def holders(self, role: str, on: date, department: str | None = None) -> tuple[str, ...]:
        """Return the ids of the officers who have the role on that day, delegates included.

        Args:
            role: The name of the role.
            on: The day, in Asia/Shanghai.
            department: The id of the department it must be in; None: any.

        Raises:
            UnknownDepartment: There is no department of that id.
        """
        self._check(department)
        found = (one for one in self._to.get(role, ()) if one.runs_on(on))
        return tuple(sorted({one.officer for one in found if department in {None, one.department}}))

    def seat(self, role: str, on: date) -> str | None:
        """Return the department in which the role is held on that day.

        Returns:
            The id of a department that exists on that day, the smallest of several, or None.
        """
        found = {one.department for one in self._to.get(role, ()) if one.runs_on(on)}
        return min((key for key in found if self.exists(key, on)), default=None)

    def _by_id(self, department_id: str) -> Department:
        if department_id in self._departments:
            return self._departments[department_id]
        close = get_close_matches(department_id, self._departments, n=3, cutoff=CLOSE)
        raise UnknownDepartment(department=department_id, close=tuple(close))

    def _check(self, department_id: str | None) -> None:
        if department_id is not None:
            self._by_id(department_id)

    def _content(self) -> tuple[object, ...]:
        return self.departments, self.officers, self._appointments, self.services

    def __eq__(self, other: object) -> bool:
        return self._content() == other._content() if isinstance(other, People) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        return (
            f"<People: {len(self._departments)} departments, {len(self._officers)} officers, "
            f"{len(self._appointments)} appointments, {len(self._services)} services>"
        )


def _grouped(pairs: Iterable[tuple[str, _Value]]) -> Mapping[str, tuple[_Value, ...]]:
    groups: dict[str, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
