"""Conditions as the engine runs them and as the checker reasons about them are one thing."""

from datetime import date
from decimal import Decimal

import pytest
from bureau import regulation
from hypothesis import given, settings
from hypothesis import strategies as st

from zwgov_workflow.definition.check.domains import every_case, holds
from zwgov_workflow.definition.condition import Condition
from zwgov_workflow.definition.scope import Library, Scope
from zwgov_workflow.engine.predicate import compile_condition

TRIAL = regulation(
    """
    filing:
      data:
        result: optional result
        channel: optional channel
        score: optional number
        experts: optional list of text
        place: optional text
        home: optional text
        seat: optional text
        received_on: optional date
        sent_on: optional date
        opened_on: optional date
        checked: optional yes_no
      states: {filed: {final: yes}}
      children: {opinions: {machine: trial/opinion, start: ask}}
      transitions:
        - {trigger: open, to: filed, by: chief, starts: [opinions]}
    opinion:
      states: {asked: {final: yes}, given: {final: yes}, late: {final: yes}}
      transitions:
        - {trigger: ask, to: asked, by: case}
        - {trigger: give, from: asked, to: given, by: chief}
        - {trigger: delay, from: asked, to: late, by: chief}
    """,
    """
    parameters:
      competent: {type: list of text, value: [某局]}
      season: {type: window, value: 12-01 to 03-31}
    enumerations:
      result: {values: [granted, refused]}
      channel: {values: {paper: {label: 纸质}, online: {label: 网上}}, open: yes}
    """,
    unsound=[
        f"the parameter {name!r} is used by no transition, deadline or field"
        for name in ("competent", "season")
    ],
)
SCOPE = Scope(TRIAL.regulation, TRIAL.regulation.machines["filing"])
LIBRARY = Library({"trial": TRIAL.regulation})
ALONE = Decimal(12345)
"""What no condition names."""


def some(*words):
    return st.lists(st.sampled_from(words), min_size=1, max_size=2, unique=True)


def asks(path, **tests):
    return st.sampled_from(sorted(tests)).flatmap(
        lambda key: st.tuples(st.just(path), tests[key].map(lambda value: {key: value}))
    )


def words(path, *known):
    return asks(
        path, **{"is": some(*known), "not": some(*known), "filled": st.sampled_from(["yes", "no"])}
    )


NUMBER = st.sampled_from(["0", "1", "2.5", "60"])
FILLED = st.sampled_from(["yes", "no"])
STATES = some("asked", "given")
TESTS = st.one_of(
    words("result", "granted", "refused"),
    words("channel", "paper", "online", "by post"),
    words("score", "0", "1", "2.50"),
    words("checked", "yes", "no"),
    asks("score", at_least=NUMBER, below=NUMBER),
    asks("experts", has=some("a", "b"), only=some("a", "b"), filled=FILLED),
    asks("opinions", all=STATES, any=STATES, none=STATES),
    asks(
        "received_on",
        before=st.just("sent_on"),
        on_or_before=st.just("sent_on"),
        after=st.just("sent_on"),
        on_or_after=st.just("sent_on"),
        filled=FILLED,
    ),
    asks("sent_on", filled=FILLED),
    asks("place", **{"in": st.just("competent")}),
    asks("home", same_as=st.just("seat")),
    asks("opened_on", inside=st.just("season")),
)
CONDITIONS = st.recursive(
    st.lists(TESTS, min_size=1, max_size=3).map(dict),
    lambda parts: st.tuples(
        st.sampled_from(["all_of", "any_of", "none_of"]), st.lists(parts, min_size=1, max_size=3)
    ).map(lambda pair: dict([pair])),
    max_leaves=5,
)

ORDERED = {
    "before": (date(2026, 3, 2), date(2026, 3, 3)),
    "same": (date(2026, 3, 2), date(2026, 3, 2)),
    "after": (date(2026, 3, 3), date(2026, 3, 2)),
}


