"""An event as it is kept: plain values, the same in every database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

__all__ = ["EventRecord", "Json"]

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """One event with all that its hash covers.

    Attributes:
        seq: Its number within the case, from 1.
        root: The head of the family.
        step: The command, or the turn of a sweep, that wrote it.
        position: Its place within the step, across the family.
        occurred_on: The day in law, Asia/Shanghai.
        recorded_at: When it was recorded, an aware moment.
        form: What was entered; erased where data protection asks, and then None.
        changed: What it set in the data of the case; erased with the form.
        notes: Deadlines, warnings, breaches, notices, letter, sources.
        content: The digest of *form* and *changed*; it stays when they are erased.
        key: The caller's key of the command, on its first event.
        request: The digest of the command, with the key.
        alg: The algorithm of digests and hash.
    """

    bureau: str
    case_id: str
    seq: int
    root: str
    step: str
    position: int
    kind: str
    trigger: str | None
    label: str | None
    from_state: str | None
    to_state: str | None
    officer: str | None
    role: str | None
    department: str | None
    recorder: str | None
    occurred_on: date
    recorded_at: datetime
    form: Mapping[str, Json] | None
    changed: Mapping[str, Json]
    notes: Mapping[str, Json]
    content: str
    supersedes: int | None
    corrects: int | None
    late: bool
    key: str | None
    request: str | None
    alg: str
