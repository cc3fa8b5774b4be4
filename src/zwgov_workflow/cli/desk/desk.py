"""What is needed to tell people of cases: labels, names, the day, the days that are left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from zwgov_workflow.calendar import WorkingCalendar
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import weekday
from zwgov_workflow.engine.case import Deadline, DeadlineStatus
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import CalendarError, WorkflowError
from zwgov_workflow.people import Officer, People, ServiceAccount
from zwgov_workflow.service import Available, Case, WorkflowEngine

__all__ = ["Desk"]


class Desk:
    """The bureau as somebody sees it who reads its cases on the command line."""

    def __init__(self, engine: WorkflowEngine, reader: Officer | ServiceAccount) -> None:
        self.engine = engine
        self.reader = reader
        self.today = engine.today()
        self._calendars: dict[str, WorkingCalendar] = {}

    @cached_property
    def people(self) -> People:
        """The bureau's people."""
        return self.engine.people()

    @cached_property
    def regulations(self) -> Regulations:
        """The bureau's regulations."""
        return self.engine.regulations()

    def case(self, word: str) -> Case:
        """Return a case by its number or id."""
        return self.engine.case(word, reader=self.reader)

    def acts(self, case: Case) -> Sequence[Available]:
        """Return what the reader may do with a case; nothing for a service account."""
        if isinstance(self.reader, ServiceAccount):
            return ()
        return self.engine.available(case.id, self.reader)

    def labels(self, case: Case) -> Labels:
        """Return what a case calls its things."""
        machine = self.regulations.machine(case.machine, case.digest)
        return Labels(machine, self.people, case.state, case.number)

    def naming_of(self, error: WorkflowError, otherwise: Naming) -> Naming:
        """Return the labels of the case that *error* is about, if the reader may see it."""
        try:
            return self.labels(self.case(getattr(error, "case", "")))
        except WorkflowError:
            return otherwise

    def calendar(self, case: Case) -> WorkingCalendar:
        """Return the calendar that the deadlines of a case are counted by."""
        region = self.regulations.documents[case.digest].regulation.calendar
        if region not in self._calendars:
            self._calendars[region] = self.engine.calendar(region)
        return self._calendars[region]

    def days_left(self, case: Case, due: date) -> int | None:
        """Return the working days after today up to *due*; None where they are not settled."""
        try:
            return self.calendar(case).working_days_between(self.today, due)
        except CalendarError:
            return None

    def left(self, case: Case, due: date) -> str | None:
        """Return in words how many working days are left; None where they are not settled."""
        left = self.days_left(case, due)
        if left is None:
            return None
        if due < self.today and left == 0:
            return _n("{n} day over", "{n} days over", (self.today - due).days)
        if due < self.today:
            return _n("{n} working day over", "{n} working days over", -left)
        return _n("{n} working day left", "{n} working days left", left)

    def due(self, case: Case, due: date) -> str:
        """Return a due day with the days that are left, in words."""
        day = f"{due} {weekday(due)}"
        if due == self.today:
            return _("{day}, today").format(day=day)
        left = self.left(case, due)
        return day if left is None else f"{day}, {left}"

    def deadline(self, case: Case, row: Deadline) -> str:
        """Return what became of a deadline, or its due day with the days that are left."""
        texts = {
            DeadlineStatus.PAUSED: _("stands still since {day}"),
            DeadlineStatus.MET: _("met; was due {due}"),
            DeadlineStatus.ENDED: _("ended; was due {due}"),
            DeadlineStatus.LAPSED: _("lapsed; was due {due}"),
        }
        if row.status in texts:
            return texts[row.status].format(day=row.paused_on, due=row.due)
        return self.due(case, row.due) + (_(" (provisional)") if row.provisional else "")
