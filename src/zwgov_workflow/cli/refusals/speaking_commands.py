"""Commands whose help is in the language in use throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup

from zwgov_workflow.cli.speech.language import gettext_ as _

if TYPE_CHECKING:
    from typer._click import Command, Context
    from typer._click.formatting import HelpFormatter
    from typer.core import TyperOption

__all__ = ["SpeakingCommand", "SpeakingGroup", "translate_completion"]


class SpeakingCommand(TyperCommand):
    """A command; what typer says past gettext is said here."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that shows the help."""
        return _helpful(super().get_help_option(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line that says how it is used."""
        _write_usage(self, ctx, formatter)


class SpeakingGroup(TyperGroup):
    """A group of commands, as :class:`SpeakingCommand`."""

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """Return the option that shows the help."""
        return _helpful(super().get_help_option(ctx))

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the line that says how it is used."""
        _write_usage(self, ctx, formatter)


def translate_completion(root: Command) -> None:
    """Translate the options that install the completion."""
    texts = {
        "install_completion": _("Install the completion for this shell."),
        "show_completion": _("Show the completion for this shell, to install it by hand."),
    }
    for parameter in root.params:
        if parameter.name in texts:
            setattr(parameter, "help", texts[parameter.name])  # noqa: B010 (arguments have none)


def _helpful(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help = _("Show this help.")
    return option


def _write_usage(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    placeholders = {
        "[OPTIONS]": _("[OPTIONS]"),
        "COMMAND [ARGS]...": _("COMMAND [ARGS]..."),
    }
    pieces = [placeholders.get(piece, piece) for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))
