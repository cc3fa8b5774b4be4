"""The deadlines that an announcement moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console

from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.desk.labels import shared
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, weekday
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.service import MovedDeadline, MovedDeadlines, WorkflowEngine

__all__ = ["announcements_json", "print_announcements"]


def print_announcements(
    engine: WorkflowEngine, every: Sequence[MovedDeadlines], *, dry_run: bool
) -> None:
    """Print which deadlines each announcement moves or, in a dry run, would move."""
    terminal, labels = console(), _labels(engine.regulations())
    for moved in every:
        _print_one(terminal, labels, moved, dry_run=dry_run)
    if not every:
        terminal.print(_("nothing to do"))


def announcements_json(
    every: Sequence[MovedDeadlines], *, shipped: bool, dry_run: bool
) -> Mapping[str, object]:
    """Return the same for JSON: a list where all that are shipped were asked for."""
    told = [_json(moved) for moved in every]
    return {"dry_run": dry_run, **({"announcements": told} if shipped else told[0])}


def _json(moved: MovedDeadlines) -> dict[str, object]:
    return {
        "announcement": moved.announcement.name,
        "known": moved.known,
        "moved": [asdict(one) for one in moved.moved],
        "fired": [asdict(one) for one in moved.fired],
    }


def _print_one(
    terminal: Console, labels: Mapping[str, str], moved: MovedDeadlines, *, dry_run: bool
) -> None:
    name = moved.announcement.name
    if moved.known:
        terminal.print(
            _("{name}: is known already; nothing to do").format(name=name), soft_wrap=True
        )
        return
    text = _("{name}: taken in; deadlines moved: {n}")
    if dry_run:
        text = _("{name}: deadlines that would move: {n}")
    terminal.print(text.format(name=name, n=len(moved.moved)), style="bold", soft_wrap=True)
    _print(terminal, labels, moved.moved)
    if moved.fired:
        terminal.print()
        terminal.print(_("Lapsed already, and would have been due on another day:"))
        _print(terminal, labels, moved.fired)


def _print(terminal: Console, labels: Mapping[str, str], moved: Sequence[MovedDeadline]) -> None:
    rows = [
        (
            one.number,
            labels.get(one.name, one.name),
            f"{one.old} {weekday(one.old)} → {one.new} {weekday(one.new)}",
        )
        for one in moved
    ]
    if rows:
        terminal.print(grid(rows))


def _labels(regulations: Regulations) -> Mapping[str, str]:
    """Return the labels of the deadlines that are called the same everywhere."""
    machines = (
        machine
        for document in regulations.documents.values()
        for machine in document.regulation.machines.values()
    )
    return shared((name, rule.label) for one in machines for name, rule in one.deadlines.items())
