"""A new announcement taken in: deadlines that run are counted anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from zwgov_workflow.calendar import Announcement
from zwgov_workflow.calendar.announcement_file import read_announcement
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.engine.lifecycle import recomputed
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.surroundings import calendars
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.service.views import MovedDeadline
from zwgov_workflow.store.bureau_rows import raise_revision
from zwgov_workflow.store.case_rows import deadline_from_row
from zwgov_workflow.store.document_rows import add_announcement
from zwgov_workflow.store.event_rows import Recording

__all__ = ["MovedDeadlines", "apply_announcement", "apply_waiting"]

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedDeadlines:
    """What an announcement moves.

    Attributes:
        moved: The deadlines that run or stand still and are now due on another day.
        fired: Those that lapsed already and would have been due on another day; they stay as they
            are, and whoever was harmed has an act in time or a correction.
        known: Whether the announcement was on record already.
    """

    announcement: Announcement
    moved: Sequence[MovedDeadline]
    fired: Sequence[MovedDeadline] = ()
    known: bool = False


def apply_announcement(bureau: Bureau, path: Path, *, dry_run: bool) -> MovedDeadlines:
    """Take an announcement in; see :meth:`WorkflowEngine.apply_announcement`."""
    announcement = read_announcement(path)
    with bureau.working(dry_run=dry_run) as unit:
        report = _moved(unit, announcement, dry_run=dry_run)
        if not report.known and not dry_run:
            source = path.read_text(encoding="utf-8-sig")
            add_announcement(unit.connection, unit.bureau, announcement, source, unit.now)
            raise_revision(unit.connection, unit.bureau)
        return report


def apply_waiting(bureau: Bureau, *, dry_run: bool) -> Sequence[MovedDeadlines]:
    """Take in all that waits; see :meth:`WorkflowEngine.apply_waiting_announcements`."""
    reports: list[MovedDeadlines] = []
    with bureau.working(dry_run=dry_run) as unit:
        told: dict[tuple[str, str], date] = {}
        after = unit
        for announcement in unit.around.waiting:
            reports.append(_beyond(_moved(after, announcement, dry_run=dry_run), told))
            if not dry_run:
                path = Path(announcement.source_path)
                source = path.read_text(encoding="utf-8-sig")
                add_announcement(unit.connection, unit.bureau, announcement, source, unit.now)
            after = _after(after, announcement)
        if reports and not dry_run:
            raise_revision(unit.connection, unit.bureau)
    return reports


def _beyond(report: MovedDeadlines, told: dict[tuple[str, str], date]) -> MovedDeadlines:
    """Return what an announcement moves beyond what those before it were told to move."""

    def anew(found: Sequence[MovedDeadline]) -> Iterator[MovedDeadline]:
        for one in found:
            old = told.get((one.case_id, one.name), one.old)
            told[one.case_id, one.name] = one.new
            if old != one.new:
                yield replace(one, old=old)

    return replace(report, moved=list(anew(report.moved)), fired=list(anew(report.fired)))


def _moved(unit: Unit, announcement: Announcement, *, dry_run: bool) -> MovedDeadlines:
    """Return what an announcement moves, after moving it unless it is a dry run."""
    if announcement in unit.around.announcements:
        return MovedDeadlines(announcement=announcement, moved=(), known=True)
    after = _after(unit, announcement)
    moved = [
        found
        for root, case_ids in _counting(after)
        for found in _recount(after, root, case_ids, dry_run=dry_run)
    ]
    fired = list(_fired(after, announcement))
    return MovedDeadlines(announcement=announcement, moved=moved, fired=fired)


def _after(unit: Unit, announcement: Announcement) -> Unit:
    """Return the unit as it is once the announcement counts.

    Raises:
        DefinitionError: The announcement fails a check against the others.
    """
    announcements = (*unit.around.announcements, announcement)
    calendar = calendars(announcements)
    for region in {unit.around.region, announcement.region}:
        if announcement.region in (region, region_called(region).over):
            calendar(region)  # checks the sums
    around = replace(unit.around, calendar=calendar, announcements=announcements)
    return Unit(unit.connection, around, unit.now)


def _counting(unit: Unit) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield each family in which a deadline runs or stands still, with the cases that have one."""
    after = ""
    while page := unit.due_families.counting(after, PAGE):
        yield from page.items()
        after = max(page)


def _recount(
    unit: Unit, root: str, case_ids: Sequence[str], *, dry_run: bool
) -> Iterator[MovedDeadline]:
    family = unit.family(root)
    for case_id in case_ids:
        family.recount(case_id, unit.today)
    if not dry_run and family.outcomes:
        unit.families.write(family, Recording(bureau=unit.bureau, step=new_id(), now=unit.now))
    for outcome in family.outcomes:
        if outcome.event.kind is EventKind.CALENDAR:
            number = unit.queries.number(outcome.case.id)
            for change in outcome.event.deadlines:
                if change.was is not None:
                    yield MovedDeadline(
                        case_id=outcome.case.id,
                        number=number,
                        name=change.name,
                        old=change.was,
                        new=change.due,
                    )


def _fired(unit: Unit, announcement: Announcement) -> Iterator[MovedDeadline]:
    """Yield the lapses that would have been due on another day."""
    days = (*announcement.makeup_days, *(d for h in announcement.days_off for d in h.days))
    cancelled = (*announcement.cancels_days_off, *announcement.cancels_makeup_days)
    first = min((*days, *cancelled), default=None)
    for row in () if first is None else unit.due_families.lapsed_since(first):
        machine = unit.around.regulations.machine(f"{row.regulation}/{row.machine}", row.digest)
        calendar = unit.around.calendar(machine.regulation.calendar)
        fresh = recomputed(machine, deadline_from_row(machine, row), calendar, unit.today)
        if fresh.due != row.due:
            yield MovedDeadline(
                case_id=row.case_id,
                number=row.number,
                name=row.name,
                old=row.due,
                new=fresh.due,
            )
