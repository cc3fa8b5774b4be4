"""Every value fits the type of what it is for: parameters, settings, table cells, periods."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.definition.check.findings import Place, Subject
from zwgov_workflow.definition.kinds import FieldType, Kind, parse_number
from zwgov_workflow.definition.model import DateRule, Deadline, Regulation, Transition, Value
from zwgov_workflow.definition.scope import TODAY, Scope
from zwgov_workflow.errors import Finding, InvalidPeriod, Message
from zwgov_workflow.sourcefile import parse_date

__all__ = ["check_values"]

PARAMETERS = (Kind.PERIOD, Kind.WINDOW, Kind.NUMBER, Kind.YES_NO, Kind.TEXT)
_WINDOW = re.compile(r"(?P<first>[0-9]{2}-[0-9]{2}) to (?P<last>[0-9]{2}-[0-9]{2})")


def check_values(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each value that does not fit what it is for."""
    yield from _parameters(subject)
    for _, machine, scope, place in subject.each_machine():
        for i, transition in enumerate(machine.transitions):
            yield from _transition(subject, scope, transition, (*place, "transitions", i))
        for name, deadline in machine.deadlines.items():
            yield from _periods(subject, scope, deadline, (*place, "deadlines", name))
        for name, rule in machine.dates.items():
            yield from _periods(subject, scope, rule, (*place, "dates", name))


def _parameters(subject: Subject) -> Iterator[Finding]:
    for name, parameter in subject.regulation.parameters.items():
        at = ("parameters", name)
        if parameter.type.optional or parameter.type.kind not in (*PARAMETERS, None):
            message = Message("a parameter cannot be of the type {kind}", kind=parameter.type)
            yield subject.finding(message, *at)
        elif (why := _unfit(subject.regulation, parameter.type, parameter.value)) is not None:
            yield subject.finding(why, *at, "value")


def _transition(
    subject: Subject, scope: Scope, transition: Transition, place: Place
) -> Iterator[Finding]:
    """Check what a transition writes: by its settings, and by the choices of its form."""
    for field, setting in transition.sets.items():
        at = (*place, "sets", field)
        if setting.literal is not None:
            yield from _setting(subject, scope, field, setting.literal, at)
        elif setting.table is not None:
            yield from _column(subject, scope, field, setting.table)
    for field, declared in scope.form_of(transition).items():
        if declared.choices_from is not None:
            yield from _column(subject, scope, field, declared.choices_from)


def _unfit(regulation: Regulation, kind: FieldType, value: Value) -> Message | None:
    """Say why *value* is none of *kind*, or return None."""
    if isinstance(value, tuple) != kind.many:
        if kind.many:
            return Message("expected a list of {kind}", kind=kind.name)
        return Message("expected one value of {kind}", kind=kind.name)
    words = value if isinstance(value, tuple) else (value,)
    wrong = [word for word in words if not _fits(regulation, kind, word)]
    return Message("{word!r} is no {kind}", word=wrong[0], kind=kind.name) if wrong else None


def _fits(regulation: Regulation, kind: FieldType, word: str) -> bool:  # noqa: PLR0911 (by kind)
    try:
        if kind.kind is None:
            enumeration = regulation.enumerations[kind.name]
            return enumeration.open or word in enumeration.words
        if kind.kind is Kind.PERIOD:
            return word == "none" or not PeriodRule.parse(word).backward
        if kind.kind is Kind.NUMBER:
            parse_number(word)
            return True
        if kind.kind is Kind.DATE:
            return bool(parse_date(word))
        if kind.kind is Kind.WINDOW:
            match = _WINDOW.fullmatch(word)
            return match is not None and all(parse_date(f"2004-{day}") for day in match.groups())
    except (InvalidPeriod, ValueError):
        return False
    return word in ("yes", "no") if kind.kind is Kind.YES_NO else True


def _setting(
    subject: Subject, scope: Scope, field: str, literal: Value, place: Place
) -> Iterator[Finding]:
    declared = {name: kind for name, kind, _ in scope.declared()}
    kind = declared.get(field)
    if kind is None or literal in ("empty", ()):
        return
    if literal == TODAY:
        if kind.kind is not Kind.DATE:
            message = Message("{field!r} is {kind}, and today is a date", field=field, kind=kind)
            yield subject.finding(message, *place)
    elif (why := _unfit(subject.regulation, kind, literal)) is not None:
        yield subject.finding(Message("{name!r}: {why}", name=field, why=why), *place)


def _column(subject: Subject, scope: Scope, field: str, path: str) -> Iterator[Finding]:
    """Check that every row has the column, with values the field can have."""
    name, _, column = path.partition(".")
    kind = scope.type_of(field)
    for i, row in enumerate(subject.regulation.tables[name].rules):
        at = ("tables", name, "rules", i, "then")
        if column not in row.then:
            message = Message(
                "row {row} has no column {column!r} for {field!r}",
                row=i + 1,
                column=column,
                field=field,
            )
            yield subject.finding(message, *at)
            continue
        cell = row.then[column]
        words = cell if isinstance(cell, tuple) else (cell,)
        wrong = [w for w in words if kind and not _fits(subject.regulation, kind, w)]
        if wrong:
            message = Message(
                "{word!r} is no {kind} for {field!r}", word=wrong[0], kind=kind, field=field
            )
            yield subject.finding(message, *at)


def _periods(
    subject: Subject, scope: Scope, rule: DateRule | Deadline, place: Place
) -> Iterator[Finding]:
    named = [("within", rule.within), ("ahead", rule.ahead)]
    if isinstance(rule, Deadline):
        named += [("remind", period) for period in rule.remind]
    for key, period in named:
        if period is None or period == "none":
            continue
        at = (*place, key)
        if period[0].isdigit():
            if PeriodRule.parse(period).backward:
                message = Message(
                    "{period!r}: the direction is said by within, ahead and remind", period=period
                )
                yield subject.finding(message, *at)
            continue
        kind = scope.type_of(period)
        if kind is None or kind.kind is not Kind.PERIOD:
            yield subject.finding(Message("{period!r} is no period", period=period), *at)
