"""``zwgov calendar``: which days are worked, where a period ends, is an announcement sound.

Help and completion read the signatures alone: what a command needs is imported when it runs.
"""

# ruff: noqa: PLC0415 (see above)

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    db_option,
    dry_run_option,
    yes_option,
)
from zwgov_workflow.cli.options.arguments import (
    json_option,
    known_on_option,
    parse_day,
    parse_rule,
    parse_span,
    region_option,
)
from zwgov_workflow.cli.speech.language import gettext_ as _

if TYPE_CHECKING:
    from zwgov_workflow.service import MovedDeadlines

__all__ = ["calendar_app"]

DEFAULT_REGION = "CN-NX"


def calendar_app() -> typer.Typer:
    """Return the commands of the group, their help in the language in use."""
    app = typer.Typer(
        help=_("Working days, and the periods counted in them."), no_args_is_help=True
    )
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
        help=_("Check the files of announcements, together; it changes nothing."),
        epilog=_("Example: zwgov calendar check 2027.yaml"),
    )(_check)
    app.command(
        "apply",
        help=_("Take announcements in, and count every running deadline anew."),
        epilog=_("Example: zwgov calendar apply --shipped --dry-run"),
    )(_apply)
    return app


def _show(
    year: Annotated[int, typer.Argument(help=_("The year."), metavar="YEAR")],
    region: Annotated[str, region_option()] = DEFAULT_REGION,
    known_on: Annotated[str | None, known_on_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.calendar import WorkingCalendar
    from zwgov_workflow.cli.calendars.year import print_year

    known = parse_day(known_on) if known_on is not None else None
    print_year(WorkingCalendar.of(region, known_on=known), year, as_json=as_json)


def _due(
    anchor: Annotated[
        str, typer.Argument(help=_("The day of the event; it is not counted."), metavar="DAY")
    ],
    rule: Annotated[
        str,
        typer.Argument(
            help=_("'5 working days', '30 calendar days', '2 months', '15 calendar days before'."),
            metavar="PERIOD",
        ),
    ],
    region: Annotated[str, region_option()] = DEFAULT_REGION,
    known_on: Annotated[str | None, known_on_option()] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            help=_("Days on which the period stood still, as DAY..DAY; may be given again."),
            metavar="DAYS",
        ),
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help=_("Refuse a date that rests on unannounced days.")),
    ] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.calendar import WorkingCalendar
    from zwgov_workflow.cli.calendars.due import print_due

    start, period = parse_day(anchor), parse_rule(rule)
    excluded = [parse_span(text) for text in exclude or ()]
    known = parse_day(known_on) if known_on is not None else None
    calendar = WorkingCalendar.of(region, known_on=known)
    if strict:
        calendar.due_date(period, start, excluded=excluded, strict=True)
    print_due(calendar, calendar.explain(period, start, excluded=excluded), as_json=as_json)


def _check(
    files: Annotated[
        list[Path], typer.Argument(help=_("Files, one announcement each."), metavar="FILE...")
    ],
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.calendars.check import check_announcements

    check_announcements(files, as_json=as_json)


def _apply(
    file: Annotated[
        Path | None,
        typer.Argument(help=_("The announcement's file."), metavar="FILE"),
    ] = None,
    shipped: Annotated[
        bool,
        typer.Option("--shipped", help=_("Every announcement that came with this program.")),
    ] = False,
    dry_run: Annotated[bool, dry_run_option()] = False,
    yes: Annotated[bool, yes_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.moved_deadlines import announcements_json, print_announcements
    from zwgov_workflow.cli.desk.opening import opened
    from zwgov_workflow.cli.speech.confirmation import rehearsed
    from zwgov_workflow.cli.speech.terminal import print_json

    if (file is None) is not shipped:
        raise typer.BadParameter(_("give either a FILE or --shipped"))
    with opened(db, bureau) as engine:

        def apply(*, dry_run: bool) -> Sequence[MovedDeadlines]:
            if file is None:
                return engine.apply_waiting_announcements(dry_run=dry_run)
            return [engine.apply_announcement(file, dry_run=dry_run)]

        def rehearse() -> bool:
            would = apply(dry_run=True)
            moves = any(one.moved for one in would)
            if moves:
                print_announcements(engine, would, dry_run=True)
            return moves

        rehearsed(rehearse, yes=yes, quiet=dry_run or as_json)
        moved = apply(dry_run=dry_run)
        if as_json:
            print_json(announcements_json(moved, shipped=shipped, dry_run=dry_run))
        else:
            print_announcements(engine, moved, dry_run=dry_run)
