"""The cases looked at are enough: against every value, evaluated by other code."""

from itertools import chain, combinations, product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.definition import read_regulation
from zwgov_workflow.definition.check.domains import common_case
from zwgov_workflow.definition.condition import Condition
from zwgov_workflow.definition.scope import Library, Scope

REGULATION = read_regulation(Path(__file__).parent / "good.yaml").regulation
SCOPE = Scope(REGULATION, REGULATION.machines["permit"])
LIBRARY = Library({"permits": REGULATION})


def sets_of(*words):
    return list(chain.from_iterable(combinations(words, n) for n in range(len(words) + 1)))


VALUES = {
    "result": ["granted", "refused", None],
    "channel": ["paper", "online", "by post", None],
    "score": [None, *(n / 4 for n in range(-8, 25))],
    "experts": sets_of("a", "b", "c"),
    "opinions": sets_of("asked", "given"),
    "received_on": [1, 2, 3, None],
    "notice_by": [2, None],
}


def some(*words):
    return st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True)


def one_of_the(path, *words):
    tests = {"is": some(*words), "not": some(*words), "filled": st.sampled_from(["yes", "no"])}
    return st.tuples(st.just(path), st.sampled_from(sorted(tests)).flatmap(
        lambda key: tests[key].map(lambda value: {key: value})
    ))  # fmt: skip


ORDERS = st.sampled_from(["before", "on_or_before", "after", "on_or_after"])
NUMBER = st.integers(0, 3).map(str)
TESTS = st.one_of(
    one_of_the("result", "granted", "refused"),
    one_of_the("channel", "paper", "online"),
    one_of_the("score", "0", "1", "2.5"),
    st.tuples(st.just("score"), st.fixed_dictionaries({"at_least": NUMBER, "below": NUMBER})),
    st.tuples(st.just("score"), st.fixed_dictionaries({"is": some("1", "2"), "not": some("1")})),
    st.tuples(st.just("score"), NUMBER.map(lambda n: {"at_least": n})),
    st.tuples(st.just("experts"), some("a", "b").map(lambda words: {"has": words})),
    st.tuples(st.just("experts"), some("a", "b").map(lambda words: {"only": words})),
    st.tuples(
        st.just("opinions"),
        st.tuples(st.sampled_from(["all", "any", "none"]), some("asked", "given")).map(
            lambda pair: dict([pair])
        ),
    ),
    st.tuples(st.just("received_on"), ORDERS.map(lambda order: {order: "notice_by"})),
    st.tuples(st.just("received_on"), st.just({"filled": "yes"})),
    st.tuples(st.just("notice_by"), st.just({"filled": "no"})),
)
CONDITIONS = st.recursive(
    st.lists(TESTS, min_size=1, max_size=2).map(dict),
    lambda parts: st.tuples(
        st.sampled_from(["all_of", "any_of", "none_of"]), st.lists(parts, min_size=1, max_size=2)
    ).map(lambda pair: dict([pair])),
    max_leaves=3,
)


def paths(condition):
    for key, value in condition.items():
        if key.endswith("_of"):
            for part in value:
                yield from paths(part)
        else:
            yield from {key, *(w for w in value.values() if w == "notice_by")}


def is_met(condition, values):
    """Say whether a condition, as it is written, holds for these very values."""
    groups = {
        "all_of": lambda parts: all(is_met(part, values) for part in parts),
        "any_of": lambda parts: any(is_met(part, values) for part in parts),
        "none_of": lambda parts: not any(is_met(part, values) for part in parts),
    }
    return all(
        groups[key](value)
        if key in groups
        else all(passes(values[key], *ask, values) for ask in value.items())
        for key, value in condition.items()
    )


def passes(value, key, asked, values):
    if key == "filled":
        return (value not in (None, ())) is (asked == "yes")
    if key in ("is", "not"):
        known = [float(w) for w in asked] if isinstance(value, float) else asked
        return (value in known) is (key == "is")
    if key in ("has", "only"):
        return set(asked) <= set(value) if key == "has" else set(value) <= set(asked)
    if key in ("all", "any", "none"):
        inside = [state for state in value if state in asked]
        counts = {"all": len(value), "any": max(1, len(inside)), "none": 0}
        return len(inside) == counts[key]
    if key in ("at_least", "below"):
        return value is not None and (value >= float(asked)) is (key == "at_least")
    return in_order(value, key, values[asked])


def in_order(day, key, other):
    if day is None or other is None:
        return False
    early, late = day < other, day > other
    return {"before": early, "on_or_before": not late, "after": late, "on_or_after": not early}[key]


@given(CONDITIONS, CONDITIONS)
def test_two_conditions_have_a_common_case_as_some_values_meet_both(first, second):
    used = sorted({*paths(first), *paths(second)})
    every = (dict(zip(used, one, strict=True)) for one in product(*(VALUES[p] for p in used)))
    met = any(is_met(first, values) and is_met(second, values) for values in every)
    both = [Condition.model_validate(written) for written in (first, second)]
    assert (common_case(both, SCOPE, LIBRARY) is not None) is met
