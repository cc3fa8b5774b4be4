"""The command line ``zwgov``: arguments in, text and exit codes out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from zwgov_workflow.cli.language import gettext_, pick_language, speaking
from zwgov_workflow.errors import WorkflowError

if TYPE_CHECKING:
    from zwgov_workflow.cli.naming import Naming

__all__ = ["main"]

REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``zwgov`` and return its exit code.

    0: done, nothing to do included. 1: refused. 2: misuse. 3: stopped at a limit, more is due.
    4: the installation is broken. 75: busy, try again.
    """
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an ASCII terminal shows "?", it does not crash
    with speaking(pick_language(arguments, os.environ)):
        try:
            code = _run(arguments)
            sys.stdout.flush()
        except OSError as error:
            return _refuse(gettext_(error.strerror or str(error)))
    return code


def _run(arguments: Sequence[str]) -> int:
    from zwgov_workflow.cli.app import command  # noqa: PLC0415 (after the language is known)
    from zwgov_workflow.cli.naming import Naming, Refused  # noqa: PLC0415 (as above)

    try:
        root = command([*arguments, *_words_to_complete()])
        return int(root.main(args=arguments, prog_name="zwgov", standalone_mode=True) or 0)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else REFUSED
    except Refused as refused:
        return _tell(refused.error, refused.naming, as_json="--json" in arguments)
    except WorkflowError as error:
        return _tell(error, Naming(), as_json="--json" in arguments)


def _words_to_complete() -> Sequence[str]:
    """Return the words that a shell asks to complete: bash gives the one, zsh the other."""
    asked = (os.environ.get(name, "") for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"))
    return " ".join(asked).split()


def _tell(error: WorkflowError, naming: Naming, *, as_json: bool) -> int:
    """Tell why nothing was done: a line for people, or an object for programs."""
    from zwgov_workflow.cli.refusal import error_json, exit_code, refusal  # noqa: PLC0415 (as above)
    from zwgov_workflow.cli.terminal import print_json  # noqa: PLC0415 (as above)

    if as_json:
        print_json({"error": error_json(error, naming)})
    else:
        _refuse(refusal(error, naming))
    return exit_code(error)


def _refuse(why: str) -> int:
    print(f"zwgov: {why}", file=sys.stderr)  # noqa: T201 (the outermost layer speaks)
    return REFUSED
