"""The command line ``zwgov``: arguments in, text and exit codes out."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import pick_language, speaking
from zwgov_workflow.errors import WorkflowError

if TYPE_CHECKING:
    from typer import TyperException

    from zwgov_workflow.cli.refusals.naming import Naming

__all__ = ["main"]

REFUSED = 1
MISUSE = 2
BROKEN = 4
READER_GONE = 141
"""What a shell reports where whoever read the output has gone: 128 and SIGPIPE."""
INTERRUPTED = 130
"""What a shell reports for SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``zwgov`` and return its exit code.

    0: done, nothing to do included. 1: refused. 2: misuse. 3: stopped at a limit, more is due.
    4: the installation is broken. 75: busy, try again. 130: interrupted. 141: whoever read the
    output has gone.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    before = sys.stdout, sys.stderr
    for stream in before:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows "?", it does not crash
    try:
        return _run(arguments)
    except BrokenPipeError:
        return _leave_silently()
    except KeyboardInterrupt:  # while the program was still being loaded
        return _refuse("interrupted", INTERRUPTED)
    finally:
        sys.stdout, sys.stderr = before  # typer puts its own there when a pipe breaks


def _run(arguments: Sequence[str]) -> int:
    from zwgov_workflow.cli.options.settings import (  # noqa: PLC0415 (its refusal needs this module)
        BadSettings,
        Settings,
        find_settings,
        using,
    )

    settings, wrong = Settings({}), None
    try:
        settings = find_settings(arguments, os.environ)
    except BadSettings as error:
        wrong = error
    with speaking(pick_language(arguments, os.environ, settings["lang"].value)), using(settings):
        if wrong and not _completing():
            return _refuse(str(wrong), MISUSE if wrong.missing else BROKEN)
        try:
            code = _done(_readable(arguments))
            sys.stdout.flush()
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            code = INTERRUPTED
        except OSError as error:
            named = f"{error.filename}: " if error.filename else ""
            return _refuse(f"{named}{_(error.strerror or str(error))}")
        if code == INTERRUPTED:
            return _refuse(_("interrupted; what was not finished is undone"), INTERRUPTED)
    return code


def _readable(arguments: Sequence[str]) -> Sequence[str]:
    """Return the arguments as text, also where the locale says nothing of how it is written."""
    try:
        return [os.fsencode(word).decode() if _is_raw(word) else word for word in arguments]
    except UnicodeDecodeError:
        return arguments


def _is_raw(word: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in word)


def _done(arguments: Sequence[str]) -> int:
    from zwgov_workflow.cli.app import command  # noqa: PLC0415 (after the language is known)

    if any(map(_is_raw, arguments)):
        return _refuse(_("an argument is not written in UTF-8"), MISUSE)
    try:
        root = command([*arguments, *_words_to_complete()])
        return int(root.main(args=arguments, prog_name="zwgov", standalone_mode=False) or 0)
    except SystemExit as stop:
        if getattr(stop.__context__, "errno", None) == errno.EPIPE:
            raise BrokenPipeError from stop
        return stop.code if isinstance(stop.code, int) else REFUSED
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 (no traceback tells what a form contained)
        return _told(error, as_json="--json" in arguments)


def _told(error: Exception, *, as_json: bool) -> int:
    """Tell what went wrong, and return the exit code."""
    from typer import Abort, TyperException  # noqa: PLC0415 (as above)

    from zwgov_workflow.cli.refusals.naming import Naming, Refused  # noqa: PLC0415 (as above)

    if isinstance(error, Refused):
        return _tell(error.error, error.naming, as_json=as_json)
    if isinstance(error, WorkflowError):
        return _tell(error, Naming(), as_json=as_json)
    if isinstance(error, TyperException):
        return _tell_misuse(error, as_json=as_json)
    if isinstance(error, Abort):
        return INTERRUPTED
    if isinstance(error, UnicodeEncodeError):
        why = _("the locale has no names of files in these characters: set LC_ALL=C.UTF-8")
        return _refuse(why, MISUSE)
    return _tell_fault(error)


def _completing() -> bool:
    return "_ZWGOV_COMPLETE" in os.environ


def _words_to_complete() -> Sequence[str]:
    """Return the words that a shell asks to complete: bash gives the one, zsh the other."""
    asked = (os.environ.get(name, "") for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"))
    return " ".join(asked).split()


def _tell_misuse(error: TyperException, *, as_json: bool) -> int:
    from zwgov_workflow.cli.refusals.misuse import misuse, where_to_look  # noqa: PLC0415 (as above)

    if type(error).__name__ == "NoArgsIsHelpError":
        return MISUSE  # the help was printed when the error was made
    told = misuse(error)
    if as_json:
        from zwgov_workflow.cli.speech.terminal import print_json  # noqa: PLC0415 (as above)

        print_json({"error": {"type": "Misuse", "message": told}})
        return MISUSE
    look = where_to_look(error)
    return _refuse(f"{told} ({look})" if look else told, MISUSE)


def _tell_fault(error: Exception) -> int:
    """Tell of what nobody foresaw, by its kind and place: its words might hold a form's."""
    if os.environ.get("ZWGOV_TRACEBACK"):
        raise error
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = "-"
    if trace:
        place = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"  # noqa: PTH119 (a name)
    text = _(
        "a fault of the program ({kind} at {place}), please report it; with ZWGOV_TRACEBACK=1 "
        "set, it tells all it knows"
    )
    return _refuse(text.format(kind=type(error).__name__, place=place), BROKEN)


def _tell(error: WorkflowError, naming: Naming, *, as_json: bool) -> int:
    """Tell why nothing was done: a line for people, or an object for programs."""
    from zwgov_workflow.cli.refusals.refusal import error_json, exit_code, refusal  # noqa: PLC0415 (as above)
    from zwgov_workflow.cli.speech.terminal import print_json  # noqa: PLC0415 (as above)

    if as_json:
        print_json({"error": error_json(error, naming)})
    else:
        _refuse(refusal(error, naming))
    return exit_code(error)


def _refuse(why: str, code: int = REFUSED) -> int:
    print(f"zwgov: {why}", file=sys.stderr)  # noqa: T201 (the outermost layer speaks)
    return code


def _leave_silently() -> int:
    """Let nothing more be written to a pipe that nobody reads, not even at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.__stdout__.fileno() if sys.__stdout__ else 1)
        os.close(nowhere)
    return READER_GONE
