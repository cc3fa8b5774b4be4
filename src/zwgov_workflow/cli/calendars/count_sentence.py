"""How a period was counted, in one sentence: what counts, which days off do not, when it ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from zwgov_workflow.calendar import CountedDay, DayKind, Explanation, Step, Unit
from zwgov_workflow.cli.calendars.due import period
from zwgov_workflow.cli.speech.dates import long_day, run_in, short_span
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["count_sentence"]

MOST_WEEKENDS = 2
"""How many weekends are named; more are told in one clause."""


@dataclass(frozen=True, slots=True)
class _Clause:
    text: str
    source: str | None = None


def count_sentence(label: str, sources: str, told: Explanation) -> str:
    """Return how *told* was counted.

    Args:
        label: What the deadline is called.
        sources: Its sources in brackets, or nothing.
        told: The count.
    """
    named = {
        "deadline": label,
        "sources": sources,
        "anchor": long_day(told.anchor),
        "period": run_in(period(told.rule)),
        "due": long_day(told.due.on),
        "days": "".join(f"{_('; ')}{text}" for text in _cited(list(_clauses(told)))),
    }
    if told.rule.backward:
        text = _("“{deadline}”{sources} is {due} at the latest: {period} {anchor}{days}")
    else:
        text = _(
            "“{deadline}”{sources} counts {period} from the day after {anchor}{days}; "
            "it ends on {due} at 24:00"
        )
    text = text.format(**named)
    if told.due.provisional:
        text += _("; provisional: the days off are not all announced")
    return _("{clauses}.").format(clauses=text)


def _clauses(told: Explanation) -> Iterator[_Clause]:
    """Yield what is to be said of the days, a run of like days in one clause."""
    runs = list(_runs(told))
    many = sum(map(_weekend, runs)) > MOST_WEEKENDS
    for run in runs:
        clause = None if many and _weekend(run) else _clause(run, told)
        if clause is not None:
            yield clause
    if many:
        yield _Clause(_("ordinary weekends do not count"))
    if told.days[-1].step is Step.END:
        yield _moved(told)


def _moved(told: Explanation) -> _Clause:
    """Return why the end moved on: from the last day counted, all were off."""
    last = max(i for i, entry in enumerate(told.days) if entry.step is Step.COUNTED)
    off = [entry.fact for entry in told.days[last:-1]]
    days = short_span(off[0].day, off[-1].day, told.anchor.year)
    source = next((fact.source for fact in off if fact.source), None)
    return _Clause(_("as {days} is off, the end moves on").format(days=days), source)


def _weekend(run: Sequence[CountedDay]) -> bool:
    return run[0].step is Step.NOT_WORKING and run[0].fact.kind is DayKind.WEEKEND


def _runs(told: Explanation) -> Iterator[Sequence[CountedDay]]:
    days = sorted(told.days, key=lambda entry: entry.fact.day)
    for _key, run in groupby(days, key=_what):
        yield list(run)


def _what(entry: CountedDay) -> tuple[object, ...]:
    fact = entry.fact
    return entry.step, fact.kind, fact.holiday, fact.source, fact.projected


def _clause(run: Sequence[CountedDay], told: Explanation) -> _Clause | None:
    """Return what is to be said of a run; nothing of days that simply count."""
    first, fact = run[0], run[0].fact
    makes_up = fact.kind is DayKind.MAKEUP_DAY and told.rule.unit is Unit.WORKING_DAYS
    texts = {
        Step.EXCLUDED: _("it stands still {days}"),
        Step.NOT_WORKING: _off(first),
        Step.COUNTED: _("{days} is worked to make up and counts") if makes_up else None,
    }
    text = texts.get(first.step)
    if text is None:
        return None
    days = short_span(fact.day, run[-1].fact.day, told.anchor.year)
    return _Clause(text.format(days=days, holiday=fact.holiday), fact.source)


def _off(entry: CountedDay) -> str:
    fact = entry.fact
    if fact.kind is DayKind.WEEKEND:
        return _("{days}, a weekend, does not count")
    if fact.projected:
        return _("{days}, off for {holiday} by projection, does not count")
    return _("{days}, off for {holiday}, does not count")


def _cited(clauses: Sequence[_Clause]) -> Iterator[str]:
    """Yield the clauses, a paper that several in a row rest on named after the last of them."""
    for i, clause in enumerate(clauses):
        following = clauses[i + 1].source if i + 1 < len(clauses) else None
        if clause.source is None or clause.source == following:
            yield clause.text
        else:
            yield clause.text + _(" ({sources})").format(sources=clause.source)
