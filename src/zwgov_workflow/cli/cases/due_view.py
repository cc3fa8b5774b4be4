"""What is due: the running deadlines, and the cases that wait for an officer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from zwgov_workflow.cli.cases.case_view import deadline_json, grid
from zwgov_workflow.cli.cases.sentences import cited
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import listed
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.wrapping import print_columns, print_text
from zwgov_workflow.service import Case, DueDeadline, InboxItem

__all__ = ["print_due_deadlines", "print_inbox"]


def print_inbox(desk: Desk, items: Sequence[InboxItem], *, as_json: bool) -> None:
    """Print what waits for an officer: what is overdue, what comes due, what has no day."""
    if as_json:
        print_json({"items": [_item(desk, item) for item in items]})
        return
    terminal = console()
    if not items:
        terminal.print(_("Nothing waits."))
        return
    overdue = [item for item in items if item.due is not None and item.due < desk.today]
    coming = [item for item in items if item.due is not None and item.due >= desk.today]
    dayless = [item for item in items if item.due is None]
    groups = ((_("Overdue"), overdue, "bold red"), (_("Coming due"), coming, "bold"),
              (_("Without a due day"), dayless, "bold"))  # fmt: skip
    blank = False
    for title, found, style in groups:
        if not found:
            continue
        if blank:
            terminal.print()
        blank = True
        terminal.print(Text(f"{title} ({len(found)})", style=style))
        for item in found:
            print_columns(terminal, _entry(desk, item))
    if any(_provisional(item) for item in items):
        text = _("Provisional: the days off up to that day are not all announced.")
        print_text(terminal, text, style="yellow")


def _entry(desk: Desk, item: InboxItem) -> Iterator[tuple[str, str | Text]]:
    """Yield the lines of a case in the inbox: which it is, until when, what can be done."""
    case, labels = item.case, desk.labels(item.case)
    yield "·", Text.assemble(case.number, f" {case.label}: {case.state_label}")
    if item.due is not None:
        late = item.due < desk.today
        text = desk.due(case, item.due) + (_(" (provisional)") if _provisional(item) else "")
        yield "", Text(text, style="red" if late else "")
    ready = [labels.trigger(name) for name in item.triggers if name not in item.blocked_by]
    if ready:
        yield "", _("can be done: {acts}").format(acts=listed(ready))
    for name, reasons in item.blocked_by.items():
        against = _("; ").join(f"{one.label}{cited(one.sources)}" for one in reasons)
        text = _("not yet {act}: {against}")
        yield "", Text(text.format(act=labels.trigger(name), against=against), style="dim")


def _provisional(item: InboxItem) -> bool:
    rows = item.case.deadlines.values()
    return any(row.provisional and row.running and row.due == item.due for row in rows)


def _item(desk: Desk, item: InboxItem) -> dict[str, object]:
    labels = desk.labels(item.case)
    triggers = [
        {
            "trigger": name,
            "labels": list(labels.triggers.get(name, (name,))),
            "blocked_by": [
                {"name": one.name, "label": one.label, "sources": list(one.sources)}
                for one in item.blocked_by.get(name, ())
            ],
        }
        for name in item.triggers
    ]
    left = desk.days_left(item.case, item.due) if item.due else None
    return {
        **_head(item.case),
        "due": item.due,
        "provisional": _provisional(item),
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
