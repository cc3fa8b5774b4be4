"""What an import opened, or what is wrong with its rows."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.registers.row_problems import problem_lines, problems_json
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.registers.entry import RowProblem
from zwgov_workflow.registers.taking_in import Register
from zwgov_workflow.service import ImportReport

__all__ = ["print_import"]

REFUSED = 1


def print_import(
    register: Register,
    report: ImportReport | None,
    problems: Sequence[RowProblem],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Print what was opened or, in a dry run, could be; else everything that is wrong.

    Raises:
        typer.Exit: With 1 where a row is wrong, and nothing was written.
    """
    if as_json:
        print_json(_json(register, report, problems, dry_run=dry_run))
    elif report is None:
        for line in problem_lines(register, problems):
            print(f"zwgov: {line}", file=sys.stderr)  # noqa: T201 (a line a problem)
        print(f"zwgov: {_refused(register, problems)}", file=sys.stderr)  # noqa: T201 (as above)
    else:
        _print_opened(register, report)
    if report is None:
        raise typer.Exit(REFUSED)


def _refused(register: Register, problems: Sequence[RowProblem]) -> str:
    wrong = len({problem.line for problem in problems if problem.line})
    if not wrong:
        return _("Nothing was written.")
    text = _("{wrong} of {rows} rows cannot be taken in; nothing was written.")
    return text.format(wrong=wrong, rows=register.rows)


def _print_opened(register: Register, report: ImportReport) -> None:
    terminal = console()
    rows = [(one.number, one.source) for one in report.opened]
    if rows:
        terminal.print(grid(rows, (_("Number"), _("From")), firm=1))
        terminal.print()
    if report.known:
        terminal.print(_("This file was imported before; nothing was done."))
        return
    cases = _n("{n} case", "{n} cases", report.cases)
    facts = _n("{n} later fact", "{n} later facts", report.facts)
    told = _("{file}: {cases}, {facts} taken in")
    told = told.format(file=register.path.name, cases=cases, facts=facts)
    if report.dry_run:
        told += _(" (dry run: nothing was written)")
    terminal.print(told, soft_wrap=True)
    if register.unwanted:
        n = _n("{n} row", "{n} rows", register.unwanted)
        told = _("The mapping is not for {n}.").format(n=n)
        terminal.print(told)


def _json(
    register: Register,
    report: ImportReport | None,
    problems: Sequence[RowProblem],
    *,
    dry_run: bool,
) -> dict[str, object]:
    opened = report.opened if report else ()
    return {
        "file": register.path.name,
        "file_digest": register.digest,
        "machine": register.machine.path,
        "dry_run": dry_run,
        "imported_before": report is not None and report.known,
        "cases": report.cases if report else 0,
        "facts": report.facts if report else 0,
        "opened": [
            {"line": register.line(one.source), "id": one.case_id, "number": one.number}
            for one in opened
        ],
        "problems": problems_json(register, problems),
        "rows_not_meant": register.unwanted,
    }
