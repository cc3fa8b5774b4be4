"""What a source outside the engine says of a case, as events: where it stands, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from zwgov_workflow.engine.case import FROM_ELSEWHERE, Act, Deadline, DeadlineStatus
from zwgov_workflow.engine.compiled import Arrow
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.lifecycle import after_move, begun_by, next_reminder
from zwgov_workflow.engine.move import Step, changed_fields, late_step, moved_on, sources_of
from zwgov_workflow.engine.outcome import Actor, DeadlineChange, Event, EventKind, Outcome
from zwgov_workflow.engine.value import Data, Value
from zwgov_workflow.engine.view import View

__all__ = ["IMPORTER", "ImportedCase", "ImportedFact", "Origin", "happened", "opened", "too_late"]

IMPORTER = "importer"
"""The role of the account that brings facts in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFact:
    """Something that happened in a case after the day it is opened with.

    Attributes:
        trigger: What happened, as the trigger by which an officer would have recorded it.
        on: Its day, Asia/Shanghai.
        data: Fields of the trigger's form, raw as in a form; not all need be there.
    """

    trigger: str
    on: date
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCase:
    """A case as a source outside the engine has it.

    Attributes:
        source: Where it comes from, for the record and for problems: ``register.csv line 17``.
        state: The state it stands in.
        on: The day it came to that state, Asia/Shanghai.
        data: Its fields by name, raw as in a form.
        opened_on: The day the matter was opened; None: *on*.
        due: The last days that the source states, by the deadline's name.
        facts: What happened later, in the order in which it did.
        parent: The case it is a part of: its number, its id, or the source of an earlier row.
        group: The group of the parent that it belongs to.
    """

    source: str
    state: str
    on: date
    data: Mapping[str, object]
    opened_on: date | None = None
    due: Mapping[str, date] = field(default_factory=dict)
    facts: Sequence[ImportedFact] = ()
    parent: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a fact comes from, as it goes on record with it.

    Attributes:
        source: The place in the source.
        account: The service account that brings it in: the author of the event.
        file: The digest of the file, if it was one.
        measured_against: The regulation and version that it is measured against, where that was
            not in force on its day.
    """

    source: str
    account: str
    file: str | None = None
    measured_against: str | None = None

    @property
    def actor(self) -> Actor:
        """Who stands behind the event."""
        return Actor(IMPORTER, recorder=self.account)

    def form(self, entered: Data | None = None) -> Data:
        """Return what is on record of the origin, with what the source has *entered*."""
        named: dict[str, Value | None] = {
            "source": self.source,
            "file": self.file,
            "measured_against": self.measured_against,
            "entered": entered or None,
        }
        return {name: value for name, value in named.items() if value is not None}


def opened(turn: Turn, state: str, due: Mapping[str, date], origin: Origin) -> Outcome:
    """Return the opening of a case in *state*, on the day of *turn*: one event.

    No transition is taken: no demand is asked, no part is started, nobody is told. The deadlines
    that run in the state begin, each from its anchor, or with the last day that is stated; those
    that stand still in it do so from this day on.

    Args:
        turn: The case before it is started, but with its data and the day it was opened.
        state: Where it stands.
        due: Last days that are stated, by deadline; they are counted by nothing, and stay.
        origin: Where it comes from.
    """
    case = turn.case
    rows = dict(after_move(turn.view(), None, state, None).rows)
    rows |= {name: _stated(turn, name, day) for name, day in due.items()}
    still = _standing_still(turn, state)
    event = Event(
        seq=case.events + 1,
        kind=EventKind.IMPORTED,
        actor=origin.actor,
        occurred_on=turn.today,
        to_state=state,
        form=origin.form(),
        changed=case.data,
        deadlines=(
            *(DeadlineChange(name, "opened", row.due) for name, row in {**rows, **still}.items()),
            *(DeadlineChange(name, "paused", row.due) for name, row in still.items()),
        ),
        sources=sources_of(turn.machine.machine.states[state]),
    )
    after = replace(
        case,
        state=state,
        version=case.version + 1,
        events=case.events + 1,
        deadlines={**rows, **still},
        acts={FROM_ELSEWHERE: Act(origin.account, case.events + 1)},
        since=turn.today,
        last_on=turn.today,
    )
    return Outcome(case=after, event=event)


def _standing_still(turn: Turn, state: str) -> Mapping[str, Deadline]:
    """Return the deadlines that stand still in *state*, where it is known what they count from."""
    view = turn.view()
    return {
        name: replace(
            begun_by(view, name, counted), status=DeadlineStatus.PAUSED, paused_on=turn.today
        )
        for name, rule in turn.machine.machine.deadlines.items()
        if state in rule.pauses_in and (counted := view.counted_anew(name)) is not None
    }


def _stated(turn: Turn, name: str, due: date) -> Deadline:
    """Return a deadline whose last day is stated."""
    row = Deadline(
        name=name,
        instance=1,
        status=DeadlineStatus.RUNNING,
        opened_on=turn.today,
        anchor=due,
        rule=None,
        due=due,
        data_version=turn.calendar.data_version,
    )
    return replace(row, remind_on=next_reminder(turn.machine, row, turn.calendar, turn.today))


def happened(proposed: View, arrow: Arrow, entered: Data, origin: Origin) -> Outcome:
    """Return what a later fact changes: one event, along *arrow*, on the day of *proposed*.

    Whoever acted is not known, and what he had to observe is not asked: no demand, no breach of
    the act itself; nothing is started, told or notified, for that has happened or not. The
    deadlines that it answers are met or, where they had lapsed before, answered late.
    """
    case, today = proposed.case, proposed.today
    state = case.in_state if arrow.rule.to == "same" else arrow.rule.to
    deadlines = after_move(proposed, case.state, state, arrow.rule.trigger)
    event = Event(
        seq=case.events + 1,
        kind=EventKind.IMPORTED,
        actor=origin.actor,
        occurred_on=today,
        trigger=arrow.rule.trigger,
        label=arrow.rule.label,
        from_state=case.state,
        to_state=state,
        form=origin.form(entered),
        changed=changed_fields(case.data, proposed.data),
        deadlines=deadlines.changes,
        supersedes=next(iter(deadlines.superseded), None),
        sources=sources_of(arrow.rule),
    )
    after = moved_on(proposed, state, deadlines, case.acts, acted=True)
    return Outcome(case=after, event=event, superseded=deadlines.superseded)


def too_late(turn: Turn, row: Deadline, arrow: Arrow, entered: Data, origin: Origin) -> Outcome:
    """Return the record of an answer to a deadline whose lapse has moved the case before.

    It changes nothing by itself, as an officer's late act that is recorded.
    """
    step = Step(kind=EventKind.IMPORTED, actor=origin.actor, form=origin.form(entered))
    return late_step(turn.view(), row, arrow, step)
