"""A case as a row, and a row as a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from zwgov_workflow.calendar import DaySpan
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.engine.case import Act, Deadline, DeadlineStatus, Place, Snapshot, Undo
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.value import Data, Value, from_json, to_json

__all__ = [
    "case_values",
    "data_from_json",
    "data_to_json",
    "deadline_from_row",
    "deadline_values",
    "departments_of",
    "snapshot_from_row",
]


def data_to_json(data: Mapping[str, Value | None]) -> dict[str, Any]:
    """Return the values of fields as JSON; null for one that was emptied."""
    return {name: None if value is None else to_json(value) for name, value in data.items()}


def data_from_json(machine: CompiledMachine, raw: Mapping[str, Any]) -> Data:
    """Return the values that :func:`data_to_json` wrote, by the types of the machine."""
    return {name: _value(machine, name, value) for name, value in raw.items() if value is not None}


def _value(machine: CompiledMachine, name: str, raw: object) -> Value:
    kind = machine.scope.fields.get(name) or FieldType("text", Kind.TEXT)
    return from_json(raw, kind, machine.columns.get(name))


def case_values(machine: CompiledMachine, case: Snapshot) -> dict[str, Any]:
    """Return the columns that change with every step of a case."""
    return {
        "state": case.in_state,
        "final": int(machine.is_final(case.in_state)),
        "version": case.version,
        "events": case.events,
        "data": data_to_json(case.data),
        "counts": case.counts,
        "items": case.items,
        "acts": {trigger: [act.officer, act.seq] for trigger, act in case.acts.items()},
        "since": case.since,
        "last_on": case.last_on,
    }


def snapshot_from_row(
    machine: CompiledMachine,
    row: Any,  # noqa: ANN401 (a Row)
    deadlines: Mapping[str, Deadline],
) -> Snapshot:
    """Return the case of a row, with its deadlines."""
    return Snapshot(
        id=row.id,
        place=Place(row.root, row.parent, row.group_name, row.item),
        machine=f"{row.regulation}/{row.machine}",
        digest=row.digest,
        state=row.state,
        version=row.version,
        events=row.events,
        data=data_from_json(machine, row.data),
        deadlines=deadlines,
        counts=row.counts,
        items={group: tuple(items) for group, items in row.items.items()},
        acts={trigger: Act(*act) for trigger, act in row.acts.items()},
        opened_on=row.opened_on,
        since=row.since,
        last_on=row.last_on,
    )


def departments_of(machine: CompiledMachine, case: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each field that names a department, with the department."""
    for name, kind in machine.scope.fields.items():
        value = case.data.get(name)
        if kind.kind is Kind.DEPARTMENT and value is not None:
            entries: Sequence[Value] = value if isinstance(value, tuple) else (value,)
            for entry in dict.fromkeys(map(str, entries)):
                yield name, entry


def deadline_values(deadline: Deadline) -> dict[str, Any]:
    """Return the columns of a deadline that can change."""
    return {
        "status": deadline.status.value,
        "anchor": deadline.anchor,
        "rule": deadline.rule,
        "due": deadline.due,
        "provisional": int(deadline.provisional),
        "data_version": deadline.data_version,
        "excluded": [[span.first.isoformat(), span.last.isoformat()] for span in deadline.excluded]
        or None,
        "paused_on": deadline.paused_on,
        "remind_on": deadline.remind_on,
        "undo": None if deadline.undo is None else _undo_to_json(deadline.undo),
        "opened_on": deadline.opened_on,
        "closed_on": deadline.closed_on,
        "lapse_seq": deadline.lapse,
    }


def deadline_from_row(machine: CompiledMachine, row: Any) -> Deadline:  # noqa: ANN401 (a Row)
    """Return the deadline of a row."""
    spans = row.excluded or ()
    return Deadline(
        name=row.name,
        instance=row.instance,
        status=DeadlineStatus(row.status),
        opened_on=row.opened_on,
        anchor=row.anchor,
        rule=row.rule,
        due=row.due,
        provisional=bool(row.provisional),
        data_version=row.data_version,
        excluded=tuple(
            DaySpan(date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans
        ),
        paused_on=row.paused_on,
        remind_on=row.remind_on,
        closed_on=row.closed_on,
        lapse=row.lapse_seq,
        undo=None if row.undo is None else _undo_from_json(machine, row.undo),
    )


def _undo_to_json(undo: Undo) -> dict[str, Any]:
    return {
        "state": undo.state,
        "since": None if undo.since is None else undo.since.isoformat(),
        "after": undo.after,
        "data": data_to_json(undo.data),
        "closed": list(undo.closed),
    }


def _undo_from_json(machine: CompiledMachine, raw: Mapping[str, Any]) -> Undo:
    data: dict[str, Value | None] = {
        name: None if value is None else _value(machine, name, value)
        for name, value in raw["data"].items()
    }
    return Undo(
        state=raw["state"],
        since=None if raw["since"] is None else date.fromisoformat(raw["since"]),
        data=data,
        after=raw["after"],
        closed=tuple(raw["closed"]),
    )
