"""What makes the history evidence: the form in which an event is hashed."""

from zwgov_workflow.audit.hashed_form import NO_EVENT, content_digest, event_hash, hashed_form
from zwgov_workflow.audit.record import EventRecord

__all__ = ["NO_EVENT", "EventRecord", "content_digest", "event_hash", "hashed_form"]
