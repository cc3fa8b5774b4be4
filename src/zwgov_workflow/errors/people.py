"""Who is not among the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zwgov_workflow.errors.base import WorkflowError

__all__ = [
    "PeopleError",
    "UnknownDepartment",
    "UnknownOfficer",
    "UnknownService",
]


class PeopleError(WorkflowError):
    """An officer, department or account is not among the bureau's people."""


@dataclass(eq=False, kw_only=True)
class UnknownOfficer(PeopleError):
    """The bureau has no such officer."""

    officer: str

    def __str__(self) -> str:
        return f"There is no officer {self.officer!r}; people come from the people file."


@dataclass(eq=False, kw_only=True)
class UnknownDepartment(PeopleError):
    """The bureau has no such department."""

    department: str
    close: Sequence[str] = ()

    def __str__(self) -> str:
        hint = f" Did you mean {self.close[0]!r}?" if self.close else ""
        return f"There is no department {self.department!r}.{hint}"


@dataclass(eq=False, kw_only=True)
class UnknownService(PeopleError):
    """The bureau has no such service account."""

    service: str

    def __str__(self) -> str:
        return f"There is no service account {self.service!r}; name it in the people file."
