"""What an act brings about, as far as it can be said before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import select
from zwgov_workflow.engine.value import Data
from zwgov_workflow.errors import EngineFault

__all__ = ["irrevocable", "leads_to", "meant"]


def meant(turn: Turn, arrows: Sequence[Arrow], data: Data) -> Sequence[Arrow]:
    """Return the transition that *data* select or, where that is not known yet, all of them.

    What is counted from the records of the bureau is not known here.
    """
    if any(how.tally for arrow in arrows for how in arrow.rule.sets.values()):
        return arrows
    try:
        return [select(turn, arrows, data)[0]]
    except EngineFault:
        return arrows


def leads_to(labels: Labels, arrows: Sequence[Arrow], state: str | None) -> str:
    """Return the labels of the states that *arrows* lead to."""
    states = (arrow.rule.to for arrow in arrows)
    named = dict.fromkeys(state if to == "same" and state else to for to in states)
    return " / ".join(map(labels.state, named))


def irrevocable(labels: Labels, arrows: Sequence[Arrow]) -> Sequence[str]:
    """Return why an act cannot be taken back, in words; empty where it can be put right.

    It cannot where it ends the case, sends a letter, hands something on to other cases, tells them
    of it or records a breach, unless the regulation has a correction of it (``corrects``).
    """
    found = (reason for arrow in arrows for reason in _reasons(labels, arrow))
    return tuple(dict.fromkeys(found))


def _reasons(labels: Labels, arrow: Arrow) -> Iterator[str]:
    rule, machine = arrow.rule, labels.machine
    if _corrected(machine, rule.trigger):
        return
    if rule.to != "same" and machine.is_final(rule.to):
        yield _("it ends the case")
    if rule.letter is not None:
        letter = machine.regulation.letters[rule.letter].label or rule.letter
        yield _("it sends the letter {letter}").format(letter=letter)
    if not rule.starting:
        for group in rule.starts:
            yield _("it opens {group}").format(group=labels.group(group))
    for tell in rule.tells:
        yield _("it is told to {group}").format(group=labels.group(tell.group))
    if rule.breach is not None:
        yield _("it records the breach {label}").format(label=labels.breach(rule.breach))


def _corrected(machine: CompiledMachine, trigger: str) -> bool:
    return any(arrow.rule.corrects == trigger for arrow in machine.arrows)
