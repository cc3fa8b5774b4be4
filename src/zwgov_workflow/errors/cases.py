"""Why a command is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zwgov_workflow.errors.base import MOST_SHOWN, WorkflowError

__all__ = [
    "AmbiguousRole",
    "CaseError",
    "DeadlinePassed",
    "FieldProblem",
    "FormRejected",
    "ImportProblem",
    "ImportRefused",
    "KeyReused",
    "NotAllowed",
    "NotInForce",
    "NotPossible",
    "OpenChildren",
    "OtherMeaning",
    "RequirementNotMet",
    "StaleVersion",
    "UnknownCase",
    "Unmet",
    "WrongDay",
]


class CaseError(WorkflowError):
    """A command was refused, and nothing changed."""


@dataclass(eq=False, kw_only=True)
class UnknownCase(CaseError):
    """There is no such case, or none that the reader may see; which of the two is not told."""

    case: str

    def __str__(self) -> str:
        return f"There is no case {self.case} that you may see."


@dataclass(eq=False, kw_only=True)
class NotInForce(CaseError):
    """No version of the regulation is in force on the day of the fact."""

    regulation: str
    day: date
    first: date | None

    def __str__(self) -> str:
        since = f"; the first came into force on {self.first}" if self.first else ""
        return f"No version of {self.regulation} was in force on {self.day}{since}."


@dataclass(eq=False, kw_only=True)
class NotPossible(CaseError):
    """The present state knows no such trigger."""

    case: str
    trigger: str
    state: str
    possible: Sequence[str]

    def __str__(self) -> str:
        possible = ", ".join(self.possible) or "nothing"
        return (
            f"Case {self.case} is {self.state!r}, where {self.trigger!r} is not possible; "
            f"possible: {possible}."
        )


@dataclass(eq=False, kw_only=True)
class NotAllowed(CaseError):
    """The officer may not do this: role, department, day or four eyes stand against it."""

    case: str
    trigger: str
    officer: str
    roles: Sequence[str]
    why: str

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.officer} may not {self.trigger!r}: {self.why}. "
            f"It is for {', '.join(self.roles)}."
        )


@dataclass(eq=False, kw_only=True)
class AmbiguousRole(CaseError):
    """The officer holds several roles for which the trigger means different things."""

    case: str
    trigger: str
    roles: Sequence[str]

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} differs for {', '.join(self.roles)}; "
            "say as which role you act."
        )


@dataclass(eq=False, kw_only=True)
class OtherMeaning(CaseError):
    """What was entered makes the act another than the one that was meant."""

    case: str
    trigger: str
    meant: str
    entered: str

    def __str__(self) -> str:
        return (
            f"Case {self.case}: what was entered makes {self.trigger!r} {self.entered!r}, and not "
            f"{self.meant!r}; say what you mean in the form and in the act alike."
        )


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """A field of a form that cannot be taken as it is; never what it contains."""

    field: str
    problem: str

    def __str__(self) -> str:
        return f"{self.field}: {self.problem}"


@dataclass(eq=False, kw_only=True)
class FormRejected(CaseError):
    """A form cannot be taken as it is."""

    case: str
    trigger: str
    problems: Sequence[FieldProblem]

    def __str__(self) -> str:
        problems = "; ".join(map(str, self.problems))
        return f"Case {self.case}: the form of {self.trigger!r} was not taken: {problems}."


@dataclass(frozen=True, kw_only=True)
class Unmet:
    """A requirement that stands in the way: its name, its label, its clauses or reading."""

    name: str
    label: str
    sources: Sequence[str]

    def __str__(self) -> str:
        return f"{self.name} ({self.label}; {', '.join(self.sources)})"


@dataclass(eq=False, kw_only=True)
class RequirementNotMet(CaseError):
    """Demands the regulation makes on a transition are not fulfilled."""

    case: str
    trigger: str
    unmet: Sequence[Unmet]

    def __str__(self) -> str:
        unmet = ", ".join(map(str, self.unmet))
        return f"Case {self.case}: {self.trigger!r} needs {unmet}; see to it, then try again."


@dataclass(eq=False, kw_only=True)
class DeadlinePassed(CaseError):
    """The period in which this could be done is over, and the right with it."""

    case: str
    trigger: str
    deadline: str
    label: str
    due: date
    sources: Sequence[str]

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} was possible until {self.due} "
            f"({self.deadline}, {self.label}; {', '.join(self.sources)}); nothing was recorded."
        )


@dataclass(eq=False, kw_only=True)
class WrongDay(CaseError):
    """The day given for the act cannot be."""

    case: str
    trigger: str
    day: date
    why: str

    def __str__(self) -> str:
        return f"Case {self.case}: {self.trigger!r} cannot be of {self.day}: {self.why}."


@dataclass(eq=False, kw_only=True)
class OpenChildren(CaseError):
    """The case would end while parts of it run that must end before it.

    Attributes:
        group: What the group is called, for people to read.
        name: The name of the group in the regulation.
    """

    case: str
    trigger: str
    group: str
    name: str = ""

    def __str__(self) -> str:
        return (
            f"Case {self.case}: {self.trigger!r} ends it while {self.group!r} still run; "
            "bring these to their end first."
        )


@dataclass(eq=False, kw_only=True)
class StaleVersion(CaseError):
    """The case changed since it was read."""

    case: str
    expected: int
    actual: int

    def __str__(self) -> str:
        return (
            f"Case {self.case} is at version {self.actual}, not {self.expected}; "
            "read it again and decide anew."
        )


@dataclass(eq=False, kw_only=True)
class KeyReused(CaseError):
    """The key of the command was used for another command."""

    key: str

    def __str__(self) -> str:
        return f"The key {self.key!r} belongs to another command; give each command its own."


@dataclass(frozen=True, kw_only=True)
class ImportProblem:
    """Why a row of an import cannot be taken as it is; never what it contains.

    Attributes:
        source: The row, as the import names it.
        problem: What is wrong.
        field: The field of the machine that it is about, with its *label*.
        trigger: The later fact that it is about; None: the opening of the case.
    """

    source: str
    problem: str
    field: str | None = None
    label: str | None = None
    trigger: str | None = None

    def __str__(self) -> str:
        about = (self.source, self.trigger, self.label or self.field, self.problem)
        return ": ".join(part for part in about if part)


@dataclass(eq=False, kw_only=True)
class ImportRefused(CaseError):
    """An import has rows that cannot be taken; nothing of it was written."""

    machine: str
    problems: Sequence[ImportProblem]

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        more = len(self.problems) - len(shown)
        head = f"Nothing was imported to {self.machine}; mend these and try again:"
        return "\n".join([head, *shown, *[f"... and {more} more"] * bool(more)])
