"""``zwgov audit-register`` and ``zwgov import``: registers that are kept elsewhere."""

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
    yes_option,
)
from zwgov_workflow.cli.commands.completion import service_names
from zwgov_workflow.cli.options.arguments import json_option, parse_day, region_names
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["add_register_commands"]


def add_register_commands(app: typer.Typer) -> None:
    """Add the commands to *app*, their help in the language in use."""
    app.command(
        "audit-register",
        help=_("Hold the documents of a register against a deadline of a regulation."),
        epilog=_("Example: zwgov audit-register examples/documents.csv --late 3"),
    )(_audit_register)
    app.command(
        "import",
        help=_("Take running cases in from a spreadsheet: all of them, or none."),
        epilog=_(
            "Example: zwgov import running.xlsx --mapping mapping.yaml --as importer --dry-run"
        ),
    )(_import)


def _audit_register(
    file: Annotated[
        Path,
        typer.Argument(help=_("The register: a text file (CSV) or a spreadsheet."), metavar="FILE"),
    ],
    rule: Annotated[
        str,
        typer.Option(
            help=_("By which regulation: the name of a shipped one, or a file."), metavar="NAME"
        ),
    ] = "proactive_disclosure",
    mapping: Annotated[
        Path | None,
        typer.Option(
            help=_("Which column gives what; without it, the columns of the shipped mapping."),
            metavar="FILE",
        ),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            help=_("The region to count by beside the nation; without it, the regulation's."),
            autocompletion=region_names,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(help=_("As things stood on this day; without it, today."), metavar="DAY"),
    ] = None,
    late: Annotated[
        int, typer.Option(help=_("List so many of the latest documents."), min=0, metavar="N")
    ] = 0,
    cross: Annotated[
        bool, typer.Option("--cross", help=_("Count each site year by year as well."))
    ] = False,
    db: Annotated[
        Path | None,
        typer.Option(
            help=_("Keep the database of the audit in this new file."), metavar="NEW-FILE"
        ),
    ] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.registers.audit_view import Wanted, print_audit
    from zwgov_workflow.cli.registers.auditing import audited

    day = None if as_of is None else parse_day(as_of)
    register, found = audited(file, rule, mapping, region, day, db)
    print_audit(register, found, Wanted(late=late, cross=cross), as_json=as_json)


def _import(
    file: Annotated[
        Path,
        typer.Argument(help=_("The cases: a text file (CSV) or a spreadsheet."), metavar="FILE"),
    ],
    mapping: Annotated[
        Path, typer.Option(help=_("Which column gives what of a case."), metavar="FILE")
    ],
    account: Annotated[
        str,
        typer.Option(
            "--as",
            help=_("The service account, with the right to import."),
            metavar="ACCOUNT",
            autocompletion=service_names,
        ),
    ],
    dry_run: Annotated[bool, dry_run_option()] = False,
    yes: Annotated[bool, yes_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.desk.opening import opened
    from zwgov_workflow.cli.registers.import_view import print_import
    from zwgov_workflow.cli.registers.importing import taken_in
    from zwgov_workflow.cli.speech.confirmation import rehearsed

    with opened(db, bureau) as engine:

        def rehearse() -> bool:
            register, report, problems = taken_in(engine, file, mapping, account, dry_run=True)
            print_import(register, report, problems, dry_run=True, as_json=False)
            return True

        rehearsed(rehearse, yes=yes, quiet=dry_run or as_json)
        register, report, problems = taken_in(engine, file, mapping, account, dry_run=dry_run)
        print_import(register, report, problems, dry_run=dry_run, as_json=as_json)
