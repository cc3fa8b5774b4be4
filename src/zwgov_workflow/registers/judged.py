"""A document held against a deadline, and what many of them come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from zwgov_workflow.calendar import DaySpan, WorkingCalendar
from zwgov_workflow.registers.entry import Entry

__all__ = [
    "Difference",
    "Judged",
    "Tally",
    "by_kind",
    "differences",
    "latest",
    "tallies",
    "tally_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A document, and how it stood to its deadline by the calendar of one region.

    Attributes:
        entry: The document, as the register has it.
        rule: The period, such as ``20 working days``, or None where the last day was fixed.
        due: The last day in time.
        provisional: Whether that rests on days that no announcement settles.
        done_on: The day on which the deadline was answered, or ended otherwise; None: neither.
        late: Whether it was answered after its last day, or is not answered and that day is over.
        days_late: Working days after the last day up to the answer; None where it is not late or
            not answered.
    """

    entry: Entry
    rule: str | None
    due: date
    provisional: bool
    done_on: date | None
    late: bool
    days_late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many documents were in time, late, or are open.

    Attributes:
        in_time: Done by the last day.
        late: Done after it.
        open: Not done; ``overdue`` of them are over their last day.
        median, most: Working days late, of those that are late and done; where two stand in the
            middle, the lower.
    """

    in_time: int
    late: int
    open: int
    overdue: int
    median: int | None
    most: int | None

    @property
    def documents(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.open


def tallies(judged: Iterable[Judged], group: Callable[[Judged], str]) -> Mapping[str, Tally]:
    """Return the tally of each group, in the order of their names."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(group(one), []).append(one)
    return {name: tally_of(groups[name]) for name in sorted(groups)}


def tally_of(judged: Sequence[Judged]) -> Tally:
    """Return the tally of documents."""
    done = [one for one in judged if one.done_on is not None]
    days = [one.days_late for one in done if one.days_late is not None]
    late = sum(one.late for one in done)
    return Tally(
        in_time=len(done) - late,
        late=late,
        open=len(judged) - len(done),
        overdue=sum(one.late for one in judged) - late,
        median=median_low(days) if days else None,
        most=max(days, default=None),
    )


def latest(judged: Iterable[Judged], n: int) -> Sequence[Judged]:
    """Return the *n* documents that were done the most working days late, the worst first."""
    late = (one for one in judged if one.days_late is not None)
    return sorted(late, key=lambda one: (-(one.days_late or 0), one.entry.line))[:n]


@dataclass(frozen=True, slots=True)
class Difference:
    """A document whose last day is not the same by two calendars.

    Attributes:
        first, second: How it stands by each.
        reasons: The days of the period that one calendar counts and the other does not: what makes
            each of them so, and the paper that says it.
    """

    first: Judged
    second: Judged
    reasons: Mapping[date, tuple[str, str]]

    @property
    def kind(self) -> str:
        """What makes the difference, in the words of the papers."""
        return "、".join(dict.fromkeys(what for what, _ in self.reasons.values()))

    @property
    def verdict_changes(self) -> bool:
        """Whether it is late by one calendar alone."""
        return self.first.late != self.second.late


def differences(
    first: Sequence[Judged],
    second: Sequence[Judged],
    calendars: tuple[WorkingCalendar, WorkingCalendar],
) -> Sequence[Difference]:
    """Return where two calendars part, document by document, and the days because of which.

    Args:
        first: The documents by the first calendar.
        second: The same documents by the second.
        calendars: The two calendars.
    """
    beside = {one.entry.line: one for one in second}
    pairs = [(one, beside[one.entry.line]) for one in first if one.entry.line in beside]
    return [
        Difference(one, other, dict(_parting(one, other, calendars)))
        for one, other in pairs
        if one.due != other.due
    ]


def _parting(
    one: Judged, other: Judged, calendars: tuple[WorkingCalendar, WorkingCalendar]
) -> Iterator[tuple[date, tuple[str, str]]]:
    """Yield the days in a document's period that are worked by one of two calendars alone."""
    for day in DaySpan(one.entry.on, max(one.due, other.due)):
        facts = [calendar.fact(day) for calendar in calendars]
        if facts[0].working != facts[1].working:
            fact = next((f for f in facts if f.region == calendars[1].region), facts[1])
            yield day, (fact.holiday or fact.kind.value, fact.source or "")


def by_kind(found: Iterable[Difference]) -> Mapping[str, Sequence[Difference]]:
    """Return the documents of each kind of reason, the most frequent kind first."""
    kinds: dict[str, list[Difference]] = {}
    for one in found:
        kinds.setdefault(one.kind, []).append(one)
    return dict(sorted(kinds.items(), key=lambda kind: -len(kind[1])))
