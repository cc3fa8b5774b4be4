"""A regulation that was published: what it changes, and which cases run on as before."""

from __future__ import annotations

from rich.console import Console

from zwgov_workflow.cli.regulations.difference import changes_json, print_changes
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.definition import Document
from zwgov_workflow.service import PublishedRegulation

__all__ = ["print_published"]


def print_published(published: PublishedRegulation, *, dry_run: bool, as_json: bool) -> None:
    """Print what was published or, in a dry run, would be."""
    if as_json:
        print_json(_json(published, dry_run))
        return
    terminal, regulation = console(), published.document.regulation
    text = _("{name}: published, in force from {day}")
    if published.known:
        text = _("{name}: was published before; nothing to do")
    elif dry_run:
        text = _("{name}: would be published, in force from {day}")
    told = text.format(name=_name(published.document), day=regulation.in_force_from)
    terminal.print(told, style="bold", soft_wrap=True)
    _print_running(terminal, published)
    if published.difference is not None and published.before is not None and not published.known:
        before = _("Against {name}:").format(name=_name(published.before))
        terminal.print(before, soft_wrap=True)
        print_changes(terminal, published.difference)


def _print_running(terminal: Console, published: PublishedRegulation) -> None:
    running = sum(published.running.values())
    if running and not published.known:
        told = _n(
            "{n} case runs on under the version it was started by",
            "{n} cases run on under the versions they were started by",
            running,
        )
        terminal.print(told, soft_wrap=True)


def _name(document: Document) -> str:
    regulation = document.regulation
    return f"{regulation.regulation} {regulation.version}/{regulation.revision}"


def _json(published: PublishedRegulation, dry_run: bool) -> dict[str, object]:
    regulation = published.document.regulation
    return {
        "regulation": regulation.regulation,
        "version": regulation.version,
        "revision": regulation.revision,
        "in_force_from": regulation.in_force_from,
        "digest": published.document.digest,
        "before": published.before.digest if published.before else None,
        "changes": changes_json(published.difference) if published.difference else [],
        "running": dict(published.running),
        "known": published.known,
        "dry_run": dry_run,
    }
