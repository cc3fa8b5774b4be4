"""Parents and children: what is given is not set twice, and what is required is given."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.model import Group
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding

__all__ = ["check_families"]


def check_families(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each field of a child that two would fill, or nobody."""
    for name, machine, _, place in subject.each_machine():
        for key, group in machine.children.items():
            found = subject.library.machine(group.machine)
            if found is not None:
                at = (*place, "children", key)
                yield from _given(subject, name, group, Scope(*found), at)


def _given(
    subject: Subject, parent: str, group: Group, child: Scope, place: Place
) -> Iterator[Finding]:
    as_ = group.as_ or {}
    given = {*group.give, *([as_] if isinstance(as_, str) else as_)}
    for transition in child.machine.transitions:
        filled = {*transition.sets, *child.form_of(transition)}
        for field in sorted(given & filled):
            message = f"{field!r} is given by {parent!r} and filled in by {transition.trigger!r}"
            yield subject.finding(f"{message} of {group.machine}", *place, "give")
    starting = [t for t in child.machine.transitions if t.trigger == group.start and t.starting]
    at_start = {field for t in starting for field in t.sets}
    for field, declared in child.machine.data.items():
        if not declared.type.optional and field not in given | at_start:
            message = f"{group.machine} needs {field!r} from its start, and nobody gives it"
            yield subject.finding(message, *place)
    if group.take and group.for_each is not None:
        message = "'take' from many children would keep the last one's: take from single groups"
        yield subject.finding(message, *place, "take")
