"""The options of the commands that work on a bureau's database."""

from __future__ import annotations

from typing import Any

import typer

from zwgov_workflow.cli.commands.completion import case_numbers, officer_ids, reader_names
from zwgov_workflow.cli.options.settings import current
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.errors.masking import has_secret

__all__ = [
    "DEFAULT_DB",
    "bureau_option",
    "case_argument",
    "db_option",
    "dry_run_option",
    "file_argument",
    "is_written",
    "limit_option",
    "officer_option",
    "reader_option",
    "without_password",
    "yes_option",
]

DEFAULT_DB = "sqlite:///zwgov.db"


def db_option() -> Any:  # noqa: ANN401 (as typer has it)
    """Return the option ``--db``, its help in the language in use."""
    return typer.Option(
        help=_("The database: a file, or a URL."),
        envvar="ZWGOV_DB",
        metavar="URL",
        callback=without_password,
        show_default=not has_secret(str(current()["db"].value)),
    )


def is_written(ctx: typer.Context, name: str) -> bool:
    """Say whether an option stands on the command line, rather than in settings or nowhere."""
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def without_password(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:  # noqa: ANN401 (as above)
    """Refuse a password on the command line, where it stays in the shell's history."""
    if value and is_written(ctx, str(param.name)) and has_secret(str(value)):
        message = _(
            "a password in --db can be read in the list of processes and in the shell's history: "
            "put the URL into zwgov.toml, or into ZWGOV_DB"
        )
        raise typer.BadParameter(message)
    return value


def bureau_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--bureau``."""
    return typer.Option(
        help=_("The bureau; needed where the database holds several."),
        envvar="ZWGOV_BUREAU",
        metavar="NAME",
    )


def officer_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--as`` of those who act; no environment stands in for a person."""
    return typer.Option(
        "--as", help=_("The officer who acts."), metavar="OFFICER", autocompletion=officer_ids
    )


def reader_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--as`` of those who read."""
    return typer.Option(
        "--as",
        help=_("The officer, or the service account, who asks."),
        metavar="READER",
        autocompletion=reader_names,
    )


def case_argument() -> Any:  # noqa: ANN401 (as above)
    """Return the argument CASE."""
    return typer.Argument(
        help=_("The number of the case, or its id."), metavar="CASE", autocompletion=case_numbers
    )


def file_argument() -> Any:  # noqa: ANN401 (as above)
    """Return the argument FILE."""
    return typer.Argument(help=_("The file."), metavar="FILE")


def limit_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--limit`` of lists."""
    return typer.Option(help=_("How many at most."), min=1)


def yes_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--yes``."""
    return typer.Option("--yes", help=_("Do not ask whether to do it."))


def dry_run_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--dry-run``."""
    return typer.Option("--dry-run", help=_("Only say what would happen."))
