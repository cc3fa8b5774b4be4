"""A nightly job that lets what is over lapse: one line of JSON, and an exit code.

It needs no lock: two at once do nothing twice, and one that was killed is gone on with by the next.
Exit codes: 0 done; 1 some families are stuck; 3 stopped at a limit, run it again; 4 the database
cannot be used; 75 others held it for too long, try again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict

from zwgov_workflow import StoreError, WorkflowEngine, WorkflowError
from zwgov_workflow.errors import Busy

BUSY_SECONDS = 30.0
"""How long one attempt waits for others."""

PAUSES = (1.0, 5.0, 30.0)
"""How many seconds to wait before each further attempt at a database that is busy."""


def sweep(
    url: str, bureau: str, families: int | None, seconds: float
) -> tuple[int, dict[str, object]]:
    """Sweep once, and return the exit code and what there is to say."""
    opened = WorkflowEngine.open(url, bureau=bureau, busy_seconds=BUSY_SECONDS)
    with closing(opened) as engine:
        report = engine.sweep(by=engine.service("nightly"), limit=families, max_seconds=seconds)
    code = 75 if report.busy else 3 if report.more else 1 if report.stuck else 0
    return code, asdict(report)


def failed(error: WorkflowError) -> tuple[int, dict[str, object]]:
    """Return the exit code and what there is to say of a sweep that failed."""
    code = 75 if isinstance(error, Busy) else 4 if isinstance(error, StoreError) else 1
    return code, {"error": type(error).__name__, "message": str(error)}


def run(
    url: str, bureau: str, families: int | None, seconds: float
) -> tuple[int, dict[str, object]]:
    """Sweep, several times if need be; what one transaction has done stays done."""
    for pause in (*PAUSES, None):
        try:
            code, said = sweep(url, bureau, families, seconds)
        except WorkflowError as error:
            code, said = failed(error)
        if code != 75 or pause is None:
            return code, said
        time.sleep(pause)
    raise AssertionError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the job as the command line asks, and return its exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="sqlite:///bureau.db")
    parser.add_argument("bureau")
    parser.add_argument("--families", type=int, help="stop after about so many")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after about so long")
    asked = parser.parse_args(arguments)
    code, said = run(asked.url, asked.bureau, asked.families, asked.seconds)
    print(json.dumps({"exit": code, **said}, default=str, ensure_ascii=False))
    return code


if __name__ == "__main__":
    sys.exit(main())
