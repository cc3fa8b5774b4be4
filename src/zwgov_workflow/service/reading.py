"""Reading cases: each verb shows a reader what he may see, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from itertools import islice
from typing import Any

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.engine.authority import BUREAU, MOVERS
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.outlook import Option, options
from zwgov_workflow.engine.prospect import prospect
from zwgov_workflow.engine.value import Value, to_json
from zwgov_workflow.errors import UnknownRegulation, UnknownState
from zwgov_workflow.people import Officer
from zwgov_workflow.service.callers import Reader, officer_given, reader_given
from zwgov_workflow.service.sight import readable, seen
from zwgov_workflow.service.standing import due_deadline
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Case, DueDeadline, InboxItem, Reason, reason
from zwgov_workflow.store.queries import CaseFilter, Seat, Standing

__all__ = [
    "asked_for",
    "cases",
    "due",
    "history",
    "inbox",
    "read_case",
]

PAGE = 200
MOST_IN_INBOX = 5_000


def read_case(unit: Unit, word: str, reader: Reader) -> Case:
    """Return a case by its id or number."""
    return readable(unit, word, reader)[1]


def history(unit: Unit, word: str, reader: Reader) -> Sequence[EventRecord]:
    """Return the events of a case."""
    return unit.queries.history(readable(unit, word, reader)[0].id)


def asked_for(unit: Unit, state: str | None, machine: str | None) -> None:
    """Refuse to look for what no regulation has.

    Args:
        unit: The transaction.
        state: The name of a state, or None.
        machine: ``regulation`` or ``regulation/machine`` that is to have the state, or None.

    Raises:
        UnknownRegulation: There is no such regulation or machine in any version.
        UnknownState: It has no such state, or none has.
    """
    known: dict[str, set[str]] = {}
    for document in unit.around.regulations.documents.values():
        name = document.regulation.regulation
        for key, found in document.regulation.machines.items():
            for path in (name, f"{name}/{key}"):
                known.setdefault(path, set()).update(found.states)
    if machine is not None and machine not in known:
        raise UnknownRegulation(
            name=machine, known=unit.around.regulations.names, close=_close(machine, known)
        )
    states = set().union(*known.values()) if machine is None else known[machine]
    if state is not None and state not in states:
        raise UnknownState(state=state, close=_close(state, states))


def _close(word: str, known: Iterable[str]) -> Sequence[str]:
    return tuple(get_close_matches(word, sorted(known), n=3, cutoff=0.7))


def cases(unit: Unit, wanted: CaseFilter, limit: int, reader: Reader) -> Sequence[Case]:
    """Return up to *limit* cases that *reader* may see, in the order they were opened."""
    reader_given(reader)
    return list(islice(_cases(unit, wanted, reader), max(0, limit)))


def _cases(unit: Unit, wanted: CaseFilter, reader: Reader) -> Iterator[Case]:
    while rows := unit.queries.cases(wanted, PAGE):
        page = [
            (case, view)
            for case, view in unit.views(rows)
            if wanted.text is None or _says(view, wanted.text)
        ]
        mine = seen(unit, [case for case, _ in page], reader)
        yield from (view for case, view in page if case.id in mine)
        if len(rows) < PAGE:
            return
        wanted = replace(wanted, after=rows[-1].id)


def _says(case: Case, text: str) -> bool:
    """Return whether *text* stands in the number of a case or in one of its fields."""
    words = (case.number, *(word for value in case.data.values() for word in _words(value)))
    return any(text in word for word in words)


def _words(value: Value) -> Iterator[str]:
    if isinstance(value, tuple):
        for entry in value:
            yield from _words(entry)
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _words(entry)
    else:
        yield str(to_json(value))


def due(unit: Unit, until: date, limit: int, reader: Reader) -> Sequence[DueDeadline]:
    """Return what is or was to be done by *until* in cases that *reader* may see."""
    reader_given(reader)
    return list(islice(_running(unit, until, reader), max(0, limit)))


def _running(unit: Unit, until: date, reader: Reader) -> Iterator[DueDeadline]:
    after: Any = None
    while page := unit.queries.running_until(until, after, PAGE):
        views = unit.views(unit.queries.of_ids({row.case_id for row in page}))
        mine = seen(unit, [case for case, _ in views], reader)
        known = {case.id: (case, view) for case, view in views if case.id in mine}
        for row in page:
            if row.case_id in known:
                case, view = known[row.case_id]
                latest = case.deadlines[row.name]
                if latest.instance == row.instance:
                    yield due_deadline(unit, case, view, latest)
        after = page[-1]


def inbox(unit: Unit, officer: Officer) -> Sequence[InboxItem]:
    """Return the cases in which *officer* can act and that wait for somebody, soonest due first."""
    officer_given(officer, "inbox")
    items: list[InboxItem] = []
    rows = unit.queries.seated(_seats(unit, officer), MOST_IN_INBOX)
    for case, view in unit.views(rows):
        turn = unit.turn(case)
        known = list(options(turn, officer.id))
        if known:
            triggers = tuple(dict.fromkeys(option.trigger for option in known))
            blocked = _blocked(turn, known, officer.id)
            items.append(InboxItem(case=view, triggers=triggers, due=view.due, blocked_by=blocked))
    return sorted(items, key=lambda item: (item.due or date.max, item.case.id))


def _blocked(turn: Turn, known: Sequence[Option], officer: str) -> Mapping[str, Sequence[Reason]]:
    """Return what stands against each trigger that is refused today in every role."""
    found: dict[str, list[Sequence[Reason]]] = {}
    for option in known:
        asks = any(arrow.demands for arrow in option.arrows)
        against = prospect(turn, option, officer).blocked_by if asks else ()
        found.setdefault(option.trigger, []).append(list(map(reason, against)))
    return {trigger: many[0] for trigger, many in found.items() if all(many)}


def _seats(unit: Unit, officer: Officer) -> Iterator[Seat]:
    """Yield the states in which a role of *officer* has something to do."""
    held: dict[str, set[str]] = {}
    for appointment in unit.around.people.appointments(officer.id, unit.today):
        held.setdefault(appointment.role, set()).add(appointment.department)
    for digest, document in unit.around.regulations.documents.items():
        regulation = document.regulation
        for name in regulation.machines:
            machine = unit.around.regulations.machine(f"{regulation.regulation}/{name}", digest)
            for state, departments in _places(machine, held):
                yield Seat(Standing(regulation.regulation, name, state, digest), departments)


def _places(
    machine: CompiledMachine, held: dict[str, set[str]]
) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Yield the states that are not final in which one of the roles held may act."""
    for arrow in machine.arrows:
        for name in arrow.rule.by:
            if name in MOVERS:
                continue
            role = machine.regulation.roles[name]
            anywhere = role.held_in in (None, BUREAU)
            departments = set().union(*(held.get(r, ()) for r in (role.recorded_by or (name,))))
            if not departments and role.is_ is None:
                continue
            for state in machine.machine.sources(arrow.rule):
                if not machine.is_final(state):
                    yield state, None if anywhere else frozenset(departments)
