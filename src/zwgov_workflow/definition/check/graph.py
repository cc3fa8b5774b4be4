"""Every state can be reached, left or ended in, and says what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.model import Machine
from zwgov_workflow.errors import Finding, Message

__all__ = [
    "check_graph",
]


def check_graph(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each state that is cut off, a dead end, or waits without saying why."""
    for name, machine, _, place in subject.each_machine():
        ways = _ways(machine)
        stays = {state for state in machine.states if ways[state] <= {state}}
        reached = _closure((t.to for t in machine.transitions if t.starting), ways)
        ends = [state for state, known in machine.states.items() if known.final]
        leading = _closure(ends, _reversed(ways))
        yield from _starts(subject, machine, place)
        for state, known in machine.states.items():
            at = (*place, "states", state)
            if state not in reached:
                message = Message(
                    "state {state!r} of {machine!r} is not reachable", state=state, machine=name
                )
                yield subject.finding(message, *at)
            if known.final:
                continue
            if state in stays:
                message = Message(
                    "{state!r} of {machine!r} is a dead end", state=state, machine=name
                )
                yield subject.finding(message, *at)
            elif state not in leading and not known.waits:
                message = Message(
                    "no final state can be reached from {state!r} of {machine!r}",
                    state=state,
                    machine=name,
                )
                yield subject.finding(message, *at)
            if not known.waits and not _runs(subject, machine, state):
                message = Message(
                    "{state!r} of {machine!r} waits without deadline or reason",
                    state=state,
                    machine=name,
                )
                yield subject.finding(message, *at)
        yield from _clocks(subject, name, machine, place)


def _ways(machine: Machine) -> Mapping[str, set[str]]:
    """Return, for each state, the states that a step leads to; a step that stays is one too."""
    ways: dict[str, set[str]] = {state: set() for state in machine.states}
    for transition in machine.transitions:
        for state in machine.sources(transition):
            if state in ways:
                ways[state].add(state if transition.to == "same" else transition.to)
    return ways


def _reversed(ways: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    back: dict[str, set[str]] = {state: set() for state in ways}
    for state, targets in ways.items():
        for target in targets & back.keys():
            back[target].add(state)
    return back


def _closure(starts: Iterable[str], ways: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(starts)
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting.extend(ways.get(state, ()))
    return found


def _runs(subject: Subject, machine: Machine, state: str) -> bool:
    """Return whether a deadline runs in *state* whose period is a number."""

    def counts(period: str | None) -> bool:
        parameter = subject.regulation.parameters.get(period or "")
        return "none" not in (period, parameter and parameter.value)

    return any(
        state in deadline.runs_in and counts(deadline.within) and counts(deadline.ahead)
        for deadline in machine.deadlines.values()
    )


def _starts(subject: Subject, machine: Machine, place: Place) -> Iterator[Finding]:
    if not any(transition.starting for transition in machine.transitions):
        yield subject.finding(Message("no transition without 'from' starts a case"), *place)
    for i, transition in enumerate(machine.transitions):
        if transition.starting and transition.to == "same":
            message = Message("a transition that starts a case cannot stay in the 'same' state")
            yield subject.finding(message, *place, "transitions", i, "to")


def _clocks(subject: Subject, name: str, machine: Machine, place: Place) -> Iterator[Finding]:
    """Check that lapses and clock transitions belong together, and answers leave the deadline."""
    fired = {deadline.on_lapse.fire for deadline in machine.deadlines.values()}
    timed = {t.trigger for t in machine.transitions if "clock" in t.by}
    for i, transition in enumerate(machine.transitions):
        if "clock" in transition.by and transition.trigger not in fired:
            message = Message(
                "nobody fires {trigger!r} of {machine!r}", trigger=transition.trigger, machine=name
            )
            yield subject.finding(message, *place, "transitions", i)
    for key, deadline in machine.deadlines.items():
        at = (*place, "deadlines", key)
        fire = deadline.on_lapse.fire
        if fire is not None and fire not in timed:
            message = Message(
                "the lapse fires {trigger!r}, which is no transition by the clock", trigger=fire
            )
            yield subject.finding(message, *at, "on_lapse")
        elif fire is not None:
            yield from _lapses(subject, machine, fire, deadline.runs_in, at)
        for trigger in deadline.met_by or ():
            if not _leaves(machine, trigger, deadline.runs_in):
                message = Message(
                    "{trigger!r} answers the deadline but never leaves a state it runs in",
                    trigger=trigger,
                )
                yield subject.finding(message, *at, "met_by")


def _lapses(
    subject: Subject, machine: Machine, fire: str, states: Iterable[str], place: Place
) -> Iterator[Finding]:
    """Check that the lapse finds its transition wherever the deadline runs, and only there."""
    timed = [t for t in machine.transitions if t.trigger == fire and "clock" in t.by]
    known = {state for transition in timed for state in machine.sources(transition)}
    for state in sorted(set(states) - known):
        message = Message(
            "the lapse fires {trigger!r} also in {state!r}, where there is none",
            trigger=fire,
            state=state,
        )
        yield subject.finding(message, *place, "on_lapse")


def _leaves(machine: Machine, trigger: str, states: Iterable[str]) -> bool:
    inside = set(states)
    return any(
        transition.trigger == trigger
        and inside & set(machine.sources(transition))
        and transition.to not in (*inside, "same")
        and not {"clock", "rule"} & set(transition.by)
        for transition in machine.transitions
    )
