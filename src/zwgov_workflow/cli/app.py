"""The commands of ``zwgov`` put together."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from zwgov_workflow._version import __version__
from zwgov_workflow.cli.bureau_commands import add_bureau_commands, people_app
from zwgov_workflow.cli.calendar_commands import calendar_app
from zwgov_workflow.cli.case_commands import add_case_commands
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.reading_commands import add_reading_commands
from zwgov_workflow.cli.regulation_commands import add_check, regulation_app

if TYPE_CHECKING:
    from typer._click import Command

__all__ = ["command"]


class Language(StrEnum):
    """A language the command line speaks."""

    zh = "zh"
    en = "en"


def command() -> Command:
    """Return the root command, its help in the language in use."""
    app = typer.Typer(
        name="zwgov",
        help=_("Open government information by the book: cases, deadlines, evidence."),
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_options)
    app.add_typer(calendar_app(), name="calendar")
    app.add_typer(regulation_app(), name="regulation")
    app.add_typer(people_app(), name="people")
    add_case_commands(app)
    add_reading_commands(app)
    add_bureau_commands(app)
    add_check(app)
    return get_command(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zwgov_workflow {__version__}")
        raise typer.Exit


def _options(
    lang: Annotated[
        Language | None,
        typer.Option(help=_("Language to speak."), envvar="ZWGOV_LANG", show_envvar=True),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help=_("Print the version."), callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what holds for every command; the language was picked before (see ``main``)."""
