"""Ids sort by the time they were made, also those of threads that make them at once."""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from uuid import UUID

import pytest

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
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: [new_id() for _ in range(5_000)], range(4)))
    assert all(one < other for ids in made for one, other in pairwise(ids))
    moments = {found[:18] for ids in made for found in ids}
    assert len(moments) == 20_000
