"""Every element is used, every group started, every trigger of a child told by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Subject
from zwgov_workflow.definition.check.paths import conditions
from zwgov_workflow.definition.condition import RELATIONS, Condition
from zwgov_workflow.definition.model import Machine, Regulation
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_uses"]


def check_uses(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each element that is there for nothing: it would realise no clause."""
    used = _used(subject)
    regulation = subject.regulation
    for section, what, names in (
        ("forms", Message("form"), regulation.forms),
        ("roles", Message("role"), regulation.roles),
        ("tables", Message("table"), regulation.tables),
        ("breaches", Message("breach"), regulation.breaches),
        ("letters", Message("letter"), regulation.letters),
        ("tallies", Message("tally"), regulation.tallies),
        ("enumerations", Message("enumeration"), regulation.enumerations),
        ("parameters", Message("parameter"), regulation.parameters),
    ):
        for name in names:
            if (section, name) not in used:
                message = Message(
                    "the {what} {name!r} is used by no transition, deadline or field",
                    what=what,
                    name=name,
                )
                yield subject.finding(message, section, name)
    for name, machine, _, place in subject.each_machine():
        demanded = {r for t in machine.transitions for r in t.requires}
        for requirement in machine.requirements.keys() - demanded:
            message = Message(
                "no transition of {machine!r} requires {requirement!r}",
                machine=name,
                requirement=requirement,
            )
            yield subject.finding(message, *place, "requirements", requirement)
        started = {group for t in machine.transitions for group in t.starts}
        for group in machine.children.keys() - started:
            message = Message("nobody starts {group!r} of {machine!r}", group=group, machine=name)
            yield subject.finding(message, *place, "children", group)
        yield from _told(subject, name, machine)


def _told(subject: Subject, name: str, machine: Machine) -> Iterator[Finding]:
    """Check that a child of this regulation is told each trigger that only its parent fires."""
    path = f"{subject.regulation.regulation}/{name}"
    told: set[str] = set()
    child = False
    for parent in subject.machines.values():
        groups = {key for key, group in parent.children.items() if group.machine == path}
        child |= bool(groups)
        told |= {
            tell.trigger for t in parent.transitions for tell in t.tells if tell.group in groups
        }
    for i, transition in enumerate(machine.transitions):
        waits = set(transition.by) == {"case"} and not transition.starting
        if child and waits and transition.trigger not in told:
            message = Message(
                "nobody tells {trigger!r} to {machine!r}", trigger=transition.trigger, machine=name
            )
            yield subject.finding(message, "machines", name, "transitions", i)


def _used(subject: Subject) -> set[tuple[str, str]]:
    """Return the pairs of section and name that are used anywhere."""
    used = set(_in_the_file(subject.regulation))
    for _, machine, scope, place in subject.each_machine():
        used |= set(_in_transitions(machine)) | set(_in_clocks(machine))
        used |= set(_in_fields(machine, scope))
        used |= {("enumerations", kind.name) for _, kind, _ in scope.declared()}
        for _, condition in conditions(machine, place):
            used |= set(_named(condition))
        used |= {("breaches", each.otherwise) for each in machine.requirements.values()}
        used |= {("roles", role) for role in machine.readers or ()}
        for group in machine.children.values():
            used |= {("parameters", path) for path in group.give.values()}
    return used


def _in_the_file(regulation: Regulation) -> Iterator[tuple[str, str]]:
    """Yield what the sections of the file name of one another."""
    for parameter in regulation.parameters.values():
        yield "enumerations", parameter.type.name
    for role in regulation.roles.values():
        yield from (("roles", recorder) for recorder in role.recorded_by or ())
    for form in regulation.forms.values():
        yield from (("enumerations", field.type.name) for field in form.values())
    for table in regulation.tables.values():
        for row in table.rules:
            yield from _named(row.when)
    for letter in regulation.letters.values():
        yield from (("parameters", field) for field in letter.fields)


def _in_transitions(machine: Machine) -> Iterator[tuple[str, str]]:
    for transition in machine.transitions:
        yield from (("roles", role) for role in (*transition.by, *(transition.notifies or ())))
        yield "breaches", transition.breach or ""
        yield "letters", transition.letter or ""
        if isinstance(transition.form, str):
            yield "forms", transition.form
        for setting in transition.sets.values():
            yield "tallies", setting.tally or ""
            yield "tables", (setting.table or "").partition(".")[0]
            yield "parameters", setting.copy_ or ""
            yield "parameters", setting.add or ""


def _in_clocks(machine: Machine) -> Iterator[tuple[str, str]]:
    for deadline in machine.deadlines.values():
        yield "breaches", deadline.on_lapse.breach or ""
        for named in (deadline.within, deadline.ahead, deadline.anchor, deadline.due):
            yield "parameters", named or ""
        yield from (("parameters", period) for period in deadline.remind)
    for rule in machine.dates.values():
        for named in (rule.within, rule.ahead, rule.anchor):
            yield "parameters", named or ""


def _in_fields(machine: Machine, scope: Scope) -> Iterator[tuple[str, str]]:
    forms = [machine.data, *(scope.form_of(transition) for transition in machine.transitions)]
    for field in (field for form in forms for field in form.values()):
        yield "tables", (field.choices_from or "").partition(".")[0]
        yield "roles", field.if_abolished or ""
        yield from (("enumerations", kind.name) for kind in field.columns.values())
        if field.required_when is not None:
            yield from _named(field.required_when)


def _named(condition: Condition) -> Iterator[tuple[str, str]]:
    """Yield every path a condition names, on either side of a test: it may be a parameter."""
    for path, test in condition.tests.items():
        yield "parameters", path
        for key in RELATIONS:
            yield "parameters", getattr(test, key) or ""
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        yield from _named(part)
