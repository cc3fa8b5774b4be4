"""``zwgov check`` and ``zwgov regulation``: is a file sound, which are there, and one more."""

# ruff: noqa: PLC0415 (help and completion read the signatures alone)

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    db_option,
    dry_run_option,
    file_argument,
    without_password,
    yes_option,
)
from zwgov_workflow.cli.commands.completion import officer_ids, regulation_names
from zwgov_workflow.cli.options.arguments import json_option
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["add_check", "regulation_app"]


def add_check(app: typer.Typer) -> None:
    """Add ``check`` to *app*, its help in the language in use."""
    app.command(
        "check",
        help=_("Check regulation files; without files, those shipped."),
        epilog=_("Example: zwgov check our-coordination.yaml"),
    )(_check)


def regulation_app() -> typer.Typer:
    """Return the commands of the group, their help in the language in use."""
    app = typer.Typer(help=_("The regulations this program can run."), no_args_is_help=True)
    app.command(
        "list", help=_("List the regulations."), epilog=_("Example: zwgov regulation list")
    )(_list)
    app.command(
        "show",
        help=_("Show a regulation: each step, who does it, what it asks for and cites."),
        epilog=_("Example: zwgov regulation show release_coordination consultation"),
    )(_show)
    app.command(
        "diff",
        help=_("Show what differs between two regulations, clause by clause."),
        epilog=_("Example: zwgov regulation diff release_coordination our-coordination.yaml"),
    )(_diff)
    app.command(
        "copy",
        help=_("Copy a shipped regulation, its text and its examples, to write one's own from."),
        epilog=_("Example: zwgov regulation copy release_coordination our-coordination.yaml"),
    )(_copy)
    app.command(
        "add",
        help=_("Publish a regulation file from the day it comes into force."),
        epilog=_("Example: zwgov regulation add our-coordination.yaml --dry-run"),
    )(_add)
    return app


def _name_argument() -> Any:  # noqa: ANN401 (as typer has it)
    return typer.Argument(
        help=_("The name of the regulation."), metavar="NAME", autocompletion=regulation_names
    )


def _check(
    files: Annotated[
        list[Path] | None, typer.Argument(help=_("Regulation files."), metavar="FILE...")
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.regulations.check import check_regulations

    check_regulations(files or [], as_json=as_json)


def _list(
    published_in: Annotated[
        str | None,
        typer.Option(
            "--db",
            help=_("List what is published in this database, not what is shipped."),
            metavar="URL",
            callback=without_password,
        ),
    ] = None,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.regulations.view import print_regulations
    from zwgov_workflow.definition.shelf import shipped_regulations

    if published_in is None:
        print_regulations(shipped_regulations().values(), as_json=as_json)
        return
    from zwgov_workflow.cli.desk.opening import opened

    with opened(published_in, bureau) as engine:
        regulations = engine.regulations()
    versions = [one for name in regulations.names for one in regulations.versions(name)]
    print_regulations(versions, as_json=as_json)


def _show(
    name: Annotated[str, _name_argument()],
    machine: Annotated[
        str | None,
        typer.Argument(help=_("One of its machines, by name or label."), metavar="[MACHINE]"),
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.regulations.view import print_regulation

    print_regulation(name, machine, as_json=as_json)


def _diff(
    old: Annotated[
        str,
        typer.Argument(help=_("The old one: a file, or the name of a regulation."), metavar="OLD"),
    ],
    new: Annotated[
        str,
        typer.Argument(help=_("The new one: a file, or the name of a regulation."), metavar="NEW"),
    ],
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.regulations.difference import print_difference

    print_difference(old, new, as_json=as_json)


def _copy(
    name: Annotated[str, _name_argument()],
    target: Annotated[Path, typer.Argument(help=_("The file to write."), metavar="FILE")],
) -> None:
    from zwgov_workflow.cli.regulations.copy import copy_regulation

    copy_regulation(name, target)


def _add(
    file: Annotated[Path, file_argument()],
    officer: Annotated[
        str | None,
        typer.Option(
            "--as",
            help=_("The officer who publishes."),
            metavar="OFFICER",
            autocompletion=officer_ids,
        ),
    ] = None,
    dry_run: Annotated[bool, dry_run_option()] = False,
    yes: Annotated[bool, yes_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.desk.opening import opened
    from zwgov_workflow.cli.regulations.publication import print_published
    from zwgov_workflow.cli.speech.confirmation import rehearsed

    with opened(db, bureau) as engine:
        by = None if officer is None else engine.officer(officer)

        def rehearse() -> bool:
            would = engine.add_regulation(file, by=by, dry_run=True)
            if not would.known:
                print_published(would, dry_run=True, as_json=False)
            return not would.known

        rehearsed(rehearse, yes=yes, quiet=dry_run or as_json)
        published = engine.add_regulation(file, by=by, dry_run=dry_run)
    print_published(published, dry_run=dry_run, as_json=as_json)