class Facts:
    """Values that are as a case of the checker says."""

    def __init__(self, case):
        self.values = {"competent": ("某局",), "season": "12-01 to 03-31"}
        self.counts = {}
        for (path, relation, other), value in case.items():
            getattr(self, f"_{relation.rstrip('_') or 'own'}")(path, other, value)
        received, sent = (case.get((path, "", ""), 0) for path in ("received_on", "sent_on"))
        if case.get(("received_on", "order", "sent_on")) == "missing" and 0 not in (received, sent):
            for path, own in (("received_on", received), ("sent_on", sent)):
                if own is not None:
                    self.values[path] = date(2026, 3, 2)

    def _own(self, path, _, value):
        if path == "opinions":
            self.counts = {"late" if s == "another" else s: 2 for s in value}
        elif isinstance(value, frozenset):
            if value:
                self.values[path] = tuple(sorted(value))
        elif value is not None and path in ("received_on", "sent_on"):
            self.values.setdefault(path, date(2026, 3, 2))
        elif value is not None:
            self.values[path] = ALONE if path == "score" and value == "another" else value

    def _order(self, path, other, value):
        if value != "missing":
            self.values[path], self.values[other] = ORDERED[value]

    def _in(self, path, _, value):
        self.values[path] = "某局" if value == "yes" else "别处"

    def _same_as(self, path, other, value):
        self.values |= {path: "D1", other: "D1" if value == "yes" else "D2"}

    def _inside(self, path, _, value):
        self.values[path] = date(2026, 1, 31) if value == "yes" else date(2026, 4, 1)

    def value(self, path):
        return self.values.get(path)

    def states(self, group):
        return self.counts


@settings(max_examples=80)
@given(CONDITIONS)
def test_the_engine_and_the_checker_judge_every_case_alike(written):
    condition = Condition.model_validate(written)
    runs = compile_condition(condition, SCOPE.type_of)
    for case in every_case([condition], SCOPE, LIBRARY) or ():
        assert runs(Facts(case)) is holds(condition, case), case


class Few:
    def __init__(self, **values):
        self.values = values

    def value(self, path):
        return self.values.get(path)

    def states(self, group):
        return self.values.get(group, {})


def judged(written, **values):
    return compile_condition(Condition.model_validate(written), SCOPE.type_of)(Few(**values))


@pytest.mark.parametrize(
    ("written", "of_what_is_missing"),
    [
        ({"result": "granted"}, False),
        ({"result": {"not": "granted"}}, True),
        ({"result": {"filled": "no"}}, True),
        ({"score": {"below": "60"}}, False),
        ({"score": {"at_least": "0"}}, False),
        ({"received_on": {"before": "sent_on"}}, False),
        ({"none_of": [{"received_on": {"before": "sent_on"}}]}, True),
        ({"home": {"same_as": "seat"}}, False),
        ({"place": {"in": "competent"}}, False),
        ({"opened_on": {"inside": "season"}}, False),
        ({"experts": {"has": ["a"]}}, False),
        ({"experts": {"only": ["a"]}}, True),
    ],
)
def test_what_is_missing_passes_no_test_but_not_and_filled_no(written, of_what_is_missing):
    assert judged(written) is of_what_is_missing


@pytest.mark.parametrize(
    ("counts", "all_", "any_", "none_"),
    [
        ({}, True, False, True),
        ({"given": 3}, True, True, False),
        ({"given": 2, "asked": 1}, False, True, False),
        ({"asked": 1}, False, False, True),
    ],
)
def test_all_is_true_of_an_empty_group_and_any_is_not(counts, all_, any_, none_):
    """`all` = count in the states equals the total, `any` > 0, `none` = 0."""
    asked = [judged({"opinions": {k: ["given"]}}, opinions=counts) for k in ("all", "any", "none")]
    assert asked == [all_, any_, none_]


@pytest.mark.parametrize(
    ("window", "on", "inside"),
    [
        ("12-01 to 03-31", date(2026, 12, 1), True),
        ("12-01 to 03-31", date(2026, 3, 31), True),
        ("12-01 to 03-31", date(2026, 4, 1), False),
        ("12-01 to 03-31", date(2026, 11, 30), False),
        ("02-01 to 02-29", date(2024, 2, 29), True),
        ("02-01 to 02-28", date(2024, 2, 29), False),
        ("05-01 to 05-01", date(2026, 5, 1), True),
    ],
)
def test_a_window_may_run_over_new_year_and_has_both_its_ends(window, on, inside):
    assert judged({"opened_on": {"inside": "season"}}, opened_on=on, season=window) is inside


def test_a_number_is_compared_as_a_number_and_not_as_it_is_written():
    assert judged({"score": ["2.50"]}, score=Decimal("2.5"))
    assert judged({"score": {"at_least": "9"}}, score=Decimal(10))
