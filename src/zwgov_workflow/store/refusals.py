"""What was tried and refused, without what the form contained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, insert

from zwgov_workflow.errors import CaseError, FormRejected, RequirementNotMet
from zwgov_workflow.store import tables as t

__all__ = ["Attempt", "add_refusal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A command that was refused.

    Attributes:
        case_id: The case; None where it was to start one.
        machine: The machine it was to start, or ``-``.
    """

    id: str
    case_id: str | None
    machine: str
    trigger: str
    officer: str
    occurred_on: date
    recorded_at: datetime


def add_refusal(connection: Connection, bureau: str, attempt: Attempt, error: CaseError) -> None:
    """Record that a command was refused, and for which requirements or fields."""
    names: list[str] = []
    if isinstance(error, RequirementNotMet):
        names = [unmet.name for unmet in error.unmet]
    elif isinstance(error, FormRejected):
        names = [problem.field for problem in error.problems]
    connection.execute(
        insert(t.refusal).values(
            bureau=bureau,
            id=attempt.id,
            case_id=attempt.case_id,
            machine=attempt.machine,
            trigger_name=attempt.trigger[:60],
            officer=attempt.officer,
            reason=type(error).__name__,
            detail=names or None,
            occurred_on=attempt.occurred_on,
            recorded_at=attempt.recorded_at,
        )
    )
