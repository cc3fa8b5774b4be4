"""Is all there that a bureau needs?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta

from rich.text import Text

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.people import Right
from zwgov_workflow.service import WorkflowEngine

__all__ = ["print_diagnosis"]

AHEAD = timedelta(days=30)
"""So long before the announced days end, somebody should look for the next announcement."""


@dataclass(frozen=True)
class Symptom:
    """What was looked at, whether it is as it should be, and what is known of it."""

    name: str
    well: bool
    text: str


def print_diagnosis(engine: WorkflowEngine, *, as_json: bool) -> None:
    """Print what was looked at; what is wanting is named, and refuses nothing."""
    found = list(_look(engine))
    if as_json:
        checks = [asdict(one) for one in found]
        print_json({"well": all(one.well for one in found), "checks": checks})
        return
    terminal = console()
    for one in found:
        mark, style = ("✓", "green") if one.well else ("!", "yellow")
        terminal.print(Text(f"{mark} {one.text}", style=style), soft_wrap=True)


def _look(engine: WorkflowEngine) -> Iterator[Symptom]:
    yield Symptom("schema", well=True, text=_("The database is up to date."))
    yield _regulations(engine)
    yield _calendar(engine)
    yield from _waiting(engine)
    yield _officers(engine)
    yield _vacant(engine)
    yield _sweeper(engine)
    yield from _overdue(engine)


def _regulations(engine: WorkflowEngine) -> Symptom:
    names = engine.regulations().names
    text = _("Regulations: {names}").format(names=", ".join(names) or "–")
    return Symptom("regulations", well=bool(names), text=text)


def _calendar(engine: WorkflowEngine) -> Symptom:
    calendar, today = engine.calendar(), engine.today()
    firm = calendar.firm
    last = firm.last if firm else None
    well = last is not None and last >= today + AHEAD
    text = _("The {region} calendar is announced until {day}.")
    if not well:
        text = _(
            "The {region} calendar is announced until {day}: take the next announcement in with "
            "zwgov calendar apply."
        )
    return Symptom("calendar", well, text.format(region=calendar.region, day=last or "–"))


def _waiting(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Look for announcements that came with this program and that nothing is counted by yet."""
    for announcement in engine.waiting_announcements():
        text = _("{name} waits to be taken in: zwgov calendar apply {path}")
        told = text.format(name=announcement.name, path=announcement.source_path)
        yield Symptom("waiting", well=False, text=told)


def _officers(engine: WorkflowEngine) -> Symptom:
    people = engine.people()
    there = [one for one in people.officers if people.in_service(one.id, engine.today())]
    text = _("Officers in service: {n}").format(n=len(there))
    return Symptom("officers", bool(there), text)


def _vacant(engine: WorkflowEngine) -> Symptom:
    """Look for roles that nobody holds, so that their steps cannot be taken."""
    people, regulations, today = engine.people(), engine.regulations(), engine.today()
    latest = (regulations.versions(name)[-1].regulation for name in regulations.names)
    roles = {
        name: role.label or name
        for regulation in latest
        for name, role in regulation.roles.items()
        if role.held_in is not None
    }
    vacant = [
        f"{label} ({name})" for name, label in roles.items() if not people.holders(name, today)
    ]
    if not vacant:
        return Symptom("roles", well=True, text=_("Every role is held by somebody."))
    text = _("Roles that nobody holds: {roles}").format(roles=", ".join(vacant))
    return Symptom("roles", well=False, text=text)


def _sweeper(engine: WorkflowEngine) -> Symptom:
    names = [one.name for one in engine.people().services if Right.SWEEP in one.rights]
    if names:
        text = _("Accounts that may sweep: {names}").format(names=", ".join(names))
        return Symptom("sweep", well=True, text=text)
    text = _("No account may sweep: name one with the right 'sweep' in the people file.")
    return Symptom("sweep", well=False, text=text)


def _overdue(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Look for deadlines that a sweep should have let lapse, with an account that may see all."""
    reader = next((one for one in engine.people().services if Right.READ in one.rights), None)
    if reader is None:
        return
    over = engine.due(until=engine.today() - timedelta(days=1), reader=reader, limit=1)
    if over:
        text = _("Deadlines are over that no sweep has seen: run zwgov sweep every night.")
        yield Symptom("overdue", well=False, text=text)
    else:
        text = _("No deadline is over that a sweep should have seen.")
        yield Symptom("overdue", well=True, text=text)
