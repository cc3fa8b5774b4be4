"""Ids sort by the time they were made, also those of threads that make them at once."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from uuid import UUID

import pytest

from zwgov_workflow.service import ids
from zwgov_workflow.service.ids import new_id


@pytest.fixture
def restless():
    """Let threads take turns as often as can be."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_an_id_is_a_uuid_of_version_7_that_says_when_it_was_made():
    before = time.time_ns() // 1_000_000
    found = UUID(new_id())
    assert (found.version, found.variant) == (7, UUID(int=0b10 << 62).variant)
    assert before <= found.int >> 80 <= before + 60_000


@pytest.mark.usefixtures("restless")
def test_ids_of_one_millisecond_keep_their_order_in_every_thread(monkeypatch):
    monkeypatch.setattr(ids, "_last", 0)
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    together = Barrier(4)

    def make(_):
        together.wait()
        return [new_id() for _ in range(20_000)]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(make, range(4)))
    assert all(one < other for found in made for one, other in pairwise(found))
    assert len({one[:18] for found in made for one in found}) == 80_000
