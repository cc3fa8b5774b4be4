"""Cases for reading: one with all that is known of it, many with a line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.wrapping import print_text
from zwgov_workflow.engine.case import Deadline
from zwgov_workflow.engine.value import to_json
from zwgov_workflow.service import Case

__all__ = [
    "case_json",
    "deadline_json",
    "grid",
    "print_cases",
    "print_head",
]


def print_head(terminal: Console, case: Case) -> None:
    """Print which case it is, and its state."""
    print_text(terminal, f"{case.number} {case.label}: {case.state_label}", style="bold")


def print_cases(desk: Desk, cases: Sequence[Case], limit: int, *, as_json: bool) -> None:
    """Print a line for each case; a full page says how to go on."""
    after = cases[-1].id if len(cases) >= limit else None
    if as_json:
        print_json({"cases": [case_json(desk, case) for case in cases], "after": after})
        return
    terminal = console()
    if not cases:
        terminal.print(_("No cases."))
        return
    columns = (_("Number"), _("Kind"), _("State"), _("Due"))
    rows = [
        (case.number, case.label, case.state_label, desk.due(case, case.due) if case.due else "–")
        for case in cases
    ]
    terminal.print(grid(rows, columns, firm=1))
    if after:
        text = _("There may be more: --after {id}").format(id=after)
        terminal.print(Text(text, style="dim"))


def grid(
    rows: Sequence[Sequence[str | Text]], columns: Sequence[str] = (), *, firm: int = 0
) -> Table:
    """Return rows as a table that folds where the terminal is narrow.

    Args:
        rows: The cells.
        columns: The heads of the columns, if they have any.
        firm: How many of the first columns do not fold.
    """
    table = Table(box=None, show_header=bool(columns), padding=(0, 2, 0, 0), header_style="bold")
    for i in range(len(rows[0])):
        head = columns[i] if columns else ""
        table.add_column(head, overflow="fold", no_wrap=i < firm)
    for row in rows:
        table.add_row(*row)
    return table


def case_json(desk: Desk, case: Case) -> dict[str, object]:
    """Return a case for JSON."""
    labels = desk.labels(case)
    return {
        "id": case.id,
        "number": case.number,
        "machine": case.machine,
        "label": case.label,
        "state": case.state,
        "state_label": case.state_label,
        "final": case.final,
        "version": case.version,
        "due": case.due,
        "opened_on": case.opened_on,
        "last_on": case.last_on,
        "parent": case.parent,
        "root": case.root,
        "digest": case.digest,
        "data": to_json(case.data),
        "deadlines": [deadline_json(desk, labels, case, row) for row in case.deadlines.values()],
        "children": {group: dict(counts) for group, counts in case.children.items()},
        "warnings": [
            {"name": one.name, "label": one.label, "sources": list(one.sources)}
            for one in case.warnings
        ],
    }


def deadline_json(desk: Desk, labels: Labels, case: Case, row: Deadline) -> dict[str, Any]:
    """Return a deadline for JSON."""
    return {
        "name": row.name,
        "label": labels.deadline(row.name),
        "status": row.status.value,
        "instance": row.instance,
        "anchor": row.anchor,
        "rule": row.rule,
        "due": row.due,
        "provisional": row.provisional,
        "working_days_left": desk.days_left(case, row.due) if row.running else None,
        "closed_on": row.closed_on,
    }
