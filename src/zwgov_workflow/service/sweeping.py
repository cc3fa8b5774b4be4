"""The sweep: deadlines that are over lapse, reminders go out, departments hand over."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.errors import NotAllowed, WorkflowError
from zwgov_workflow.people import Right, ServiceAccount
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.store.event_rows import Recording

__all__ = ["Limits", "Stuck", "SweepReport", "sweep"]

BATCH = 100
"""How many families one transaction takes."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A family that could not be swept, and why; it is left as it was."""

    root: str
    why: str


@dataclass(slots=True)
class SweepReport:
    """What a sweep did or, in a dry run, would do.

    Attributes:
        day: The day that began: what was due before it has lapsed.
        families: How many families had something due.
        lapsed: How many deadlines lapsed.
        events: How many events were recorded, those that followed with them.
        reminded: How many reminders were recorded.
        handed_over: How many cases passed to another department.
        stuck: The families that could not be swept.
        more: Whether it stopped at a limit, and more is due.
        waiting: How many announcements of this package wait to be taken in.
        dry_run: Whether nothing was written.
    """

    day: date
    dry_run: bool
    families: int = 0
    lapsed: int = 0
    events: int = 0
    reminded: int = 0
    handed_over: int = 0
    stuck: list[Stuck] = field(default_factory=list)
    more: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a sweep goes.

    Attributes:
        families: Stop after about so many.
        seconds: Stop after about so long.
        dry_run: Write nothing.
        progress: Called after each transaction.
    """

    families: int | None = None
    seconds: float | None = None
    dry_run: bool = False
    progress: Callable[[SweepReport], None] | None = None


@dataclass
class _Sweep:
    bureau: Bureau
    report: SweepReport
    now: datetime
    limits: Limits
    stop_at: float | None

    def run(self) -> None:
        """Hand over first, then let deadlines lapse, then remind."""
        for batches in (self._handing_over, self._lapsing, self._reminding):
            for _ in batches():
                if self.limits.progress is not None:
                    self.limits.progress(self.report)
                if self._over():
                    self.report.more = True
                    return

    def _over(self) -> bool:
        full = self.limits.families is not None and self.report.families >= self.limits.families
        late = self.stop_at is not None and time.monotonic() >= self.stop_at
        return full or late

    def _size(self) -> int:
        left = (
            BATCH if self.limits.families is None else self.limits.families - self.report.families
        )
        return max(1, min(BATCH, left))

    def _lapsing(self) -> Iterator[None]:
        after: tuple[date, str] | None = None
        while True:
            with self.bureau.writing() as unit:
                due = unit.queries.roots_due(self.report.day, after, self._size())
                for _, root in due:
                    self._family(unit, root)
            if not due:
                return
            after = due[-1]
            yield

    def _handing_over(self) -> Iterator[None]:
        after = ""
        while True:
            with self.bureau.writing() as unit:
                gone = unit.around.people.abolished(self.report.day)
                roots: Sequence[str] = ()
                if gone:
                    roots = unit.queries.roots_naming(gone, after, self._size())
                for root in roots:
                    self._family(unit, root)
            if not roots:
                return
            after = roots[-1]
            yield

    def _reminding(self) -> Iterator[None]:
        done: set[tuple[str, str]] = set()
        while True:
            with self.bureau.writing() as unit:
                found = unit.queries.reminders(self.report.day, BATCH + len(done))
                due = [row for row in found if row[1:] not in done]
                for root, case_id, name in due:
                    self._remind(unit, root, case_id, name)
            if not due:
                return
            done |= {row[1:] for row in due}
            yield

    def _family(self, unit: Unit, root: str) -> None:
        with self._alone(unit, root):
            family = unit.family(root)
            family.pass_time(self.report.day)
            if family.outcomes:
                self.report.families += 1
            self._write(unit, family)

    def _remind(self, unit: Unit, root: str, case_id: str, name: str) -> None:
        with self._alone(unit, root):
            family = unit.family(root)
            family.remind(case_id, name, self.report.day)
            self._write(unit, family)

    @contextmanager
    def _alone(self, unit: Unit, root: str) -> Iterator[None]:
        """Undo a family that fails, and it alone; in a dry run, each."""
        part = unit.connection.begin_nested()
        try:
            yield
        except WorkflowError as error:
            part.rollback()
            self.report.stuck.append(Stuck(root, f"{type(error).__name__}: {error}"))
        except BaseException:
            part.rollback()
            raise
        else:
            if self.report.dry_run:
                part.rollback()
            else:
                part.commit()

    def _write(self, unit: Unit, family: Family) -> None:
        if not family.outcomes:
            return
        recording = Recording(bureau=unit.bureau, step=new_id(), now=self.now)
        unit.families.write(family, recording)
        kinds = [outcome.event.kind for outcome in family.outcomes]
        self.report.events += len(kinds)
        self.report.lapsed += kinds.count(EventKind.LAPSE)
        self.report.reminded += kinds.count(EventKind.REMINDER)
        self.report.handed_over += kinds.count(EventKind.SUCCESSION)


def sweep(bureau: Bureau, by: ServiceAccount, now: datetime, limits: Limits) -> SweepReport:
    """Let the day of *now* begin for every case; see :meth:`WorkflowEngine.sweep`."""
    with bureau.reading() as unit:
        _may_sweep(unit, by)
        waiting = len(unit.around.waiting)
    report = SweepReport(day=to_day(now), dry_run=limits.dry_run, waiting=waiting)
    stop_at = None if limits.seconds is None else time.monotonic() + limits.seconds
    _Sweep(bureau, report, now, limits, stop_at).run()
    return report


def _may_sweep(unit: Unit, by: ServiceAccount) -> None:
    if Right.SWEEP not in unit.around.people.service(by.name).rights:
        raise NotAllowed(
            case="-",
            trigger="sweep",
            officer=by.name,
            roles=(Right.SWEEP.value,),
            why="the account has no such right",
        )
