"""Where a case stands after a step: what lapsed on the way, what was let pass, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.cli.cases.case_view import case_json, print_head
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.confirmation import at_terminal
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.wrapping import print_columns
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.errors import WorkflowError
from zwgov_workflow.service import Case

__all__ = ["print_step"]

MOST_NEXT = 4
"""How many of the acts that may follow are named."""


def print_step(desk: Desk, case: Case, *, as_json: bool) -> None:
    """Print where a case stands after a step of it; on a terminal also what may follow."""
    if as_json:
        print_json({"case": case_json(desk, case)})
        return
    terminal, labels = console(), desk.labels(case)
    for event in _lapsed(desk, case):
        terminal.print(Text(_lapse(labels, event), style="yellow"))
    print_head(terminal, case)
    for warned in case.warnings:
        sources = f" ({' '.join(warned.sources)})" if warned.sources else ""
        text = _("Warning: {label}").format(label=f"{warned.label}{sources}")
        terminal.print(Text(text, style="yellow"))
    running = [row for row in case.deadlines.values() if row.running]
    rows = [(labels.deadline(row.name), desk.deadline(case, row)) for row in running]
    print_columns(terminal, rows)
    if at_terminal() and not case.final:
        _print_next(terminal, desk, labels, case)


def _lapsed(desk: Desk, case: Case) -> Sequence[EventRecord]:
    """Return the lapses that the last step recorded before the act itself."""
    try:
        events = desk.engine.history(case.id, reader=desk.reader)
    except WorkflowError:
        return ()  # who has acted may no longer see what the case has become
    last = [event for event in events if event.step == events[-1].step]
    return [event for event in last if event.kind == EventKind.LAPSE]


def _lapse(labels: Labels, event: EventRecord) -> str:
    """Return what a lapse meant: the deadlines that were over, and where it led."""
    changes = event.notes.get("deadlines")
    over = [
        f"{labels.deadline(str(one['name']))} ({one['due']})"
        for one in (changes if isinstance(changes, list) else ())
        if isinstance(one, dict) and one.get("change") == "lapsed"
    ]
    what = "、".join(over) or event.label or ""
    if event.to_state in (None, event.from_state):
        return _("Lapsed first: {deadline}").format(deadline=what)
    text = _("Lapsed first: {deadline}, hence {label} → {state}")
    state = labels.state(event.to_state or "")
    return text.format(deadline=what, label=event.label, state=state)


def _print_next(terminal: Console, desk: Desk, labels: Labels, case: Case) -> None:
    try:
        why = desk.engine.why(case.id, reader=desk.reader)
    except WorkflowError:
        return
    if why.waits:
        terminal.print(Text(_("Waits: {text}").format(text=why.waits), style="dim"))
    told = list(_acts(labels, why.possible.items()))
    if told:
        more = ", …" if len(told) > MOST_NEXT else ""
        text = _("Next: {acts}").format(acts="; ".join(told[:MOST_NEXT]) + more)
        terminal.print(Text(text, style="dim"))


def _acts(labels: Labels, possible: Iterable[tuple[str, Sequence[str]]]) -> Iterator[str]:
    for trigger, roles in possible:
        yield f"{labels.trigger(trigger)} ({labels.roles(roles)})"
