"""Cases for reading: one with all that is known of it, many with a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.cli.desk import Desk
from zwgov_workflow.cli.labels import Labels
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.engine.case import Deadline, DeadlineStatus
from zwgov_workflow.engine.value import to_json
from zwgov_workflow.service import Case

__all__ = [
    "case_json",
    "deadline_json",
    "grid",
    "print_case",
    "print_cases",
    "print_head",
]


def print_case(desk: Desk, case: Case, *, as_json: bool) -> None:
    """Print a case: number, state, fields, deadlines, children."""
    if as_json:
        print_json({"case": case_json(desk, case)})
        return
    terminal, labels = console(), desk.labels(case)
    print_head(terminal, case)
    opened = _("opened {opened}, last acted on {last}, version {version}")
    told = opened.format(opened=case.opened_on, last=case.last_on, version=case.version)
    terminal.print(Text(told, style="dim"))
    _section(terminal, "", _fields(labels, case))
    _section(terminal, _("Deadlines"), _deadlines(desk, labels, case))
    _section(terminal, _("Parts"), _children(desk, labels, case))


def print_head(terminal: Console, case: Case) -> None:
    """Print which case it is, and its state."""
    terminal.print(Text(f"{case.number} {case.label}: {case.state_label}", style="bold"))


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


def grid(rows: Sequence[Sequence[str]], columns: Sequence[str] = (), *, firm: int = 0) -> Table:
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


def _section(terminal: Console, title: str, rows: Iterator[tuple[str, str]]) -> None:
    found = list(rows)
    if not found:
        return
    terminal.print()
    if title:
        terminal.print(title, style="bold")
    terminal.print(grid(found))


def _fields(labels: Labels, case: Case) -> Iterator[tuple[str, str]]:
    """Yield the fields in the order of the regulation, then those that only its steps set."""
    known = [name for name in labels.fields if name in case.data]
    for name in dict.fromkeys((*known, *case.data)):
        yield labels.field(name), labels.value(name, case.data[name])


def _deadlines(desk: Desk, labels: Labels, case: Case) -> Iterator[tuple[str, str]]:
    for row in case.deadlines.values():
        yield labels.deadline(row.name), _deadline(desk, case, row)


def _deadline(desk: Desk, case: Case, row: Deadline) -> str:
    texts = {
        DeadlineStatus.PAUSED: _("stands still since {day}"),
        DeadlineStatus.MET: _("met; was due {due}"),
        DeadlineStatus.ENDED: _("ended; was due {due}"),
        DeadlineStatus.LAPSED: _("lapsed; was due {due}"),
    }
    if row.status in texts:
        return texts[row.status].format(day=row.paused_on, due=row.due)
    return desk.due(case, row.due) + (_(" (provisional)") if row.provisional else "")


def _children(desk: Desk, labels: Labels, case: Case) -> Iterator[tuple[str, str]]:
    for group, counts in case.children.items():
        path = labels.machine.group(group).machine
        states = _states(desk, case, path)
        told = [f"{states.get(state, state)} {n}" for state, n in counts.items() if n]
        if told:
            yield labels.group(group), ", ".join(told)


def _states(desk: Desk, case: Case, path: str) -> Mapping[str, str]:
    """Return the labels of the states of the machine at *path*, in the versions there are."""
    regulation, _slash, machine = path.partition("/")
    found: dict[str, str] = {}
    own = desk.regulations.documents[case.digest]
    for document in (*desk.regulations.documents.values(), own):
        if document.regulation.regulation == regulation:
            states = document.regulation.machines[machine].states
            found |= {name: state.label for name, state in states.items() if state.label}
    return found


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
