"""The names of one machine: every path a condition, setting or deadline may use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.definition.model import Form, Group, Machine, Regulation, Setting, Transition

__all__ = ["TODAY", "Library", "Scope"]

TODAY = "today"

_DATE = FieldType.parse("date")


@dataclass(frozen=True, slots=True)
class Library:
    """The regulations that a file may name: itself and those it uses."""

    regulations: Mapping[str, Regulation]

    def machine(self, path: str) -> tuple[Regulation, Machine] | None:
        """Return the machine at ``regulation/machine``, with its regulation."""
        name, _, machine = path.partition("/")
        regulation = self.regulations.get(name)
        if regulation is None or machine not in regulation.machines:
            return None
        return regulation, regulation.machines[machine]


@dataclass(frozen=True)
class Scope:
    """The namespace of a machine: data, form fields, parameters, deadlines, dates and groups."""

    regulation: Regulation
    machine: Machine

    def form_of(self, transition: Transition) -> Form:
        """Return the fields that a transition asks for; none where its form is unknown."""
        if transition.form is None:
            return {}
        if isinstance(transition.form, str):
            return self.regulation.forms.get(transition.form, {})
        return transition.form

    def declared(self) -> Iterator[tuple[str, FieldType, tuple[str | int, ...]]]:
        """Yield each declaration of a field: its name, type and place within the machine."""
        for name, field in self.machine.data.items():
            yield name, field.type, ("data", name)
        for i, transition in enumerate(self.machine.transitions):
            for name, field in self.form_of(transition).items():
                yield name, field.type, ("transitions", i, "form", name)

    @cached_property
    def fields(self) -> Mapping[str, FieldType]:
        """The fields of a case by name; where declared often, as first declared."""
        found: dict[str, FieldType] = {}
        for name, kind, _ in self.declared():
            found.setdefault(name, kind)
        for transition in self.machine.transitions:
            for name, setting in transition.sets.items():
                found.setdefault(name, self._type_set(setting, found))
        for group in self.machine.children.values():
            for name in group.take:
                found.setdefault(name, FieldType.parse("text"))
        return found

    def _type_set(self, setting: Setting, found: Mapping[str, FieldType]) -> FieldType:
        """Return the type of a field that no form asks for, by what it is set to."""
        source = setting.copy_ or setting.add
        if source is not None and (known := found.get(source) or self.constants.get(source)):
            return replace(known, many=True) if setting.add else known
        if TODAY in (setting.literal, source) or source in self.dates:
            return _DATE
        return FieldType.parse("number" if setting.tally is not None else "text")

    @cached_property
    def constants(self) -> Mapping[str, FieldType]:
        """The parameters."""
        return {name: parameter.type for name, parameter in self.regulation.parameters.items()}

    @cached_property
    def dates(self) -> frozenset[str]:
        """The deadlines and dates, whose names stand for their days, and today."""
        return frozenset((*self.machine.deadlines, *self.machine.dates, TODAY))

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups of children."""
        return self.machine.children

    @cached_property
    def names(self) -> frozenset[str]:
        """Every path there is."""
        return frozenset((*self.fields, *self.constants, *self.dates, *self.groups))

    def type_of(self, path: str) -> FieldType | None:
        """Return the type of a path; None for a group or where there is no such path."""
        if path in self.fields:
            return self.fields[path]
        return _DATE if path in self.dates else self.constants.get(path)

    def words_of(self, path: str) -> tuple[str, ...] | None:
        """Return the words a path can hold, or None where they are not a closed list."""
        kind = self.type_of(path)
        if kind is None or kind.kind is not None:
            return ("yes", "no") if kind is not None and kind.name == "yes_no" else None
        enumeration = self.regulation.enumerations.get(kind.name)
        return None if enumeration is None or enumeration.open else enumeration.words
