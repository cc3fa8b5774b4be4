"""A machine of a regulation for reading: each step with who does it, what it asks and cites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.cli.calendars.due import period
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import listed
from zwgov_workflow.cli.speech.wrapping import print_columns
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import (
    Cited,
    Deadline,
    Form,
    FormField,
    Machine,
    Regulation,
    Transition,
)
from zwgov_workflow.definition.scope import Scope

__all__ = ["print_machine"]


def print_machine(terminal: Console, regulation: Regulation, name: str) -> None:
    """Print the steps of a machine with their forms, then its deadlines."""
    machine = regulation.machines[name]
    terminal.print()
    terminal.print(Text(f"{machine.label or name} ({name})", style="bold"))
    scope = Scope(regulation, machine)
    for transition in machine.transitions:
        rows = list(_step(regulation, machine, transition))
        form = dict(scope.form_of(transition))
        if transition.starting:
            form = {**machine.data, **form}
        rows += [("", line) for line in _fields(regulation, form)]
        print_columns(terminal, rows)
    for key, deadline in machine.deadlines.items():
        print_columns(terminal, _deadline(regulation, key, deadline))


def _step(
    regulation: Regulation, machine: Machine, transition: Transition
) -> Iterator[tuple[str, str | Text]]:
    label = transition.label or transition.trigger
    yield "·", Text.assemble((label, "bold"), (f" ({transition.trigger})", "dim"))
    yield "", f"{_way(machine, transition)}; {_actors(regulation, transition)}"
    sources = _sources(transition)
    if sources:
        yield "", Text(sources, style="dim")


def _way(machine: Machine, transition: Transition) -> str:
    def named(state: str) -> str:
        known = machine.states.get(state)
        if state == "any":
            return _("any state before the end")
        return (known.label if known else None) or state

    origin = listed(map(named, transition.from_ or ())) or _("(start)")
    if transition.to == "same":
        return _("{states}: stays there").format(states=origin)
    return f"{origin} → {named(transition.to)}"


def _actors(regulation: Regulation, transition: Transition) -> str:
    movers = {
        "clock": _("when its period has passed"),
        "rule": _("by itself, when its condition holds"),
        "case": _("by another case"),
        "succession": _("when a department is abolished"),
    }
    return listed(movers.get(name) or _role(regulation, name) for name in transition.by)


def _role(regulation: Regulation, name: str) -> str:
    role = regulation.roles.get(name)
    label = (role.label if role else None) or name
    return label if label == name else f"{label} ({name})"


def _fields(regulation: Regulation, form: Form) -> Iterator[str]:
    """Yield a line for each field of a form: what to set, what it is called, what it takes."""
    for name, field in form.items():
        told = [field.label or "", _kind(regulation, field), _needed(field)]
        yield f"{name}: {', '.join(filter(None, told))}"


def _needed(field: FormField) -> str:
    if field.type.optional:
        return _("optional")
    return _("required") if field.required_when is None else _("required in some cases")


def _kind(regulation: Regulation, field: FormField) -> str:
    kind = field.type
    text = _words(regulation, field) if kind.kind is None else _kind_name(kind)
    if kind.kind is Kind.ROWS:
        columns = ", ".join(
            f"{name} {_kind_name(column)}" for name, column in field.columns.items()
        )
        text = _("rows of {columns}").format(columns=columns)
    return _("list of {kind}").format(kind=text) if kind.many else text


def _kind_name(kind: FieldType) -> str:
    names: Mapping[Kind, str] = {
        Kind.TEXT: _("text"),
        Kind.DATE: _("date"),
        Kind.NUMBER: _("number"),
        Kind.YES_NO: _("yes or no"),
        Kind.PERIOD: _("period"),
        Kind.DEPARTMENT: _("department"),
        Kind.OFFICER: _("officer"),
    }
    return names.get(kind.kind, kind.name) if kind.kind is not None else kind.name


def _words(regulation: Regulation, field: FormField) -> str:
    known = regulation.enumerations[field.type.name]
    values = known.values
    labelled = (
        f"{word} {values[word].label or ''}".strip() if isinstance(values, Mapping) else word
        for word in field.only or known.words
    )
    text = " | ".join(labelled)
    return _("{words} or others").format(words=text) if known.open else text


def _deadline(
    regulation: Regulation, name: str, deadline: Deadline
) -> Iterator[tuple[str, str | Text]]:
    label = deadline.label or name
    yield "·", Text.assemble((label, "bold"), (f" ({name}) ", "dim"), _("deadline"))
    yield "", _period(regulation, deadline)
    sources = _sources(deadline)
    if sources:
        yield "", Text(sources, style="dim")


def _period(regulation: Regulation, deadline: Deadline) -> str:
    """Return a period in words; a parameter with its value, a field by its name."""
    text = deadline.within or deadline.ahead or deadline.due or ""
    parameter = regulation.parameters.get(text)
    if parameter is not None:
        value = parameter.value if isinstance(parameter.value, str) else ""
        return f"{parameter.label or text}: {_in_words(value)}"
    return _in_words(text)


def _in_words(text: str) -> str:
    if text == "none":
        return _("none")
    return period(PeriodRule.parse(text)) if text[:1].isdigit() else text


def _sources(element: Cited) -> str:
    return " ".join(filter(None, (*element.clauses, element.reading, element.law)))
