"""The sweep: deadlines that are over lapse, reminders go out, departments hand over."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, islice

from zwgov_workflow.calendar.day import SHANGHAI, to_day
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import Busy, DayAhead, WorkflowError
from zwgov_workflow.people import Right, ServiceAccount
from zwgov_workflow.service.callers import right_needed
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.lapse import Lapse, lapses_of
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.service.watching import log
from zwgov_workflow.store.database import CALLERS
from zwgov_workflow.store.due_families import Naming
from zwgov_workflow.store.event_rows import Recording

__all__ = ["Limits", "Stuck", "SweepReport", "sweep"]

BATCH = 100
"""How many families one transaction takes."""

PAGE = 5_000
"""How many families are looked up at once."""

SHARE_LEFT = 0.1
"""The part of a transaction's time that is left to others after it: SQLite has no queue, and who
waits looks again only every tenth of a second."""

_DAMAGED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    *CALLERS,
)
"""What becomes of a row that was not written by this program."""

COUNTED = ("families", "lapsed", "reminded", "handed_over")
"""What an observer is told of, as ``sweep_families`` and so on."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """A family that could not be swept, and why; it is left as it was."""

    root: str
    why: str


@dataclass(slots=True)
class SweepReport:
    """What a sweep did or, in a dry run, would do.

    Attributes:
        bureau: The bureau.
        run: The id of this run, which its log records carry.
        day: The day that began: what was due before it has lapsed.
        dry_run: Whether nothing was written.
        started_at: When it began, and ``finished_at`` when it ended, in Asia/Shanghai.
        seconds: How long it took.
        overdue: How many families had a deadline that was over when it began.
        families: How many families had something due.
        lapsed: How many deadlines lapsed.
        events: How many events were recorded, those that followed with them.
        reminded: How many reminders were recorded.
        handed_over: How many cases passed to another department.
        stuck: The families that could not be swept.
        more: Whether it stopped before the end, and more is due.
        busy: Whether that was because another process held the database for too long.
        waiting: How many announcements of this package wait to be taken in.
    """

    bureau: str
    run: str
    day: date
    dry_run: bool
    started_at: datetime
    finished_at: datetime | None = None
    seconds: float = 0.0
    overdue: int = 0
    families: int = 0
    lapsed: int = 0
    events: int = 0
    reminded: int = 0
    handed_over: int = 0
    stuck: list[Stuck] = field(default_factory=list)
    more: bool = False
    busy: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far a sweep goes.

    Attributes:
        families: Stop after about so many.
        seconds: Stop after about so long.
        dry_run: Write nothing.
        progress: Called after each transaction.
        tell: Called with each lapse, after its transaction.
    """

    families: int | None = None
    seconds: float | None = None
    dry_run: bool = False
    progress: Callable[[SweepReport], None] | None = None
    tell: Callable[[Lapse], None] | None = None

    def __post_init__(self) -> None:
        if self.families is not None and self.families < 1:
            raise ValueError(f"a limit is 1 or more, and None is no limit, not {self.families}")


