"""Why a case stands where it stands, told with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from zwgov_workflow.cli.calendar_due import count_json, print_count
from zwgov_workflow.cli.case_view import case_json, deadline_json, grid, print_head
from zwgov_workflow.cli.desk import Desk
from zwgov_workflow.cli.labels import Labels
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.service import Why

__all__ = ["print_why"]


def print_why(desk: Desk, why: Why, *, as_json: bool) -> None:
    """Print the state and its clauses, what is awaited, the clocks, who can move it."""
    labels = desk.labels(why.case)
    if as_json:
        print_json(_json(desk, labels, why))
        return
    terminal = console()
    print_head(terminal, why.case)
    _print_sources(terminal, why.state.sources)
    if why.waits:
        terminal.print(_("Waits: {text}").format(text=why.waits))
    _print_deadlines(terminal, desk, labels, why)
    _print_rows(terminal, _("What can be done, and by whom"), _possible(labels, why))
    _print_rows(terminal, _("Breaches"), _breaches(labels, why))


def _print_sources(terminal: Console, sources: Sequence[str]) -> None:
    if sources:
        terminal.print(Text(" ".join(sources), style="dim"))


def _print_deadlines(terminal: Console, desk: Desk, labels: Labels, why: Why) -> None:
    for one in why.deadlines:
        row = one.deadline
        terminal.print()
        due = desk.due(why.case, row.due)
        if row.paused_on is not None:
            due = _("stands still since {day}").format(day=row.paused_on)
        terminal.print(Text(f"{labels.deadline(row.name)}: {due}", style="bold"))
        _print_sources(terminal, one.sources)
        told = why.counted.get(row.name)
        if told is not None:
            print_count(terminal, desk.calendar(why.case).region, told)


def _print_rows(terminal: Console, title: str, rows: Iterator[tuple[str, ...]]) -> None:
    found = list(rows)
    if found:
        terminal.print()
        terminal.print(title, style="bold")
        terminal.print(grid(found))


def _possible(labels: Labels, why: Why) -> Iterator[tuple[str, ...]]:
    for trigger, roles in why.possible.items():
        yield labels.trigger(trigger), labels.roles(roles)


def _breaches(labels: Labels, why: Why) -> Iterator[tuple[str, ...]]:
    for one in why.breaches:
        who = labels.department(one.department) if one.department else ""
        sources = " ".join(filter(None, (*one.sources, one.lead)))
        yield str(one.occurred_on), labels.breach(one.name), who, sources


def _json(desk: Desk, labels: Labels, why: Why) -> dict[str, object]:
    region = desk.calendar(why.case).region
    return {
        "case": case_json(desk, why.case),
        "state": {
            "name": why.state.name,
            "label": why.state.label,
            "sources": list(why.state.sources),
        },
        "waits": why.waits,
        "deadlines": [
            {
                **deadline_json(desk, labels, why.case, one.deadline),
                "sources": list(one.sources),
                "count": count_json(region, why.counted[one.deadline.name])
                if one.deadline.name in why.counted
                else None,
            }
            for one in why.deadlines
        ],
        "possible": [
            {
                "trigger": trigger,
                "labels": list(labels.triggers.get(trigger, (trigger,))),
                "roles": [{"name": role, "label": labels.role(role)} for role in roles],
            }
            for trigger, roles in why.possible.items()
        ],
        "breaches": [
            {
                "name": one.name,
                "label": labels.breach(one.name),
                "occurred_on": one.occurred_on,
                "department": one.department,
                "lead": one.lead,
                "sources": list(one.sources),
            }
            for one in why.breaches
        ],
    }
