"""A form as entered, read into values by the fields a transition asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zwgov_workflow.definition.condition import Words
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import Enumeration, Form, FormField
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.table import row_of
from zwgov_workflow.engine.value import Data, Value, parse_value
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import FieldProblem, PeopleError
from zwgov_workflow.people import People

__all__ = ["Entered", "choices", "incomplete", "read_form", "required"]


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered: the values, the fields left empty, and what cannot be taken."""

    values: Data
    empty: tuple[str, ...]
    problems: tuple[FieldProblem, ...]


def read_form(
    machine: CompiledMachine, fields: Form, raw: Mapping[str, object], people: People
) -> Entered:
    """Read each field by its type; what depends on other fields is left to :func:`incomplete`."""
    values: dict[str, Value] = {}
    problems = [
        FieldProblem(field=str(name), problem="there is no such field in this form")
        for name in raw
        if name not in fields
    ]
    for name, field in fields.items():
        try:
            value = _read(machine, field, raw.get(name), people)
        except (ValueError, PeopleError) as error:
            what = (
                "no such entry among the people" if isinstance(error, PeopleError) else str(error)
            )
            problems.append(FieldProblem(field=name, problem=what))
            continue
        if value is not None:
            values[name] = value
    empty = tuple(name for name in fields if name not in values)
    return Entered(values, empty, tuple(problems))


def _read(machine: CompiledMachine, field: FormField, raw: object, people: People) -> Value | None:
    if field.type.kind is Kind.ROWS:
        return _rows(machine, field, raw, people)
    value = parse_value(raw, field.type)
    if value is None:
        return None
    wanted = field.type, field.only
    if isinstance(value, tuple):
        return tuple(_known(machine, *wanted, entry, people) for entry in value)
    return _known(machine, *wanted, value, people)


def _rows(machine: CompiledMachine, field: FormField, raw: object, people: People) -> Value | None:
    if raw is None:
        return None
    if isinstance(raw, (str, bytes, Mapping)) or not hasattr(raw, "__iter__"):
        raise ValueError("expected a list of rows")
    return tuple(_row(machine, field, entry, people) for entry in raw) or None


def _row(
    machine: CompiledMachine, field: FormField, entry: object, people: People
) -> Mapping[str, Value]:
    if not isinstance(entry, Mapping) or not entry.keys() <= field.columns.keys():
        raise ValueError(f"expected rows of {', '.join(field.columns)}")
    row: dict[str, Value] = {}
    for name, kind in field.columns.items():
        value = parse_value(entry.get(name), kind)
        if value is None and not kind.optional:
            raise ValueError(f"a row has no {name}")
        if value is not None:
            row[name] = _known(machine, kind, None, value, people)
    return row


def _known(
    machine: CompiledMachine, kind: FieldType, only: Words | None, value: Value, people: People
) -> Value:
    """Return *value* as its list knows it: the id of a department, one of the words offered."""
    if not isinstance(value, str):
        return value
    if kind.kind is Kind.DEPARTMENT:
        return people.department(value).id
    if kind.kind is Kind.OFFICER:
        return people.officer(value).id
    if kind.kind is None:
        return _word(machine.regulation.enumerations[kind.name], only, value)
    return value


def _word(enumeration: Enumeration, only: Words | None, value: str) -> str:
    offered = only or enumeration.words
    if isinstance(enumeration.values, Mapping):
        labels = {known.label: word for word, known in enumeration.values.items()}
        value = labels.get(value, value)
    if value not in offered and not (enumeration.open and only is None):
        raise ValueError(f"expected one of {', '.join(offered)}")
    return value


def incomplete(fields: Form, entered: Entered, view: View) -> Iterator[FieldProblem]:
    """Yield what is missing or not offered, now that the other fields are known."""
    refused = {problem.field for problem in entered.problems}
    for name, field in fields.items():
        if name in refused:
            continue
        if name in entered.values:
            if field.choices_from and not _offered(field, entered.values[name], view):
                yield FieldProblem(field=name, problem="not among what the regulation offers here")
        elif required(field, view):
            yield FieldProblem(field=name, problem="is missing")


def required(field: FormField, view: View) -> bool:
    """Return whether a field must be filled, now that *view* knows the other fields."""
    return not field.type.optional and view.machine.predicate(field.required_when)(view)


def choices(field: FormField, view: View) -> Sequence[str] | None:
    """Return what the decision table of a field offers here; None where it has none."""
    if field.choices_from is None:
        return None
    table, _, column = field.choices_from.partition(".")
    offered = row_of(view, table).get(column, ())
    return (offered,) if isinstance(offered, str) else offered


def _offered(field: FormField, value: Value, view: View) -> bool:
    offered = choices(field, view) or ()
    entries = value if isinstance(value, tuple) else (value,)
    return all(entry in offered for entry in entries)
