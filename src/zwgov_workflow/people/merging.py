"""What loading a people file makes of a bureau's people.

Nothing that was true is lost: who is not in the file stays, without appointments from then on, so
that every case of the past still names people that the bureau knows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from zwgov_workflow.errors import PeopleError
from zwgov_workflow.people.appointment import Appointment, Identity, later_end
from zwgov_workflow.people.changes import Change, Changes, PeopleChanges
from zwgov_workflow.people.department import Department, clashes
from zwgov_workflow.people.directory import People
from zwgov_workflow.people.officer import Officer

__all__ = ["merge"]

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def merge(old: People, new: People, on: date) -> tuple[People, PeopleChanges]:
    """Return *old* as loading *new* leaves it, and what that changes.

    - Officers, departments and services missing from *new* stay as they are; an account that *new*
      gives to another officer is taken from the one who stays.
    - What *new* says of names, logins, rights, successors and terms is taken over.
    - An appointment missing from *new* ends on the day before *on*, or is dropped where it would
      have begun on that day or later. One that has ended stays.
    - A day before *on* on which an appointment ran stays one: an end that *new* moves further back
      takes effect on the day before *on*. Days of the past can be added (late registration).

    Args:
        old: The bureau's people so far.
        new: What the file says.
        on: The day of loading, in Asia/Shanghai; no earlier than that of the last loading.

    Raises:
        PeopleError: A department that stays and one of *new* go by the same word.
    """
    departments = _laid_over(old.departments, new.departments, lambda one: one.id)
    _refuse_clashes(departments.values())
    officers = _laid_over(_without_logins(old, new), new.officers, lambda one: one.id)
    services = _laid_over(old.services, new.services, lambda one: one.name)
    appointments, appointment_changes = _appointments(
        _by_identity(old.every_appointment), _by_identity(new.every_appointment), on
    )
    people = People(
        departments=departments.values(),
        officers=officers.values(),
        appointments=appointments,
        services=services.values(),
    )
    return people, PeopleChanges(
        departments=_changes(old.departments, people.departments, lambda one: one.id),
        officers=_changes(old.officers, people.officers, lambda one: one.id),
        appointments=appointment_changes,
        services=_changes(old.services, people.services, lambda one: one.name),
    )


def _laid_over(
    old: Iterable[_Value], new: Iterable[_Value], key: Callable[[_Value], _Key]
) -> dict[_Key, _Value]:
    return {key(one): one for one in (*old, *new)}


def _changes(
    old: Iterable[_Value], now: Iterable[_Value], key: Callable[[_Value], Hashable]
) -> Changes[_Value]:
    before = {key(one): one for one in old}
    return Changes(
        added=tuple(one for one in now if key(one) not in before),
        changed=tuple(
            Change(before[key(one)], one)
            for one in now
            if key(one) in before and before[key(one)] != one
        ),
    )


def _refuse_clashes(departments: Iterable[Department]) -> None:
    for department, why in clashes(tuple(departments)):
        raise PeopleError(
            f"Department {department.id!r}: {why}. A department that the file leaves out stays; "
            "name it there, and end it with 'to' or call it otherwise."
        )


def _without_logins(old: People, new: People) -> list[Officer]:
    """Return the officers of *old*, without the logins that *new* gives to somebody."""
    given = {one.login for one in new.officers}
    return [replace(one, login=None) if one.login in given else one for one in old.officers]


def _by_identity(appointments: Iterable[Appointment]) -> dict[Identity, Appointment]:
    return {one.identity: one for one in appointments}


def _appointments(
    old: Mapping[Identity, Appointment], new: Mapping[Identity, Appointment], on: date
) -> tuple[list[Appointment], Changes[Appointment]]:
    eve = on - timedelta(days=1)
    now = {
        identity: _kept(old[identity], one, eve) if identity in old else one
        for identity, one in new.items()
    }
    missing = [one for identity, one in old.items() if identity not in new]
    past = [one for one in missing if one.last is not None and one.last < on]
    ended = [replace(one, last=eve) for one in missing if one.first < on and one.runs_on(on)]
    return [*now.values(), *past, *ended], replace(
        _changes(old.values(), now.values(), lambda one: one.identity),
        ended=tuple(ended),
        dropped=tuple(one for one in missing if one.first >= on),
    )


def _kept(old: Appointment, new: Appointment, eve: date) -> Appointment:
    """Return *new* with all the days up to *eve* that *old* had."""
    if old.first > eve:
        return new
    ran_to = eve if old.last is None else min(old.last, eve)
    return replace(new, last=later_end(new.last, ran_to))
