"""A machine of a regulation made ready to run, once for all its cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from transitions import Machine as Runtime
from transitions import State as RuntimeState
from transitions import Transition as RuntimeTransition

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.calendar.period import Direction
from zwgov_workflow.definition.condition import Condition
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import (
    ACTORS,
    DateRule,
    Form,
    FormField,
    Group,
    Machine,
    Regulation,
    Requirement,
    Transition,
)
from zwgov_workflow.definition.model import Deadline as DeadlineRule
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.engine.predicate import Predicate, compile_condition
from zwgov_workflow.engine.value import NO_PERIOD, Value, parse_value

__all__ = ["Arrow", "CompiledMachine", "Demand"]

_OPEN: Mapping[str, None] = {"only": None, "required_when": None, "choices_from": None}
"""What a field is without the conditions of one form."""

UNBORN = "(unborn)"
"""The state of the runtime before a case is started; no name of a regulation looks like it."""


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """A requirement made ready: when it is asked, and what it asks."""

    name: str
    rule: Requirement
    applies: Predicate
    holds: Predicate


@dataclass(frozen=True, slots=True, eq=False)
class Arrow:
    """A transition made ready.

    Attributes:
        index: Its place in the file.
        rule: The transition as the file has it.
        form: The fields it asks for, a starting one the data of the machine with them.
        when: Whether it is the one meant.
        demands: What must hold for it.
    """

    index: int
    rule: Transition
    form: Form
    when: Predicate
    demands: tuple[Demand, ...]

    @property
    def for_officers(self) -> bool:
        """Whether somebody fires it, and not only the clock, a rule, the parent or a succession."""
        return not set(self.rule.by).issubset(ACTORS)


class CompiledMachine:
    """A machine of one version of a regulation, shared by all its cases and by threads.

    Attributes:
        path: ``regulation/machine``.
        regulation: The regulation it belongs to.
        machine: The machine as the file has it.
        scope: The names of the machine.
        runtime: The state machine that moves cases: one for all, and no case is kept in it.
        arrows: The transitions, in the order of the file.
        constants: The values of the parameters.
        date_rules: The deadlines and dates by name.
    """

    def __init__(self, regulation: Regulation, name: str) -> None:
        self.path = f"{regulation.regulation}/{name}"
        self.name = name
        self.regulation = regulation
        self.machine: Machine = regulation.machines[name]
        self.scope = Scope(regulation, self.machine)
        self.constants: Mapping[str, Value] = {
            key: value
            for key, parameter in regulation.parameters.items()
            if (value := parse_value(parameter.value, parameter.type)) is not None
        }
        self.date_rules: Mapping[str, DeadlineRule | DateRule] = {
            **self.machine.deadlines,
            **self.machine.dates,
        }
        self._predicates: dict[int, Predicate] = {}
        self._demands = {
            key: Demand(key, rule, self.predicate(rule.if_), self.predicate(rule.that))
            for key, rule in self.machine.requirements.items()
        }
        self.arrows: Sequence[Arrow] = [
            self._arrow(i, rule) for i, rule in enumerate(self.machine.transitions)
        ]
        self.runtime = self._runtime()

    def predicate(self, condition: Condition | None) -> Predicate:
        """Return a condition of this machine as a predicate, compiled when first asked for."""
        found = self._predicates.get(id(condition))
        if found is None:
            found = compile_condition(condition, self.scope.type_of)
            self._predicates[id(condition)] = found  # the regulation keeps the condition alive
        return found

    def _arrow(self, index: int, rule: Transition) -> Arrow:
        form = dict(self.scope.form_of(rule))
        if rule.starting:
            form = {**self.machine.data, **form}
        demands = tuple(self._demands[name] for name in rule.requires)
        return Arrow(index, rule, form, self.predicate(rule.when), demands)

    def _runtime(self) -> Runtime:
        states = [RuntimeState(UNBORN), *map(RuntimeState, self.machine.states)]
        runtime = _Runtime(
            model=None,
            states=states,
            initial=UNBORN,
            auto_transitions=False,
            send_event=True,
        )
        for arrow in self.arrows:
            for source in self.machine.sources(arrow.rule) or (UNBORN,):
                dest = source if arrow.rule.to == "same" else arrow.rule.to
                runtime.add_transition(arrow.rule.trigger, source, dest, arrow=arrow)
        return runtime

    @cached_property
    def table(self) -> Mapping[tuple[str, str | None], Sequence[Arrow]]:
        """The arrows of each trigger and state, derived from the runtime, for bulk work."""
        found: dict[tuple[str, str | None], list[Arrow]] = {}
        for trigger, event in self.runtime.events.items():
            for source, moves in event.transitions.items():
                state = None if source == UNBORN else source
                found[trigger, state] = [move.arrow for move in moves if isinstance(move, _Move)]
        return found

    def arrows_for(self, trigger: str, state: str | None) -> Sequence[Arrow]:
        """Return the transitions of *trigger* from *state* (None: those that start a case)."""
        return self.table.get((trigger, state), ())

    def rules_of(self, state: str) -> Sequence[Arrow]:
        """Return what fires by itself in *state*."""
        return self._rules.get(state, ())

    @cached_property
    def _rules(self) -> Mapping[str, Sequence[Arrow]]:
        found: dict[str, list[Arrow]] = {}
        for arrow in self.arrows:
            if "rule" in arrow.rule.by:
                for state in self.machine.sources(arrow.rule):
                    found.setdefault(state, []).append(arrow)
        return found

    @cached_property
    def starts(self) -> Sequence[str]:
        """The triggers by which officers start a case."""
        known = {a.rule.trigger for a in self.arrows if a.for_officers and a.rule.starting}
        return [name for name in self.triggers_of(None) if name in known]

    def triggers_of(self, state: str | None) -> Sequence[str]:
        """Return the triggers that *state* knows, in the order of the file."""
        found = [arrow.rule.trigger for arrow in self.arrows]
        return [name for name in dict.fromkeys(found) if (name, state) in self.table]

    def is_final(self, state: str) -> bool:
        """Return whether nothing more is awaited in *state*."""
        return self.machine.states[state].final

    def states_after(self, state: str) -> frozenset[str]:
        """Return the states that a case can come to from *state*, by any steps."""
        found: set[str] = set()
        ahead = [state]
        while ahead:
            here = ahead.pop()
            fresh = self._next.get(here, frozenset()) - found
            found |= fresh
            ahead += fresh
        return frozenset(found)

    @cached_property
    def _next(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for arrow in self.arrows:
            for state in self.machine.sources(arrow.rule):
                found.setdefault(state, set()).update({arrow.rule.to} - {"same"})
        return {state: frozenset(after) for state, after in found.items()}

    @cached_property
    def every_field(self) -> Form:
        """The fields that a case may have at some time, each as it is read.

        The data of the machine come first, with all that is said of them. A field of a form has
        its type alone: which words of it one transition takes, another need not.
        """
        found = dict(self.machine.data)
        for arrow in self.arrows:
            for name, field in arrow.form.items():
                found.setdefault(name, field.model_copy(update=_OPEN))
        for name, kind in self.scope.fields.items():
            found.setdefault(name, FormField.model_construct(type=kind))
        return found

    @cached_property
    def columns(self) -> Mapping[str, Mapping[str, FieldType]]:
        """The columns of each field that is a table of its own, by the field's name."""
        forms = [self.machine.data, *(arrow.form for arrow in self.arrows)]
        return {name: field.columns for form in forms for name, field in form.items()}

    @cached_property
    def handed_on(self) -> Mapping[str, str]:
        """The departments that pass to a successor: field, and the role that keeps without one."""
        forms = [self.machine.data, *(arrow.form for arrow in self.arrows)]
        return {
            name: field.if_abolished
            for form in forms
            for name, field in form.items()
            if field.if_abolished is not None and field.type.kind is Kind.DEPARTMENT
        }

    @cached_property
    def reminders(self) -> Mapping[str, Sequence[PeriodRule]]:
        """How long before it is due a deadline is reminded of, by its name."""
        return {
            name: tuple(filter(None, map(self._before, rule.remind)))
            for name, rule in self.machine.deadlines.items()
        }

    def _before(self, text: str) -> PeriodRule | None:
        known = self.constants.get(text, text)
        if not isinstance(known, str) or known == NO_PERIOD:
            return None
        period = PeriodRule.parse(known)
        return PeriodRule(period.amount, period.unit, Direction.BACKWARD)

    @cached_property
    def group_conditions(self) -> Mapping[str, Predicate]:
        """Whether a group is started at all, by its name."""
        return {name: self.predicate(group.if_) for name, group in self.machine.children.items()}

    def group(self, name: str) -> Group:
        """Return the group of children called *name*."""
        return self.machine.children[name]


class _Move(RuntimeTransition):
    """A transition of the runtime: it is taken where its arrow is the one that was chosen."""

    def __init__(self, *ends_and_callbacks: Any, arrow: Arrow) -> None:  # noqa: ANN401 (as the base has them)
        super().__init__(*ends_and_callbacks)
        self.arrow = arrow

    def execute(self, event_data: Any) -> bool:  # noqa: ANN401 (an EventData of transitions)
        """Move the body of *event_data*, where it carries this arrow."""
        return event_data.model.arrow is self.arrow and super().execute(event_data)


class _Runtime(Runtime):
    """The runtime with transitions that know their arrows."""

    transition_cls = _Move
