"""Why a case stands where it stands, in sentences with their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.text import Text

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.cli.calendars.due import count_json, print_count
from zwgov_workflow.cli.cases.awaited import standing
from zwgov_workflow.cli.cases.case_view import case_json, deadline_json, grid, print_head
from zwgov_workflow.cli.cases.sentences import Sentence, story
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.wrapping import print_columns, print_text
from zwgov_workflow.service import Why

__all__ = ["holders_json", "print_why", "why_json"]


def print_why(
    desk: Desk, why: Why, events: Sequence[EventRecord], *, days: bool, as_json: bool
) -> None:
    """Print the chain of what happened, and why the case stands where it does.

    Args:
        desk: The bureau as the reader sees it.
        why: What there is to be told.
        events: The events of the case.
        days: Show the days of each running deadline one by one.
        as_json: Print an object for programs.
    """
    labels = desk.labels(why.case)
    chain = list(story(labels, why, events))
    now = list(standing(desk, labels, why))
    if as_json:
        told = [asdict(sentence) for sentence in chain]
        print_json({**why_json(desk, labels, why), "story": told, "standing": now})
        return
    terminal = console()
    print_head(terminal, why.case)
    terminal.print()
    _print_chain(terminal, chain)
    terminal.print()
    for text in now:
        print_text(terminal, text)
    if days:
        _print_days(terminal, desk, labels, why)
    _print_breaches(terminal, labels, why)


def _print_chain(terminal: Console, chain: Sequence[Sentence]) -> None:
    """Print the sentences, each event with its number, each count below its event."""
    rows = [("" if one.seq is None else str(one.seq), one.text) for one in chain]
    print_columns(terminal, rows)


def _print_days(terminal: Console, desk: Desk, labels: Labels, why: Why) -> None:
    for one in why.deadlines:
        told = why.counted.get(one.deadline.name)
        if told is not None:
            terminal.print()
            terminal.print(Text(labels.deadline(one.deadline.name), style="bold"))
            print_count(terminal, desk.calendar(why.case).region, told)


def _print_breaches(terminal: Console, labels: Labels, why: Why) -> None:
    found = list(_breaches(labels, why))
    if found:
        terminal.print()
        terminal.print(_("Breaches"), style="bold")
        terminal.print(grid(found))


def _breaches(labels: Labels, why: Why) -> Iterator[tuple[str, ...]]:
    for one in why.breaches:
        who = labels.department(one.department) if one.department else ""
        sources = " ".join(filter(None, (*one.sources, one.lead)))
        yield str(one.occurred_on), labels.breach(one.name), who, sources


def why_json(desk: Desk, labels: Labels, why: Why) -> dict[str, object]:
    """Return why a case stands where it stands, for JSON."""
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
                "if_lapsed": None
                if (lapse := why.lapses.get(one.deadline.name)) is None
                else {"name": lapse.name, "label": lapse.label, "sources": list(lapse.sources)},
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
                "holders": holders_json(labels, why, trigger),
            }
            for trigger, roles in why.possible.items()
        ],
        "parent": None if why.parent is None else asdict(why.parent),
        "parts": [asdict(part) for part in why.parts],
        "parts_unseen": dict(why.unseen),
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


def holders_json(labels: Labels, why: Why, trigger: str) -> list[dict[str, object]]:
    """Return who may fire a trigger today, for JSON."""
    return [
        {
            "role": one.role,
            "department": one.department,
            "officers": [{"id": key, "name": labels.officer(key)} for key in one.officers],
        }
        for one in why.holders.get(trigger, ())
    ]
