"""The options of the commands that work on a bureau's database."""

from __future__ import annotations

from typing import Any

import typer

from zwgov_workflow.cli.language import gettext_ as _

__all__ = [
    "DEFAULT_DB",
    "bureau_option",
    "case_argument",
    "db_option",
    "dry_run_option",
    "file_argument",
    "limit_option",
    "officer_option",
    "reader_option",
]

DEFAULT_DB = "sqlite:///zwgov.db"


def db_option() -> Any:  # noqa: ANN401 (as typer has it)
    """Return the option ``--db``, its help in the language in use."""
    return typer.Option(help=_("The database: a file, or a URL."), envvar="ZWGOV_DB", metavar="URL")


def bureau_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--bureau``."""
    return typer.Option(
        help=_("The bureau; needed where the database holds several."),
        envvar="ZWGOV_BUREAU",
        metavar="NAME",
    )


def officer_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--as`` of those who act; no environment stands in for a person."""
    return typer.Option("--as", help=_("The officer who acts."), metavar="OFFICER")


def reader_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--as`` of those who read."""
    return typer.Option(
        "--as", help=_("The officer, or the service account, who asks."), metavar="READER"
    )


def case_argument() -> Any:  # noqa: ANN401 (as above)
    """Return the argument CASE."""
    return typer.Argument(help=_("The number of the case, or its id."), metavar="CASE")


def file_argument() -> Any:  # noqa: ANN401 (as above)
    """Return the argument FILE."""
    return typer.Argument(help=_("The file."), metavar="FILE")


def limit_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--limit`` of lists."""
    return typer.Option(help=_("How many at most."), min=1)


def dry_run_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--dry-run``."""
    return typer.Option("--dry-run", help=_("Only say what would happen."))
