"""Every reference of a transition, deadline or group leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import THE_FILE, Place, Subject, named, quoted
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.model import ACTORS, DateRule, Deadline, Group, Machine, Transition
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_references"]


def check_references(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each reference within a machine that leads nowhere."""
    missing = set(subject.regulation.uses) - set(subject.library.regulations)
    for name in sorted(missing):
        yield subject.finding(Message("the regulation {name!r} was not given", name=name), "uses")
    yield from _breaches(subject)
    for name, machine, scope, place in subject.each_machine():
        for i, transition in enumerate(machine.transitions):
            at = (*place, "transitions", i)
            yield from _ends(subject, name, machine, transition, at)
            yield from _demands(subject, name, machine, transition, at)
            yield from _tells(subject, machine, transition, at)
            yield from _sets(subject, name, scope, transition, at)
        ways = {"refuse", "warn", *subject.regulation.breaches}
        for key, requirement in machine.requirements.items():
            at = (*place, "requirements", key, "otherwise")
            others = requirement.distinct_from or ()
            there = (*at[:-1], "distinct_from")
            known = _triggers(machine)
            yield from subject.unresolved(Message("trigger"), others, known, quoted(name), there)
            yield from subject.unresolved(
                Message("breach"), [requirement.otherwise], ways, THE_FILE, at
            )
        for rule_name, rule in machine.dates.items():
            yield from _rule(subject, name, scope, rule, (*place, "dates", rule_name))
        for rule_name, deadline in machine.deadlines.items():
            at = (*place, "deadlines", rule_name)
            yield from _rule(subject, name, scope, deadline, at)
            yield from _deadline(subject, name, machine, deadline, at)
        for group_name, group in machine.children.items():
            yield from _group(subject, name, scope, group, (*place, "children", group_name))
        yield from _roles(subject, name, machine, scope, place)


def _roles(
    subject: Subject, name: str, machine: Machine, scope: Scope, place: Place
) -> Iterator[Finding]:
    """Check that the field a role is held by is one of the machine."""
    roles = subject.regulation.roles
    yield from subject.unresolved(Message("role"), machine.readers or (), roles, THE_FILE, place)
    used = {
        role
        for transition in machine.transitions
        for role in (*transition.by, *(transition.notifies or ()))
    } | {*(machine.readers or ())}
    for role in sorted(used & roles.keys()):
        field = roles[role].held_in or roles[role].is_
        if field not in (None, "bureau", *scope.fields):
            message = Message(
                "role {role!r} needs a field {field!r} in {machine!r}",
                role=role,
                field=field,
                machine=name,
            )
            yield subject.finding(message, *place)


def _breaches(subject: Subject) -> Iterator[Finding]:
    """Check that a breach stands against a department that some case names."""
    known = {
        name
        for scope in subject.scopes.values()
        for name, kind in scope.fields.items()
        if kind.kind is Kind.DEPARTMENT and not kind.many
    }
    for name, breach in subject.regulation.breaches.items():
        at = ("breaches", name)
        what = Message("department field")
        yield from subject.unresolved(what, [breach.department], known, THE_FILE, at)


def _triggers(machine: Machine) -> set[str]:
    """Return the triggers of a machine."""
    return {transition.trigger for transition in machine.transitions}


