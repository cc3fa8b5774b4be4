"""Are the files of announcements sound, and what would they change?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.calendar import Announcement, DaySpan, WorkingCalendar, read_announcement
from zwgov_workflow.calendar.day import ONE_DAY
from zwgov_workflow.calendar.region import counted_announcements
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.cli.refusals.refusal import finding_json
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json, weekday
from zwgov_workflow.errors import DefinitionError, NothingAnnounced

__all__ = ["check_announcements"]

NEAR = 7
"""A feast's days off lie within so many days of the day expected for it."""


def check_announcements(paths: Sequence[Path], *, as_json: bool) -> None:
    """Check the files at *paths* among the shipped announcements; print what each would change.

    Raises:
        DefinitionError: A file is not sound; each finding has its line.
        UnknownRegion: There is no such region.
    """
    try:
        checked = list(_check([read_announcement(path) for path in paths]))
    except DefinitionError as error:
        if not as_json:
            raise
        print_json({"findings": [finding_json(finding) for finding in error.findings]})
        raise typer.Exit(1) from None
    if as_json:
        print_json({"announcements": [_json(*one) for one in checked]})
        return
    terminal = console()
    for announcement, before, after in checked:
        _print(terminal, announcement, before, after)


def _check(
    announcements: Sequence[Announcement],
) -> Iterator[tuple[Announcement, WorkingCalendar | None, WorkingCalendar]]:
    """Yield each announcement with the calendar as known the day before, if any, and with it."""
    for announcement in announcements:
        code, known_from = announcement.region, announcement.known_from
        given = [a for a in announcements if a.region in (code, region_called(code).over)]
        names = {(a.region, a.year, a.name) for a in given}
        others = [a for a in counted_announcements(code) if (a.region, a.year, a.name) not in names]
        everything = [*others, *given]
        WorkingCalendar.from_announcements(code, everything)
        after = WorkingCalendar.from_announcements(code, everything, known_on=known_from)
        try:
            eve = known_from - ONE_DAY
            before = WorkingCalendar.from_announcements(code, everything, known_on=eve)
        except NothingAnnounced:
            before = None
        yield announcement, before, after


def _print(
    terminal: Console,
    announcement: Announcement,
    before: WorkingCalendar | None,
    after: WorkingCalendar,
) -> None:
    name = _("{name}: passes the checks.").format(name=announcement.name)
    terminal.print(Text(name, style="bold green"))
    if region_called(announcement.region).over:
        for note in _doubts(announcement):
            terminal.print(Text(note, style="yellow"))
    else:
        terminal.print(_sum(after, announcement.year))
    if before is None:
        terminal.print(_("Nothing was announced before it."))
        return
    changed = list(_changed(before, after, announcement.year))
    text = _("Against what was known the day before, {n} days change in {year}.")
    terminal.print(text.format(n=len(changed), year=announcement.year))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for day, works in changed:
        words = _("becomes a working day") if works else _("becomes a day off")
        table.add_row(f"{day} {weekday(day)}", words)
    terminal.print(table)


def _sum(calendar: WorkingCalendar, year: int) -> str:
    total = calendar.statutory_sum(year)
    if total is None:
        raise AssertionError(year)
    text = _("{weekdays} weekdays off − {makeup} make-up days = {net}; {decree}: {statutory} days")
    if total.beyond:
        text = _(
            "{weekdays} weekdays off − {makeup} make-up days = {net}; {decree}: {statutory} days "
            "and {beyond} beyond it"
        )
    return text.format(
        weekdays=total.weekdays_off,
        makeup=total.makeup_days,
        net=total.weekdays_off - total.makeup_days,
        decree=total.decree,
        statutory=total.statutory,
        beyond=total.beyond,
    )


def _doubts(announcement: Announcement) -> Iterator[str]:
    """Yield what a person should look at where the statute gives no sum to check by."""
    yield _("No sum checks a regional announcement: compare its days with the notice itself.")
    region = region_called(announcement.region)
    expected = region.expected.get(announcement.year, {})
    for feast, days in announcement.days_off:
        if feast not in region.feasts:
            text = _("{feast} is not among the feasts of {region}: {known}.")
            yield text.format(feast=feast, region=region.code, known="、".join(region.feasts))
        for day in days:
            if feast in expected and abs((day - expected[feast]).days) > NEAR:
                text = _("{day} is far from {feast}, expected about {expected}.")
                yield text.format(day=day, feast=feast, expected=expected[feast])


def _changed(
    before: WorkingCalendar, after: WorkingCalendar, year: int
) -> Iterator[tuple[date, bool]]:
    """Yield the days that change, and whether they are worked from now on."""
    for day in DaySpan(date(year - 1, 12, 29), date(year, 12, 31)):
        if day in before.span and day in after.span:
            was, now = before.fact(day).working, after.fact(day).working
            if was != now:
                yield day, now


def _json(
    announcement: Announcement, before: WorkingCalendar | None, after: WorkingCalendar
) -> dict[str, object]:
    national = region_called(announcement.region).over is None
    total = after.statutory_sum(announcement.year) if national else None
    changed = _changed(before, after, announcement.year) if before else ()
    return {
        "name": announcement.name,
        "region": announcement.region,
        "year": announcement.year,
        "sum": str(total) if total else None,
        "changed": [{"day": day, "working": works} for day, works in changed],
    }
