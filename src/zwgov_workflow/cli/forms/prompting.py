"""Questions asked on the terminal, one field after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.text import Text

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.entries import understood
from zwgov_workflow.cli.forms.field_words import (
    Option,
    column_label,
    field_kind,
    options_of,
    said_problem,
)
from zwgov_workflow.cli.forms.questions import Answers, Question, Questions
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.engine.form import choices
from zwgov_workflow.engine.move import sources_of

__all__ = ["Prompting", "choose"]

MOST_LISTED = 20
"""How many departments are listed; of more, one gives the id or the name."""


def choose(title: str, options: Sequence[Option]) -> str:
    """Let somebody choose one of *options* by its number, its name or its label."""
    terminal = console()
    terminal.print(Text(title, style="bold"))
    _list(terminal, options)
    while True:
        found = _chosen(_line(), options)
        if found in [option.word for option in options]:
            return found
        text = _("choose a number from 1 to {n}").format(n=len(options))
        terminal.print(Text(text, style="yellow"))


@dataclass(frozen=True)
class Prompting:
    """The form of an act, asked of somebody on the terminal.

    Attributes:
        questions: What is to be asked.
        labels: What the machine calls its things.
        defaults: What an empty answer means, by field, where it means something.
        today: The day it is, of which departments are listed.
    """

    questions: Questions
    labels: Labels
    defaults: Mapping[str, str]
    today: date

    def ask(self, given: Answers) -> dict[str, object]:
        """Ask for what is missing in *given* and return all that was entered."""
        answers = dict(given)
        while (question := self.questions.next(answers)) is not None:
            answers[question.name] = self._answer(question, answers)
        return {name: value for name, value in answers.items() if value is not None}

    def _answer(self, question: Question, answers: Answers) -> object:
        terminal, field = console(), question.field
        options = self._options(question, answers)
        default = self.defaults.get(question.name)
        head = Text(self.labels.field(question.name), style="bold")
        head.append(f" ({field_kind(question, self.labels)})", style="not bold")
        head.append(f"  {' '.join(sources_of(field))}", style="dim")
        terminal.print(head)
        _list(terminal, options)
        while True:
            raw = self._entry(question, options, default)
            problem = self.questions.problem(question.name, {**answers, question.name: raw})
            if problem is None or (raw is None and not question.required):
                return raw
            text = f"{self.labels.field(question.name)}: {said_problem(problem, self.labels)}"
            terminal.print(Text(text, style="yellow"))

    def _options(self, question: Question, answers: Answers) -> Sequence[Option]:
        offered = choices(question.field, self.questions.view(answers))
        found = options_of(self.labels, question.field.type, question.field.only, self.today)
        if offered is not None:
            found = [option for option in found if option.word in offered]
        return found if len(found) <= MOST_LISTED else ()

    def _entry(self, question: Question, options: Sequence[Option], default: str | None) -> object:
        kind = question.field.type
        if kind.kind is Kind.ROWS:
            return self._rows(question.field.columns) or None
        if kind.many:
            return _until_empty(lambda: self._one(kind, options)) or None
        if default is None:
            return self._one(kind, options) or None
        return self._one(kind, options, hint=f"[{default}] ") or default

    def _one(self, kind: FieldType, options: Sequence[Option], hint: str = "") -> str:
        word = _chosen(_line(hint), options)
        if kind.kind is Kind.OFFICER:
            return self._officer(word)
        return understood(word, kind)

    def _officer(self, word: str) -> str:
        """Return the id of the one officer of that name; otherwise the word itself."""
        named = [one.id for one in self.labels.people.officers if one.name == word]
        return named[0] if len(named) == 1 else word

    def _rows(self, columns: Mapping[str, FieldType]) -> list[dict[str, str]]:
        """Ask for rows, column by column; one whose first column is empty is none."""
        rows: list[dict[str, str]] = []
        while True:
            row: dict[str, str] = {}
            for name, kind in columns.items():
                options = options_of(self.labels, kind, None, self.today)
                options = options if len(options) <= MOST_LISTED else ()
                row[name] = self._cell(len(rows) + 1, name, kind, options)
                if not any(row.values()):
                    return rows
            rows.append(row)

    def _cell(self, n: int, name: str, kind: FieldType, options: Sequence[Option]) -> str:
        text = _("row {n}, {column}").format(n=n, column=column_label(self.labels, name))
        console().print(Text(text, style="dim"))
        _list(console(), options)
        return self._one(kind, options)


def _line(hint: str = "") -> str:
    """Return a line that somebody typed, with the keys of readline where there is one.

    Raises:
        EOFError, KeyboardInterrupt: He broke off.
    """
    with suppress(ImportError):
        import readline  # noqa: F401, PLC0415 (input takes it; other systems have none)
    return input(f"{hint}> ").strip()


def _until_empty(ask: Callable[[], str]) -> list[str]:
    entries: list[str] = []
    while entry := ask():
        entries.append(entry)
    return entries


def _list(terminal: Console, options: Sequence[Option]) -> None:
    for i, option in enumerate(options, 1):
        terminal.print(Text(f"  {i} {option.label}"))


def _chosen(word: str, options: Sequence[Option]) -> str:
    """Return the word of the option that is chosen by number or label; otherwise *word*."""
    for i, option in enumerate(options, 1):
        if word in (str(i), option.label, option.word):
            return option.word
    return word
