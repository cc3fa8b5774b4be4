"""A bureau as it was set up, and what a migration did."""

from __future__ import annotations

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.service import WorkflowEngine
from zwgov_workflow.store import MigrationReport

__all__ = ["print_bureau", "print_migration"]


def print_bureau(engine: WorkflowEngine, bureau: str, *, as_json: bool) -> None:
    """Print what a bureau has."""
    calendar, people = engine.calendar(), engine.people()
    facts = {
        "regulations": len(engine.regulations().names),
        "announcements": len(calendar.announcements),
        "officers": len(people.officers),
    }
    if as_json:
        print_json({"bureau": bureau, "region": calendar.region, **facts})
        return
    text = _(
        "{bureau}, {region}: {regulations} regulations, {announcements} announcements, "
        "{officers} officers"
    )
    told = text.format(bureau=bureau, region=calendar.region, **facts)
    console().print(told, soft_wrap=True)
    if not people.officers:
        console().print(_("Next: zwgov people load FILE"), soft_wrap=True)


def print_migration(report: MigrationReport, *, dry_run: bool, as_json: bool) -> None:
    """Print what a migration did or, in a dry run, would do."""
    if as_json:
        print_json(
            {
                "before": report.before,
                "after": report.after,
                "copied_to": report.copied_to,
                "sql": report.sql or None,
                "dry_run": dry_run,
            }
        )
        return
    terminal = console()
    if report.before == report.after:
        terminal.print(_("{revision}: nothing to do").format(revision=report.after))
    elif dry_run:
        terminal.print(report.sql, soft_wrap=True)
    else:
        text = _("{before} → {after}")
        before = report.before or _("(empty)")
        terminal.print(text.format(before=before, after=report.after), soft_wrap=True)
        if report.copied_to:
            copied = _("As it was before: {path}").format(path=report.copied_to)
            terminal.print(copied, soft_wrap=True)
