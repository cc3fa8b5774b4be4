"""The tables, as every database has them.

What holds for all of them, so that one schema serves SQLite, PostgreSQL and OceanBase: every
primary key and every index begins with the bureau, so that tables can be distributed by it;
names have at most 30 characters and begin with ``zw_``; ids come from us; there are no server
defaults, no empty strings (some databases read them as NULL), no enumerations, no partial
indexes; yes and no are 1 and 0, compared with 1 and 0; JSON is text that only we read.
"""

from __future__ import annotations

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from zwgov_workflow.store.columns import (
    CALLED,
    HASH,
    ID,
    NAME,
    WHO,
    bureau_key,
    key,
    may,
    metadata,
    must,
    of_case,
)
from zwgov_workflow.store.types import Json, Moment

__all__ = [
    "announcement",
    "appointment",
    "breach",
    "bureau",
    "case",
    "case_department",
    "deadline",
    "department",
    "event",
    "metadata",
    "number",
    "officer",
    "refusal",
    "regulation",
    "service",
]

bureau = Table(
    "zw_bureau",
    metadata,
    bureau_key(),
    must("region", String(12)),
    must("created_at", Moment),
    # Counts every change of calendar, people or regulations, so that a process sees with one
    # read that what it keeps in memory is out of date.
    must("revision", Integer),
)

case = Table(
    "zw_case",
    metadata,
    bureau_key(),
    key("id", ID),
    must("root", ID),  # head of the family; its own id where it is the head
    may("parent", ID),
    may("group_name", String(40)),  # the parent's group of children that it belongs to
    may("item", Json),  # what of the parent's list it was started for
    must("number", String(80)),  # as people see it: 中公密审〔2026〕17号
    must("regulation", NAME),
    must("digest", HASH),  # of the regulation's document: the version it runs under
    must("machine", NAME),
    must("state", NAME),
    must("final", Integer),  # 1 once it has ended
    must("version", Integer),  # what a writer compares: one more with every change
    must("events", Integer),  # how many it has; the number of the last
    must("head", HASH),  # hash of its last event
    must("data", Json),
    must("counts", Json),  # its children, by group and state
    must("items", Json),  # its lists, as its groups were started for them
    must("acts", Json),  # who last fired what, for four eyes
    must("opened_on", Date),
    must("since", Date),  # the day it came to its state
    must("last_on", Date),  # the latest act on record: no other is of a day before it
    must("opened_at", Moment),
    must("changed_at", Moment),
    UniqueConstraint("bureau", "number"),
    Index("zw_case_root_ix", "bureau", "root"),
    Index("zw_case_parent_ix", "bureau", "parent", "group_name", "id"),
    Index("zw_case_state_ix", "bureau", "regulation", "machine", "state", "id"),
)

# The departments that a case's data name, a row each, so that lists by department need no JSON.
case_department = Table(
    "zw_case_department",
    metadata,
    bureau_key(),
    key("case_id", ID),
    key("field", NAME),
    key("department", WHO),
    of_case(),
    Index("zw_case_department_ix", "bureau", "department", "case_id"),
)

# Only ever added to. No foreign key: the bureau's own chain has no case.
event = Table(
    "zw_event",
    metadata,
    bureau_key(),
    key("case_id", ID),
    key("seq", Integer),  # 1, 2, 3 ... within the case, without gaps
    must("root", ID),
    must("step", ID),  # the command, or the turn of a sweep, that wrote it
    must("position", Integer),  # its place within the step, across the family
    must("kind", String(20)),
    may("trigger_name", NAME),
    may("label", String(200)),
    may("from_state", NAME),
    may("to_state", NAME),
    may("officer", WHO),
    may("role", NAME),
    may("department", WHO),
    may("recorder", WHO),  # who entered it, where that was not the officer
    must("occurred_on", Date),  # when it happened in law
    must("recorded_at", Moment),  # when we were told
    may("form", Json),  # can be erased; the digest stays
    may("form_digest", HASH),
    may("changed", Json),  # what it set in the case's data
    may("notes", Json),
    may("supersedes", Integer),  # seq of the event that it takes the place of
    may("corrects", Integer),  # seq of the event whose clerical mistake it mends
    must("late", Integer),  # 1: after its period
    may("idem_key", String(120)),  # the caller's key of the command
    may("request", HASH),  # digest of the command: the same key must bring the same
    must("alg", String(10)),
    must("hash", HASH),
    UniqueConstraint("bureau", "idem_key"),
    Index("zw_event_step_ix", "bureau", "step", "position"),
    Index("zw_event_root_ix", "bureau", "root"),
)

