"""``zwgov calendar``: which days are worked, where a period ends, is an announcement sound."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from zwgov_workflow.calendar import DaySpan, PeriodRule, WorkingCalendar
from zwgov_workflow.cli.calendar_check import check_announcement
from zwgov_workflow.cli.calendar_due import print_due
from zwgov_workflow.cli.calendar_year import print_year
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.errors import InvalidPeriod

__all__ = ["calendar_app"]

DEFAULT_REGION = "CN-NX"


def calendar_app() -> typer.Typer:
    """Return the commands of the group, their help in the language in use."""
    app = typer.Typer(help=_("Working days, and the periods counted in them."))
    app.command(
        "show",
        help=_("Show a year: days off, make-up days, and the paper behind each."),
        epilog=_("Example: zwgov calendar show 2026 --region CN-NX"),
    )(_show)
    app.command(
        "due",
        help=_("Count a period from a day and show why each day counts or not."),
        epilog=_('Example: zwgov calendar due 2026-02-11 "5 working days"'),
    )(_due)
    app.command(
        "check",
        help=_("Check the file of an announcement; it changes nothing."),
        epilog=_("Example: zwgov calendar check 2027.yaml"),
    )(_check)
    return app


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = _("{text} is not a day; write it as 2026-02-11").format(text=text)
        raise typer.BadParameter(message) from None


def _parse_rule(text: str) -> PeriodRule:
    try:
        return PeriodRule.parse(text)
    except InvalidPeriod:
        message = _(
            "{text} is not a period; write '5 working days', '30 calendar days' or '2 months', "
            "with ' before' behind it to count backwards"
        ).format(text=text)
        raise typer.BadParameter(message) from None


def _parse_span(text: str) -> DaySpan:
    first, to, last = text.partition("..")
    try:
        return DaySpan(date.fromisoformat(first), date.fromisoformat(last if to else first))
    except ValueError:
        message = _("{text} is no run of days; write it as 2026-02-11..2026-02-20").format(
            text=text
        )
        raise typer.BadParameter(message) from None


def _show(
    year: Annotated[int, typer.Argument(help=_("The year."))],
    region: Annotated[
        str, typer.Option(help=_("CN, or a region with days of its own."), envvar="ZWGOV_REGION")
    ] = DEFAULT_REGION,
    known_on: Annotated[
        date | None,
        typer.Option(help=_("As it was known on this day."), parser=_parse_day, metavar="DAY"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
) -> None:
    print_year(WorkingCalendar.of(region, known_on=known_on), year, as_json=as_json)


def _due(
    anchor: Annotated[
        date,
        typer.Argument(
            help=_("The day of the event; it is not counted."), parser=_parse_day, metavar="DAY"
        ),
    ],
    rule: Annotated[
        PeriodRule,
        typer.Argument(
            help=_("'5 working days', '30 calendar days', '2 months', '15 calendar days before'."),
            parser=_parse_rule,
            metavar="PERIOD",
        ),
    ],
    region: Annotated[
        str, typer.Option(help=_("CN, or a region with days of its own."), envvar="ZWGOV_REGION")
    ] = DEFAULT_REGION,
    known_on: Annotated[
        date | None,
        typer.Option(help=_("As it was known on this day."), parser=_parse_day, metavar="DAY"),
    ] = None,
    exclude: Annotated[
        list[DaySpan] | None,
        typer.Option(
            help=_("Days on which the period stood still, as DAY..DAY; may be given again."),
            parser=_parse_span,
            metavar="DAYS",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=_("Refuse a date that an announcement may still move."))
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
) -> None:
    calendar = WorkingCalendar.of(region, known_on=known_on)
    excluded = exclude or []
    if strict:
        calendar.due_date(rule, anchor, excluded=excluded, strict=True)
    print_due(calendar, calendar.explain(rule, anchor, excluded=excluded), as_json=as_json)


def _check(
    file: Annotated[Path, typer.Argument(help=_("The file, one announcement."), metavar="FILE")],
) -> None:
    check_announcement(file)
