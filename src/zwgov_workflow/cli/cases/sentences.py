"""A case told in plain sentences: what happened, how its days were counted, why it stands so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.cli.calendars.count_sentence import count_sentence
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.dates import long_day, run_in
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.phrases import listed
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.service import Why

__all__ = ["Sentence", "story"]

MOST_FIELDS = 3
"""How many fields a sentence names before it only counts them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One step of the chain.

    Attributes:
        on: The day in law.
        seq: The number of the event; None for how a deadline was counted.
        text: What is said of it.
    """

    on: date
    seq: int | None
    text: str


def story(labels: Labels, why: Why, events: Sequence[EventRecord]) -> Iterator[Sentence]:
    """Yield what happened in a case in order of the days in law, each count after its start."""
    later = {event.supersedes: event for event in events if event.supersedes is not None}
    known = {event.seq: event for event in events}
    for event in sorted(events, key=lambda one: (one.occurred_on, one.seq)):
        told = _Telling(labels, event, later.get(event.seq), known)
        yield Sentence(event.occurred_on, event.seq, told.text())
        for change in _list(event.notes.get("deadlines")):
            if change["change"] in _COUNTED:
                text = _deadline(labels, why, change)
                yield Sentence(event.occurred_on, None, text)


_COUNTED = ("opened", "resumed", "recomputed")


def _deadline(labels: Labels, why: Why, change: Mapping[str, Any]) -> str:
    """Return how a deadline that begins is counted, or where to where it moved."""
    name, due = change["name"], date.fromisoformat(change["due"])
    label, count = labels.deadline(name), why.counted.get(name)
    sources = labels.deadline_sources(name)
    if change.get("was"):
        moved = _("“{deadline}” moves from {was} to {due}.")
        was = long_day(date.fromisoformat(change["was"]))
        return moved.format(deadline=label, was=was, due=long_day(due))
    if count is None or count.due.on != due:
        text = _("“{deadline}”{sources} ends on {due}.")
        return text.format(deadline=label, sources=cited(sources), due=long_day(due))
    return count_sentence(label, cited(sources), count)


@dataclass(frozen=True, slots=True)
class _Telling:
    labels: Labels
    event: EventRecord
    later: EventRecord | None
    known: Mapping[int, EventRecord]

    def text(self) -> str:
        """Return the sentence of an event, a kind unknown here included."""
        tell = self._BY_KIND.get(self.event.kind)
        told = self._other() if tell is None else tell(self)
        clauses = [told, *self._turns()]
        return _("{clauses}.").format(clauses=_("; ").join(filter(None, clauses)))

    @property
    def day(self) -> str:
        return long_day(self.event.occurred_on)

    @property
    def called(self) -> str:
        return self.event.label or self.event.trigger or self.event.kind

    @property
    def sources(self) -> str:
        return cited(_list(self.event.notes.get("sources")))

    def _with(self, text: str, **more: str) -> str:
        named = {"day": self.day, "what": self.called, "sources": self.sources, **more}
        return text.format(**named)

    def _act(self) -> str:
        text = _("On {day}, {who} did “{what}”{sources}")
        return self._with(text, who=self.labels.actor(self.event.officer, self.event.department))

    def _late(self) -> str:
        text = _("On {day}, {who} did “{what}” after its period{sources}: recorded, no more")
        return self._with(text, who=self.labels.actor(self.event.officer, self.event.department))

    def _lapse(self) -> str:
        lapsed = [
            self.labels.deadline(change["name"])
            for change in _list(self.event.notes.get("deadlines"))
            if change["change"] == "lapsed"
        ]
        if self.event.trigger is None:
            return self._with(_("By {day}, “{what}” had passed unmet{sources}"))
        text = _("By {day}, “{deadline}” had passed unmet: {what}{sources}")
        return self._with(text, deadline=listed(lapsed) or self.called)

    def _rule(self) -> str:
        return self._with(_("On {day}, “{what}” followed by itself{sources}"))

    def _started(self) -> str:
        return self._with(_("On {day}, the case above started it: “{what}”{sources}"))

    def _told(self) -> str:
        return self._with(_("On {day}, the case above brought about “{what}”{sources}"))

    def _given(self) -> str:
        return self._with(_("On {day}, the case above gave {fields}"), fields=self._fields())

    def _taken(self) -> str:
        return self._with(_("On {day}, a part gave {fields}"), fields=self._fields())

    def _succession(self) -> str:
        heirs = {
            self.labels.value(name, value)
            for name, value in self.event.changed.items()
            if isinstance(value, str) and self.labels.names_department(name)
        }
        text = _("On {day}, it passed to {heirs}, a department having been abolished{sources}")
        return self._with(text, heirs=listed(sorted(heirs)) or self.called)

    def _reminder(self) -> str:
        return self._with(_("On {day}, a reminder of “{what}”"))

    def _calendar(self) -> str:
        return self._with(_("On {day}, the days were counted anew by a new notice"))

    def _imported(self) -> str:
        source = str((self.event.form or {}).get("source", "–"))
        text = _("On {day}, by import from {source}")
        if self.event.trigger is not None:
            text = _("On {day}, “{what}”, by import from {source}")
        return self._with(text, source=source)

    def _other(self) -> str:
        return self._with(_("On {day}, “{what}” was recorded{sources}"))

    def _fields(self) -> str:
        names = [self.labels.field(name) for name in self.event.changed]
        shown = listed(names[:MOST_FIELDS]) or self.called
        if len(names) > MOST_FIELDS:
            more = run_in(_n("{n} field in all", "{n} fields in all", len(names)))
            return _("{fields} and others, {more}").format(fields=shown, more=more)
        return shown

    def _turns(self) -> Iterator[str]:
        """Yield what else is to be said of it: recording, warnings, breaches, state, undoing."""
        event, labels = self.event, self.labels
        recorded = to_day(event.recorded_at)
        if event.recorder and event.recorder != event.officer:
            yield _("recorded by {who}").format(who=labels.officer(event.recorder))
        if event.officer and recorded > event.occurred_on:
            yield _("recorded on {day}").format(day=long_day(recorded))
        if event.corrects is not None and event.corrects in self.known:
            text = _("this corrects the record of {day}")
            yield text.format(day=long_day(self.known[event.corrects].occurred_on))
        for warned in _list(event.notes.get("warnings")):
            text = _("let pass with a warning: {label}{sources}")
            yield text.format(label=warned["label"], sources=cited(warned["sources"]))
        for name in _list(event.notes.get("breaches")):
            yield _("on record as a breach: {label}").format(label=labels.breach(name))
        if event.to_state not in (None, event.from_state):
            yield _("it is then “{state}”").format(state=labels.state(str(event.to_state)))
        if self.later is not None:
            text = _("the act of {day} has since taken its place")
            yield text.format(day=long_day(self.later.occurred_on))

    _BY_KIND: ClassVar[Mapping[str, Callable[[_Telling], str]]] = {
        EventKind.ACT: _act,
        EventKind.LATE: _late,
        EventKind.LAPSE: _lapse,
        EventKind.RULE: _rule,
        EventKind.STARTED: _started,
        EventKind.TOLD: _told,
        EventKind.GIVEN: _given,
        EventKind.TAKEN: _taken,
        EventKind.SUCCESSION: _succession,
        EventKind.REMINDER: _reminder,
        EventKind.IMPORTED: _imported,
        EventKind.CALENDAR: _calendar,
    }


def cited(sources: Iterable[str]) -> str:
    """Return sources in brackets, or nothing where there are none."""
    text = " ".join(sources)
    return _(" ({sources})").format(sources=text) if text else ""


def _list(value: Any) -> list[Any]:  # noqa: ANN401 (what stands in the notes)
    return value if isinstance(value, list) else []
