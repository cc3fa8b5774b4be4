"""What loading a people file changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.words import RIGHT_WORDS
from zwgov_workflow.people import Appointment, Department, Officer, PeopleChanges, ServiceAccount
from zwgov_workflow.people.changes import Changes
from zwgov_workflow.service import WorkflowEngine

__all__ = ["print_people_changes"]


def print_people_changes(
    engine: WorkflowEngine, changes: PeopleChanges, *, dry_run: bool, as_json: bool
) -> None:
    """Print a line for each change, roles, officers and departments by their names."""
    if as_json:
        print_json({"dry_run": dry_run, **_json(changes)})
        return
    terminal = console()
    for line in _lines(changes, _Names.of(engine, changes)):
        terminal.print(line, soft_wrap=True)
    if not changes:
        terminal.print(_("nothing to do"))
    elif dry_run:
        terminal.print(_("dry run: nothing was written"), style="yellow")


@dataclass(frozen=True)
class _Names:
    """What roles, officers and departments are called."""

    roles: Mapping[str, str]
    officers: Mapping[str, str]
    departments: Mapping[str, str]

    @classmethod
    def of(cls, engine: WorkflowEngine, changes: PeopleChanges) -> _Names:
        """Return the names that hold once the changes are made."""
        documents = engine.regulations().documents.values()
        roles = (each for known in documents for each in known.regulation.roles.items())
        people = engine.people()
        return cls(
            _roles((name, role.label or name) for name, role in roles),
            {one.id: one.name for one in (*people.officers, *_after(changes.officers))},
            {one.id: one.name for one in (*people.departments, *_after(changes.departments))},
        )

    def role(self, name: str) -> str:
        return self.roles.get(name, name)

    def officer(self, officer_id: str) -> str:
        return self._with_id(officer_id, self.officers)

    def department(self, department_id: str) -> str:
        return self._with_id(department_id, self.departments)

    @staticmethod
    def _with_id(key: str, names: Mapping[str, str]) -> str:
        return f"{names[key]} ({key})" if key in names else key


def _roles(labels: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return what each role is called; with its name, where regulations call it differently."""
    found: dict[str, dict[str, None]] = {}
    for name, label in labels:
        found.setdefault(name, {})[label] = None
    return {
        name: next(iter(called)) + (f" ({name})" if len(called) > 1 else "")
        for name, called in found.items()
    }


def _after(changes: Changes[Any]) -> Iterator[Any]:
    yield from changes.added
    yield from (one.after for one in changes.changed)


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


def _lines(changes: PeopleChanges, names: _Names) -> Iterator[str]:
    says: Mapping[str, Callable[[Any], str]] = {
        "departments": lambda one: _department(one, names),
        "officers": _officer,
        "appointments": lambda one: _appointment(one, names),
        "services": _service,
    }
    for kind, found in _kinds(changes).items():
        say = says[kind]
        if kind == "appointments":
            yield from _told(_("added"), _together(changes.appointments.added, names))
        else:
            yield from _told(_("added"), map(say, found.added))
        pairs = (f"{say(one.before)} → {say(one.after)}" for one in found.changed)
        yield from _told(_("changed"), pairs)
        yield from _told(_("ended"), map(say, found.ended))
        yield from _told(_("dropped"), map(say, found.dropped))


def _told(what: str, things: Iterable[str]) -> Iterator[str]:
    yield from (f"{what}: {thing}" for thing in things)


def _department(one: Department, names: _Names) -> str:
    until = _(", to {day}").format(day=one.last) if one.last else ""
    then = (
        _(", then {successor}").format(successor=names.department(one.successor))
        if one.successor
        else ""
    )
    told = _("department {id} {name}").format(id=one.id, name=one.name)
    return f"{told}{until}{then}"


def _officer(one: Officer) -> str:
    return _("officer {id} {name}").format(id=one.id, name=one.name)


def _together(added: Iterable[Appointment], names: _Names) -> Iterator[str]:
    """Yield a line for what an officer becomes in a department from one day on."""
    found: dict[tuple[object, ...], list[Appointment]] = {}
    for one in added:
        key = one.officer, one.department, one.first, one.last, one.instead_of
        found.setdefault(key, []).append(one)
    for same in found.values():
        yield _appointment(same[0], names, *(one.role for one in same[1:]))


def _appointment(one: Appointment, names: _Names, *roles: str) -> str:
    """Return an appointment in words, with the further *roles* that are held by the same terms."""
    text = _("{officer} as {role} in {department} from {day}")
    told = text.format(
        officer=names.officer(one.officer),
        role="、".join(map(names.role, (one.role, *roles))),
        department=names.department(one.department),
        day=one.first,
    )
    until = _(", to {day}").format(day=one.last) if one.last else ""
    instead = ""
    if one.instead_of:
        instead = _(", instead of {officer}").format(officer=names.officer(one.instead_of))
    return f"{told}{until}{instead}"


def _service(one: ServiceAccount) -> str:
    words = sorted(right.value for right in one.rights)
    rights = ", ".join(_(RIGHT_WORDS[word]) for word in words) or "–"
    return _("service account {name}: {rights}").format(name=one.name, rights=rights)
