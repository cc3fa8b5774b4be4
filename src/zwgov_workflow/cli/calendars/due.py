"""A due date with its count, day by day, and the reason of each day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.calendar import (
    CountedDay,
    DayFact,
    DayKind,
    Explanation,
    PeriodRule,
    Step,
    Unit,
    WorkingCalendar,
)
from zwgov_workflow.calendar.day import ONE_DAY
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.cli.calendars.year import fact_json, print_feast
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json, print_notes, weekday

__all__ = ["count_json", "period", "print_count", "print_due"]


def print_due(calendar: WorkingCalendar, told: Explanation, *, as_json: bool) -> None:
    """Print the due date of *told* and how it was counted, or the same as JSON."""
    if as_json:
        print_json(count_json(calendar.region, told))
        return
    terminal = console()
    print_count(terminal, calendar.region, told)
    terminal.print()
    terminal.print(
        _("In time until 24:00 of that day, Asia/Shanghai, or until business stops where it does.")
    )
    print_notes(terminal, told.assumptions)
    _print_feasts(terminal, calendar, told)
    terminal.print(Text(_("Data: {version}").format(version=told.due.data_version), style="dim"))


def print_count(terminal: Console, region: str, told: Explanation) -> None:
    """Print the due date of *told* and the days that lead to it."""
    due = told.due
    text = _("{anchor} {anchor_day}, {rule}, {region}: due {due} {due_day}")
    if told.rule.backward:
        text = _("{anchor} {anchor_day}, {rule}, {region}: {due} {due_day} at the latest")
    text = text.format(
        anchor=told.anchor,
        anchor_day=weekday(told.anchor),
        rule=period(told.rule),
        region=region,
        due=due.on,
        due_day=weekday(due.on),
    )
    terminal.print(text + (_(" (provisional)") if due.provisional else ""), style="bold")
    terminal.print()
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(overflow="fold")
    for day, number, reason, style in _lines(told):
        table.add_row(day, number, reason, style=style)
    terminal.print(table)


def period(rule: PeriodRule) -> str:
    """Return a period in words."""
    n = rule.amount
    texts = {
        Unit.WORKING_DAYS: _n("{n} working day", "{n} working days", n),
        Unit.CALENDAR_DAYS: _n("{n} calendar day", "{n} calendar days", n),
        Unit.MONTHS: _n("{n} month", "{n} months", n),
    }
    text = texts[rule.unit]
    if rule.backward:
        text = _("{period} before").format(period=text)
    return text


def _lines(told: Explanation) -> Iterator[tuple[str, str, str, str]]:
    """Yield a line a day; a long run of days that simply count is told in one."""
    run: list[CountedDay] = []
    for entry in told.days:
        if _plain(entry, told):
            run.append(entry)
            continue
        yield from _run_lines(run)
        run = []
        yield _line(entry, told)
    yield from _run_lines(run)


def _plain(entry: CountedDay, told: Explanation) -> bool:
    return (
        entry.step is Step.COUNTED
        and told.rule.unit is not Unit.WORKING_DAYS
        and entry.number != told.days[-1].number
    )


def _run_lines(run: Sequence[CountedDay]) -> Iterator[tuple[str, str, str, str]]:
    if len(run) <= 2:
        for entry in run:
            yield _date(entry.fact), str(entry.number), "", ""
        return
    first, last = run[0], run[-1]
    yield _date(first.fact), str(first.number), _("calendar days count, days off too"), ""
    yield "…", "…", "", "dim"
    yield _date(last.fact), str(last.number), "", ""


def _line(entry: CountedDay, told: Explanation) -> tuple[str, str, str, str]:
    ends = entry.fact.day == told.due.on
    parts = [_reason(entry.step, told), _what(entry.fact), _end(entry, told) if ends else ""]
    style = "bold" if ends else "dim" if entry.number is None else ""
    number = str(entry.number) if entry.number else "–"
    return _date(entry.fact), number, "; ".join(part for part in parts if part), style


def _reason(step: Step, told: Explanation) -> str:
    law, backward = told.law, told.rule.backward
    first = _("the first day is not counted ({law} {article})")
    if backward:
        first = _("counted back from this day, which is not counted")
    reasons = {
        Step.ANCHOR: first.format(law=law.law, article=law.first_day),
        Step.COUNTED: "",
        Step.NOT_WORKING: _("not counted"),
        Step.EXCLUDED: _("the period stands still"),
        Step.MOVED: _("the end moves on"),
        Step.END: _("the next working day ({law} {article})").format(law=law.law, article=law.end),
    }
    return reasons[step]


def _end(entry: CountedDay, told: Explanation) -> str:
    if not told.rule.backward:
        return _("due")
    if entry.fact.working:
        return _("the latest day")
    return _("the latest day; it is not moved towards the event")


def _date(fact: DayFact) -> str:
    return f"{fact.day} {weekday(fact.day)}"


def _what(fact: DayFact) -> str:
    """Return what a day is, where it is not an ordinary weekday."""
    if fact.kind is DayKind.WEEKEND:
        return _("weekend")
    if fact.kind is DayKind.MAKEUP_DAY:
        return _("make-up working day, {source}").format(source=fact.source)
    if fact.kind is DayKind.HOLIDAY and fact.projected:
        return _("{holiday}, projected from {source}").format(
            holiday=fact.holiday, source=fact.source
        )
    if fact.kind is DayKind.HOLIDAY:
        return _("{holiday}, {source}").format(holiday=fact.holiday, source=fact.source)
    return ""


def _print_feasts(terminal: Console, calendar: WorkingCalendar, told: Explanation) -> None:
    """Name the regional feasts that the count may meet in a year without regional announcement."""
    days = sorted(entry.fact.day for entry in told.days)
    announced = {a.year for a in calendar.announcements if a.region == calendar.region}
    for year, feasts in region_called(calendar.region).expected.items():
        for feast, day in feasts.items():
            if year not in announced and days[0] <= day + ONE_DAY and day - ONE_DAY <= days[-1]:
                print_feast(terminal, feast, day)


def count_json(region: str, told: Explanation) -> dict[str, object]:
    """Return the count of *told* for JSON."""
    due = told.due
    return {
        "region": region,
        "anchor": told.anchor,
        "rule": str(told.rule),
        "due": due.on,
        "provisional": due.provisional,
        "assumption": due.assumption,
        "data_version": due.data_version,
        "days": [
            {"step": entry.step.value, "number": entry.number, **fact_json(entry.fact)}
            for entry in told.days
        ],
    }
