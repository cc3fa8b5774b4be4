"""What a form that is refused calls its things, and how it can be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.field_words import example
from zwgov_workflow.cli.refusals.typed_again import typed_again
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.errors import FormRejected, WorkflowError

__all__ = ["FormLabels"]

MISSING = "is missing"


class FormLabels(Labels):
    """The labels of a machine, for one who fills in a form of it.

    Args:
        labels: The labels.
        fields: The fields of the form.
        today: The day that an example of a date has.
        shown_by: The command that shows the form.
    """

    def __init__(
        self, labels: Labels, fields: Mapping[str, FormField], today: date, shown_by: str
    ) -> None:
        super().__init__(labels.machine, labels.people, *labels.place)
        self._form, self._today, self._shown_by = fields, today, shown_by

    def hint(self, error: WorkflowError) -> str:
        """Return how what is missing can be given."""
        if not isinstance(error, FormRejected):
            return ""
        examples = " ".join(self._examples(error))
        if not examples:
            return _("; the form: {command}").format(command=self._shown_by)
        text = _("; for example {settings}; the whole form: {command}")
        return text.format(settings=examples, command=self._shown_by)

    def _examples(self, error: FormRejected) -> Iterator[str]:
        for one in error.problems:
            field = self._form.get(one.field)
            if one.problem == MISSING and field is not None and not field.columns:
                value = example(self, field.type, field.only, self._today)
                yield typed_again(("--set", f"{self._key(one.field)}={value}"))

    def _key(self, name: str) -> str:
        """Return the label of a field or, where others share it, its name."""
        called = [field.label for field in self._form.values()]
        label = self._form[name].label
        return label if label and called.count(label) == 1 else name
