"""What an example expects of a case, and what the case says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.memory import MemoryFamilies
from zwgov_workflow.engine.outcome import Event
from zwgov_workflow.engine.value import to_json
from zwgov_workflow.errors import Message
from zwgov_workflow.worked_examples.example import Raw

__all__ = ["as_told", "differences"]

EMPTY = "empty"


def as_told(turn: Turn, families: MemoryFamilies, name: str) -> Raw | None:
    """Return what a case says to *name*, as a file would write it; None where it is no word.

    ``state``; ``breaches`` that count; of its latest event ``warned``, ``notified`` and ``late``;
    a group's number of children; else a field, deadline, date or parameter, ``empty`` where it is
    missing.
    """
    case, scope = turn.case, turn.machine.scope
    if name in _OF_CASE:
        return _OF_CASE[name](case, families)
    if name in scope.groups and name not in scope.fields:
        return str(sum(case.counts.get(name, {}).values()))
    if name not in scope.names:
        return None
    value = turn.view().value(name)
    return EMPTY if value is None else _raw(to_json(value))


def _latest(case: Snapshot, families: MemoryFamilies) -> Event:
    return families.history[case.id][-1]


_OF_CASE: Mapping[str, Callable[[Snapshot, MemoryFamilies], Raw]] = {
    "state": lambda case, _: case.in_state,
    "breaches": lambda case, all_: [breach.name for breach in all_.breaches(case.id)],
    "warned": lambda case, all_: [warned.name for warned in _latest(case, all_).warnings],
    "notified": lambda case, all_: [notice.role for notice in _latest(case, all_).notices],
    "late": lambda case, all_: "yes" if _latest(case, all_).late else "no",
}


def _raw(plain: object) -> Raw:
    if isinstance(plain, list):
        return [_raw(entry) for entry in plain]
    if isinstance(plain, dict):
        return {str(key): _raw(value) for key, value in plain.items()}
    return str(plain)


def differences(key: str, told: Raw, found: Raw) -> Message | None:
    """Return how what is told of *key* differs from what was found; None where it does not."""
    if isinstance(found, list) and isinstance(told, str):
        told = [] if told == "none" else [told]
    if told == found:
        return None
    return Message(
        "expected {key} to be {told}, it is {found}",
        key=key,
        told=_shown(told),
        found=_shown(found),
    )


def _shown(raw: Raw) -> str:
    if isinstance(raw, list):
        return f"[{', '.join(map(_shown, raw))}]"
    return str(raw)
