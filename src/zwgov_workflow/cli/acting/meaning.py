"""The trigger that a word means: its name, a label of it, or how its labels begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import typer

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.desk.lookup import name_of
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["meant_by"]


def meant_by(labels: Labels, state: str | None, word: str) -> tuple[str, str | None]:
    """Return the name of the trigger that *word* means, and the one label of it that is meant.

    Those that the state knows come first, then those of any state; in each a name before a label
    before how labels begin: 函复 for 函复同意 and 函复不同意. The label is None where *word* may
    mean several of the trigger. What is none of these comes back as it is.

    Raises:
        typer.BadParameter: It can be several triggers.
    """
    here = {name: labels.triggers[name] for name in labels.machine.triggers_of(state)}
    for known in (here, labels.triggers):
        found = name_of(word, known)
        if found in known:
            return found, None if found == word else word
        begun = {name: _begun(word, called) for name, called in known.items()}
        begun = {name: called for name, called in begun.items() if called}
        if len(begun) == 1:
            return _one(begun)
        if begun:
            raise _several(word, begun)
    return word, None


def _begun(word: str, labels: Sequence[str]) -> Sequence[str]:
    return [label for label in labels if label.startswith(word)]


def _one(begun: Mapping[str, Sequence[str]]) -> tuple[str, str | None]:
    [(name, labels)] = begun.items()
    return name, labels[0] if len(labels) == 1 else None


def _several(word: str, begun: Mapping[str, Sequence[str]]) -> typer.BadParameter:
    message = _("{word} can be one of {names}; give the name")
    names = ", ".join(label for labels in begun.values() for label in labels)
    return typer.BadParameter(message.format(word=word, names=names))
