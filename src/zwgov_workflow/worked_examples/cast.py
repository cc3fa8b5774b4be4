"""The people of a worked example: whoever acts in it holds the role it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import FormField, Regulation
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.engine.value import Data
from zwgov_workflow.people import Appointment, Department, Officer, People
from zwgov_workflow.worked_examples.example import Act, Example, ExampleFile, Raw

__all__ = ["Cast"]

BUREAU = "bureau"


class Cast:
    """Departments and officers, appointed as the story calls for them."""

    def __init__(self, file: ExampleFile, example: Example, regulations: Regulations) -> None:
        self._departments = {one.id: one for one in file.departments}
        self._appointments: dict[tuple[str, str, str], Appointment] = {}
        fields = dict(_fields(regulations))
        for entered in _entered(example):
            for name, raw in entered.items():
                self._meet(fields.get(name), raw)
        self._seat_all(regulations.versions(file.regulation)[-1].regulation)
        for one in file.departments:
            if one.successor is not None:
                self._know(one.successor)

    def people(self) -> People:
        """Return the people as far as they were called for."""
        officers = dict.fromkeys(one.officer for one in self._appointments.values())
        return People(
            departments=self._departments.values(),
            officers=[Officer(name, name) for name in officers],
            appointments=self._appointments.values(),
        )

    def appoint(self, regulation: Regulation, act: Act, data: Data) -> str | None:
        """Return the officer who acts, in the role that the act names; None where none can be.

        *data* is what the case knows, or what is entered where it starts.
        """
        role = regulation.roles.get(act.by)
        if role is None:
            return None
        name = act.by
        if role.recorded_by is not None:
            name = role.recorded_by[0]
            role = regulation.roles[name]
        if role.is_ is not None:
            value = data.get(role.is_)
            return act.officer or (value if isinstance(value, str) else None)
        seat = act.seat or self._seat(role.label or name, role.held_in or "", data)
        self._know(seat)
        officer = act.officer or f"{seat}的{role.label or name}"
        found = Appointment(officer=officer, role=name, department=seat, first=date.min)
        self._appointments[officer, name, seat] = found
        return officer

    def _seat_all(self, regulation: Regulation) -> None:
        """Seat each role that the bureau holds once, so that there is somebody to take over."""
        for name, role in regulation.roles.items():
            if role.held_in == BUREAU:
                label = role.label or name
                self._know(label)
                found = Appointment(
                    officer=f"{label}的{label}", role=name, department=label, first=date.min
                )
                self._appointments[found.officer, name, label] = found

    def _seat(self, label: str, held_in: str, data: Data) -> str:
        value = data.get(held_in)
        if isinstance(value, (tuple, list)):
            value = value[0]
        return value if isinstance(value, str) else label

    def _know(self, name: str) -> None:
        self._departments.setdefault(name, Department(id=name, name=name))

    def _meet(self, field: FormField | None, raw: Raw) -> None:
        """Take in the departments and officers that a form names."""
        if field is None:
            return
        if field.type.kind is Kind.ROWS:
            for row in raw if isinstance(raw, list) else ():
                for name, kind in field.columns.items():
                    if isinstance(row, dict) and name in row:
                        self._name(kind, row[name])
        else:
            self._name(field.type, raw)

    def _name(self, kind: FieldType, raw: Raw) -> None:
        for word in raw if isinstance(raw, list) else [raw]:
            if not isinstance(word, str):
                continue
            if kind.kind is Kind.DEPARTMENT:
                self._know(word)
            elif kind.kind is Kind.OFFICER:
                found = Appointment(officer=word, role="person", department="-", first=date.min)
                self._know("-")
                self._appointments[word, "person", "-"] = found


def _fields(regulations: Regulations) -> Iterator[tuple[str, FormField]]:
    """Yield the fields of every form and machine that name people."""
    for document in regulations.documents.values():
        regulation = document.regulation
        inline = [
            transition.form
            for machine in regulation.machines.values()
            for transition in machine.transitions
            if isinstance(transition.form, Mapping)
        ]
        data = [machine.data for machine in regulation.machines.values()]
        for form in (*regulation.forms.values(), *inline, *data):
            yield from (
                (name, field)
                for name, field in form.items()
                if field.type.kind in (Kind.DEPARTMENT, Kind.OFFICER, Kind.ROWS)
            )


def _entered(example: Example) -> Iterator[Mapping[str, Raw]]:
    for step in (example.start, *example.steps):
        yield step.given
        if step.act is not None:
            yield step.act.form
