"""The commands of ``zwgov`` put together."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from typer.main import get_command

from zwgov_workflow._version import __version__
from zwgov_workflow.cli.commands.bureau import add_bureau_commands, people_app
from zwgov_workflow.cli.commands.calendar import calendar_app
from zwgov_workflow.cli.commands.cases import add_case_commands
from zwgov_workflow.cli.commands.reading import add_reading_commands
from zwgov_workflow.cli.commands.registers import add_register_commands
from zwgov_workflow.cli.commands.regulations import add_check, regulation_app
from zwgov_workflow.cli.commands.sweep import add_sweep
from zwgov_workflow.cli.options.settings import FILE_NAME, Settings, current
from zwgov_workflow.cli.refusals.speaking_commands import (
    SpeakingCommand,
    SpeakingGroup,
    translate_completion,
)
from zwgov_workflow.cli.speech.language import gettext_ as _

if TYPE_CHECKING:
    from typer._click import Command

__all__ = ["command"]


class Language(StrEnum):
    """A language the command line speaks."""

    zh = "zh"
    en = "en"


def command(words: Sequence[str]) -> Command:
    """Return the root command, its help in the language in use.

    Args:
        words: What was written on the command line; of the commands that are not among them only
            the help is made ready.
    """
    app = typer.Typer(
        name="zwgov",
        help=_("Open government information by the book: cases, deadlines, evidence."),
        epilog=_("Example: zwgov inbox --as P0032. What a command does: zwgov fire --help"),
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
    add_sweep(app)
    add_register_commands(app)
    add_check(app)
    _leave_unread(app, words)
    _equip(app, current())
    root = get_command(app)
    translate_completion(root)
    return root


def _equip(app: typer.Typer, settings: Settings) -> None:
    """Give every command the language in use, and the settings for what is not written."""
    app.info.cls = SpeakingGroup
    for info in app.registered_commands:
        info.cls = SpeakingCommand
        defaults = settings.for_command(str(info.name))
        info.context_settings = {**(info.context_settings or {}), "default_map": defaults}
    for group in app.registered_groups:
        if group.typer_instance is not None:
            _equip(group.typer_instance, settings)


def _leave_unread(app: typer.Typer, words: Sequence[str]) -> None:
    """Leave the signatures of the commands that are not wanted unread: reading them takes long."""
    names = {info.name for info in app.registered_commands}
    names |= {group.name for group in app.registered_groups}
    at = next((i for i, word in enumerate(words) if word in names), None)
    wanted = None if at is None else words[at]
    for info in app.registered_commands:
        if info.name != wanted:
            info.callback = _not_wanted
    for group in app.registered_groups:
        below = group.typer_instance
        if below is not None and group.name == wanted and at is not None:
            _leave_unread(below, words[at + 1 :])
        elif below is not None:
            below.registered_commands.clear()


def _not_wanted() -> None:
    """Stand for a command whose help alone is shown."""


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zwgov_workflow {__version__}")
        raise typer.Exit


def _options(
    lang: Annotated[
        Language | None,
        typer.Option(help=_("Language to speak."), envvar="ZWGOV_LANG", show_envvar=True),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(
            help=_("The file of settings; without it, {name}, looked for upwards.").format(
                name=FILE_NAME
            ),
            envvar="ZWGOV_CONFIG",
            metavar="FILE",
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help=_("Print the version."), callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Take what holds for every command; language and settings were read before (``main``)."""
