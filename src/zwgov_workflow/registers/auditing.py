"""The run of an audit: each document as a case in a database made for it, swept, and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from zwgov_workflow.calendar import DaySpan, WorkingCalendar
from zwgov_workflow.calendar.day import ONE_DAY, SHANGHAI
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.definition import Document
from zwgov_workflow.engine.case import Deadline
from zwgov_workflow.errors import ImportRefused, NotFirm
from zwgov_workflow.registers.audit import Audit, Measured
from zwgov_workflow.registers.entry import Entry, RowProblem
from zwgov_workflow.registers.judged import Judged
from zwgov_workflow.registers.measure import ACCOUNT, Departments, prepare
from zwgov_workflow.registers.taking_in import Register, imported
from zwgov_workflow.service import Case, ImportReport, WorkflowEngine

__all__ = ["NOT_JUDGED", "Auditing", "regions_of"]

PAGE = 1_000

NOT_JUDGED = "the deadline that is judged does not run in the state of this row"
"""Why a document is left out that could be opened."""


def regions_of(code: str) -> Sequence[str]:
    """Return the regions to measure by: the one that *code* is laid over, if any, and itself.

    Raises:
        UnknownRegion: There is no such region.
    """
    over = region_called(code).over
    return [code] if over is None else [over, code]


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """An audit that is to be made.

    Attributes:
        register: The rows, as the mapping reads them.
        document: The regulation that they are measured by, whatever their day.
        deadline: The name of the deadline.
        day: As of which day: what happened later has not happened.
        url: A database to keep the cases in, with a bureau for each region; None: none is kept.
        progress: Told now and then how many documents were opened, all regions together.
    """

    register: Register
    document: Document
    deadline: str
    day: date
    url: str | None = None
    progress: Callable[[int], None] | None = None

    def by(self, regions: Sequence[str]) -> Audit:
        """Open a case for each document, let time pass, and see what was in time.

        Raises:
            StoreError: The database cannot be used.
        """
        entries = [one for one in self.register.entries if one.opened_on <= self.day]
        later = len(self.register.entries) - len(entries)
        entries = [_as_of(one, self.day) for one in entries]
        problems = list(self.register.problems)
        by_region: dict[str, Measured] = {}
        for region in regions:
            measured, refused = self._measured(region, entries, len(by_region) * len(entries))
            by_region[region] = measured
            problems += [problem for problem in refused if problem not in problems]
        left_out = {problem.line for problem in problems}
        return Audit(
            document=self.document,
            machine=self.register.machine,
            deadline=self.deadline,
            day=self.day,
            by_region={region: _without(one, left_out) for region, one in by_region.items()},
            problems=sorted(problems, key=lambda one: one.line),
            later=later,
        )

    def _measured(
        self, region: str, entries: Sequence[Entry], before: int
    ) -> tuple[Measured, Sequence[RowProblem]]:
        """Return the documents by the calendar of a region, and the rows that were refused."""
        departments = Departments.named_in(self.register.machine, entries)
        with self._database(region) as engine, TemporaryDirectory() as folder:
            prepare(engine, self.document, region, departments.names, Path(folder))
            account = engine.service(ACCOUNT)
            lines, refused = self._opened(engine, departments.put_into(entries), before)
            engine.sweep(by=account)
            calendar, by_line = engine.calendar(region), {one.line: one for one in entries}
            judged: list[Judged] = []
            for case in _cases(engine, self.register.machine.path):
                entry = by_line[lines[case.id]]
                if self.deadline in case.deadlines:
                    judged.append(_judged(entry, case.deadlines[self.deadline], calendar))
                else:
                    refused = [*refused, _not_judged(entry)]
        return Measured(calendar, sorted(judged, key=lambda one: one.entry.line)), refused

    @contextmanager
    def _database(self, region: str) -> Iterator[WorkflowEngine]:
        moment = datetime.combine(self.day, time(12), SHANGHAI)
        engine = WorkflowEngine.add_bureau(
            self.url or "sqlite://", bureau=region, region=region, clock=lambda: moment
        )
        try:
            yield engine
        finally:
            engine.close()

    def _opened(
        self, engine: WorkflowEngine, entries: Sequence[Entry], before: int
    ) -> tuple[Mapping[str, int], Sequence[RowProblem]]:
        """Return the line of each case that was opened, by its id, and the rows refused."""
        refused: Sequence[RowProblem] = ()
        try:
            report = self._import(engine, entries, before)
        except ImportRefused as error:
            refused = [self.register.told(problem) for problem in error.problems]
            lines = {problem.line for problem in refused}
            report = self._import(engine, [e for e in entries if e.line not in lines], before)
        return {one.case_id: self.register.line(one.source) for one in report.opened}, refused

    def _import(
        self, engine: WorkflowEngine, entries: Sequence[Entry], before: int
    ) -> ImportReport:
        def told(done: int) -> None:
            if self.progress is not None:
                self.progress(before + done)

        return engine.import_cases(
            self.register.machine.path,
            [imported(self.register, entry) for entry in entries],
            by=engine.service(ACCOUNT),
            file_digest=self.register.digest,
            yardstick=True,
            progress=told,
        )


def _judged(entry: Entry, row: Deadline, calendar: WorkingCalendar) -> Judged:
    done = None if row.live else row.closed_on
    late = row.overdue if done is None else done > row.due
    return Judged(
        entry=entry,
        rule=row.rule,
        due=row.due,
        provisional=row.provisional,
        done_on=done,
        late=late,
        days_late=_days_late(calendar, row.due, done) if late and done else None,
    )


def _not_judged(entry: Entry) -> RowProblem:
    return RowProblem(line=entry.line, name=entry.name, where=None, why=NOT_JUDGED)


def _as_of(entry: Entry, day: date) -> Entry:
    """Return *entry* without what happened after *day*."""
    return replace(entry, facts=tuple(fact for fact in entry.facts if fact.on <= day))


def _without(measured: Measured, lines: set[int]) -> Measured:
    judged = [one for one in measured.judged if one.entry.line not in lines]
    return Measured(measured.calendar, judged)


def _cases(engine: WorkflowEngine, machine: str) -> Iterator[Case]:
    reader, after = engine.service(ACCOUNT), None
    while page := engine.cases(machine=machine, reader=reader, after=after, limit=PAGE):
        yield from page
        after = page[-1].id


def _days_late(calendar: WorkingCalendar, due: date, done: date) -> int:
    """Return the working days after *due* up to *done*, as far as announcements settle them."""
    try:
        return calendar.working_days_between(due, done)
    except NotFirm:
        return sum(calendar.fact(day).working for day in DaySpan(due + ONE_DAY, done))