@dataclass
class _Sweep:
    bureau: Bureau
    report: SweepReport
    limits: Limits
    stop_at: float | None
    lapses: list[Lapse] = field(default_factory=list)
    """Those of the transaction that runs, where somebody is to be told."""
    done: set[str] = field(default_factory=set)
    """The families not to look at again: those that are stuck and, in a dry run, all."""

    def run(self) -> None:
        """Hand over first, then let deadlines lapse, then remind."""
        sources = [self._abandoned, self._overdue, self._to_remind]
        while sources:
            roots = sources.pop(0)()
            while batch := list(islice(roots, self._size())):
                self._timed(batch)
                if self.limits.progress is not None:
                    self.limits.progress(self.report)
                if self._over():
                    left = chain(roots, *(source() for source in sources))
                    self.report.more = next(left, None) is not None
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

    # Which families

    def _abandoned(self) -> Iterator[str]:
        """Yield the families that name a department which is no more."""
        with self.bureau.reading() as unit:
            gone = unit.around.people.abolished(self.report.day)
            where = list(_handed_on(unit.around.regulations))
        for department in sorted(gone):
            yield from self._naming(department, where)

    def _naming(self, department: str, where: Sequence[Naming]) -> Iterator[str]:
        after = ""
        while True:
            with self.bureau.reading() as unit:
                found = unit.due_families.naming(department, where, after, PAGE)
            if not found:
                return
            yield from self._left(list(dict.fromkeys(root for _, root in found)))
            after = found[-1][0]

    def _overdue(self) -> Iterator[str]:
        return self._by_day(
            lambda unit, after: unit.due_families.roots_due(self.report.day, after, PAGE)
        )

    def _to_remind(self) -> Iterator[str]:
        return self._by_day(
            lambda unit, after: unit.due_families.roots_to_remind(self.report.day, after, PAGE)
        )

    def _by_day(
        self, page: Callable[[Unit, tuple[date, str] | None], Sequence[tuple[date, str]]]
    ) -> Iterator[str]:
        after: tuple[date, str] | None = None
        while True:
            with self.bureau.reading() as unit:
                found = page(unit, after)
            if not found:
                return
            yield from self._left(dict.fromkeys(root for _, root in found))
            after = found[-1]

    def _left(self, roots: Iterable[str]) -> Iterator[str]:
        return (root for root in roots if root not in self.done)

    # What is done with them

    def _timed(self, roots: Sequence[str]) -> None:
        """Take families, tell what became of them, and leave the database to others for a while."""
        before, began, watch = replace(self.report), time.monotonic(), self.bureau.watch
        self.lapses.clear()
        try:
            self._take(roots)
        except Busy:
            for name in (*COUNTED, "events"):  # all of it was undone
                setattr(self.report, name, getattr(before, name))
            raise
        took = time.monotonic() - began
        self._tell()
        watch.tell(logging.DEBUG, "sweep.batch", run=self.report.run, n=len(roots), seconds=took)
        if not self.limits.dry_run:
            watch.timed("sweep_batch", took)
            for name in COUNTED:
                new = getattr(self.report, name) - getattr(before, name)
                watch.count(f"sweep_{name}", new)
            if not self.bureau.is_joined:  # a host's transaction holds it all the while
                time.sleep(took * SHARE_LEFT)

    def _tell(self) -> None:
        for lapse in self.lapses:
            self.bureau.watch.tell(
                logging.DEBUG,
                "sweep.lapse",
                run=self.report.run,
                case=lapse.case_id,
                root=lapse.root,
                deadline=lapse.deadline,
            )
            if self.limits.tell is not None:
                self.limits.tell(lapse)

    def _take(self, roots: Sequence[str]) -> None:
        """Take families in one transaction, each as a part of it that is undone alone."""
        if self.limits.dry_run:
            with self.bureau.reading() as unit:
                for root in roots:
                    self._family(unit, root)
                self.done |= set(roots)
            return
        with self.bureau.writing() as unit:
            for root in roots:
                with unit.connection.begin_nested() as part:
                    if not self._family(unit, root):
                        part.rollback()

    def _family(self, unit: Unit, root: str) -> bool:
        """Take a family; False where it is stuck, and what was written of it to be undone."""
        try:
            family = unit.family(root)
            family.pass_time(self.report.day)
            for case_id, name in self._reminders(unit, family):
                family.remind(case_id, name, self.report.day)
            if family.outcomes and not self.limits.dry_run:
                recording = Recording(bureau=unit.bureau, step=new_id(), now=unit.now)
                unit.families.write(family, recording)
        except WorkflowError as error:
            self._stuck(root, error, f"{type(error).__name__}: {error}")
        except _DAMAGED as error:
            self._stuck(root, error, type(error).__name__)  # its words may be a form's
        else:
            self._count(unit, family)
            return True
        return False

    def _reminders(self, unit: Unit, family: Family) -> Sequence[tuple[str, str]]:
        day = self.report.day
        stored = unit.due_families.reminders(family.root, day)
        touched = [
            (case.id, row.name)
            for case in family.touched()
            for row in case.deadlines.values()
            if row.running and row.remind_on is not None and row.remind_on <= day
        ]
        return list(dict.fromkeys((*stored, *touched)))

    def _stuck(self, root: str, error: Exception, why: str) -> None:
        self.done.add(root)
        self.report.stuck.append(Stuck(root, why))
        kind = type(error).__name__
        self.bureau.watch.tell(
            logging.ERROR, "sweep.stuck", run=self.report.run, root=root, error=kind
        )
        if not self.limits.dry_run:
            self.bureau.watch.count("sweep_stuck", 1)

    def _count(self, unit: Unit, family: Family) -> None:
        if self.limits.tell is not None or log.isEnabledFor(logging.DEBUG):
            self.lapses += [_numbered(unit, lapse) for lapse in lapses_of(family)]
        kinds = [outcome.event.kind for outcome in family.outcomes]
        self.report.families += bool(kinds)
        self.report.events += len(kinds)
        self.report.lapsed += kinds.count(EventKind.LAPSE)
        self.report.reminded += kinds.count(EventKind.REMINDER)
        self.report.handed_over += kinds.count(EventKind.SUCCESSION)


