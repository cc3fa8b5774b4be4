"""Has a bureau all that it needs: regulations, days, people, somebody who sweeps?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from zwgov_workflow.cli.bureau.symptom import Grade, Symptom
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.refusal import refusal
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition import Document
from zwgov_workflow.errors import NotInForce, WorkflowError
from zwgov_workflow.people import Right
from zwgov_workflow.service import WorkflowEngine

__all__ = ["check_bureau"]

AHEAD = timedelta(days=30)
"""So long before the announced days end, somebody should look for the next announcement."""


def check_bureau(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Yield what is found; a check that fails itself is a finding."""
    checks: dict[str, Callable[[WorkflowEngine], Iterator[Symptom]]] = {
        "regulations": _regulations,
        "calendar": _calendar,
        "waiting": _waiting,
        "officers": _officers,
        "roles": _vacant,
        "services": _services,
        "sweep": _sweeper,
        "overdue": _overdue,
    }
    for name, look in checks.items():
        try:
            yield from look(engine)
        except WorkflowError as error:
            yield Symptom(name, Grade.BROKEN, refusal(error, Naming()))


def _regulations(engine: WorkflowEngine) -> Iterator[Symptom]:
    regulations, today = engine.regulations(), engine.today()
    if not regulations.names:
        text, cure = _("No regulation is published."), "zwgov regulation add FILE"
        yield Symptom("regulations", Grade.WANTING, text, cure)
        return
    told = []
    for name in regulations.names:
        try:
            told.append(_version(regulations.in_force(name, today)))
        except NotInForce:
            document = regulations.versions(name)[0]
            told.append(_("{name} (not in force yet)").format(name=_version(document)))
    text = _("Regulations in force: {names}").format(names=", ".join(told))
    yield Symptom("regulations", Grade.WELL, text)
    for name, findings in engine.check_regulations().items():
        if findings:
            text = _("{name} is not sound: {finding}")
            told_of = text.format(name=name, finding=findings[0])
            cure = _("Mend a copy, raise its revision, and publish it: zwgov regulation add FILE")
            yield Symptom("soundness", Grade.WANTING, told_of, cure)


def _version(document: Document) -> str:
    regulation = document.regulation
    return f"{regulation.regulation} {regulation.version}/{regulation.revision}"


def _calendar(engine: WorkflowEngine) -> Iterator[Symptom]:
    calendar, today = engine.calendar(), engine.today()
    firm = calendar.firm
    last = firm.last if firm else None
    text = _("The {region} calendar is announced until {day}.")
    told = text.format(region=calendar.region, day=last or "–")
    if last is not None and last >= today + AHEAD:
        yield Symptom("calendar", Grade.WELL, told)
    else:
        cure = _("Take the next announcement in: zwgov calendar apply FILE")
        yield Symptom("calendar", Grade.WANTING, told, cure)


def _waiting(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Look for announcements that came with this program and that nothing is counted by yet."""
    for announcement in engine.waiting_announcements():
        text = _("{name} came with this program, and nothing is counted by it yet.")
        told = text.format(name=announcement.name)
        cure = "zwgov calendar apply --shipped --dry-run"
        yield Symptom("waiting", Grade.WANTING, told, cure)


def _officers(engine: WorkflowEngine) -> Iterator[Symptom]:
    people, today = engine.people(), engine.today()
    there = [one for one in people.officers if people.in_service(one.id, today)]
    text = _("Officers in service: {n}").format(n=len(there))
    if not there:
        yield Symptom("officers", Grade.WANTING, text, "zwgov people load FILE")
        return
    yield Symptom("officers", Grade.WELL, text)
    without = [
        f"{one.name} ({one.id})"
        for one in people.officers
        if not any(a.last is None or a.last >= today for a in people.every_appointment
                   if a.officer == one.id)
    ]  # fmt: skip
    if without:
        text = _("Officers without an appointment, today or to come: {names}")
        told = text.format(names=", ".join(without))
        yield Symptom("appointments", Grade.ADVICE, told, "zwgov people load FILE")


def _vacant(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Look for roles that nobody holds today, so that their steps cannot be taken."""
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
        yield Symptom("roles", Grade.WELL, _("Every role is held by somebody today."))
        return
    text = _("Roles that nobody holds today: {roles}").format(roles=", ".join(vacant))
    cure = _("Their steps cannot be taken until the people file names somebody.")
    yield Symptom("roles", Grade.ADVICE, text, cure)


def _services(engine: WorkflowEngine) -> Iterator[Symptom]:
    without = [one.name for one in engine.people().services if not one.rights]
    if without:
        text = _("Service accounts without any right: {names}").format(names=", ".join(without))
        cure = _("Give them rights in the people file, or leave them out.")
        yield Symptom("services", Grade.ADVICE, text, cure)


def _sweeper(engine: WorkflowEngine) -> Iterator[Symptom]:
    names = [one.name for one in engine.people().services if Right.SWEEP in one.rights]
    if names:
        text = _("Accounts that may sweep: {names}").format(names=", ".join(names))
        yield Symptom("sweep", Grade.WELL, text)
        return
    text = _("No account may sweep.")
    cure = _("Name one with the right 'sweep' in the people file.")
    yield Symptom("sweep", Grade.WANTING, text, cure)


def _overdue(engine: WorkflowEngine) -> Iterator[Symptom]:
    """Look for deadlines that a sweep should have let lapse."""
    account = next((one for one in engine.people().services if Right.SWEEP in one.rights), None)
    if account is None:
        return
    if engine.sweep(by=account, limit=1, dry_run=True).overdue:
        text = _("Deadlines are over that no sweep has seen.")
        cure = _("Run every night: {command}").format(command=f"zwgov sweep --as {account.name}")
        yield Symptom("overdue", Grade.WANTING, text, cure)
    else:
        yield Symptom(
            "overdue", Grade.WELL, _("No deadline is over that a sweep should have seen.")
        )
