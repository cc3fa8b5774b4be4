"""Every condition asks paths that there are, for values they can have."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Place, Subject, named, quoted
from zwgov_workflow.definition.condition import ORDERS, RELATIONS, Condition, Test
from zwgov_workflow.definition.kinds import parse_number
from zwgov_workflow.definition.model import Group, Machine
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_paths"]


def check_paths(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each condition that asks for what cannot be."""
    for name, machine, scope, place in subject.each_machine():
        for at, condition in (*conditions(machine, place), *_asked_by_forms(subject, scope, place)):
            yield from _condition(subject, name, scope, condition, at)


def conditions(machine: Machine, place: Place) -> Iterator[tuple[Place, Condition]]:
    """Yield every condition of a machine, with its place."""
    for i, transition in enumerate(machine.transitions):
        if transition.when is not None:
            yield (*place, "transitions", i, "when"), transition.when
    for name, requirement in machine.requirements.items():
        if requirement.that is not None:
            yield (*place, "requirements", name, "that"), requirement.that
        if requirement.if_ is not None:
            yield (*place, "requirements", name, "if"), requirement.if_
    for name, group in machine.children.items():
        if group.if_ is not None:
            yield (*place, "children", name, "if"), group.if_


def _asked_by_forms(
    subject: Subject, scope: Scope, place: Place
) -> Iterator[tuple[Place, Condition]]:
    """Yield what the forms of a machine ask, and the tables it looks up, with their places."""
    machine, regulation = scope.machine, subject.regulation
    forms = [((*place, "data"), machine.data)]
    tables: set[str] = set()
    for i, transition in enumerate(machine.transitions):
        own = (*place, "transitions", i, "form")
        at = ("forms", transition.form) if isinstance(transition.form, str) else own
        forms.append((at, scope.form_of(transition)))
        tables |= {
            setting.table.partition(".")[0] for setting in transition.sets.values() if setting.table
        }
    for at, form in forms:
        for field_name, field in form.items():
            if field.required_when is not None:
                yield (*at, field_name, "required_when"), field.required_when
            if field.choices_from is not None:
                tables.add(field.choices_from.partition(".")[0])
    for table in sorted(tables & regulation.tables.keys()):
        for i, row in enumerate(regulation.tables[table].rules):
            yield ("tables", table, "rules", i, "when"), row.when


def _condition(
    subject: Subject, name: str, scope: Scope, condition: Condition, place: Place
) -> Iterator[Finding]:
    for path, test in condition.tests.items():
        at = (*place, path)
        yield from subject.unresolved(Message("path"), [path], scope.names, quoted(name), at)
        yield from _words(subject, scope, path, test, at)
        yield from _comparisons(subject, name, scope, path, test, at)
        if path in scope.groups:
            yield from _states(subject, scope.groups[path], test, at)
    for key in ("all_of", "any_of", "none_of"):
        for i, part in enumerate(getattr(condition, key)):
            yield from _condition(subject, name, scope, part, (*place, key, i))


def _states(subject: Subject, group: Group, test: Test, place: Place) -> Iterator[Finding]:
    child = subject.library.machine(group.machine)
    if child is not None:
        words = (*(test.all or ()), *(test.any or ()), *(test.none or ()))
        what, where = Message("state"), named(group.machine)
        yield from subject.unresolved(what, words, child[1].states, where, place)


def _words(
    subject: Subject, scope: Scope, path: str, test: Test, place: Place
) -> Iterator[Finding]:
    words, kind = scope.words_of(path), scope.type_of(path)
    asked = [w for key in ("is_", "not_", "has", "only") for w in getattr(test, key) or ()]
    if words is not None:
        yield from subject.unresolved(Message("value"), asked, words, quoted(path), place)
    elif kind is not None and kind.name == "number":
        for word in asked:
            try:
                parse_number(word)
            except ValueError:
                message = Message(
                    "{path!r} is a number, and {word!r} is none", path=path, word=word
                )
                yield subject.finding(message, *place)


def _comparisons(  # noqa: PLR0913, PLR0917 (a place and what is there)
    subject: Subject, name: str, scope: Scope, path: str, test: Test, place: Place
) -> Iterator[Finding]:
    others = [getattr(test, key) for key in RELATIONS]
    yield from subject.unresolved(Message("path"), others, scope.names, quoted(name), place)
    ordered = [getattr(test, key) for key in ORDERS]
    compared = [path, *ordered] if any(ordered) else []
    yield from _kinds(subject, scope, compared, Message("date"), place)
    if test.at_least is not None or test.below is not None:
        yield from _kinds(subject, scope, [path], Message("number"), place)


def _kinds(
    subject: Subject, scope: Scope, paths: list[str | None], wanted: str, place: Place
) -> Iterator[Finding]:
    for path in paths:
        kind = scope.type_of(path) if path is not None else None
        if kind is not None and kind.name != wanted:
            message = Message(
                "{path!r} is {kind}, and no {wanted} to compare",
                path=path,
                kind=kind,
                wanted=wanted,
            )
            yield subject.finding(message, *place)
