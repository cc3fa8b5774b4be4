"""What a case knows at a moment: its data, the parameters, today, its dates and groups."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from zwgov_workflow.calendar import DueDate, PeriodRule, WorkingCalendar
from zwgov_workflow.calendar.period import Direction
from zwgov_workflow.definition.model import DateRule
from zwgov_workflow.definition.model import Deadline as DeadlineRule
from zwgov_workflow.definition.scope import TODAY
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.value import NO_PERIOD, Data, Value

__all__ = ["Counted", "View"]


class Counted:
    """What a deadline or date comes to: the anchor, the rule and the due day."""

    __slots__ = ("anchor", "due", "rule")

    def __init__(self, anchor: date, rule: PeriodRule | None, due: DueDate) -> None:
        self.anchor = anchor
        self.rule = rule
        self.due = due


class View:
    """The paths of one machine, looked up for one case on one day.

    A deadline's name stands for the day it is due or, where it does not run, for the day it would
    be due by the data at hand.
    """

    def __init__(
        self,
        machine: CompiledMachine,
        case: Snapshot,
        *,
        today: date,
        calendar: WorkingCalendar,
        data: Data | None = None,
    ) -> None:
        self.machine = machine
        self.case = case
        self.today = today
        self.calendar = calendar
        self.data = case.data if data is None else data
        self._counted: dict[str, Counted | None] = {}

    def proposing(self, data: Data) -> View:
        """Return what the case would know with other data."""
        return View(self.machine, self.case, today=self.today, calendar=self.calendar, data=data)

    def after(self, case: Snapshot) -> View:
        """Return what the case knows once it stands as *case*."""
        return View(self.machine, case, today=self.today, calendar=self.calendar)

    def value(self, path: str) -> Value | None:
        """Return the value of a path; None where it is missing."""
        found = self.data.get(path)
        if found is not None:
            return found
        constant = self.machine.constants.get(path)
        if constant is not None:
            return constant
        if path == TODAY:
            return self.today
        if path in self.machine.date_rules:
            counted = self.counted(path)
            return None if counted is None else counted.due.on
        return None

    def states(self, group: str) -> Mapping[str, int]:
        """Return how many children of a group are in each state."""
        return self.case.counts.get(group, {})

    def counted(self, name: str) -> Counted | None:
        """Return what the deadline or date called *name* comes to; None without a day."""
        if name not in self._counted:
            self._counted[name] = None  # a date counted from itself has no day
            self._counted[name] = self._count(name, self.case.deadlines.get(name))
        return self._counted[name]

    def counted_anew(self, name: str) -> Counted | None:
        """Return what a deadline comes to that begins now, whatever an earlier one came to."""
        return self._count(name, None)

    def period_of(self, name: str) -> PeriodRule | None:
        """Return the period of the deadline or date called *name*; None where it has none."""
        return self._period(self.machine.date_rules[name])

    def _count(self, name: str, row: Deadline | None) -> Counted | None:
        rule = self.machine.date_rules[name]
        if isinstance(rule, DeadlineRule) and rule.due is not None:
            fixed = self.value(rule.due)
            if not isinstance(fixed, date):
                return None
            due = DueDate(
                fixed, provisional=False, assumption=None, data_version=self.calendar.data_version
            )
            return Counted(fixed, None, due)
        if row is not None and row.rule is None and self._rests(rule):
            return Counted(row.anchor, None, _on_record(row))
        anchor = self.value(rule.anchor or "")
        period = self._period(rule)
        if not isinstance(anchor, date) or period is None:
            return None
        excluded = row.excluded if row is not None and row.live else ()
        kept = self._kept(row, anchor, period)
        due = kept or self.calendar.due_date(period, anchor, excluded=excluded)
        return Counted(anchor, period, due)

    def _kept(self, row: Deadline | None, anchor: date, period: PeriodRule) -> DueDate | None:
        """Return the due date on record, where it rests on the same facts."""
        if row is None or (row.anchor, row.rule) != (anchor, str(period)):
            return None
        if row.running and row.data_version != self.calendar.data_version:
            return None
        return _on_record(row)

    def _rests(self, rule: DateRule | DeadlineRule) -> bool:
        """Whether the fields that a day is counted by are as they were before the step."""
        named = (rule.anchor, rule.within, rule.ahead)
        return all(self.data.get(path) == self.case.data.get(path) for path in named if path)

    def _period(self, rule: DateRule | DeadlineRule) -> PeriodRule | None:
        text = rule.within or rule.ahead or NO_PERIOD
        if not text[:1].isdigit():
            found = self.value(text)
            text = found if isinstance(found, str) else NO_PERIOD
        if text == NO_PERIOD:
            return None
        period = PeriodRule.parse(text)
        direction = Direction.BACKWARD if rule.ahead else Direction.FORWARD
        roll = period.roll if rule.roll is None else rule.roll
        return PeriodRule(period.amount, period.unit, direction, roll)


def _on_record(row: Deadline) -> DueDate:
    return DueDate(row.due, row.provisional, None, row.data_version or "")
