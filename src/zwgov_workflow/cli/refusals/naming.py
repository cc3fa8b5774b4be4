"""What the things of a case are called when a refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from zwgov_workflow.errors import WorkflowError

__all__ = ["Naming", "Refused", "told_with"]


class Naming:
    """Calls each thing by its name; :class:`zwgov_workflow.cli.desk.labels.Labels` knows better."""

    def case(self, case_id: str) -> str:
        """Return what people call a case."""
        return case_id

    def regulation(self, name: str) -> str:
        """Return what people call a regulation."""
        return name

    def state(self, name: str) -> str:
        """Return what people call a state."""
        return name

    def trigger(self, name: str) -> str:
        """Return what people call a trigger."""
        return name

    def role(self, name: str) -> str:
        """Return what people call a role."""
        return name

    def field(self, name: str) -> str:
        """Return what people call a field."""
        return name

    def word(self, field: str, word: str) -> str:  # noqa: ARG002 (those who know the field ask it)
        """Return what people call a word that a field may hold."""
        return word

    def officer(self, officer_id: str) -> str:
        """Return what people call an officer."""
        return officer_id

    def hint(self, error: WorkflowError) -> str:  # noqa: ARG002 (those who know a way out say it)
        """Return what can be done about *error*, to be said behind it; empty where nothing is."""
        return ""


class Refused(Exception):
    """A refusal together with what its things are called.

    Attributes:
        error: The refusal.
        naming: What its things are called.
    """

    def __init__(self, error: WorkflowError, naming: Naming) -> None:
        super().__init__(error, naming)
        self.error, self.naming = error, naming


@contextmanager
def told_with(naming_for: Callable[[WorkflowError], Naming]) -> Iterator[None]:
    """Let a refusal be told with what *naming_for* knows about its things.

    Raises:
        Refused: What was done within was refused.
    """
    try:
        yield
    except WorkflowError as error:
        raise Refused(error, naming_for(error)) from error
