"""What a mapping calls the things of a machine, by name or by label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import Message
from zwgov_workflow.sourcefile import Node

__all__ = [
    "deadlines_of",
    "fields_of",
    "groups_of",
    "machine_called",
    "name_for",
    "states_of",
    "triggers_of",
]

Labels = Mapping[str, Sequence[str | None]]
"""For each name, its labels."""


def name_for(node: Node, word: str, labels: Labels, kind: Message) -> str:
    """Return the name that *word* is or is a label of.

    Args:
        node: Where the mapping says it.
        word: A name or a label.
        labels: What there is.
        kind: What it is to be, for the error.

    Raises:
        DefinitionError: There is none, or it is a label of several.
    """
    if word in labels:
        return word
    found = [name for name, called in labels.items() if word in called]
    if len(found) == 1:
        return found[0]
    if found:
        many = Message(
            "{word!r} can be one of {names}; give the name", word=word, names=tuple(found)
        )
        raise node.error(many)
    known = [*labels, *(label for called in labels.values() for label in called if label)]
    near = get_close_matches(word, known, n=1)
    names = tuple(labels)
    why = Message("{word!r} is no {kind}; there are {names}", word=word, kind=kind, names=names)
    if near:
        [close] = near
        why = Message(
            "{word!r} is no {kind}. Did you mean {close!r}?", word=word, kind=kind, close=close
        )
    raise node.error(why)


def machine_called(node: Node, regulations: Regulations) -> str:
    """Return ``regulation/machine`` of the machine that a mapping is for.

    Raises:
        DefinitionError: There is no such machine in any version.
    """
    labels: dict[str, list[str | None]] = {}
    for document in regulations.documents.values():
        for name, machine in document.regulation.machines.items():
            path = f"{document.regulation.regulation}/{name}"
            labels.setdefault(path, []).append(machine.label)
    return name_for(node, node.text(), labels, Message("machine"))


def states_of(machine: CompiledMachine) -> Labels:
    """Return the states."""
    return {name: [state.label] for name, state in machine.machine.states.items()}


def triggers_of(machine: CompiledMachine) -> Labels:
    """Return the triggers that a case can be told of, those that start it left out."""
    found: dict[str, list[str | None]] = {}
    for arrow in machine.arrows:
        if arrow.rule.from_:
            found.setdefault(arrow.rule.trigger, []).append(arrow.rule.label)
    return found


def deadlines_of(machine: CompiledMachine) -> Labels:
    """Return the deadlines."""
    return {name: [rule.label] for name, rule in machine.machine.deadlines.items()}


def groups_of(regulations: Regulations) -> Labels:
    """Return the groups of children of all machines."""
    found: dict[str, list[str | None]] = {}
    for document in regulations.documents.values():
        for machine in document.regulation.machines.values():
            for name, group in machine.children.items():
                found.setdefault(name, []).append(group.label)
    return found


def fields_of(machine: CompiledMachine) -> Labels:
    """Return the fields that a case may have."""
    found: dict[str, list[str | None]] = {name: [] for name in machine.scope.fields}
    for form in (machine.machine.data, *(arrow.form for arrow in machine.arrows)):
        for name, field in form.items():
            found.setdefault(name, []).append(field.label)
    return found
