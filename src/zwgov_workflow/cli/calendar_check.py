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
from zwgov_workflow.cli.terminal import console, weekday

__all__ = ["check_announcement"]


def check_announcement(path: Path) -> None:
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
    terminal = console()
    terminal.print(_("{name}: sound.").format(name=announcement.name), style="bold green")
    _print_sum(terminal, after, announcement)
    changed = list(_changed(before, after, announcement.year))
    text = _("Against the calendar without it, {n} days change in {year}.")
    terminal.print(text.format(n=len(changed), year=announcement.year))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for day, words in changed:
        table.add_row(day, words)
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
) -> Iterator[tuple[str, str]]:
    for day in DaySpan(date(year - 1, 12, 29), date(year, 12, 31)):
        was, now = before.fact(day).working, after.fact(day).working
        if was != now:
            words = _("becomes a working day") if now else _("becomes a day off")
            yield f"{day} {weekday(day)}", words
