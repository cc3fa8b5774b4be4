"""Parents and children: what is given is not set twice, and what is required is given."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import Group
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_families"]


def check_families(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each field of a child that two would fill, or nobody."""
    for name, machine, scope, place in subject.each_machine():
        for key, group in machine.children.items():
            found = subject.library.machine(group.machine)
            if found is not None:
                at = (*place, "children", key)
                child = Scope(*found)
                yield from _given(subject, name, group, child, at)
                yield from _types(subject, scope, group, child, at)


def _given(
    subject: Subject, parent: str, group: Group, child: Scope, place: Place
) -> Iterator[Finding]:
    as_ = group.as_ or {}
    given = {*group.give, *([as_] if isinstance(as_, str) else as_)}
    for transition in child.machine.transitions:
        filled = {*transition.sets, *child.form_of(transition)}
        for field in sorted(given & filled):
            message = Message(
                "{field!r} is given by {parent!r} and filled in by {trigger!r} of {machine}",
                field=field,
                parent=parent,
                trigger=transition.trigger,
                machine=group.machine,
            )
            yield subject.finding(message, *place, "give")
    starting = [t for t in child.machine.transitions if t.trigger == group.start and t.starting]
    at_start = {field for t in starting for field in t.sets}
    for field, declared in child.machine.data.items():
        if not declared.type.optional and field not in given | at_start:
            message = Message(
                "{machine} needs {field!r} from its start, and nobody gives it",
                machine=group.machine,
                field=field,
            )
            yield subject.finding(message, *place)
    if group.take and group.for_each is not None:
        message = Message(
            "'take' from many children would keep the last one's: take from single groups"
        )
        yield subject.finding(message, *place, "take")


def _types(
    subject: Subject, parent: Scope, group: Group, child: Scope, place: Place
) -> Iterator[Finding]:
    """Check that what passes between parent and child is of one type at both ends."""
    for field, path in group.give.items():
        given, wanted = parent.type_of(path), child.fields.get(field)
        if not given or not wanted:
            continue
        words = _only_set(parent, path)
        if words is not None and child.words_of(field) is not None:
            where = Message("{field!r} of {machine}", field=field, machine=group.machine)
            known, at = child.words_of(field) or (), (*place, "give", field)
            yield from subject.unresolved(Message("value"), words, known, where, at)
        elif not _passes(parent, given, child, wanted):
            message = Message(
                "{path!r} is {given}, and {field!r} of {machine} is {wanted}",
                path=path,
                given=given,
                field=field,
                machine=group.machine,
                wanted=wanted,
            )
            yield subject.finding(message, *place, "give", field)
    for path, field in group.take.items():
        taken, wanted = child.type_of(field), parent.fields.get(path)
        own = path in {name for name, _, _ in parent.declared()}
        if own and taken and wanted and not _passes(child, taken, parent, wanted):
            message = Message(
                "{field!r} of {machine} is {taken}, and {path!r} is {wanted}",
                field=field,
                machine=group.machine,
                taken=taken,
                path=path,
                wanted=wanted,
            )
            yield subject.finding(message, *place, "take", path)


def _only_set(scope: Scope, path: str) -> list[str] | None:
    """Return the words a path is set to where no form or data declares it; None otherwise."""
    settings = [t.sets[path].literal for t in scope.machine.transitions if path in t.sets]
    declared = {name for name, _, _ in scope.declared()}
    if path in declared or not settings or None in settings:
        return None
    return [word for word in settings if isinstance(word, str) and word not in ("empty", "today")]


def _passes(source: Scope, given: FieldType, target: Scope, wanted: FieldType) -> bool:
    """Return whether every value of the one type is a value of the other, or there is none."""
    if given.many != wanted.many:
        return False
    if wanted.kind is Kind.TEXT or given == wanted:
        return True
    if given.kind is not None or wanted.kind is not None:
        return given.kind is wanted.kind
    mine = source.regulation.enumerations[given.name]
    theirs = target.regulation.enumerations[wanted.name]
    return theirs.open or (not mine.open and set(mine.words) <= set(theirs.words))
