"""Periods begin on a day that is known, and rules come to rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zwgov_workflow.definition.check.domains import ALWAYS, common_case, describe
from zwgov_workflow.definition.check.findings import Place, Subject, quoted
from zwgov_workflow.definition.condition import Condition
from zwgov_workflow.definition.model import ACTORS, Machine, Transition
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_clocks"]


def check_clocks(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each period without a first day, and each round of rules."""
    for _, machine, scope, place in subject.each_machine():
        yield from _anchors(subject, machine, scope, place)
        yield from _restless(subject, machine, place)
        for round_ in _rounds(machine):
            yield from _endless(subject, scope, machine, round_, place)


def _anchors(subject: Subject, machine: Machine, scope: Scope, place: Place) -> Iterator[Finding]:
    """Check that whatever lets a deadline run also records the day it runs from."""
    for key, deadline in machine.deadlines.items():
        anchor = deadline.anchor or deadline.due or ""
        kind = scope.type_of(anchor)
        if kind is None or kind.name != "date":
            message = Message(
                "{deadline!r} runs from {anchor!r}, which is no date", deadline=key, anchor=anchor
            )
            yield subject.finding(message, *place, "deadlines", key)
            continue
        if anchor in machine.data or anchor in scope.dates or anchor in scope.constants:
            continue
        running = {*deadline.runs_in, *deadline.pauses_in}
        for i, transition in enumerate(machine.transitions):
            entered = transition.to in deadline.runs_in
            outside = [state for state in machine.sources(transition) if state not in running]
            recorded = {*transition.sets, *scope.form_of(transition)}
            if entered and (outside or transition.starting) and anchor not in recorded:
                message = Message(
                    "{trigger!r} starts {deadline!r}, but records no {anchor!r}",
                    trigger=transition.trigger,
                    deadline=key,
                    anchor=anchor,
                )
                yield subject.finding(message, *place, "transitions", i)


def _restless(subject: Subject, machine: Machine, place: Place) -> Iterator[Finding]:
    """Check that a rule leaves its state, and that it and the clock need no form filled in."""
    for i, transition in enumerate(machine.transitions):
        at = (*place, "transitions", i)
        name = transition.trigger
        if "rule" in transition.by and transition.to in ("same", *machine.sources(transition)):
            message = Message(
                "the rule {trigger!r} stays in its state and would fire for ever", trigger=name
            )
            yield subject.finding(message, *at)
        nobody = set(transition.by) <= set(ACTORS)
        if nobody and transition.form is not None:
            message = Message("nobody fills in the form of {trigger!r}", trigger=name)
            yield subject.finding(message, *at, "form")


def _rounds(machine: Machine) -> Iterator[Sequence[Transition]]:
    """Yield the rounds in which rules could go, each once, from its first state by name."""
    rules = [t for t in machine.transitions if "rule" in t.by and t.to != "same"]

    def follow(start: str, path: list[Transition]) -> Iterator[Sequence[Transition]]:
        here = path[-1].to if path else start
        for rule in rules:
            if here not in machine.sources(rule) or rule in path:
                continue
            if rule.to == start:
                yield [*path, rule]
            elif rule.to > start and rule.to not in [step.to for step in path]:
                yield from follow(start, [*path, rule])

    for state in machine.states:
        yield from follow(state, [])


def _endless(
    subject: Subject,
    scope: Scope,
    machine: Machine,
    round_: Sequence[Transition],
    place: Place,
) -> Iterator[Finding]:
    """Check that no case lets every rule of a round hold, so that it would never come to rest."""
    last = machine.transitions.index(round_[-1])
    rules = tuple(quoted(rule.trigger) for rule in round_)
    at = (*place, "transitions", last)
    written = {field for rule in round_ for field in rule.sets}
    conditions = [_without(rule.when or ALWAYS, written) for rule in round_]
    found = common_case(conditions, scope, subject.library)
    if isinstance(found, str):
        message = Message("rules {rules} go round: {why} to rule it out", rules=rules, why=found)
        yield subject.finding(message, *at)
    elif found is not None:
        case = describe(found)
        yield subject.finding(
            Message("rules {rules} go round when {case}", rules=rules, case=case), *at
        )


def _without(condition: Condition, written: set[str]) -> Condition:
    """Return a condition without its tests on paths that the round itself writes."""
    if not written & set(condition.paths()):
        return condition
    tests = {path: test for path, test in condition.tests.items() if path not in written}
    return Condition.model_construct(tests=tests)
