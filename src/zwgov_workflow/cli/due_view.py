"""What is due: the running deadlines, and the cases that wait for an officer."""

from __future__ import annotations

from collections.abc import Sequence

from zwgov_workflow.cli.case_view import deadline_json, grid
from zwgov_workflow.cli.desk import Desk
from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.service import Case, DueDeadline, InboxItem

__all__ = ["print_due_deadlines", "print_inbox"]


def print_inbox(desk: Desk, items: Sequence[InboxItem], *, as_json: bool) -> None:
    """Print what waits for an officer, the soonest due first."""
    if as_json:
        print_json({"items": [_item(desk, item) for item in items]})
        return
    if not items:
        console().print(_("Nothing waits."))
        return
    rows = []
    for item in items:
        labels = desk.labels(item.case)
        due = desk.due(item.case, item.due) if item.due else "–"
        kind = f"{item.case.label}: {item.case.state_label}"
        rows.append((item.case.number, kind, due, "、".join(map(labels.trigger, item.triggers))))
    console().print(grid(rows, (_("Number"), _("State"), _("Due"), _("Can be done")), firm=1))


def _item(desk: Desk, item: InboxItem) -> dict[str, object]:
    labels = desk.labels(item.case)
    triggers = [
        {"trigger": name, "labels": list(labels.triggers.get(name, (name,)))}
        for name in item.triggers
    ]
    left = desk.days_left(item.case, item.due) if item.due else None
    return {
        **_head(item.case),
        "due": item.due,
        "working_days_left": left,
        "triggers": triggers,
    }


def print_due_deadlines(desk: Desk, found: Sequence[DueDeadline], *, as_json: bool) -> None:
    """Print running deadlines, the first due first."""
    if as_json:
        print_json({"deadlines": [_deadline(desk, one) for one in found]})
        return
    if not found:
        console().print(_("Nothing is due."))
        return
    rows = [
        (
            one.case.number,
            f"{one.case.label}: {one.case.state_label}",
            one.label,
            desk.due(one.case, one.deadline.due),
        )
        for one in found
    ]
    console().print(grid(rows, (_("Number"), _("State"), _("Deadline"), _("Due")), firm=1))


def _deadline(desk: Desk, one: DueDeadline) -> dict[str, object]:
    deadline = deadline_json(desk, desk.labels(one.case), one.case, one.deadline)
    return {"case": _head(one.case), **deadline, "sources": list(one.sources)}


def _head(case: Case) -> dict[str, object]:
    return {
        "id": case.id,
        "number": case.number,
        "machine": case.machine,
        "state": case.state,
        "state_label": case.state_label,
    }
