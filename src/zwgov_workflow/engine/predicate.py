"""Conditions compiled to predicates over what a case knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Protocol

from zwgov_workflow.definition.condition import Condition, Test
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.engine.value import Value

__all__ = ["Facts", "Predicate", "always", "compile_condition"]


class Facts(Protocol):
    """What a predicate asks: the value of a path, and the states of a group's children."""

    def value(self, path: str) -> Value | None:
        """Return the value of a path; None where it is missing."""
        ...

    def states(self, group: str) -> Mapping[str, int]:
        """Return how many children of a group are in each state."""
        ...


Predicate = Callable[[Facts], bool]
TypeOf = Callable[[str], FieldType | None]

_COMPARE: Mapping[str, Callable[[date, date], bool]] = {
    "before": lt,
    "on_or_before": le,
    "after": gt,
    "on_or_after": ge,
}


def always(facts: Facts) -> bool:  # noqa: ARG001 (a predicate like the others)
    """Hold in every case."""
    return True


def compile_condition(condition: Condition | None, type_of: TypeOf) -> Predicate:
    """Return the predicate of a condition; without one it always holds.

    What is missing is no word, no number and no date: a test of it fails, but for ``not`` and
    ``filled: no``. Every group test holds of a group without children but ``any``.
    """
    if condition is None:
        return always
    parts = [part for path, test in condition.tests.items() for part in _test(path, test, type_of)]
    parts += [compile_condition(part, type_of) for part in condition.all_of]
    if condition.any_of:
        parts.append(_any([compile_condition(part, type_of) for part in condition.any_of]))
    parts += [_not(compile_condition(part, type_of)) for part in condition.none_of]
    return parts[0] if len(parts) == 1 else _all(parts)


def _all(parts: Sequence[Predicate]) -> Predicate:
    return lambda facts: all(part(facts) for part in parts)


def _any(parts: Sequence[Predicate]) -> Predicate:
    return lambda facts: any(part(facts) for part in parts)


def _not(part: Predicate) -> Predicate:
    return lambda facts: not part(facts)


def _test(path: str, test: Test, type_of: TypeOf) -> list[Predicate]:
    """Return one predicate for each thing the test asks."""
    return [
        *_value_tests(path, test, type_of(path)),
        *_relation_tests(path, test),
        *_group_tests(path, test),
    ]


def _value_tests(path: str, test: Test, kind: FieldType | None) -> Iterator[Predicate]:
    if test.is_ is not None:
        yield _word(path, _words(test.is_, kind))
    if test.not_ is not None:
        yield _not(_word(path, _words(test.not_, kind)))
    if test.filled is not None:
        yield _filled(path) if test.filled else _not(_filled(path))
    if test.has is not None:
        yield _has(path, _words(test.has, kind))
    if test.only is not None:
        yield _only(path, _words(test.only, kind))
    if test.at_least is not None:
        yield _at_least(path, test.at_least)
    if test.below is not None:
        yield _below(path, test.below)


def _relation_tests(path: str, test: Test) -> Iterator[Predicate]:
    if test.same_as is not None:
        yield _same(path, test.same_as)
    if test.in_ is not None:
        yield _in(path, test.in_)
    if test.inside is not None:
        yield _inside(path, test.inside)
    for name, compare in _COMPARE.items():
        other = getattr(test, name)
        if other is not None:
            yield _ordered(path, compare, other)


def _group_tests(path: str, test: Test) -> list[Predicate]:
    found: list[Predicate] = []
    if test.all is not None:
        found.append(_count(path, test.all, lambda inside, total: inside == total))
    if test.any is not None:
        found.append(_count(path, test.any, lambda inside, _: inside > 0))
    if test.none is not None:
        found.append(_count(path, test.none, lambda inside, _: inside == 0))
    return found


def _count(group: str, states: Sequence[str], judge: Callable[[int, int], bool]) -> Predicate:
    wanted = frozenset(states)

    def holds(facts: Facts) -> bool:
        counts = facts.states(group)
        inside = sum(number for state, number in counts.items() if state in wanted)
        return judge(inside, sum(counts.values()))

    return holds


def _words(words: Sequence[str], kind: FieldType | None) -> frozenset[Value]:
    if kind is not None and kind.kind is Kind.NUMBER:
        return frozenset(Decimal(word) for word in words)
    if kind is not None and kind.kind is Kind.DATE:
        return frozenset(date.fromisoformat(word) for word in words)
    return frozenset(words)


def _word(path: str, words: frozenset[Value]) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return isinstance(value, (str, date, Decimal)) and value in words

    return holds


def _filled(path: str) -> Predicate:
    return lambda facts: facts.value(path) is not None


def _same(path: str, other: str) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return value is not None and value == facts.value(other)

    return holds


def _in(path: str, other: str) -> Predicate:
    def holds(facts: Facts) -> bool:
        value, entries = facts.value(path), facts.value(other)
        return value is not None and isinstance(entries, tuple) and value in entries

    return holds


def _has(path: str, words: frozenset[Value]) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return isinstance(value, tuple) and all(word in value for word in words)

    return holds


def _only(path: str, words: frozenset[Value]) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return not isinstance(value, tuple) or all(entry in words for entry in value)

    return holds


def _ordered(path: str, compare: Callable[[date, date], bool], other: str) -> Predicate:
    def holds(facts: Facts) -> bool:
        a, b = facts.value(path), facts.value(other)
        return isinstance(a, date) and isinstance(b, date) and compare(a, b)

    return holds


def _at_least(path: str, bound: Decimal) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return isinstance(value, Decimal) and value >= bound

    return holds


def _below(path: str, bound: Decimal) -> Predicate:
    def holds(facts: Facts) -> bool:
        value = facts.value(path)
        return isinstance(value, Decimal) and value < bound

    return holds


def _inside(path: str, other: str) -> Predicate:
    def holds(facts: Facts) -> bool:
        day, window = facts.value(path), facts.value(other)
        if not isinstance(day, date) or not isinstance(window, str):
            return False
        first, _, last = window.partition(" to ")
        at = f"{day:%m-%d}"
        return first <= at <= last if first <= last else at >= first or at <= last

    return holds
