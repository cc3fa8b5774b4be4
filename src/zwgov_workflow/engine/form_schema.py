"""A form as JSON Schema, for systems that ask it on a screen of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import Form, FormField, Regulation

__all__ = ["form_schema"]

_TYPES: Mapping[Kind, Mapping[str, Any]] = {
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.NUMBER: {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    Kind.YES_NO: {"type": "string", "enum": ["yes", "no"]},
}


def form_schema(regulation: Regulation, form: Form) -> Mapping[str, Any]:
    """Return the fields of a form as JSON Schema (draft 2020-12), with labels as titles.

    ``x-clauses`` names the clauses of a field. What only some answers require is checked when the
    form is fired, and not said here.
    """
    always = [
        name
        for name, field in form.items()
        if not field.type.optional and field.required_when is None
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {name: _field(regulation, field) for name, field in form.items()},
        "required": always,
        "additionalProperties": False,
    }


def _field(regulation: Regulation, field: FormField) -> Mapping[str, Any]:
    found = _type(regulation, field.type, field)
    if field.label is not None:
        found["title"] = field.label
    sources = [*field.clauses, *filter(None, (field.reading,))]
    if sources:
        found["x-clauses"] = sources
    return found


def _type(regulation: Regulation, kind: FieldType, field: FormField) -> dict[str, Any]:
    if kind.kind is Kind.ROWS:
        columns = {
            name: _single(regulation, column, None) for name, column in field.columns.items()
        }
        needed = [name for name, column in field.columns.items() if not column.optional]
        row = {"type": "object", "properties": columns, "required": needed}
        return {"type": "array", "items": {**row, "additionalProperties": False}}
    single = _single(regulation, kind, field)
    return {"type": "array", "items": single} if kind.many else single


def _single(regulation: Regulation, kind: FieldType, field: FormField | None) -> dict[str, Any]:
    if kind.kind is not None:
        return dict(_TYPES.get(kind.kind, {"type": "string"}))
    enumeration = regulation.enumerations[kind.name]
    words = (field.only if field is not None else None) or enumeration.words
    if enumeration.open:
        return {"type": "string", "examples": list(words)}
    if not isinstance(enumeration.values, Mapping):
        return {"type": "string", "enum": list(words)}
    labelled = [{"const": word, "title": enumeration.values[word].label or word} for word in words]
    return {"type": "string", "oneOf": labelled}
