"""A year at a glance: twelve months, the days off and made up, and the paper behind each."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.calendar import DayFact, DayKind, DaySpan, WorkingCalendar
from zwgov_workflow.calendar.region import region as region_called
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json, print_notes, weekday

__all__ = ["fact_json", "print_feast", "print_year"]

MONTH_WIDTH = 21
GAP = 3

_MARKS = {
    "holiday": ("*", "red"),
    "regional": ("~", "magenta"),
    "makeup": ("+", "bold green"),
    "projected": ("?", "yellow"),
    "weekend": (" ", "dim"),
    "workday": (" ", ""),
}


def print_year(calendar: WorkingCalendar, year: int, *, as_json: bool) -> None:
    """Print *year*, or the same facts as JSON.

    Raises:
        OutsideCalendar: The calendar does not have that year.
    """
    span = DaySpan(_new_year(year, calendar), date(year, 12, 31))
    facts = [calendar.fact(day) for day in span]
    if as_json:
        print_json(_json(calendar, year, facts))
        return
    terminal = console()
    region = region_called(calendar.region)
    worked = sum(fact.working for fact in facts)
    title = _("{year}, {region} ({code}): {worked} working days")
    terminal.print(
        title.format(year=year, region=region.label, code=region.code, worked=worked),
        style="bold",
    )
    _print_months(terminal, year, facts)
    _print_legend(terminal, facts)
    _print_sources(terminal, facts)
    _print_expected(terminal, calendar, year)
    print_notes(terminal, calendar.assumptions(span.first, span.last))
    terminal.print(_("Data: {version}").format(version=calendar.data_version), style="dim")


def _new_year(year: int, calendar: WorkingCalendar) -> date:
    first = date(min(max(year, date.min.year), date.max.year), 1, 1)
    return calendar.fact(first).day


def _mark(fact: DayFact) -> str:
    if fact.kind is DayKind.HOLIDAY:
        if fact.projected or fact.region is None:
            return "projected"
        return "regional" if region_called(fact.region).over else "holiday"
    if fact.kind is DayKind.MAKEUP_DAY:
        return "makeup"
    return "workday" if fact.working else "weekend"


def _print_months(terminal: Console, year: int, facts: Sequence[DayFact]) -> None:
    marks = {fact.day: _mark(fact) for fact in facts}
    across = max(1, min(3, (terminal.width + GAP) // (MONTH_WIDTH + GAP)))
    for first in range(1, 13, across):
        months = [_month(year, month, marks) for month in range(first, min(first + across, 13))]
        terminal.print()
        for row in zip_longest(*months, fillvalue=Text(" " * MONTH_WIDTH)):
            terminal.print(Text(" " * GAP).join(row))


def _month(year: int, month: int, marks: dict[date, str]) -> list[Text]:
    """Return the lines of a month, each as wide as a month is."""
    name = _("{month}/{year}").format(month=month, year=year)
    head = Text(" " * ((MONTH_WIDTH - cell_len(name)) // 2) + name, style="bold")
    initials = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
    lines = [head, Text("".join(f"{initial} " for initial in initials), style="dim")]
    for week in Calendar().monthdatescalendar(year, month):
        cells = (_cell(day, marks[day]) if day.month == month else Text("   ") for day in week)
        lines.append(Text().join(cells))
    for line in lines:
        line.pad_right(MONTH_WIDTH - line.cell_len)
    return lines


def _cell(day: date, mark: str) -> Text:
    sign, style = _MARKS[mark]
    return Text(f"{day.day:2}{sign}", style=style)


def _print_legend(terminal: Console, facts: Iterable[DayFact]) -> None:
    words = {
        "holiday": _("day off"),
        "regional": _("regional day off"),
        "makeup": _("make-up working day"),
        "projected": _("day off, projected from the statute"),
    }
    present = {_mark(fact) for fact in facts}
    parts = [
        Text.assemble((_MARKS[mark][0], _MARKS[mark][1]), f" {word}")
        for mark, word in words.items()
        if mark in present
    ]
    terminal.print(Text("  ").join(parts))
    terminal.print()


def _print_sources(terminal: Console, facts: Iterable[DayFact]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(_("What"), overflow="fold")
    table.add_column(_("Days"), overflow="fold")
    table.add_column(_("By"), overflow="fold")
    for what, days, source in _rows(facts):
        table.add_row(what, days, source)
    terminal.print(table)


def _rows(facts: Iterable[DayFact]) -> Iterator[tuple[str, str, str]]:
    off = [fact for fact in facts if fact.kind is DayKind.HOLIDAY]
    for (holiday, source), run in groupby(off, lambda fact: (fact.holiday, fact.source)):
        yield holiday or "", ", ".join(_runs(fact.day for fact in run)), source or ""
    made_up = [fact for fact in facts if fact.kind is DayKind.MAKEUP_DAY]
    for source, run in groupby(made_up, lambda fact: fact.source):
        yield _("make-up working day"), ", ".join(_runs(fact.day for fact in run)), source or ""


def _runs(days: Iterable[date]) -> Iterator[str]:
    for _offset, run in groupby(enumerate(days), lambda pair: pair[1].toordinal() - pair[0]):
        first, *_rest, last = [day for _i, day in run] * 2
        text = f"{first:%m-%d}({weekday(first)})"
        yield text if first == last else f"{text} – {last:%m-%d}({weekday(last)})"


def _print_expected(terminal: Console, calendar: WorkingCalendar, year: int) -> None:
    for feast, day in region_called(calendar.region).expected.get(year, {}).items():
        print_feast(terminal, feast, day)


def print_feast(terminal: Console, feast: str, day: date) -> None:
    """Print that a regional feast is expected about *day*, its days off not announced."""
    text = _("{feast} falls on about {day}, a day either way; its days off are not announced.")
    terminal.print(Text(text.format(feast=feast, day=day), style="yellow"))


def _json(calendar: WorkingCalendar, year: int, facts: Sequence[DayFact]) -> dict[str, object]:
    firm = calendar.firm
    ordinary = (DayKind.WORKDAY, DayKind.WEEKEND)
    assumptions = calendar.assumptions(facts[0].day, facts[-1].day)
    return {
        "region": calendar.region,
        "year": year,
        "data_version": calendar.data_version,
        "firm": {"first": firm.first, "last": firm.last} if firm else None,
        "working_days": sum(fact.working for fact in facts),
        "days": [fact_json(fact) for fact in facts if fact.kind not in ordinary],
        "assumptions": [str(assumption) for assumption in assumptions],
    }


def fact_json(fact: DayFact) -> dict[str, object]:
    """Return a day as it stands in JSON."""
    return {
        "day": fact.day,
        "kind": fact.kind.value,
        "working": fact.working,
        "holiday": fact.holiday,
        "source": fact.source,
        "region": fact.region,
        "projected": fact.projected,
        "firm": fact.firm,
    }
