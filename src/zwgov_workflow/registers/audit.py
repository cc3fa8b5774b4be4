"""What an audit came to: the documents of a register held to a deadline, region by region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from zwgov_workflow.calendar import WorkingCalendar
from zwgov_workflow.definition import Document
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.registers.entry import RowProblem
from zwgov_workflow.registers.judged import Difference, Judged, differences

__all__ = ["Audit", "Measured"]


@dataclass(frozen=True, slots=True)
class Measured:
    """The documents held to a deadline by the calendar of a region."""

    calendar: WorkingCalendar
    judged: Sequence[Judged]


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What an audit came to.

    Attributes:
        document: The regulation they were measured by.
        machine: Its machine.
        deadline: The name of the deadline.
        day: The day as of which it was made.
        by_region: For each region, the documents as measured by its calendar; at least one.
        problems: What is wrong with the rows that were left out.
        later: How many rows were of days after the day of the audit.
    """

    document: Document
    machine: CompiledMachine
    deadline: str
    day: date
    by_region: Mapping[str, Measured]
    problems: Sequence[RowProblem]
    later: int

    @property
    def first(self) -> Measured:
        """The documents by the first calendar: the nation's, where a region's is laid over it."""
        return next(iter(self.by_region.values()))

    @property
    def documents(self) -> int:
        """How many documents were measured."""
        return len(self.first.judged)

    @property
    def older(self) -> int:
        """How many of them are older than the regulation."""
        since = self.document.regulation.in_force_from
        return sum(one.entry.opened_on < since for one in self.first.judged)

    @cached_property
    def differences(self) -> Sequence[Difference]:
        """Where the second calendar parts from the first; none where there is only one."""
        if len(self.by_region) == 1:
            return ()
        first, second = self.by_region.values()
        calendars = first.calendar, second.calendar
        return differences(first.judged, second.judged, calendars)
