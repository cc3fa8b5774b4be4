"""How long a command takes from its start to its end, beside Python and typer alone.

Whole processes on the wall clock. Exit status 1 if a command takes more than 3 times as long as
``import typer``.
"""

from __future__ import annotations

import sys

# The folder of this file has a calendar.py, which must not hide the standard library's.
sys.path.append(sys.path.pop(0))

import os
import subprocess
from functools import partial
from pathlib import Path
from time import perf_counter

from _common import arguments, interleaved, machine, number, save, table

LIMIT = 3.0
BARE = "python -c pass"
TYPER = "python -c 'import typer'"
SMALLEST = "the smallest typer program: one argument"
PROGRAM = """
import typer

def say(year: int) -> None:
    print(year)

typer.run(say)
"""
COMPLETION = {"_ZWGOV_COMPLETE": "complete_bash", "COMP_WORDS": "zwgov cal", "COMP_CWORD": "1"}
COMMANDS = {
    "zwgov --help": (["--help"], {}),
    "zwgov calendar show 2026": (["calendar", "show", "2026"], {}),
    'zwgov calendar due 2026-02-11 "5 working days"': (
        ["calendar", "due", "2026-02-11", "5 working days"],
        {},
    ),
    "completion of zwgov cal": ([], COMPLETION),
}

Process = tuple[list[str], dict[str, str]]


def zwgov() -> list[str]:
    """Return the command: the installed script beside this Python, or the same without it."""
    script = Path(sys.executable).with_name("zwgov")
    if script.exists():
        return [str(script)]
    return python("import sys; from zwgov_workflow.cli import main; sys.exit(main())")


def python(code: str) -> list[str]:
    """Return a command that runs *code*, with no folder put in front of the path."""
    return [sys.executable, "-P", "-c", code]


def processes() -> dict[str, Process]:
    """Return what to start, by name: a command and what it adds to the environment."""
    ours = zwgov()
    return {
        BARE: (python("pass"), {}),
        TYPER: (python("import typer"), {}),
        SMALLEST: ([*python(PROGRAM), "2026"], {}),
        **{name: ([*ours, *given], more) for name, (given, more) in COMMANDS.items()},
    }


def run(process: Process) -> subprocess.CompletedProcess[bytes]:
    """Run a process to its end, its modules kept as byte code as usual."""
    command, more = process
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, env=env | more, capture_output=True, check=True)


def milliseconds(process: Process) -> float:
    """Return how long a process takes."""
    start = perf_counter()
    run(process)
    return 1000 * (perf_counter() - start)


def main() -> int:
    """Check, measure and print; return 1 if a command takes too long."""
    options = arguments(__doc__, rounds=21)
    started = processes()
    for name in COMMANDS:  # this also writes the byte code
        if not run(started[name]).stdout:
            print(f"{name} says nothing")
            return 1
    times = interleaved({k: partial(milliseconds, v) for k, v in started.items()}, options.rounds)
    about = machine("typer", "rich")
    print(f"{about}\nMedians of {options.rounds} interleaved rounds.\n")
    table(
        ["process", "ms", "x import typer", "x python"],
        [(name, ms, ms / times[TYPER], ms / times[BARE]) for name, ms in times.items()],
    )
    met = True
    for name in COMMANDS:
        ratio = times[name] / times[TYPER]
        met &= ratio <= LIMIT
        verdict = "met" if ratio <= LIMIT else "MISSED"
        print(f"- {name}: at most {LIMIT:g}x import typer: {number(ratio)}x {verdict}")
    save(options.json, machine=about, milliseconds=times, met=met)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
