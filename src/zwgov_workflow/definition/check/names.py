"""Every declaration names types and roles there are, and no name means two things."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import THE_FILE, Place, Subject
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.definition.model import ACTORS, Form
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_names"]

RESERVED = frozenset({"today", "empty", "none", "same", "any", "bureau", "yes", "no", *ACTORS})


def check_names(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each declaration that names nothing, or something else."""
    yield from _parameters_and_roles(subject)
    for place, form in _forms(subject):
        yield from _form(subject, form, place)
    for name, _, scope, place in subject.each_machine():
        yield from _one_type(subject, name, scope, place)
        yield from _one_kind(subject, name, scope, place)


def _parameters_and_roles(subject: Subject) -> Iterator[Finding]:
    regulation = subject.regulation
    for name, parameter in regulation.parameters.items():
        yield from _type(subject, parameter.type, ("parameters", name, "type"))
    for name, role in regulation.roles.items():
        place = ("roles", name)
        recorders = role.recorded_by or ()
        yield from subject.unresolved(Message("role"), recorders, regulation.roles, THE_FILE, place)
        if name in ACTORS:
            yield subject.finding(
                Message("{name!r} is a reserved word, no role", name=name), *place
            )
    for name, letter in regulation.letters.items():
        named = {field for form in regulation.forms.values() for field in form}
        for machine in regulation.machines.values():
            named |= Scope(regulation, machine).names
        fields = (letter.addressee, *letter.fields)
        yield from subject.unresolved(Message("field"), fields, named, THE_FILE, ("letters", name))


def _forms(subject: Subject) -> Iterator[tuple[Place, Form]]:
    for name, form in subject.regulation.forms.items():
        yield ("forms", name), form
    for name, machine, _, place in subject.each_machine():
        yield ("machines", name, "data"), machine.data
        for i, transition in enumerate(machine.transitions):
            if transition.form is not None and not isinstance(transition.form, str):
                yield (*place, "transitions", i, "form"), transition.form


def _form(subject: Subject, form: Form, place: Place) -> Iterator[Finding]:
    regulation = subject.regulation
    for name, field in form.items():
        at = (*place, name)
        yield from _type(subject, field.type, at)
        enumeration = regulation.enumerations.get(field.type.name)
        if enumeration is not None:
            where = Message("the enumeration {name!r}", name=field.type.name)
            only = field.only or ()
            yield from subject.unresolved(Message("value"), only, enumeration.words, where, at)
        roles = [field.if_abolished]
        yield from subject.unresolved(Message("role"), roles, regulation.roles, THE_FILE, at)
        tables = [field.choices_from.partition(".")[0]] if field.choices_from else []
        yield from subject.unresolved(Message("table"), tables, regulation.tables, THE_FILE, at)
        for kind in field.columns.values():
            yield from _type(subject, kind, at)


def _type(subject: Subject, kind: FieldType, place: Place) -> Iterator[Finding]:
    if kind.kind is None:
        what, known = Message("type or enumeration"), subject.regulation.enumerations
        yield from subject.unresolved(what, [kind.name], known, THE_FILE, place)


def _one_type(subject: Subject, machine: str, scope: Scope, place: Place) -> Iterator[Finding]:
    seen: dict[str, FieldType] = {}
    for name, kind, at in scope.declared():
        first = seen.setdefault(name, kind)
        if (first.name, first.many) != (kind.name, kind.many):
            message = Message(
                "{name!r} is {kind} here and {first} elsewhere in {machine!r}",
                name=name,
                kind=kind,
                first=first,
                machine=machine,
            )
            yield subject.finding(message, *place, *at)
        if name in RESERVED:
            message = Message("{name!r} is a reserved word, no field", name=name)
            yield subject.finding(message, *place, *at)


def _one_kind(subject: Subject, machine: str, scope: Scope, place: Place) -> Iterator[Finding]:
    lists = {name for name, kind, _ in scope.declared() if kind.many or kind.name == "rows"}
    for what, key, names in (
        (Message("parameter"), "", scope.constants),
        (Message("deadline"), "deadlines", scope.machine.deadlines),
        (Message("date"), "dates", scope.machine.dates),
        (Message("group"), "children", scope.groups),
    ):
        for name in names:
            # A list and the group started for each of its entries may share their name.
            if name in scope.fields and not (what == "group" and name in lists):
                message = Message(
                    "{name!r} is both a field and a {what} of {machine!r}",
                    name=name,
                    what=what,
                    machine=machine,
                )
                yield subject.finding(message, *place, key, name)
