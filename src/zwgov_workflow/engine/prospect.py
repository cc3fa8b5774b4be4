"""What an act would come to today: where it may lead, and which demands stand against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from zwgov_workflow.definition.condition import Condition, Test
from zwgov_workflow.definition.model import DateRule, Setting
from zwgov_workflow.definition.model import Deadline as DeadlineRule
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine, Demand
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import demand_met
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.outcome import Warned
from zwgov_workflow.engine.outlook import Option
from zwgov_workflow.engine.predicate import compile_condition
from zwgov_workflow.engine.proposal import apply_settings
from zwgov_workflow.engine.view import View

__all__ = ["Prospect", "prospect", "prospect_of_start"]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What an option would come to.

    Attributes:
        arrows: The transitions that it may still be, on the case's present data.
        leads_to: The states they lead to.
        blocked_by: The demands that refuse it today, whatever is entered.
        let_pass: The demands not fulfilled that let it pass, with a warning or a breach on record.
        by_form: The demands that what is entered decides.
    """

    arrows: Sequence[Arrow]
    leads_to: Sequence[str]
    blocked_by: Sequence[Warned] = ()
    let_pass: Sequence[Warned] = ()
    by_form: Sequence[Warned] = ()


@dataclass
class _Standing:
    """How the demands of one transition stand, each by its name."""

    refused: dict[str, Warned] = field(default_factory=dict)
    passing: dict[str, Warned] = field(default_factory=dict)
    open: dict[str, Warned] = field(default_factory=dict)


def prospect(turn: Turn, option: Option, officer: str) -> Prospect:
    """Return what *option* would come to for *officer*, where nothing is entered yet."""
    trials = [_Trial(turn, arrow) for arrow in option.arrows]
    judged = [(trial, trial.judge(trial.arrow.rule.when)) for trial in trials]
    meant = [trial for trial, holds in judged if holds]
    meant = meant or [trial for trial, holds in judged if holds is None]
    standings = [trial.standing(officer) for trial in meant]
    blocked: dict[str, Warned] = {}
    if standings and all(one.refused for one in standings):
        for one in standings:
            blocked |= one.refused
    undecided: dict[str, Warned] = {}
    passing: dict[str, Warned] = {}
    for one in standings:
        undecided |= {**one.open, **one.refused}
        passing |= one.passing
    return Prospect(
        arrows=[trial.arrow for trial in meant],
        leads_to=tuple(dict.fromkeys(trial.leads_to for trial in meant)),
        blocked_by=tuple(blocked.values()),
        let_pass=tuple(passing.values()),
        by_form=tuple(one for name, one in undecided.items() if name not in blocked),
    )


def prospect_of_start(option: Option) -> Prospect:
    """Return what a start would come to: the form decides all its demands."""
    demands = {demand.name: demand for arrow in option.arrows for demand in arrow.demands}
    return Prospect(
        arrows=option.arrows,
        leads_to=tuple(dict.fromkeys(arrow.rule.to for arrow in option.arrows)),
        by_form=tuple(_told(demand) for demand in demands.values()),
    )


def _told(demand: Demand) -> Warned:
    return Warned(demand.name, demand.rule.label or demand.name, sources_of(demand.rule))


