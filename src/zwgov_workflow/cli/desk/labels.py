"""What a machine of a regulation calls its things: states, triggers, fields and their values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.cli.calendars.due import period
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.definition.scope import TODAY
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.value import NO_PERIOD, Value, to_json
from zwgov_workflow.errors import PeopleError
from zwgov_workflow.people import People

__all__ = ["Labels", "shared"]


class Labels(Naming):
    """The labels of one machine, for a case in a state; what has none is called by its name.

    Args:
        machine: The machine.
        people: The bureau's people.
        state: The state that triggers are fired in; None: before a case is started.
        number: The number of the case, if there is one.
    """

    def __init__(
        self, machine: CompiledMachine, people: People, state: str | None, number: str | None
    ) -> None:
        self.machine = machine
        self.people = people
        self._state, self._number = state, number

    @property
    def place(self) -> tuple[str | None, str | None]:
        """The state and the number of the case."""
        return self._state, self._number

    def case(self, case_id: str) -> str:  # noqa: ARG002 (it is this one)
        """Return the number of the case, or the machine's label for one not started."""
        return self._number or self.machine.machine.label or self.machine.path

    def regulation(self, name: str) -> str:
        """Return the title of the regulation."""
        regulation = self.machine.regulation
        return regulation.title if name == regulation.regulation else name

    def state(self, name: str) -> str:
        """Return the label of a state."""
        state = self.machine.machine.states.get(name)
        return (state.label if state else None) or name

    def trigger(self, name: str) -> str:
        """Return what firing a trigger means here; several where what is entered decides."""
        return " / ".join(self.triggers.get(name, ())) or name

    @cached_property
    def triggers(self) -> Mapping[str, tuple[str, ...]]:
        """The labels of each trigger: in the present state or, unknown to it, in any."""
        here: dict[str, dict[str, None]] = {}
        anywhere: dict[str, dict[str, None]] = {}
        for (trigger, state), arrows in self.machine.table.items():
            labels = dict.fromkeys(arrow.rule.label or trigger for arrow in arrows)
            anywhere.setdefault(trigger, {}).update(labels)
            if state == self._state:
                here[trigger] = labels
        return {name: tuple(labels) for name, labels in (anywhere | here).items()}

    def is_extension(self, trigger: str) -> bool:
        """Return whether a trigger is, in the present state, one of practice alone."""
        arrows = self.machine.arrows_for(trigger, self._state)
        return bool(arrows) and all(arrow.rule.extension for arrow in arrows)

    def role(self, name: str) -> str:
        """Return the label of a role."""
        role = self.machine.regulation.roles.get(name)
        return (role.label if role else None) or name

    def field(self, name: str) -> str:
        """Return the label of a field; one that an act sets to its own day is called after it."""
        return self._field_label(name) or name

    def is_labelled(self, name: str) -> bool:
        """Return whether a field has a name for people; what steps keep for themselves has none."""
        return self._field_label(name) is not None

    def _field_label(self, name: str) -> str | None:
        field = self.fields.get(name)
        if field is not None:
            return field.label
        for arrow in self.machine.arrows:
            how = arrow.rule.sets.get(name)
            if how is not None and how.literal == TODAY and arrow.rule.label:
                return _("day of “{act}”").format(act=arrow.rule.label)
        return None

    @cached_property
    def fields(self) -> Mapping[str, FormField]:
        """The fields that a form or the case itself declares, as first declared."""
        found: dict[str, FormField] = {}
        for form in (self.machine.machine.data, *(arrow.form for arrow in self.machine.arrows)):
            for name, field in form.items():
                found.setdefault(name, field)
        return found

    def names_department(self, field: str) -> bool:
        """Return whether a field holds a department."""
        kind = self.machine.scope.type_of(field)
        return kind is not None and kind.kind is Kind.DEPARTMENT

    def deadline_sources(self, name: str) -> tuple[str, ...]:
        """Return the clauses and the reading of a deadline."""
        rule = self.machine.machine.deadlines.get(name)
        return () if rule is None else sources_of(rule)

    def deadline(self, name: str) -> str:
        """Return the label of a deadline."""
        deadline = self.machine.machine.deadlines.get(name)
        return (deadline.label if deadline else None) or name

    def breach(self, name: str) -> str:
        """Return the label of a breach."""
        breach = self.machine.regulation.breaches.get(name)
        return (breach.label if breach else None) or name

    def group(self, name: str) -> str:
        """Return the label of a group of children."""
        group = self.machine.machine.children.get(name)
        return (group.label if group else None) or name

    def officer(self, officer_id: str) -> str:
        """Return the name of an officer."""
        try:
            return self.people.officer(officer_id).name
        except PeopleError:
            return officer_id

    def actor(self, officer_id: str | None, department_id: str | None) -> str:
        """Return an officer with his department."""
        who = self.officer(officer_id) if officer_id else _("somebody")
        return who if department_id is None else self.at(who, department_id)

    def at(self, who: str, department_id: str) -> str:
        """Return somebody with his department."""
        text = _("{officer} of {department}")
        return text.format(officer=who, department=self.department(department_id))

    def department(self, department_id: str) -> str:
        """Return the name of a department."""
        try:
            return self.people.department(department_id).name
        except PeopleError:
            return department_id

    def word(self, field: str, word: str) -> str:
        """Return the label of a word that a field may hold."""
        kind = self.machine.scope.type_of(field)
        return word if kind is None else self._one(word, kind)

    def value(self, name: str, value: Value) -> str:
        """Return what a field holds, for reading."""
        kind = self.machine.scope.type_of(name) or FieldType("text", Kind.TEXT)
        if isinstance(value, tuple):
            return "、".join(self._entry(name, entry, kind) for entry in value)
        return self._entry(name, value, kind)

    def _entry(self, name: str, value: Value, kind: FieldType) -> str:
        if not isinstance(value, Mapping):
            return self._one(value, kind)
        columns = self.machine.columns.get(name, {})
        cells = (self._one(cell, columns.get(key, kind)) for key, cell in value.items())
        return f"({', '.join(cells)})"

    def _one(self, value: Value, kind: FieldType) -> str:
        if isinstance(value, Decimal | date):
            return str(to_json(value))
        word = str(value)
        if kind.kind is Kind.DEPARTMENT:
            return self.department(word)
        if kind.kind is Kind.OFFICER:
            return self.officer(word)
        if kind.kind is Kind.YES_NO:
            return {"yes": _("yes"), "no": _("no")}.get(word, word)
        if kind.kind is Kind.PERIOD:
            return _("none") if word == NO_PERIOD else period(PeriodRule.parse(word))
        return self._labelled(word, kind) if kind.kind is None else word

    def _labelled(self, word: str, kind: FieldType) -> str:
        enumeration = self.machine.regulation.enumerations.get(kind.name)
        values = enumeration.values if enumeration else ()
        known = values.get(word) if isinstance(values, Mapping) else None
        return (known.label if known else None) or word

    def roles(self, names: Iterable[str]) -> str:
        """Return the labels of roles in one text."""
        return "、".join(map(self.role, names))


def shared(labels: Iterable[tuple[str, str | None]]) -> Mapping[str, str]:
    """Return the label of each name that has one and the same wherever it stands."""
    found: dict[str, set[str]] = {}
    for name, label in labels:
        found.setdefault(name, set()).add(label or name)
    return {name: next(iter(called)) for name, called in found.items() if len(called) == 1}
