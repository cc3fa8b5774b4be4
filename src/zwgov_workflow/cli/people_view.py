"""What loading a people file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from zwgov_workflow.cli.labels import shared
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.people import Appointment, Department, Officer, PeopleChanges, ServiceAccount
from zwgov_workflow.people.changes import Changes

__all__ = ["print_people_changes"]


def print_people_changes(
    regulations: Regulations, changes: PeopleChanges, *, dry_run: bool, as_json: bool
) -> None:
    """Print a line for each change, roles as *regulations* call them."""
    if as_json:
        print_json({"dry_run": dry_run, **_json(changes)})
        return
    terminal = console()
    documents = regulations.documents.values()
    roles = (each for known in documents for each in known.regulation.roles.items())
    labels = shared((name, role.label) for name, role in roles)
    for line in _lines(changes, labels):
        terminal.print(line, soft_wrap=True)
    if not changes:
        terminal.print(_("nothing to do"))
    elif dry_run:
        terminal.print(_("dry run: nothing was written"), style="yellow")


def _kinds(changes: PeopleChanges) -> Mapping[str, Changes[Any]]:
    return {
        "departments": changes.departments,
        "officers": changes.officers,
        "appointments": changes.appointments,
        "services": changes.services,
    }


def _json(changes: PeopleChanges) -> dict[str, object]:
    return {
        kind: {
            "added": list(map(_plain, found.added)),
            "changed": [
                {"before": _plain(one.before), "after": _plain(one.after)} for one in found.changed
            ],
            "ended": list(map(_plain, found.ended)),
            "dropped": list(map(_plain, found.dropped)),
        }
        for kind, found in _kinds(changes).items()
    }


def _plain(thing: Any) -> dict[str, object]:  # noqa: ANN401 (one of four kinds)
    if isinstance(thing, ServiceAccount):
        return {"name": thing.name, "rights": sorted(right.value for right in thing.rights)}
    return {name: None if value == date.min else value for name, value in asdict(thing).items()}


def _lines(changes: PeopleChanges, roles: Mapping[str, str]) -> Iterator[str]:
    says: Mapping[str, Callable[[Any], str]] = {
        "departments": _department,
        "officers": _officer,
        "appointments": lambda one: _appointment(one, roles),
        "services": _service,
    }
    for kind, found in _kinds(changes).items():
        say = says[kind]
        yield from _told(_("added"), map(say, found.added))
        pairs = (f"{say(one.before)} → {say(one.after)}" for one in found.changed)
        yield from _told(_("changed"), pairs)
        yield from _told(_("ended"), map(say, found.ended))
        yield from _told(_("dropped"), map(say, found.dropped))


def _told(what: str, things: Iterable[str]) -> Iterator[str]:
    yield from (f"{what}: {thing}" for thing in things)


def _department(one: Department) -> str:
    until = _(", to {day}").format(day=one.last) if one.last else ""
    then = _(", then {successor}").format(successor=one.successor) if one.successor else ""
    told = _("department {id} {name}").format(id=one.id, name=one.name)
    return f"{told}{until}{then}"


def _officer(one: Officer) -> str:
    return _("officer {id} {name}").format(id=one.id, name=one.name)


def _appointment(one: Appointment, roles: Mapping[str, str]) -> str:
    role = roles.get(one.role, one.role)
    text = _("{officer} as {role} in {department} from {day}")
    told = text.format(officer=one.officer, role=role, department=one.department, day=one.first)
    until = _(", to {day}").format(day=one.last) if one.last else ""
    instead = _(", instead of {officer}").format(officer=one.instead_of) if one.instead_of else ""
    return f"{told}{until}{instead}"


def _service(one: ServiceAccount) -> str:
    rights = ", ".join(sorted(right.value for right in one.rights)) or "–"
    return _("service account {name}: {rights}").format(name=one.name, rights=rights)