class _Trial:
    """One transition tried on a case with its form still empty."""

    def __init__(self, turn: Turn, arrow: Arrow) -> None:
        self.arrow = arrow
        self._machine = turn.machine
        self._state = turn.case.in_state
        self._view: View = turn.view(apply_settings(turn, self._settled(), turn.case.data))

    def _settled(self) -> Arrow:
        """Return the transition with those of its settings that the form does not change."""
        sets = self.arrow.rule.sets
        kept = {name: how for name, how in sets.items() if not self._asked(name)}
        return replace(self.arrow, rule=self.arrow.rule.model_copy(update={"sets": kept}))

    @property
    def leads_to(self) -> str:
        """The state it leads to."""
        return self._state if self.arrow.rule.to == "same" else self.arrow.rule.to

    def standing(self, officer: str) -> _Standing:
        """Return how its demands stand for *officer*."""
        found = _Standing()
        for demand in self.arrow.demands:
            met = self._met(demand, officer)
            refuses = demand.rule.otherwise == "refuse"
            if met is False:
                kept = found.refused if refuses else found.passing
                kept[demand.name] = _told(demand)
            elif met is None and refuses:
                found.open[demand.name] = _told(demand)
        return found

    def _met(self, demand: Demand, officer: str) -> bool | None:
        """Return whether a demand is met or not asked; None where the form decides."""
        applies = self.judge(demand.rule.if_)
        if applies is False:
            return True
        if demand.rule.distinct_from is not None:
            holds: bool | None = demand_met(demand, self._view, officer)
        else:
            holds = self.judge(demand.rule.that)
        return holds if applies or holds else None

    def judge(self, condition: Condition | None) -> bool | None:
        """Return whether a condition holds whatever is entered; None where that decides.

        What is still to be entered is neither true nor false, and a part that it cannot change
        decides for the whole.
        """
        if condition is None:
            return True
        parts = [self._test(path, test) for path, test in condition.tests.items()]
        parts += [self.judge(part) for part in condition.all_of]
        if condition.any_of:
            parts.append(_not(_all([_not(self.judge(part)) for part in condition.any_of])))
        parts += [_not(self.judge(part)) for part in condition.none_of]
        return _all(parts)

    def _test(self, path: str, test: Test) -> bool | None:
        others = (getattr(test, name) for name in _OTHERS)
        if any(self._asked(name) for name in (path, *filter(None, others))):
            return None
        alone = Condition.model_validate({path: test})
        return compile_condition(alone, self._machine.scope.type_of)(self._view)

    def _asked(self, path: str) -> bool:
        """Return whether what is entered can change the value of a path after the step."""
        how = self.arrow.rule.sets.get(path)
        if how is None:
            return _entered(self._machine, self.arrow, path, self._asked)
        return any(
            _entered(self._machine, self.arrow, name, self._before)
            for name in _read(self._machine, path, how)
        )

    def _before(self, path: str) -> bool:
        """Return whether what is entered can change the value that a setting reads."""
        return _entered(self._machine, self.arrow, path, self._before)


_OTHERS = ("same_as", "in_", "before", "on_or_before", "after", "on_or_after", "inside")


def _entered(
    machine: CompiledMachine, arrow: Arrow, path: str, asked: Callable[[str], bool]
) -> bool:
    """Return whether the form has a path, or a date is counted from what it has."""
    if path in arrow.form:
        return True
    rule = machine.date_rules.get(path)
    return rule is not None and any(asked(name) for name in _counted_from(rule) if name != path)


def _counted_from(rule: DateRule | DeadlineRule) -> Iterator[str]:
    names = (rule.anchor, rule.within, rule.ahead, getattr(rule, "due", None))
    yield from (name for name in names if name is not None)


def _read(machine: CompiledMachine, path: str, how: Setting) -> Iterator[str]:
    """Yield the paths that a setting of *path* reads."""
    if how.copy_ is not None:
        yield how.copy_
    elif how.add is not None:
        yield from (path, how.add)
    elif how.table is not None:
        for row in machine.regulation.tables[how.table.partition(".")[0]].rules:
            yield from _paths(row.when)
    elif how.tally is not None:
        tally = machine.regulation.tallies[how.tally]
        yield from filter(None, (tally.department, tally.year))


def _paths(condition: Condition) -> Iterator[str]:
    for path, test in condition.tests.items():
        yield path
        yield from filter(None, (getattr(test, name) for name in _OTHERS))
    for part in (*condition.all_of, *condition.any_of, *condition.none_of):
        yield from _paths(part)


def _not(judged: bool | None) -> bool | None:  # noqa: FBT001 (three truth values)
    return None if judged is None else not judged


def _all(parts: Sequence[bool | None]) -> bool | None:
    if False in parts:
        return False
    return None if None in parts else True
