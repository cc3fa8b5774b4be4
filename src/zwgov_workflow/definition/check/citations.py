"""Every element has its source, every clause its element, and quotations are verbatim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.definition.model import (
    Cited,
    EnumerationValue,
    FormField,
    Group,
    Machine,
    State,
    TableRow,
)
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_citations", "cited_elements"]

_NUMBER = re.compile("[0-9]+")

INHERITING = (EnumerationValue, FormField, Group, Machine, State, TableRow)
"""Elements that may take their source from what brings them in, or from what they are made of."""


def check_citations(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each element without source, and each clause that nothing realises."""
    known = {clause: text for own in subject.texts.values() for clause, text in own.items()}
    cited: set[str] = set()
    for name, breach in subject.regulation.breaches.items():
        if breach.lead is not None and breach.lead not in known:
            yield subject.finding(_no_clause(breach.lead), "breaches", name, "lead")
    for place, element in cited_elements(subject.regulation):
        cited |= set(element.clauses)
        if not element.sourced and not isinstance(element, INHERITING):
            message = Message("this says nothing of its source: give clauses, a reading or a law")
            yield subject.finding(message, *place)
        for clause in element.clauses:
            if clause not in known:
                yield subject.finding(_no_clause(clause), *place, "clauses")
        if element.quote is not None and not _stands(element.quote, element, known):
            message = Message("a quotation needs the clause it is taken from")
            if element.clauses:
                message = Message(
                    "the quotation stands in none of {clauses}", clauses=element.clauses
                )
            yield subject.finding(message, *place, "quote")
    yield from _numbers(subject)
    yield from _coverage(subject, cited)


def _stands(quote: str, element: Cited, known: Mapping[str, str]) -> bool:
    return any(quote in known.get(clause, "") for clause in element.clauses)


def _numbers(subject: Subject) -> Iterator[Finding]:
    """Check that a period has a number of its own quotation, where that has any."""
    for name, parameter in subject.regulation.parameters.items():
        amount, _, unit = str(parameter.value).partition(" ")
        quoted = _NUMBER.findall(parameter.quote or "")
        if parameter.type.kind is Kind.PERIOD and unit and quoted and amount not in quoted:
            message = Message(
                "{value!r} is none of the quotation, which has {numbers}",
                value=parameter.value,
                numbers=tuple(quoted),
            )
            yield subject.finding(message, "parameters", name, "value")


def _coverage(subject: Subject, cited: set[str]) -> Iterator[Finding]:
    regulation = subject.regulation
    own = subject.texts.get(regulation.regulation, {})
    for clause in regulation.declaratory:
        at = ("declaratory", clause)
        if clause not in own:
            yield subject.finding(_no_clause(clause), *at)
        elif clause in cited:
            message = Message("clause {clause} is cited, and yet called declaratory", clause=clause)
            yield subject.finding(message, *at)
    for clause in own:
        if clause not in cited and clause not in regulation.declaratory:
            message = Message(
                "clause {clause} is neither realised nor declared declaratory", clause=clause
            )
            yield subject.finding(message, "regulation")


def _no_clause(clause: str) -> Message:
    return Message("no clause {clause!r}", clause=clause)


def cited_elements(
    element: Any,  # noqa: ANN401 (a part of the model, of any kind)
    place: Place = (),
) -> Iterator[tuple[Place, Cited]]:
    """Yield every element below *element* that can cite a clause, with its place."""
    if isinstance(element, Cited):
        yield place, element
    if isinstance(element, BaseModel):
        for name, info in type(element).model_fields.items():
            yield from cited_elements(getattr(element, name), (*place, info.alias or name))
    elif isinstance(element, Mapping):
        for key, value in element.items():
            yield from cited_elements(value, (*place, key))
    elif isinstance(element, tuple):
        for i, value in enumerate(element):
            yield from cited_elements(value, (*place, i))
