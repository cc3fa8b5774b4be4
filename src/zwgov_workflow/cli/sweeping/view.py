"""What a sweep did, or in a dry run would do."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import typer

from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.sweeping.run import Told
from zwgov_workflow.service import Lapse, SweepReport

__all__ = ["exit_code", "print_sweep"]

DONE = 0
STUCK = 1
MORE_IS_DUE = 3
BUSY = 75


def exit_code(report: SweepReport) -> int:
    """Return 75 where it was busy, 3 where more is due, 1 where a family could not be swept."""
    if report.busy:
        return BUSY
    if report.more:
        return MORE_IS_DUE
    return STUCK if report.stuck else DONE


def print_sweep(report: SweepReport, told: Told, *, as_json: bool) -> None:
    """Print what a sweep did or, in a dry run, would do.

    Args:
        report: What it did.
        told: The lapses that a dry run found.
        as_json: As one line of JSON.

    Raises:
        typer.Exit: With the exit code, where that is not 0.
    """
    if as_json:
        print_json(_json(report, told))
    else:
        _print(report, told)
    if code := exit_code(report):
        raise typer.Exit(code)


def _json(report: SweepReport, told: Told) -> dict[str, object]:
    facts = {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(report).items()
    }
    found: dict[str, object] = {"exit_code": exit_code(report), **facts}
    if report.dry_run:
        found["lapses"] = [_lapse(one) for one in told.lapses]
        found["lapses_left_out"] = told.found - len(told.lapses)
    return found


def _lapse(lapse: Lapse) -> dict[str, object]:
    """Return a lapse with its ids and names alone."""
    return {
        "case_id": lapse.case_id,
        "number": lapse.number,
        "machine": lapse.machine,
        "deadline": lapse.deadline,
        "due": lapse.due,
        "trigger": lapse.trigger,
        "state": lapse.state,
        "breaches": list(lapse.breaches),
    }


def _print(report: SweepReport, told: Told) -> None:
    terminal = console()
    if told.lapses:
        columns = (_("Number"), _("Due"), _("Deadline"), _("What follows"))
        terminal.print(grid([_row(one) for one in told.lapses], columns, firm=2))
    if left := told.found - len(told.lapses):
        more = _n("and {n} more; --limit shows more", "and {n} more; --limit shows more", left)
        terminal.print(more, soft_wrap=True)
    terminal.print(_sum(report), soft_wrap=True)
    if report.more and not report.busy:
        terminal.print(_("It stopped at a limit; more is due."), soft_wrap=True)
    if report.waiting:
        text = _("Announcements that wait to be taken in: {n}; zwgov doctor names them.")
        terminal.print(text.format(n=report.waiting), soft_wrap=True)
    for stuck in report.stuck:
        _warn(_("stuck: {root}: {why}").format(root=stuck.root, why=stuck.why))
    if report.busy:
        _warn(_("the database was busy for too long; what was done stays, try again"))


def _warn(line: str) -> None:
    print(f"zwgov: {line}", file=sys.stderr)  # noqa: T201 (for whoever is to do something)


def _sum(report: SweepReport) -> str:
    text = _(
        "{day}: {families} families of cases, {lapsed} deadlines lapsed, {reminded} reminders, "
        "{handed_over} cases handed over, {events} events"
    )
    told = text.format(**asdict(report))
    return told + _(" (dry run: nothing was written)") if report.dry_run else told


def _row(lapse: Lapse) -> Sequence[str]:
    follows = [lapse.follows or _("recorded as overdue")]
    follows += [_("breach: {label}").format(label=label) for label in lapse.breach_labels]
    return lapse.number or "–", str(lapse.due), lapse.label, "; ".join(follows)
