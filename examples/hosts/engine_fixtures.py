"""Fixtures for a host's own tests: an engine in memory, and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.calendar import SHANGHAI

PEOPLE = Path(__file__).parents[1] / "people.yaml"


class Clock:
    """Gives ten o'clock, Shanghai time, of the day it is set to."""

    def __init__(self, today: date) -> None:
        self.today = today

    def __call__(self) -> datetime:
        """Return the moment."""
        return datetime(self.today.year, self.today.month, self.today.day, 10, tzinfo=SHANGHAI)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at Monday 2 March 2026."""
    return Clock(date(2026, 3, 2))


@pytest.fixture
def workflow(clock: Clock) -> Iterator[WorkflowEngine]:
    """Give a bureau in memory, with its people; nothing of it is left afterwards."""
    engine = WorkflowEngine.open("sqlite://", bureau="test", clock=clock)
    engine.load_people(PEOPLE, on=date(2026, 1, 1))
    yield engine
    engine.close()
