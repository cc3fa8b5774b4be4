"""Conditions decided over finite domains: per path, the values they can tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from itertools import combinations, pairwise, product
from math import prod

from zwgov_workflow.definition.condition import ORDERS, RELATIONS, Condition, Test
from zwgov_workflow.definition.scope import TODAY, Library, Scope
from zwgov_workflow.errors import Message

__all__ = ["ALWAYS", "Assignment", "Known", "common_case", "describe", "every_case", "holds"]

LISTS = ("is_", "not_", "has", "only", "all", "any", "none")
OUTCOMES = {
    "before": ("before",),
    "on_or_before": ("before", "same"),
    "after": ("after",),
    "on_or_after": ("after", "same"),
}
ALWAYS = Condition.model_construct()
"""The condition that asks nothing."""

MISSING = "missing"
OTHER = "another"
UNKNOWN = "unknown"
MOST = 200_000
"""No more cases are looked at; a set of conditions that needs more is refused."""
MOST_WORDS = 16
"""No more words of one list are told apart: there are two to that power of sets of them."""

Key = tuple[str, str, str]
"""A path, a relation and what it is related to; the last two are empty for its own value."""

Case = str | Decimal | frozenset[str] | None
Assignment = Mapping[Key, Case]


@dataclass(slots=True)
class _Asked:
    """What the conditions ask of one path."""

    words: set[str]
    cuts: set[Decimal]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the values beforehand.

    Attributes:
        required: Paths that cannot be missing.
        offered: Paths of which a form offers some words only.
    """

    required: frozenset[str] = frozenset()
    offered: Mapping[str, Sequence[str]] = field(default_factory=dict)


NOTHING = Known()


def every_case(
    conditions: Iterable[Condition], scope: Scope, library: Library, known: Known = NOTHING
) -> Iterator[Assignment] | None:
    """Return every case that the conditions can tell apart; None where there are too many.

    Args:
        conditions: What is asked.
        scope: The machine it is asked in.
        library: Where the machines of children are.
        known: What is known beforehand.
    """
    asked: dict[Key, _Asked] = {}
    for condition in conditions:
        for path, test in _tests(condition):
            _collect(asked, path, test)
    if any(len(what.words) > MOST_WORDS for what in asked.values()):
        return None
    domains = {key: _domain(key, what, scope, library, known) for key, what in asked.items()}
    if prod(map(len, domains.values())) > MOST:
        return None
    always = known.required | scope.constants.keys() | {TODAY}
    cases = (dict(zip(domains, case, strict=True)) for case in product(*domains.values()))
    return (case for case in cases if _can_be(case, always))


def _can_be(case: Assignment, always: Set[str]) -> bool:
    """Return whether an order and what it compares agree on what is missing."""
    for (path, relation, other), value in case.items():
        if relation != "order":
            continue
        ends = [case.get((end, "", ""), UNKNOWN) for end in (path, other)]
        if value == MISSING:
            sure = [
                end in always or own not in (None, UNKNOWN)
                for end, own in zip((path, other), ends, strict=True)
            ]
            if all(sure):
                return False
        elif None in ends:
            return False
    return True


def common_case(
    conditions: Sequence[Condition], scope: Scope, library: Library
) -> Assignment | str | None:
    """Return a case in which all conditions hold, None where there is none, or why not known."""
    cases = every_case(conditions, scope, library)
    if cases is None:
        return Message("too many cases")
    return next((case for case in cases if all(holds(c, case) for c in conditions)), None)


def holds(condition: Condition, case: Assignment) -> bool:
    """Return whether *condition* holds in *case*."""
    return (
        all(_test_holds(path, test, case) for path, test in condition.tests.items())
        and all(holds(part, case) for part in condition.all_of)
        and (not condition.any_of or any(holds(part, case) for part in condition.any_of))
        and not any(holds(part, case) for part in condition.none_of)
    )


def describe(case: Assignment) -> Message:
    """Return a case in words: ``reply is disagree, objected_on before act_on``."""
    facts = tuple(_in_words(key, value) for key, value in case.items())
    return Message("{facts}", facts=facts) if facts else Message("always")


def _in_words(key: Key, value: Case) -> Message:
    path, relation, other = key
    if relation:
        return Message(_RELATED[relation, str(value)].template, path=path, other=other)
    if isinstance(value, frozenset):
        return Message("{path} has {words}", path=path, words=_together(value))
    word: object = f"{value.normalize():f}" if isinstance(value, Decimal) else value
    if value is None or value == OTHER:
        word = Message("missing") if value is None else Message("another")
    return Message("{path} is {value}", path=path, value=word)


