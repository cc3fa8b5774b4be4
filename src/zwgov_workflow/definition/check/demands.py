"""What a transition demands can be met, and nobody corrects a record alone."""

from __future__ import annotations

from collections.abc import Iterator

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.model import Machine, Requirement, Transition
from zwgov_workflow.definition.scope import TODAY
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_demands"]


def check_demands(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each demand that its own step decides, and each lone correction."""
    for _, machine, _, place in subject.each_machine():
        for i, transition in enumerate(machine.transitions):
            at = (*place, "transitions", i)
            yield from _decided_by_itself(subject, machine, transition, at)
            yield from _alone(subject, machine, transition, at)


def _decided_by_itself(
    subject: Subject, machine: Machine, transition: Transition, at: Place
) -> Iterator[Finding]:
    """Check that no demand asks for a word that the same step sets, whatever stood there before."""
    words = {
        name
        for name, setting in transition.sets.items()
        if setting.literal is not None and setting.literal != TODAY
    }
    for name in transition.requires:
        for path in sorted(words & set(_paths(machine.requirements[name]))):
            message = Message(
                "{trigger!r} requires {requirement!r}, which reads the {path!r} it sets",
                trigger=transition.trigger,
                requirement=name,
                path=path,
            )
            yield subject.finding(message, *at, "requires")


def _paths(requirement: Requirement) -> Iterator[str]:
    for condition in (requirement.if_, requirement.that):
        if condition is not None:
            yield from condition.paths()


def _alone(
    subject: Subject, machine: Machine, transition: Transition, at: Place
) -> Iterator[Finding]:
    """Check that a correction asks for another officer than the one who recorded."""
    corrected = transition.corrects
    demanded = (machine.requirements[name].distinct_from or () for name in transition.requires)
    if corrected is not None and not any(corrected in others for others in demanded):
        message = Message(
            "{trigger!r} corrects {corrected!r}, and asks for no second officer",
            trigger=transition.trigger,
            corrected=corrected,
        )
        yield subject.finding(message, *at, "corrects")
