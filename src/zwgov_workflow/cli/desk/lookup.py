"""Machines, triggers, fields and states by their names or by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches

import typer

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.model import Regulation
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import UnknownRegulation, UnknownState

__all__ = ["known_machine", "known_state", "name_of", "startable"]


_NOTE = re.compile(r"\s*[（(][^（()）]*[）)]$")


def name_of(word: str, labels: Mapping[str, Iterable[str]]) -> str:
    """Return the name that *word* is or is a label of; *word* itself where there is none.

    A label is known without the note in brackets at its end, too.

    Raises:
        typer.BadParameter: It is a label of several.
    """
    if word in labels:
        return word
    known = {name: tuple(called) for name, called in labels.items()}
    found = [name for name, called in known.items() if word in called]
    if not found:
        short = ((name, _NOTE.sub("", label)) for name, called in known.items() for label in called)
        found = list(dict.fromkeys(name for name, label in short if label == word))
    if len(found) > 1:
        message = _("{word} can be one of {names}; give the name")
        raise typer.BadParameter(message.format(word=word, names=", ".join(found)))
    return found[0] if found else word


def startable(regulations: Regulations, word: str, day: date) -> CompiledMachine:
    """Return the machine called *word* as it is in force on *day*.

    Args:
        regulations: Those of the bureau.
        word: ``regulation/machine`` or the label of the machine; the name or title of a
            regulation for its first machine.
        day: The day of the fact.

    Raises:
        UnknownRegulation: There is no such machine.
        NotInForce: There is, and not on that day.
    """
    path = known_machine(regulations, word)
    name, _slash, machine = path.partition("/")
    document = regulations.in_force(name, day)
    machine = machine or next(iter(document.regulation.machines))
    if machine not in document.regulation.machines:
        raise UnknownRegulation(name=word, known=tuple(_paths(document.regulation)))
    return regulations.machine(f"{name}/{machine}", document.digest)


def known_machine(regulations: Regulations, word: str) -> str:
    """Return ``regulation`` or ``regulation/machine`` for a word, whichever it means.

    Raises:
        UnknownRegulation: There is none of any version.
        typer.BadParameter: It is a label of several.
    """
    labels: dict[str, dict[str, None]] = {}
    for document in regulations.documents.values():
        regulation = document.regulation
        labels.setdefault(regulation.regulation, {})[regulation.title] = None
        for path in _paths(regulation):
            called = regulation.machines[path.partition("/")[2]].label
            labels.setdefault(path, {}).update({called: None} if called else {})
    found = name_of(word, labels)
    if found not in labels:
        words = {*labels, *(one for of in labels.values() for one in of)}
        close = get_close_matches(word, sorted(words))
        raise UnknownRegulation(name=word, known=regulations.names, close=close)
    return found


def _paths(regulation: Regulation) -> Iterator[str]:
    yield from (f"{regulation.regulation}/{name}" for name in regulation.machines)


def known_state(regulations: Regulations, word: str, machine: str | None) -> tuple[str | None, str]:
    """Return the machine and the name of a state; *machine* itself where *word* is the name.

    Args:
        regulations: Those of the bureau.
        word: A name, which several machines may share, or a label.
        machine: ``regulation``, ``regulation/machine``, or None for any.

    Raises:
        UnknownState: There is none.
        typer.BadParameter: It is a label of several.
    """
    found: dict[tuple[str, str], None] = {}
    for path, name, label in _states(regulations, machine):
        if word == name:
            return machine, name
        if word == label:
            found[path, name] = None
    if not found:
        words = {one for _path, *of in _states(regulations, machine) for one in of if one}
        raise UnknownState(state=word, close=get_close_matches(word, sorted(words)))
    if len(found) > 1:
        message = _("{word} is a state of {machines}; say which with --machine")
        paths = ", ".join(path for path, _name in found)
        raise typer.BadParameter(message.format(word=word, machines=paths))
    return next(iter(found))


def _states(regulations: Regulations, wanted: str | None) -> Iterator[tuple[str, str, str | None]]:
    for document in regulations.documents.values():
        for path in _paths(document.regulation):
            if wanted in (None, path, document.regulation.regulation):
                machine = document.regulation.machines[path.partition("/")[2]]
                yield from ((path, name, state.label) for name, state in machine.states.items())