deadline = Table(
    "zw_deadline",
    metadata,
    bureau_key(),
    key("case_id", ID),
    key("name", NAME),
    key("instance", Integer),  # 1, 2 ...: it can run again
    must("root", ID),
    must("status", String(12)),
    may("anchor", Date),
    may("rule", NAME),  # the period as text: 5 working days
    may("due", Date),  # a cache, by the calendar of data_version
    must("provisional", Integer),  # 1: rests on days not announced yet
    may("data_version", String(80)),
    may("excluded", Json),  # spans in which it stood still
    may("paused_on", Date),  # stands still since
    may("remind_on", Date),  # the next reminder
    may("undo", Json),  # state and data before its lapse, for a reply that was in time after all
    must("opened_on", Date),
    may("closed_on", Date),
    may("lapse_seq", Integer),  # seq of the event that its lapse fired
    of_case(),
    Index("zw_deadline_root_ix", "bureau", "root", "status", "due"),
    Index("zw_deadline_due_ix", "bureau", "status", "due", "root"),
    Index("zw_deadline_remind_ix", "bureau", "status", "remind_on", "root"),
)

# A lead, never a finding of guilt.
breach = Table(
    "zw_breach",
    metadata,
    bureau_key(),
    key("case_id", ID),
    key("seq", Integer),  # of the event that showed it
    key("name", NAME),
    must("root", ID),
    must("occurred_on", Date),
    may("department", WHO),
    must("sources", Json),  # clauses and readings
    may("lead", WHO),  # the case that follows it up
    may("superseded_by", Integer),  # seq of the event that showed that there was none
    of_case(),
    Index("zw_breach_name_ix", "bureau", "name", "occurred_on"),
)

# What was tried and refused. No foreign key: it may have been for a case that never began.
refusal = Table(
    "zw_refusal",
    metadata,
    bureau_key(),
    key("id", ID),
    may("case_id", ID),
    must("machine", String(120)),
    must("trigger_name", NAME),
    must("officer", WHO),
    must("reason", String(40)),  # class name of the error
    may("detail", Json),  # names of requirements or fields; never what a form contained
    must("occurred_on", Date),
    must("recorded_at", Moment),
    Index("zw_refusal_case_ix", "bureau", "case_id"),
)

# The documents that cases are pinned to; a published one never changes.
regulation = Table(
    "zw_regulation",
    metadata,
    bureau_key(),
    key("digest", HASH),
    must("regulation", NAME),
    must("version", Date),
    must("revision", Integer),
    must("in_force_from", Date),
    must("source", Text),  # the file, as it was read
    may("text", Text),  # the law that it quotes
    must("published_at", Moment),
    may("published_by", WHO),
    Index("zw_regulation_force_ix", "bureau", "regulation", "in_force_from"),
)

announcement = Table(
    "zw_announcement",
    metadata,
    bureau_key(),
    key("region", String(12)),
    key("year", Integer),
    key("place", Integer),  # 0: the announcement of the year; 1, 2 ...: its amendments
    must("source", Text),  # the file, as it was read
    must("recorded_at", Moment),
)

department = Table(
    "zw_department",
    metadata,
    bureau_key(),
    key("id", WHO),
    must("name", CALLED),
    may("first", Date),
    may("last", Date),
    may("successor", WHO),
)

officer = Table(
    "zw_officer",
    metadata,
    bureau_key(),
    key("id", WHO),
    must("name", CALLED),
    may("login", WHO),
)

appointment = Table(
    "zw_appointment",
    metadata,
    bureau_key(),
    key("officer", WHO),
    key("role", NAME),
    key("department", WHO),
    key("first", Date),
    # For whom he acts: himself, unless it is a delegation. (A key cannot be NULL.)
    key("instead_of", WHO),
    may("last", Date),
    ForeignKeyConstraint(["bureau", "officer"], ["zw_officer.bureau", "zw_officer.id"]),
)

service = Table(
    "zw_service",
    metadata,
    bureau_key(),
    key("name", WHO),
    must("rights", Json),
)

# The last case number given out, per series and year.
number = Table(
    "zw_number",
    metadata,
    bureau_key(),
    key("series", String(40)),
    key("year", Integer),
    must("last", Integer),
)
