"""Why a command was refused, in the words an example uses."""

from __future__ import annotations

from zwgov_workflow.errors import (
    CaseError,
    DeadlinePassed,
    FormRejected,
    NotAllowed,
    NotPossible,
    OpenChildren,
    RequirementNotMet,
    WrongDay,
)

__all__ = ["reasons"]


def reasons(error: CaseError) -> frozenset[str]:
    """Return the names that stand for a refusal: requirements, roles, fields, a deadline."""
    found: tuple[str, ...] = ()
    if isinstance(error, RequirementNotMet):
        found = tuple(unmet.name for unmet in error.unmet)
    elif isinstance(error, NotAllowed):
        found = ("role", *error.roles)
    elif isinstance(error, FormRejected):
        found = tuple(problem.field for problem in error.problems)
    elif isinstance(error, DeadlinePassed):
        found = (error.deadline,)
    elif isinstance(error, OpenChildren):
        found = (error.name,)
    elif isinstance(error, (NotPossible, WrongDay)):
        found = ("state" if isinstance(error, NotPossible) else "day",)
    return frozenset(found)
