"""An event as a record that is hashed and kept, and a row as a record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zwgov_workflow.audit import EventRecord, content_digest, event_hash
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.outcome import DeadlineChange, Event
from zwgov_workflow.store.case_rows import data_to_json

__all__ = ["Recording", "event_values", "record_from_row", "record_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What the events of one step have in common.

    Attributes:
        step: The id of the step.
        now: When it is recorded.
        key: The caller's key, if the command has one.
        request: The digest of the command, with the key.
        alg: The algorithm of digests and hashes.
        position: How many events of the step were written before, of other families.
    """

    bureau: str
    step: str
    now: datetime
    key: str | None = None
    request: str | None = None
    alg: str = "sha256"
    position: int = 0


def record_of(event: Event, case: Snapshot, position: int, recording: Recording) -> EventRecord:
    """Return an event as it is kept; the key goes to the first of its step."""
    form = None if event.form is None else data_to_json(event.form)
    changed = data_to_json(event.changed)
    first = position == 0
    return EventRecord(
        bureau=recording.bureau,
        case_id=case.id,
        seq=event.seq,
        root=case.place.root,
        step=recording.step,
        position=position,
        kind=event.kind.value,
        trigger=event.trigger,
        label=event.label,
        from_state=event.from_state,
        to_state=event.to_state,
        officer=event.actor.officer,
        role=event.actor.role,
        department=event.actor.department,
        recorder=event.actor.recorder,
        occurred_on=event.occurred_on,
        recorded_at=recording.now,
        form=form,
        changed=changed,
        notes=_notes(event),
        content=content_digest(form, changed, recording.alg),
        supersedes=event.supersedes,
        corrects=event.corrects,
        late=event.late,
        key=recording.key if first else None,
        request=recording.request if first else None,
        alg=recording.alg,
    )


def _notes(event: Event) -> dict[str, Any]:
    notes = {
        "deadlines": [_deadline(change) for change in event.deadlines],
        "warnings": [
            {"name": w.name, "label": w.label, "sources": list(w.sources)} for w in event.warnings
        ],
        "breaches": list(event.breaches),
        "notices": [{"role": n.role, "department": n.department} for n in event.notices],
        "letter": event.letter,
        "instead_of": event.actor.instead_of,
        "sources": list(event.sources),
    }
    return {name: value for name, value in notes.items() if value}


def _deadline(change: DeadlineChange) -> dict[str, Any]:
    was = None if change.was is None else change.was.isoformat()
    noted = {"name": change.name, "change": str(change.change), "due": change.due.isoformat()}
    return noted if was is None else {**noted, "was": was}


def event_values(record: EventRecord, previous: str) -> dict[str, Any]:
    """Return the row of an event that follows the one whose hash is *previous*."""
    return {
        "bureau": record.bureau,
        "case_id": record.case_id,
        "seq": record.seq,
        "root": record.root,
        "step": record.step,
        "position": record.position,
        "kind": record.kind,
        "trigger_name": record.trigger,
        "label": record.label,
        "from_state": record.from_state,
        "to_state": record.to_state,
        "officer": record.officer,
        "role": record.role,
        "department": record.department,
        "recorder": record.recorder,
        "occurred_on": record.occurred_on,
        "recorded_at": record.recorded_at,
        "form": record.form,
        "form_digest": record.content,
        "changed": record.changed,
        "notes": record.notes,
        "supersedes": record.supersedes,
        "corrects": record.corrects,
        "late": int(record.late),
        "idem_key": record.key,
        "request": record.request,
        "alg": record.alg,
        "hash": event_hash(record, previous),
    }


def record_from_row(row: Any) -> EventRecord:  # noqa: ANN401 (a Row)
    """Return the event of a row."""
    return EventRecord(
        bureau=row.bureau,
        case_id=row.case_id,
        seq=row.seq,
        root=row.root,
        step=row.step,
        position=row.position,
        kind=row.kind,
        trigger=row.trigger_name,
        label=row.label,
        from_state=row.from_state,
        to_state=row.to_state,
        officer=row.officer,
        role=row.role,
        department=row.department,
        recorder=row.recorder,
        occurred_on=row.occurred_on,
        recorded_at=row.recorded_at,
        form=row.form,
        changed=row.changed or {},
        notes=row.notes or {},
        content=row.form_digest,
        supersedes=row.supersedes,
        corrects=row.corrects,
        late=bool(row.late),
        key=row.idem_key,
        request=row.request,
        alg=row.alg,
    )
