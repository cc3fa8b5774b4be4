"""What keeps a bureau: ``zwgov init``, ``migrate``, ``doctor``, ``people load``."""

# ruff: noqa: PLC0415 (help and completion read the signatures alone)

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    db_option,
    dry_run_option,
    file_argument,
    is_written,
    yes_option,
)
from zwgov_workflow.cli.options.arguments import json_option, parse_day, region_option
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["add_bureau_commands", "people_app"]


def add_bureau_commands(app: typer.Typer) -> None:
    """Add the commands to *app*, their help in the language in use."""
    app.command(
        "init",
        help=_("Set a bureau up in a database, with all that is shipped."),
        epilog=_("Example: zwgov init --db bureau.db --bureau zhongwei-psb"),
    )(_init)
    app.command(
        "migrate",
        help=_("Bring a database up to date, after a copy of its file."),
        epilog=_("Example: zwgov migrate --dry-run"),
    )(_migrate)
    app.command(
        "doctor",
        help=_("Show the settings, and look whether all is there that a bureau needs."),
        epilog=_(
            "Exit code 0: well, or only advice; 1: something is to be done; 4: broken. It changes "
            "nothing. Example: zwgov doctor --db bureau.db"
        ),
    )(_doctor)


def people_app() -> typer.Typer:
    """Return the commands about people, their help in the language in use."""
    app = typer.Typer(help=_("Departments, officers, and what they are."), no_args_is_help=True)
    app.callback()(lambda: None)  # a group of one command stays a group
    app.command(
        "load",
        help=_("Load a people file: what is new is added, what is missing ends."),
        epilog=_("Example: zwgov people load people.yaml --dry-run"),
    )(_load)
    return app


def _init(
    bureau: Annotated[
        str,
        typer.Option(help=_("The name of the bureau."), envvar="ZWGOV_BUREAU", metavar="NAME"),
    ],
    db: Annotated[str, db_option()] = DEFAULT_DB,
    region: Annotated[str, region_option()] = "CN-NX",
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.bureau.view import print_bureau
    from zwgov_workflow.cli.desk.opening import set_up

    with set_up(db, bureau, region) as engine:
        print_bureau(engine, bureau, as_json=as_json)


def _migrate(
    db: Annotated[str, db_option()] = DEFAULT_DB,
    dry_run: Annotated[bool, dry_run_option()] = False,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.bureau.view import print_migration
    from zwgov_workflow.cli.desk.opening import migrated

    print_migration(migrated(db, dry_run=dry_run), dry_run=dry_run, as_json=as_json)


def _doctor(
    ctx: typer.Context,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.bureau.diagnosis import diagnose
    from zwgov_workflow.cli.options.settings import Setting, current

    written = {"db": Setting(db, "--db"), "bureau": Setting(bureau, "--bureau")}
    given = {name: one for name, one in written.items() if is_written(ctx, name)}
    raise typer.Exit(diagnose(current(), given, as_json=as_json))


def _load(
    file: Annotated[Path, file_argument()],
    on: Annotated[
        str | None,
        typer.Option(help=_("From which day on it counts; without it, today."), metavar="DAY"),
    ] = None,
    dry_run: Annotated[bool, dry_run_option()] = False,
    yes: Annotated[bool, yes_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.bureau.people_view import print_people_changes
    from zwgov_workflow.cli.desk.opening import opened
    from zwgov_workflow.cli.speech.confirmation import rehearsed

    day = None if on is None else parse_day(on)
    with opened(db, bureau) as engine:

        def rehearse() -> bool:
            would = engine.load_people(file, on=day, dry_run=True)
            if would.appointments.ended:
                print_people_changes(engine, would, dry_run=True, as_json=False)
            return bool(would.appointments.ended)

        rehearsed(rehearse, yes=yes, quiet=dry_run or as_json)
        changes = engine.load_people(file, on=day, dry_run=dry_run)
        print_people_changes(engine, changes, dry_run=dry_run, as_json=as_json)
