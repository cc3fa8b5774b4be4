"""The deadlines that an announcement moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console

from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.desk.labels import shared
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json, weekday
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.service import MovedDeadline, MovedDeadlines, WorkflowEngine

__all__ = ["print_moved", "print_shipped"]


def print_moved(
    regulations: Regulations, moved: MovedDeadlines, *, dry_run: bool, as_json: bool
) -> None:
    """Print which deadlines an announcement moves or, in a dry run, would move."""
    if as_json:
        print_json({"dry_run": dry_run, **_json(moved)})
        return
    _print_one(console(), _labels(regulations), moved, dry_run=dry_run)


def print_shipped(engine: WorkflowEngine, *, dry_run: bool, as_json: bool) -> None:
    """Take every announcement in that came with this program, and print what each moves."""
    every = engine.apply_waiting_announcements(dry_run=dry_run)
    if as_json:
        print_json({"dry_run": dry_run, "announcements": list(map(_json, every))})
        return
    terminal, labels = console(), _labels(engine.regulations())
    for moved in every:
        _print_one(terminal, labels, moved, dry_run=dry_run)
    if not every:
        terminal.print(_("nothing to do"))


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