def _ends(
    subject: Subject, name: str, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    froms, to = {*machine.states, "any"}, {*machine.states, "same"}
    what, where = Message("state"), quoted(name)
    yield from subject.unresolved(what, transition.from_ or (), froms, where, (*place, "from"))
    yield from subject.unresolved(what, [transition.to], to, where, (*place, "to"))


def _demands(
    subject: Subject, name: str, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    regulation, known = subject.regulation, _triggers(machine)
    form = transition.form if isinstance(transition.form, str) else None
    for what, key, names, there in (
        (Message("role"), "by", transition.by, {*regulation.roles, *ACTORS}),
        (Message("role"), "notifies", transition.notifies or (), regulation.roles),
        (Message("form"), "form", [form], regulation.forms),
        (Message("requirement"), "requires", transition.requires, machine.requirements),
        (Message("group"), "starts", transition.starts, machine.children),
        (Message("breach"), "breach", [transition.breach], regulation.breaches),
        (Message("letter"), "letter", [transition.letter], regulation.letters),
        (Message("trigger"), "corrects", [transition.corrects], known),
    ):
        yield from subject.unresolved(what, names, there, quoted(name), (*place, key))


def _tells(
    subject: Subject, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    for i, tell in enumerate(transition.tells):
        at = (*place, "tells", i)
        what, where = Message("group"), Message("the machine")
        yield from subject.unresolved(what, [tell.group], machine.children, where, at)
        group = machine.children.get(tell.group)
        child = subject.library.machine(group.machine) if group else None
        if group and child:
            known = _triggers(child[1])
            what = Message("trigger")
            yield from subject.unresolved(what, [tell.trigger], known, named(group.machine), at)


def _sets(
    subject: Subject, name: str, scope: Scope, transition: Transition, place: Place
) -> Iterator[Finding]:
    regulation = subject.regulation
    for field, setting in transition.sets.items():
        at = (*place, "sets", field)
        sources = [setting.copy_, setting.add]
        yield from subject.unresolved(Message("path"), sources, scope.names, quoted(name), at)
        table = setting.table.partition(".")[0] if setting.table else None
        yield from subject.unresolved(Message("table"), [table], regulation.tables, THE_FILE, at)
        tallies = [setting.tally]
        yield from subject.unresolved(Message("tally"), tallies, regulation.tallies, THE_FILE, at)


def _rule(
    subject: Subject, name: str, scope: Scope, rule: DateRule | Deadline, place: Place
) -> Iterator[Finding]:
    due = rule.due if isinstance(rule, Deadline) else None
    what, where = Message("path"), quoted(name)
    yield from subject.unresolved(what, [rule.anchor, due], scope.names, where, place)
    for key, period in (("within", rule.within), ("ahead", rule.ahead)):
        if period is not None and not period[0].isdigit() and period != "none":
            what = Message("period or path")
            yield from subject.unresolved(what, [period], scope.names, where, (*place, key))


def _deadline(
    subject: Subject, name: str, machine: Machine, deadline: Deadline, place: Place
) -> Iterator[Finding]:
    lapse, known = deadline.on_lapse, _triggers(machine)
    for what, key, names, there in (
        (Message("state"), "runs_in", deadline.runs_in, machine.states),
        (Message("state"), "pauses_in", deadline.pauses_in, machine.states),
        (Message("trigger"), "met_by", deadline.met_by or (), known),
        (Message("trigger"), "on_lapse", [lapse.fire], known),
        (Message("breach"), "on_lapse", [lapse.breach], subject.regulation.breaches),
    ):
        yield from subject.unresolved(what, names, there, quoted(name), (*place, key))


def _group(
    subject: Subject, name: str, scope: Scope, group: Group, place: Place
) -> Iterator[Finding]:
    regulation = group.machine.partition("/")[0]
    if regulation not in (subject.regulation.regulation, *subject.regulation.uses):
        message = Message("{name!r} is named, but is not among 'uses'", name=regulation)
        yield subject.finding(message, *place, "machine")
    found = subject.library.machine(group.machine)
    if found is None:
        message = Message("there is no machine {name!r}", name=group.machine)
        yield subject.finding(message, *place, "machine")
        return
    child = Scope(*found)
    starts = {t.trigger for t in child.machine.transitions if t.starting}
    child_name = named(group.machine)
    as_ = group.as_ or {}
    fields = [as_] if isinstance(as_, str) else list(as_)
    for what, key, names, there, where in (
        (Message("path"), "for_each", [group.for_each], scope.names, quoted(name)),
        (Message("starting trigger"), "start", [group.start], starts, child_name),
        (Message("field"), "as", fields, child.fields, child_name),
        (Message("field"), "give", group.give, child.fields, child_name),
        (Message("path"), "give", group.give.values(), scope.names, quoted(name)),
        (Message("field"), "take", group.take, scope.names, quoted(name)),
        (Message("path"), "take", group.take.values(), child.names, child_name),
    ):
        yield from subject.unresolved(what, names, there, where, (*place, key))
