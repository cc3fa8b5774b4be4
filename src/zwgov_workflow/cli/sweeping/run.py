"""A sweep run from the command line: its progress shown, its lapses kept to be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from zwgov_workflow.calendar.day import SHANGHAI, to_day
from zwgov_workflow.cli.desk import opening
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.progress import progress
from zwgov_workflow.errors import Busy
from zwgov_workflow.service import Lapse, SweepReport, WorkflowEngine

__all__ = ["MOST_TOLD", "Told", "Wanted", "run"]

MOST_TOLD = 50
"""How many lapses a dry run tells where no limit is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line.

    Attributes:
        logged: Whether standard error has the log, so that no other lines belong there.
        as_json: Whether one that could not begin is to have a report too.
    """

    until: date | None
    limit: int | None
    max_seconds: float | None
    dry_run: bool
    logged: bool
    as_json: bool


@dataclass
class Told:
    """The first lapses that a dry run found, and how many it found in all."""

    most: int
    lapses: list[Lapse] = field(default_factory=list)
    found: int = 0

    def take(self, lapse: Lapse) -> None:
        """Take a lapse in."""
        self.found += 1
        if len(self.lapses) < self.most:
            self.lapses.append(lapse)


def run(db: str, bureau: str | None, service: str, wanted: Wanted) -> tuple[SweepReport, Told]:
    """Run a sweep.

    Raises:
        Busy: The database was busy from the start, and no report is wanted of that.
    """
    told = Told(wanted.limit or MOST_TOLD)
    began = opening.now().astimezone(SHANGHAI)
    try:
        with opening.opened(db, bureau) as engine:
            return _swept(engine, service, wanted, told), told
    except Busy as busy:
        if not wanted.as_json:
            raise
        ended = opening.now().astimezone(SHANGHAI)
        report = SweepReport(
            bureau=bureau or "",
            run="",
            day=wanted.until or to_day(began),
            dry_run=wanted.dry_run,
            started_at=began,
            finished_at=ended,
            seconds=busy.seconds,
            more=True,
            busy=True,
        )
        return report, told


def _swept(engine: WorkflowEngine, service: str, wanted: Wanted, told: Told) -> SweepReport:
    with progress(_("Families of cases"), lines=not wanted.logged) as show:

        def shown(report: SweepReport) -> None:
            show(report.families, max(report.families, wanted.limit or report.overdue))

        return engine.sweep(
            by=engine.service(service),
            until=wanted.until,
            limit=wanted.limit,
            max_seconds=wanted.max_seconds,
            dry_run=wanted.dry_run,
            progress=shown,
            tell=told.take if wanted.dry_run else None,
        )
