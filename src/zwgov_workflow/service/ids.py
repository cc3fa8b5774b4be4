"""Ids that sort by the time they were made: UUID version 7 (RFC 9562)."""

from __future__ import annotations

import secrets
import time
from threading import Lock
from uuid import UUID

__all__ = ["new_id"]

_LOCK = Lock()
_last = 0


def new_id() -> str:
    """Return a new id; from Python 3.14 on ``uuid.uuid7`` can take its place."""
    global _last  # noqa: PLW0603 (ids of one millisecond keep their order)
    counter = secrets.randbits(12)
    with _LOCK:
        milliseconds = time.time_ns() // 1_000_000
        moment = _last = max((milliseconds << 12) | counter, _last + 1)
    value = (moment >> 12) << 80 | 0x7 << 76 | (moment & 0xFFF) << 64 | 0b10 << 62
    return str(UUID(int=value | secrets.randbits(62)))
