"""Every reference of a transition, deadline or group leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.model import ACTORS, DateRule, Deadline, Group, Machine, Transition
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding

__all__ = ["check_references"]


def check_references(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each reference within a machine that leads nowhere."""
    missing = set(subject.regulation.uses) - set(subject.library.regulations)
    for name in sorted(missing):
        yield subject.finding(f"the regulation {name!r} was not given", "uses")
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
            yield from subject.unresolved("trigger", others, _triggers(machine), repr(name), there)
            yield from subject.unresolved("breach", [requirement.otherwise], ways, "the file", at)
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
    yield from subject.unresolved("role", machine.readers or (), roles, "the file", place)
    used = {
        role
        for transition in machine.transitions
        for role in (*transition.by, *(transition.notifies or ()))
    } | {*(machine.readers or ())}
    for role in sorted(used & roles.keys()):
        field = roles[role].held_in or roles[role].is_
        if field not in (None, "bureau", *scope.fields):
            message = f"role {role!r} needs a field {field!r} in {name!r}"
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
        what = "department field"
        yield from subject.unresolved(what, [breach.department], known, "the file", at)


def _triggers(machine: Machine) -> set[str]:
    """Return the triggers of a machine."""
    return {transition.trigger for transition in machine.transitions}


def _ends(
    subject: Subject, name: str, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    froms, to = {*machine.states, "any"}, {*machine.states, "same"}
    at = (*place, "from")
    yield from subject.unresolved("state", transition.from_ or (), froms, repr(name), at)
    yield from subject.unresolved("state", [transition.to], to, repr(name), (*place, "to"))


def _demands(
    subject: Subject, name: str, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    regulation, known = subject.regulation, _triggers(machine)
    form = transition.form if isinstance(transition.form, str) else None
    for what, key, names, there in (
        ("role", "by", transition.by, {*regulation.roles, *ACTORS}),
        ("role", "notifies", transition.notifies or (), regulation.roles),
        ("form", "form", [form], regulation.forms),
        ("requirement", "requires", transition.requires, machine.requirements),
        ("group", "starts", transition.starts, machine.children),
        ("breach", "breach", [transition.breach], regulation.breaches),
        ("letter", "letter", [transition.letter], regulation.letters),
        ("trigger", "corrects", [transition.corrects], known),
    ):
        yield from subject.unresolved(what, names, there, repr(name), (*place, key))


def _tells(
    subject: Subject, machine: Machine, transition: Transition, place: Place
) -> Iterator[Finding]:
    for i, tell in enumerate(transition.tells):
        at = (*place, "tells", i)
        yield from subject.unresolved("group", [tell.group], machine.children, "the machine", at)
        group = machine.children.get(tell.group)
        child = subject.library.machine(group.machine) if group else None
        if group and child:
            known = _triggers(child[1])
            yield from subject.unresolved("trigger", [tell.trigger], known, group.machine, at)


def _sets(
    subject: Subject, name: str, scope: Scope, transition: Transition, place: Place
) -> Iterator[Finding]:
    regulation = subject.regulation
    for field, setting in transition.sets.items():
        at = (*place, "sets", field)
        sources = [setting.copy_, setting.add]
        yield from subject.unresolved("path", sources, scope.names, repr(name), at)
        table = setting.table.partition(".")[0] if setting.table else None
        yield from subject.unresolved("table", [table], regulation.tables, "the file", at)
        yield from subject.unresolved("tally", [setting.tally], regulation.tallies, "the file", at)


def _rule(
    subject: Subject, name: str, scope: Scope, rule: DateRule | Deadline, place: Place
) -> Iterator[Finding]:
    due = rule.due if isinstance(rule, Deadline) else None
    yield from subject.unresolved("path", [rule.anchor, due], scope.names, repr(name), place)
    for key, period in (("within", rule.within), ("ahead", rule.ahead)):
        if period is not None and not period[0].isdigit() and period != "none":
            at = (*place, key)
            yield from subject.unresolved("period or path", [period], scope.names, repr(name), at)


def _deadline(
    subject: Subject, name: str, machine: Machine, deadline: Deadline, place: Place
) -> Iterator[Finding]:
    lapse, known = deadline.on_lapse, _triggers(machine)
    for what, key, names, there in (
        ("state", "runs_in", deadline.runs_in, machine.states),
        ("state", "pauses_in", deadline.pauses_in, machine.states),
        ("trigger", "met_by", deadline.met_by or (), known),
        ("trigger", "on_lapse", [lapse.fire], known),
        ("breach", "on_lapse", [lapse.breach], subject.regulation.breaches),
    ):
        yield from subject.unresolved(what, names, there, repr(name), (*place, key))


def _group(
    subject: Subject, name: str, scope: Scope, group: Group, place: Place
) -> Iterator[Finding]:
    regulation = group.machine.partition("/")[0]
    if regulation not in (subject.regulation.regulation, *subject.regulation.uses):
        message = f"{regulation!r} is named, but is not among 'uses'"
        yield subject.finding(message, *place, "machine")
    found = subject.library.machine(group.machine)
    if found is None:
        yield subject.finding(f"there is no machine {group.machine!r}", *place, "machine")
        return
    child = Scope(*found)
    starts = {t.trigger for t in child.machine.transitions if t.starting}
    as_ = group.as_ or {}
    fields = [as_] if isinstance(as_, str) else list(as_)
    for what, key, names, there, where in (
        ("path", "for_each", [group.for_each], scope.names, repr(name)),
        ("starting trigger", "start", [group.start], starts, group.machine),
        ("field", "as", fields, child.fields, group.machine),
        ("field", "give", group.give, child.fields, group.machine),
        ("path", "give", group.give.values(), scope.names, repr(name)),
        ("field", "take", group.take, scope.names, repr(name)),
        ("path", "take", group.take.values(), child.names, group.machine),
    ):
        yield from subject.unresolved(what, names, there, where, (*place, key))
