"""A case as it stands: the row that a decision is made on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from zwgov_workflow.calendar import DaySpan
from zwgov_workflow.engine.value import Data, Value
from zwgov_workflow.errors import EngineFault

__all__ = ["FROM_ELSEWHERE", "Act", "Deadline", "DeadlineStatus", "Place", "Snapshot", "Undo"]


FROM_ELSEWHERE = "(imported)"
"""Under what an imported case has its opening among its acts; no trigger looks like it."""


class DeadlineStatus(StrEnum):
    """What became of a deadline."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    ENDED = "ended"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Undo:
    """What stood before a lapse that fired, so that an act in time can still be taken.

    Attributes:
        state: The state before.
        since: The day the case had come to it.
        data: The fields that the lapse changed, as they were; None where they were missing.
        after: The state that the lapse led to.
        closed: The other deadlines that it closed.
    """

    state: str
    data: Mapping[str, Value | None]
    after: str
    closed: tuple[str, ...] = ()
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One instance of a deadline on a case.

    Attributes:
        instance: 1 for the first time it ran, 2 for the next.
        anchor: The day it is counted from; the due day itself where that was fixed by decision.
        rule: The period as text (``5 working days``), or None where the due day was fixed.
        due: The last day in time, Asia/Shanghai; None while no day follows from the anchor.
        excluded: The days on which it stood still.
        paused_on: The day it stands still since, or None.
        remind_on: The next day on which a reminder is due, or None.
        lapse: The number of the event that recorded the lapse.
        undo: What stood before, where the lapse moved the case.
    """

    name: str
    instance: int
    status: DeadlineStatus
    opened_on: date
    anchor: date
    rule: str | None
    due: date
    provisional: bool = False
    data_version: str | None = None
    excluded: tuple[DaySpan, ...] = ()
    paused_on: date | None = None
    remind_on: date | None = None
    closed_on: date | None = None
    lapse: int | None = None
    undo: Undo | None = None

    @property
    def live(self) -> bool:
        """Whether it runs or stands still, so that it can still lapse."""
        return self.status in (DeadlineStatus.RUNNING, DeadlineStatus.PAUSED)

    @property
    def overdue(self) -> bool:
        """Whether it passed unmet, moved nothing, and what it is for is still to be done."""
        lapsed = self.status is DeadlineStatus.LAPSED
        return lapsed and self.undo is None and self.closed_on is None

    @property
    def running(self) -> bool:
        """Whether it can lapse now."""
        return self.status is DeadlineStatus.RUNNING


@dataclass(frozen=True, slots=True)
class Act:
    """The last time a trigger was acted on: by whom, in which event."""

    officer: str | None
    seq: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in its family.

    Attributes:
        root: The case at the top.
        parent: The case that started it, or None for the root itself.
        group: The group of the parent that it belongs to.
        item: The item of the list it was started for, as text, or None.
    """

    root: str
    parent: str | None = None
    group: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A case, complete enough to decide on it alone.

    Attributes:
        machine: ``regulation/machine``.
        digest: The regulation document it is pinned to.
        state: None before it is started.
        version: Raised by each step that changes it; what ``expect_version`` compares.
        events: How many events it has; the next one has the number above.
        counts: Per group, how many children are in each state.
        items: Per group, the items that have a child already.
        acts: Per trigger, the last act that still counts; and the opening of an imported case.
        since: The day it came to its state, in law.
        last_on: The day of the latest act, in law.
    """

    id: str
    place: Place
    machine: str
    digest: str
    state: str | None = None
    version: int = 0
    events: int = 0
    data: Data = field(default_factory=dict)
    deadlines: Mapping[str, Deadline] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acts: Mapping[str, Act] = field(default_factory=dict)
    opened_on: date | None = None
    since: date | None = None
    last_on: date | None = None

    @property
    def called(self) -> str:
        """What an error calls it: its id or, before it is started, its machine."""
        return self.id if self.state is not None else f"({self.machine}, not started)"

    @property
    def imported(self) -> bool:
        """Whether it was opened from a source outside the engine."""
        return FROM_ELSEWHERE in self.acts

    @property
    def in_state(self) -> str:
        """The state of a case that was started."""
        if self.state is None:
            raise EngineFault(case=self.id, what="it is not started")
        return self.state
