"""Which field of a form is asked next, and whether an answer can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zwgov_workflow.definition.model import Form, FormField
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.form import Entered, incomplete, read_form, required
from zwgov_workflow.engine.proposal import with_entries
from zwgov_workflow.engine.value import Data
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import FieldProblem
from zwgov_workflow.people import People

__all__ = ["Answers", "Question", "Questions"]

Answers = Mapping[str, object]
"""What was entered so far, by field; None where an optional one was left empty."""


@dataclass(frozen=True, slots=True)
class Question:
    """A field that is to be asked.

    Attributes:
        name: Its name.
        field: What the regulation says of it.
        required: Whether it may not be left empty.
    """

    name: str
    field: FormField
    required: bool


@dataclass(frozen=True)
class Questions:
    """The form of an act, as it is asked of somebody.

    Attributes:
        machine: The machine of the case.
        form: The fields.
        people: Who there is.
        before: What the case knows before the act.
    """

    machine: CompiledMachine
    form: Form
    people: People
    before: View

    def next(self, answers: Answers) -> Question | None:
        """Return what to ask after *answers*; None where nothing is left to ask.

        First what is always required, then what is required because of an answer, then what may be
        left empty; each in the order of the form. A field that only some answers require is not
        asked while they are not given.
        """
        open_ = {name: field for name, field in self.form.items() if name not in answers}
        view = self.view(answers)
        conditional = [name for name, field in open_.items() if field.required_when is not None]
        first = [name for name in open_ if name not in conditional]
        for name in (*first, *conditional):
            if required(open_[name], view):
                return Question(name, open_[name], required=True)
        optional = (name for name in first if open_[name].type.optional)
        return next((Question(name, open_[name], required=False) for name in optional), None)

    def lacks(self, answers: Answers) -> bool:
        """Return whether a field that must be filled is not."""
        question = self.next(answers)
        return question is not None and question.required

    def entered(self, answers: Answers) -> Entered:
        """Return the answers as values."""
        return read_form(self.machine, self.form, answers, self.people)

    def data(self, answers: Answers) -> Data:
        """Return what the case would know with *answers*."""
        entered = self.entered(answers)
        return with_entries(self.before.data, entered.values, entered.empty)

    def view(self, answers: Answers) -> View:
        """Return what the case would know with *answers*, to be asked."""
        return self.before.proposing(self.data(answers))

    def problem(self, name: str, answers: Answers) -> FieldProblem | None:
        """Return why the answer to the field called *name* cannot be taken; None where it can."""
        alone = {name: self.form[name]}
        raw = {name: answers.get(name)}
        entered = read_form(self.machine, alone, raw, self.people)
        missing = incomplete(alone, entered, self.view(answers))
        return next(iter((*entered.problems, *missing)), None)

    def problems(self, answers: Answers) -> tuple[FieldProblem, ...]:
        """Return what cannot be taken of what was entered; what is missing is no part of it."""
        return self.entered(answers).problems
