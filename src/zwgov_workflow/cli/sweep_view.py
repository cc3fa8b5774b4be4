"""What a sweep did."""

from __future__ import annotations

import sys
from dataclasses import asdict

import typer

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.service import SweepReport

__all__ = ["MORE_IS_DUE", "print_sweep"]

STUCK = 1
MORE_IS_DUE = 3


def print_sweep(report: SweepReport, *, as_json: bool) -> None:
    """Print what a sweep did or, in a dry run, would do.

    Raises:
        typer.Exit: With 3 where more is due, else with 1 where a family could not be swept.
    """
    if as_json:
        print_json(asdict(report))
    else:
        _print(report)
    if report.more:
        raise typer.Exit(MORE_IS_DUE)
    if report.stuck:
        raise typer.Exit(STUCK)


def _print(report: SweepReport) -> None:
    text = _(
        "{day}: {families} families of cases, {lapsed} deadlines lapsed, {reminded} reminders, "
        "{handed_over} cases handed over, {events} events"
    )
    told = text.format(**asdict(report))
    if report.dry_run:
        told += _(" (dry run: nothing was written)")
    console().print(told, soft_wrap=True)
    if report.more:
        console().print(_("It stopped at a limit; more is due."), soft_wrap=True)
    if report.waiting:
        text = _("Announcements that wait to be taken in: {n}; zwgov doctor names them.")
        console().print(text.format(n=report.waiting), soft_wrap=True)
    for stuck in report.stuck:
        line = _("stuck: {root}: {why}").format(root=stuck.root, why=stuck.why)
        print(f"zwgov: {line}", file=sys.stderr)  # noqa: T201 (a line a family)
