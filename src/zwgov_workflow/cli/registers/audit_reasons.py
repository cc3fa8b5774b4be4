"""Where the calendars of two regions part in an audit, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import print_notes, weekday
from zwgov_workflow.registers.audit import Audit
from zwgov_workflow.registers.judged import Difference, by_kind

__all__ = ["print_reasons"]


def print_reasons(terminal: Console, found: Audit) -> None:
    """Print for the second calendar where it parts from the first, by kind of reason."""
    if len(found.by_region) < 2:
        return
    first, second = found.by_region
    parted = found.differences
    n = _n("{n} document", "{n} documents", len(parted))
    told = _("Another last day under {second} than under {first}: {n}").format(
        first=first, second=second, n=n
    )
    terminal.print()
    terminal.print(Text(told, style="bold"))
    for kind, ones in by_kind(parted).items():
        documents = _n("{n} document", "{n} documents", len(ones))
        terminal.print(Text(f"  {kind}: {documents}"), soft_wrap=True)
        _print_one(terminal, max(ones, key=lambda one: len(one.reasons)), first, second)
    if parted and all(one.second.due > one.first.due for one in parted):
        text = _(
            "Days that are off in {second} alone do not count there, so its last day is later."
        )
        terminal.print(text.format(second=second))
    _print_verdicts(terminal, [one for one in parted if one.verdict_changes], first)
    _print_provisional(terminal, found, second)


def _print_one(terminal: Console, one: Difference, first: str, second: str) -> None:
    """Print one document with the days that make the difference."""
    text = _("such as {name}, formed {day}: {a} under {first}, {b} under {second}")
    entry = one.first.entry
    told = text.format(
        name=entry.name or entry.line,
        day=entry.opened_on,
        a=one.first.due,
        b=one.second.due,
        first=first,
        second=second,
    )
    terminal.print(Padding(told, (0, 0, 0, 4)))
    for day, (what, source) in one.reasons.items():
        terminal.print(Padding(f"{day} {weekday(day)}  {what}, {source}", (0, 0, 0, 6)))


def _print_verdicts(terminal: Console, changed: Sequence[Difference], first: str) -> None:
    if not changed:
        terminal.print(_("No verdict changes: none was done between its two last days."))
    for one in changed:
        text = _("Late under {first} alone: {name}, formed {day}, done {done}")
        entry = one.first.entry
        name = entry.name or entry.line
        told = text.format(first=first, name=name, day=entry.opened_on, done=one.first.done_on)
        terminal.print(told)


def _print_provisional(terminal: Console, found: Audit, second: str) -> None:
    """Print how many last days rest on what no announcement settles, and on what."""
    measured = found.by_region[second]
    open_ends = [one for one in measured.judged if one.provisional]
    if not open_ends:
        return
    n = _n("{n} document", "{n} documents", len(open_ends))
    terminal.print(_("Provisional last day under {second}: {n}").format(second=second, n=n))
    days = sorted(day for one in open_ends for day in (one.entry.opened_on, one.due))
    print_notes(terminal, measured.calendar.assumptions(days[0], days[-1]))
