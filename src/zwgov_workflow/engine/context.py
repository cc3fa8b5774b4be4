"""What a decision is told: the world around the case, and the case on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from zwgov_workflow.calendar import WorkingCalendar
from zwgov_workflow.definition.model import Tally
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.value import Data, Value
from zwgov_workflow.engine.view import View
from zwgov_workflow.people import People

__all__ = ["Context", "CountTally", "Turn", "no_tallies"]

CountTally = Callable[[Tally, Value | None, Value | None], int]
"""Counts a tally for a department and a year."""


def no_tallies(tally: Tally, department: Value | None, year: Value | None) -> int:  # noqa: ARG001
    """Count nothing, where there are no records to count."""
    return 0


@dataclass(frozen=True, slots=True)
class Context:
    """What is the same for a whole step.

    Attributes:
        calendar: The working days of a region, by its code.
        people: Who holds which role when.
        tally: Counts the records that a regulation asks for.
    """

    calendar: Callable[[str], WorkingCalendar]
    people: People
    tally: CountTally = no_tallies


@dataclass(frozen=True, slots=True)
class Turn:
    """A case in its machine on a day: what a decision is made on.

    Attributes:
        machine: The machine the case runs in.
        case: The case as it stands.
        today: The day in law, Asia/Shanghai.
        ctx: The world around it.
    """

    machine: CompiledMachine
    case: Snapshot
    today: date
    ctx: Context

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days that the regulation counts in."""
        return self.ctx.calendar(self.machine.regulation.calendar)

    def view(self, data: Data | None = None) -> View:
        """Return what the case knows, with *data* where a step proposes other data."""
        return View(self.machine, self.case, today=self.today, calendar=self.calendar, data=data)

    def of(self, case: Snapshot) -> Turn:
        """Return the turn of the case as it stands otherwise."""
        return replace(self, case=case)