def _handed_on(regulations: Regulations) -> Iterator[Naming]:
    """Yield the fields whose department passes to a successor, in the states in which it does.

    Other fields, and a case that has ended for good, keep the names they have.
    """
    for digest, document in regulations.documents.items():
        for name in document.regulation.machines:
            machine = regulations.machine(f"{document.regulation.regulation}/{name}", digest)
            for state in machine.machine.states:
                if not machine.is_final(state) or machine.triggers_of(state):
                    yield from (Naming(digest, name, f, state) for f in machine.handed_on)


def sweep(bureau: Bureau, by: ServiceAccount, until: date | None, limits: Limits) -> SweepReport:
    """Let the day *until* begin for every case; see :meth:`WorkflowEngine.sweep`."""
    began = time.monotonic()
    with bureau.reading() as unit:
        right_needed(unit.around.people, by, Right.SWEEP)
        day = _day(unit, until, limits)
        report = SweepReport(
            bureau=unit.bureau,
            run=new_id(),
            day=day,
            dry_run=limits.dry_run,
            started_at=unit.now.astimezone(SHANGHAI),
            overdue=unit.due_families.count_due(day),
            waiting=len(unit.around.waiting),
        )
    told = {"run": report.run, "day": day, "dry_run": report.dry_run}
    bureau.watch.tell(logging.INFO, "sweep.started", **told, overdue=report.overdue)
    stop_at = None if limits.seconds is None else began + limits.seconds
    try:
        _Sweep(bureau, report, limits, stop_at).run()
    except Busy:
        report.more = report.busy = True
    report.seconds = round(time.monotonic() - began, 3)
    report.finished_at = bureau.clock().astimezone(SHANGHAI)
    _tell_end(bureau, report)
    return report


def _tell_end(bureau: Bureau, report: SweepReport) -> None:
    level, event = (
        (logging.WARNING, "sweep.busy") if report.busy else (logging.INFO, "sweep.finished")
    )
    bureau.watch.tell(
        level,
        event,
        run=report.run,
        day=report.day,
        dry_run=report.dry_run,
        families=report.families,
        lapsed=report.lapsed,
        events=report.events,
        reminded=report.reminded,
        handed_over=report.handed_over,
        stuck=len(report.stuck),
        more=report.more,
        seconds=report.seconds,
    )


def _numbered(unit: Unit, lapse: Lapse) -> Lapse:
    found = unit.queries.called(lapse.case_id)
    return replace(lapse, number=found[0].number) if found else lapse


def _day(unit: Unit, until: date | None, limits: Limits) -> date:
    """Return the day to let begin: the present one, an earlier, or in a dry run any."""
    day = unit.today if until is None else to_day(until)
    if day > unit.today and not limits.dry_run:
        raise DayAhead(day=day, today=unit.today)
    return day
