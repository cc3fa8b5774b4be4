"""What a field of a form takes, in words: its type, what it offers, what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.questions import Question
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import FORM_WORDS
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.errors import FieldProblem

__all__ = [
    "Option",
    "column_label",
    "example",
    "field_kind",
    "kind_in_words",
    "options_of",
    "said_problem",
]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: its word in the regulation, and what people call it."""

    word: str
    label: str


def kind_in_words(kind: FieldType) -> str:
    """Return what is to be written."""
    texts = {
        Kind.TEXT: _("text"),
        Kind.REFERENCE: _("number or name of a document"),
        Kind.DATE: _("date, such as 2026-03-02"),
        Kind.NUMBER: _("number"),
        Kind.YES_NO: _("yes/no"),
        Kind.PERIOD: _("period, such as 5 working days"),
        Kind.WINDOW: _("days of the year, such as 12-01 to 01-31"),
        Kind.DEPARTMENT: _("department, by name or id"),
        Kind.OFFICER: _("officer, by id"),
        Kind.ROWS: _("table"),
    }
    return _("one of the list") if kind.kind is None else texts[kind.kind]


def field_kind(question: Question, labels: Labels) -> str:
    """Return the type of a field that is asked, and how it is answered."""
    kind = question.field.type
    told = kind_in_words(kind)
    if kind.kind is Kind.ROWS:
        columns = "、".join(column_label(labels, name) for name in question.field.columns)
        told = _("table of {columns}; an empty first entry ends it").format(columns=columns)
    elif kind.many:
        told = _("{type}; one a line, an empty line ends it").format(type=told)
    return told if question.required else _("{type}; may be left empty").format(type=told)


def column_label(labels: Labels, column: str) -> str:
    """Return the label of a column: that of the field it becomes in the part that a row starts."""
    for group in labels.machine.machine.children.values():
        if isinstance(group.as_, Mapping) and column in group.as_.values():
            child = next(name for name, of in group.as_.items() if of == column)
            regulation, _slash, name = group.machine.partition("/")
            machine = labels.machine.regulation.machines.get(name)
            own = machine is not None and regulation == labels.machine.regulation.regulation
            field = machine.data.get(child) if machine is not None and own else None
            if field is not None and field.label is not None:
                return field.label
    return labels.field(column)


def options_of(
    labels: Labels, kind: FieldType, only: Iterable[str] | None, today: date
) -> Sequence[Option]:
    """Return what a field offers to choose from; empty where anything can be written.

    Args:
        labels: Those of the machine.
        kind: The type of the field.
        only: The words that the field takes of its enumeration; None: all.
        today: The day of which the departments are.
    """
    if kind.kind is Kind.DEPARTMENT:
        return list(_departments(labels, today))
    if kind.kind is not None:
        return ()
    enumeration = labels.machine.regulation.enumerations[kind.name]
    known = enumeration.values if isinstance(enumeration.values, Mapping) else {}
    words = only or enumeration.words
    return [Option(word, (known[word].label if word in known else None) or word) for word in words]


def _departments(labels: Labels, today: date) -> Iterator[Option]:
    for one in labels.people.departments:
        if one.exists_on(today):
            yield Option(one.id, f"{one.name} ({one.id})")


def example(labels: Labels, kind: FieldType, only: Iterable[str] | None, today: date) -> str:
    """Return a value that a field of that type could have."""
    options = options_of(labels, kind, only, today)
    if kind.kind is Kind.DEPARTMENT and options:
        return labels.department(options[0].word)
    if options:
        return options[0].label
    texts = {
        Kind.DATE: today.isoformat(),
        Kind.NUMBER: "85",
        Kind.YES_NO: _("yes"),
        Kind.PERIOD: _("5 working days"),
        Kind.OFFICER: "P0031",
    }
    return texts.get(kind.kind or Kind.TEXT, "…")


def said_problem(problem: FieldProblem, labels: Labels) -> str:
    """Return what is wrong with a field, in the language in use."""

    def words(text: str) -> str:
        return "、".join(labels.word(problem.field, word) for word in text.split(", "))

    return said(problem.problem, FORM_WORDS, words=words)
