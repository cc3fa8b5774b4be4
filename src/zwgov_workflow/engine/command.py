"""What somebody asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from zwgov_workflow.calendar.day import to_day

__all__ = ["Command", "Mover"]


class Mover(StrEnum):
    """What moves a case when no officer does."""

    CLOCK = "clock"
    RULE = "rule"
    CASE = "case"
    SUCCESSION = "succession"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A trigger, who asks for it, with what, and when.

    Attributes:
        officer: Who acted.
        occurred_on: The day of the act in law, Asia/Shanghai.
        recorded_at: The moment it is recorded, with its zone.
        recorder: Who enters it, where that is another.
        role: As which role, where the officer holds several that differ.
        form: What was entered, by field.
        meaning: The label of the transition that is meant, where what is entered decides which.
        expect_version: Refuse where the case is at another version.
    """

    trigger: str
    officer: str
    occurred_on: date
    recorded_at: datetime
    recorder: str | None = None
    role: str | None = None
    form: Mapping[str, object] = field(default_factory=dict)
    expect_version: int | None = None
    meaning: str | None = None

    @property
    def recorded_on(self) -> date:
        """The day it is recorded, in Asia/Shanghai."""
        return to_day(self.recorded_at)
