"""The hashed form of an event: a fixed sequence of fields, each with its length before it.

``5:reply1:7-`` is the text *reply*, the text *7*, and a field that is not there. Lengths are in
bytes of UTF-8, so that no two events have the same form, and a database can build it too. Days are
``YYYY-MM-DD``, moments the microseconds since 1970-01-01 UTC, yes and no are 1 and 0. What a form
contained is in it as a digest alone: contents can be erased, and the chain still verifies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import new
from typing import Any

import rfc8785

from zwgov_workflow.audit.record import EventRecord

__all__ = ["NO_EVENT", "VERSION", "content_digest", "digest_of", "event_hash", "hashed_form"]

VERSION = "1"
"""The version of this form; the first field of each."""

NO_EVENT = "0" * 64
"""What stands for the hash of the event before the first."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def digest_of(value: Any, alg: str) -> str:  # noqa: ANN401 (any JSON)
    """Return the digest of *value* as canonical JSON (RFC 8785), in hexadecimal."""
    return new(alg, rfc8785.dumps(value)).hexdigest()


def content_digest(form: Mapping[str, Any] | None, changed: Mapping[str, Any], alg: str) -> str:
    """Return the digest of what was entered and of what it changed."""
    return digest_of({"form": form, "changed": changed}, alg)


def event_hash(record: EventRecord, previous: str) -> str:
    """Return the hash of an event that follows the event whose hash is *previous*.

    Args:
        record: The event.
        previous: The hash of the event before it in the case; :data:`NO_EVENT` before the first.
    """
    return new(record.alg, hashed_form(record, previous)).hexdigest()


def hashed_form(record: EventRecord, previous: str) -> bytes:
    """Return the bytes that are hashed."""
    return b"".join(map(_field, _fields(record, previous)))


def _fields(record: EventRecord, previous: str) -> Iterator[object]:
    """Yield the fields, in the order that is fixed for ever."""
    yield VERSION
    yield previous
    yield record.bureau
    yield record.case_id
    yield record.seq
    yield record.root
    yield record.step
    yield record.position
    yield record.kind
    yield record.trigger
    yield record.label
    yield record.from_state
    yield record.to_state
    yield record.officer
    yield record.role
    yield record.department
    yield record.recorder
    yield record.occurred_on
    yield record.recorded_at
    yield record.content
    yield rfc8785.dumps(dict(record.notes)).decode()
    yield record.supersedes
    yield record.corrects
    yield record.late
    yield record.key
    yield record.request


def _field(value: object) -> bytes:
    if value is None:
        return b"-"
    if isinstance(value, datetime):
        value = (value - _EPOCH) // timedelta(microseconds=1)
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, bool):
        value = int(value)
    text = str(value).encode()
    return b"%d:%s" % (len(text), text)
