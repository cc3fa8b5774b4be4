"""The nightly job: ``zwgov sweep``."""

# ruff: noqa: PLC0415 (help and completion read the signature alone)

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    db_option,
    dry_run_option,
)
from zwgov_workflow.cli.commands.completion import service_names
from zwgov_workflow.cli.options.arguments import json_option, parse_day
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["LogForm", "add_sweep"]


class LogForm(StrEnum):
    """How the log is written to standard error."""

    none = "none"
    text = "text"
    json = "json"


def add_sweep(app: typer.Typer) -> None:
    """Add the command to *app*, its help in the language in use."""
    app.command(
        "sweep",
        help=_("Let what is over lapse, send reminders; for a job that runs every night."),
        epilog=_(
            "Exit code 3: it stopped at a limit, and more is due; 75: busy, try again. "
            "Example: zwgov sweep --as nightly"
        ),
    )(_sweep)


def _sweep(
    service: Annotated[
        str,
        typer.Option(
            "--as",
            help=_("The service account it runs as."),
            metavar="SERVICE",
            autocompletion=service_names,
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option(
            help=_(
                "Let this day begin instead of today: what was due before it lapses. A day ahead "
                "only with --dry-run."
            ),
            metavar="DAY",
        ),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(help=_("Stop after about so many families of cases."), min=1),
    ] = None,
    max_seconds: Annotated[
        float | None, typer.Option(help=_("Stop after about so long."), min=0)
    ] = None,
    dry_run: Annotated[bool, dry_run_option()] = False,
    log: Annotated[
        LogForm,
        typer.Option(help=_("Write a log to standard error, ids only."), envvar="ZWGOV_LOG"),
    ] = LogForm.none,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.sweeping.logs import logging_to_stderr
    from zwgov_workflow.cli.sweeping.run import Wanted, run
    from zwgov_workflow.cli.sweeping.view import print_sweep

    wanted = Wanted(
        until=None if until is None else parse_day(until),
        limit=limit,
        max_seconds=max_seconds,
        dry_run=dry_run,
        logged=log is not LogForm.none,
        as_json=as_json,
    )
    with logging_to_stderr(log.value):
        report, told = run(db, bureau, service, wanted)
    print_sweep(report, told, as_json=as_json)
