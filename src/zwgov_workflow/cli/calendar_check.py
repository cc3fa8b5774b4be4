"""Is the file of an announcement sound, and what would it change?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from zwgov_workflow.calendar import Announcement, DaySpan, WorkingCalendar, read_announcement
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.calendar.region import shipped_announcements
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json, weekday

__all__ = ["check_announcement"]


def check_announcement(path: Path, *, as_json: bool) -> None:
    """Check the file at *path* among the shipped announcements, and print what it would change.

    Raises:
        DefinitionError: The file is not sound; each finding has its line.
        UnknownRegion: There is no such region.
    """
    announcement = read_announcement(path)
    code = announcement.region
    others = [other for other in _shipped(code) if not _same(other, announcement)]
    after = WorkingCalendar.from_announcements(code, [*others, announcement])
    earlier = [other for other in others if other.amends != announcement.name]
    before = WorkingCalendar.from_announcements(code, earlier)
    changed = list(_changed(before, after, announcement.year))
    if as_json:
        print_json(_json(announcement, changed))
        return
    terminal = console()
    terminal.print(_("{name}: sound.").format(name=announcement.name), style="bold green")
    _print_sum(terminal, after, announcement)
    text = _("Against the calendar without it, {n} days change in {year}.")
    terminal.print(text.format(n=len(changed), year=announcement.year))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for day, works in changed:
        words = _("becomes a working day") if works else _("becomes a day off")
        table.add_row(f"{day} {weekday(day)}", words)
    terminal.print(table)


def _print_sum(terminal: Console, calendar: WorkingCalendar, announcement: Announcement) -> None:
    total = calendar.sum_of(announcement.year)
    if region_called(announcement.region).over or total is None:
        return
    text = _("{weekdays} weekdays off − {makeup} make-up days = {net}; {decree}: {statutory} days")
    if total.beyond:
        text = _(
            "{weekdays} weekdays off − {makeup} make-up days = {net}; {decree}: {statutory} days "
            "and {beyond} beyond it"
        )
    terminal.print(
        text.format(
            weekdays=total.weekdays_off,
            makeup=total.makeup_days,
            net=total.weekdays_off - total.makeup_days,
            decree=total.decree,
            statutory=total.statutory,
            beyond=total.beyond,
        )
    )


def _shipped(code: str) -> Iterable[Announcement]:
    over = region_called(code).over
    return [*(shipped_announcements(over) if over else ()), *shipped_announcements(code)]


def _same(a: Announcement, b: Announcement) -> bool:
    return (a.region, a.year, a.name) == (b.region, b.year, b.name)


def _changed(
    before: WorkingCalendar, after: WorkingCalendar, year: int
) -> Iterator[tuple[date, bool]]:
    """Yield the days that change, and whether they are worked from now on."""
    for day in DaySpan(date(year - 1, 12, 29), date(year, 12, 31)):
        was, now = before.fact(day).working, after.fact(day).working
        if was != now:
            yield day, now


def _json(announcement: Announcement, changed: Iterable[tuple[date, bool]]) -> dict[str, object]:
    return {
        "name": announcement.name,
        "region": announcement.region,
        "year": announcement.year,
        "changed": [{"day": day, "working": works} for day, works in changed],
    }
