"""The deadlines that an announcement moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.console import Console

from zwgov_workflow.cli.case_view import grid
from zwgov_workflow.cli.labels import shared
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json, weekday
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.service import MovedDeadline, MovedDeadlines

__all__ = ["print_moved"]


def print_moved(
    regulations: Regulations, moved: MovedDeadlines, *, dry_run: bool, as_json: bool
) -> None:
    """Print which deadlines an announcement moves or, in a dry run, would move."""
    if as_json:
        print_json(
            {
                "announcement": moved.announcement.name,
                "known": moved.known,
                "dry_run": dry_run,
                "moved": [asdict(one) for one in moved.moved],
                "fired": [asdict(one) for one in moved.fired],
            }
        )
        return
    terminal, name = console(), moved.announcement.name
    if moved.known:
        terminal.print(_("{name}: is known already; nothing to do").format(name=name))
        return
    text = _("{name}: taken in; deadlines moved: {n}")
    if dry_run:
        text = _("{name}: deadlines that would move: {n}")
    terminal.print(text.format(name=name, n=len(moved.moved)), style="bold", soft_wrap=True)
    labels = _labels(regulations)
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
