"""The history of a case, a line an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.cli.cases.case_view import print_head
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json, weekday
from zwgov_workflow.cli.speech.wrapping import print_columns
from zwgov_workflow.engine.command import Mover
from zwgov_workflow.engine.imported import IMPORTER
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.service import Case

__all__ = ["print_history"]


def print_history(desk: Desk, case: Case, events: Sequence[EventRecord], *, as_json: bool) -> None:
    """Print the events of a case in the order they were recorded."""
    by = {event.supersedes: event.seq for event in events if event.supersedes is not None}
    if as_json:
        told = [{**asdict(event), "superseded_by": by.get(event.seq)} for event in events]
        print_json({"case": {"id": case.id, "number": case.number}, "events": told})
        return
    terminal, labels = console(), desk.labels(case)
    print_head(terminal, case)
    terminal.print()
    for event in events:
        print_columns(terminal, _lines(labels, event, by))


def _lines(
    labels: Labels, event: EventRecord, by: Mapping[int, int]
) -> Iterator[tuple[str, str | Text]]:
    """Yield the lines of an event: day and what was done, by whom, what came of it."""
    head = f"{event.occurred_on} {weekday(event.occurred_on)}  {_what(event)}"
    style = "dim" if event.seq in by else "bold"
    yield str(event.seq).rjust(2), Text(head, style=style)
    who = "" if event.trigger is None and event.role == Mover.CLOCK else _who(labels, event)
    told = "  ".join(filter(None, (who, _change(labels, event))))
    if told:
        yield "", told
    marks = (*_marks(labels, event, by), " ".join(_list(event.notes.get("sources"))))
    rest = _("; ").join(filter(None, marks))
    if rest:
        yield "", Text(rest, style="dim")


def _what(event: EventRecord) -> str:
    kind = _kind(event.kind)
    if event.label is None:
        return kind
    return event.label if event.trigger else f"{event.label}: {kind}"


def _kind(kind: str) -> str:
    texts: dict[str, str] = {
        EventKind.ACT: _("act"),
        EventKind.LATE: _("late act"),
        EventKind.LAPSE: _("deadline lapsed"),
        EventKind.RULE: _("by rule"),
        EventKind.STARTED: _("started"),
        EventKind.TOLD: _("told by the main case"),
        EventKind.GIVEN: _("data from the main case"),
        EventKind.TAKEN: _("data from a part"),
        EventKind.SUCCESSION: _("handed over"),
        EventKind.REMINDER: _("reminder"),
        EventKind.CALENDAR: _("counted anew"),
        EventKind.IMPORTED: _("imported"),
    }
    return texts.get(kind, kind)


def _who(labels: Labels, event: EventRecord) -> str:
    movers: dict[str | None, str] = {
        Mover.CLOCK: _("the period"),
        Mover.RULE: _("a rule of the regulation"),
        Mover.CASE: _("the case above or below"),
        Mover.SUCCESSION: _("succession of a department"),
        IMPORTER: _("an import"),
    }
    if event.officer is None:
        who = movers.get(event.role) or labels.role(event.role or "–")
    else:
        who = labels.officer(event.officer)
    if event.department:
        who = labels.at(who, event.department)
    if event.recorder and event.recorder != event.officer:
        recorded = _("{who}, recorded by {recorder}")
        who = recorded.format(who=who, recorder=labels.officer(event.recorder))
    return who


def _change(labels: Labels, event: EventRecord) -> str:
    if event.to_state is None or event.to_state == event.from_state:
        return ""
    return f"→ {labels.state(event.to_state)}"


def _marks(labels: Labels, event: EventRecord, by: Mapping[int, int]) -> Iterator[str]:
    if event.late:
        yield _("late")
    if event.seq in by:
        yield _("superseded by {n}").format(n=by[event.seq])
    if event.supersedes is not None:
        yield _("supersedes {n}").format(n=event.supersedes)
    if event.corrects is not None:
        yield _("corrects {n}").format(n=event.corrects)
    for name in _list(event.notes.get("breaches")):
        yield _("breach: {label}").format(label=labels.breach(name))
    for change in _list(event.notes.get("deadlines")):
        yield from _moved(change)


def _moved(change: Mapping[str, Any]) -> Iterator[str]:
    """Yield from when to when an event moved a deadline."""
    if change.get("was"):
        yield f"{change['was']} → {change['due']}"


def _list(value: Any) -> list[Any]:  # noqa: ANN401 (what stands in the notes)
    return value if isinstance(value, list) else []