_RELATED = {
    ("order", "before"): Message("{path} before {other}"),
    ("order", "same"): Message("{path} same {other}"),
    ("order", "after"): Message("{path} after {other}"),
    ("order", MISSING): Message("{path} missing {other}"),
    ("same_as", "yes"): Message("{path} is same_as {other}"),
    ("same_as", "no"): Message("{path} is not same_as {other}"),
    ("in_", "yes"): Message("{path} is in {other}"),
    ("in_", "no"): Message("{path} is not in {other}"),
    ("inside", "yes"): Message("{path} is inside {other}"),
    ("inside", "no"): Message("{path} is not inside {other}"),
}
"""How the two paths of a relation stand to each other, in words."""


def _together(words: Iterable[str]) -> Message:
    each = [
        Message("another") if word == OTHER else Message("{word}", word=word)
        for word in sorted(words)
    ]
    if not each:
        return Message("nothing")
    return reduce(lambda one, other: Message("{one} and {other}", one=one, other=other), each)


def _tests(condition: Condition) -> Iterator[tuple[str, Test]]:
    yield from condition.tests.items()
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        yield from _tests(part)


def _collect(asked: dict[Key, _Asked], path: str, test: Test) -> None:
    for relation in RELATIONS:
        other = getattr(test, relation)
        if other is not None:
            kind = "order" if relation in ORDERS else relation
            asked.setdefault((path, kind, other), _Asked(set(), set()))
    named = [word for key in LISTS for word in getattr(test, key) or ()]
    cuts = [bound for bound in (test.at_least, test.below) if bound is not None]
    if named or cuts or test.filled is not None:
        own = asked.setdefault((path, "", ""), _Asked(set(), set()))
        own.words |= set(named)
        own.cuts |= set(cuts)
        own.filled |= test.filled is not None


def _domain(key: Key, asked: _Asked, scope: Scope, library: Library, known: Known) -> list[Case]:
    path, relation, other = key
    required = known.required
    missing: list[Case] = [] if path in required else [None]
    if relation == "order":
        always = required | scope.constants.keys() | {TODAY}
        both = path in always and other in always
        return ["before", "same", "after", *([] if both else [MISSING])]
    if relation:
        return ["yes", "no"]
    kind = scope.type_of(path)
    if path in scope.groups and not (kind and asked.filled):
        child = library.machine(scope.groups[path].machine)
        states = set(child[1].states) if child else asked.words
        return list(_subsets(asked.words, some_other=bool(states - asked.words)))
    if kind is not None and (kind.many or kind.name == "rows"):
        every = set(scope.words_of(path) or ())
        sets = _subsets(asked.words, some_other=not every or bool(every - asked.words))
        return [found for found in sets if found or path not in required]
    constant = path in scope.constants
    if kind is not None and kind.name == "number":
        named = {Decimal(word) for word in asked.words}
        points = sorted(asked.cuts | named)
        between = [(a + b) / 2 for a, b in pairwise(points)]
        edges = [points[0] - 1, points[-1] + 1] if points else [Decimal(0)]
        return [*sorted({*points, *between, *edges}), *([] if constant else missing)]
    closed = known.offered.get(path) or scope.words_of(path)
    words = closed or tuple(sorted(asked.words))
    open_ended = closed is None
    return [*words, *([OTHER] if open_ended else []), *([] if constant else missing)]


def _subsets(words: Iterable[str], *, some_other: bool) -> Iterator[frozenset[str]]:
    entries = [*sorted(words), *([OTHER] if some_other else [])]
    for size in range(len(entries) + 1):
        yield from map(frozenset, combinations(entries, size))


def _test_holds(path: str, test: Test, case: Assignment) -> bool:
    return _value_holds(test, case.get((path, "", ""))) and _relations_hold(path, test, case)


def _value_holds(test: Test, value: Case) -> bool:
    present = value if isinstance(value, frozenset) else frozenset()
    number = value if isinstance(value, Decimal) else None
    return not (
        (test.is_ is not None and not _is_one_of(value, test.is_))
        or (test.not_ is not None and _is_one_of(value, test.not_))
        or (test.filled is not None and test.filled != (value not in (None, frozenset())))
        or (test.has is not None and not present >= set(test.has))
        or (test.only is not None and not present <= set(test.only))
        or (test.all is not None and not present <= set(test.all))
        or (test.any is not None and not present & set(test.any))
        or (test.none is not None and bool(present & set(test.none)))
        or (test.at_least is not None and (number is None or number < test.at_least))
        or (test.below is not None and (number is None or number >= test.below))
    )


def _is_one_of(value: Case, words: Sequence[str]) -> bool:
    if isinstance(value, Decimal):
        return value in map(Decimal, words)
    return value in words


def _relations_hold(path: str, test: Test, case: Assignment) -> bool:
    for relation in RELATIONS:
        other = getattr(test, relation)
        if other is None:
            continue
        if relation in ORDERS:
            if case[path, "order", other] not in OUTCOMES[relation]:
                return False
        elif case[path, relation, other] != "yes":
            return False
    return True
