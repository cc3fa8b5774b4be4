"""Reading cases: each verb shows a reader what he may see, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.calendar import Explanation, PeriodRule
from zwgov_workflow.engine.authority import BUREAU, MOVERS
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.outlook import Option, may_read, options, possible, starts
from zwgov_workflow.engine.value import Value, to_json
from zwgov_workflow.errors import UnknownCase
from zwgov_workflow.people import Officer, Right, ServiceAccount
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Available, Case, DueDeadline, InboxItem, Reason, Why
from zwgov_workflow.store.queries import CaseFilter, Seat, Standing

__all__ = [
    "Reader",
    "available",
    "cases",
    "due",
    "history",
    "inbox",
    "read_case",
    "startable",
    "why",
]

Reader = Officer | ServiceAccount

PAGE = 200
MOST_IN_INBOX = 5_000


def _seen(unit: Unit, cases: Sequence[Snapshot], reader: Reader) -> frozenset[str]:
    """Return the ids of those of *cases* that *reader* may see."""
    if isinstance(reader, ServiceAccount):
        rights = unit.around.people.service(reader.name).rights
        return frozenset(case.id for case in cases if Right.READ in rights)
    by_role = frozenset(case.id for case in cases if may_read(unit.turn(case), reader.id))
    rest = [case.id for case in cases if case.id not in by_role]
    return by_role | unit.queries.took_part(rest, reader.id)


def _readable(unit: Unit, word: str, reader: Reader) -> tuple[Snapshot, Case]:
    """Return the case of that id or number, with its view.

    Raises:
        UnknownCase: There is none, or none that *reader* may see.
    """
    for case, view in unit.views(unit.queries.called(word)):
        if _seen(unit, [case], reader):
            return case, view
    raise UnknownCase(case=word)


def read_case(unit: Unit, word: str, reader: Reader) -> Case:
    """Return a case by its id or number."""
    return _readable(unit, word, reader)[1]


def history(unit: Unit, word: str, reader: Reader) -> Sequence[EventRecord]:
    """Return the events of a case."""
    return unit.queries.history(_readable(unit, word, reader)[0].id)


def cases(unit: Unit, wanted: CaseFilter, limit: int, reader: Reader) -> Sequence[Case]:
    """Return up to *limit* cases that *reader* may see, in the order they were opened."""
    return list(islice(_cases(unit, wanted, reader), max(0, limit)))


def _cases(unit: Unit, wanted: CaseFilter, reader: Reader) -> Iterator[Case]:
    while rows := unit.queries.cases(wanted, PAGE):
        page = [
            (case, view)
            for case, view in unit.views(rows)
            if wanted.text is None or _says(view, wanted.text)
        ]
        seen = _seen(unit, [case for case, _ in page], reader)
        yield from (view for case, view in page if case.id in seen)
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
    return list(islice(_running(unit, until, reader), max(0, limit)))


def _running(unit: Unit, until: date, reader: Reader) -> Iterator[DueDeadline]:
    after: Any = None
    while page := unit.queries.running_until(until, after, PAGE):
        views = unit.views(unit.queries.of_ids({row.case_id for row in page}))
        seen = _seen(unit, [case for case, _ in views], reader)
        known = {case.id: (case, view) for case, view in views if case.id in seen}
        for row in page:
            if row.case_id in known:
                case, view = known[row.case_id]
                latest = case.deadlines[row.name]
                if latest.instance == row.instance:
                    yield _due(unit, case, view, latest)
        after = page[-1]


def _due(unit: Unit, case: Snapshot, view: Case, row: Deadline) -> DueDeadline:
    rule = unit.machine(case).machine.deadlines[row.name]
    return DueDeadline(
        case=view, deadline=row, label=rule.label or row.name, sources=sources_of(rule)
    )


def available(unit: Unit, case_id: str, officer: Officer) -> Sequence[Available]:
    """Return what *officer* may do with a case today."""
    turn = unit.turn(_readable(unit, case_id, officer)[0])
    return [_available(turn.machine, option) for option in options(turn, officer.id)]


def startable(machine: CompiledMachine) -> Sequence[Available]:
    """Return the ways in which officers start a case of *machine*, one for each role."""
    return [_available(machine, option) for option in starts(machine)]


def _available(machine: CompiledMachine, option: Option) -> Available:
    rules = [arrow.rule for arrow in option.arrows]
    return Available(
        trigger=option.trigger,
        labels=tuple(dict.fromkeys(rule.label or rule.trigger for rule in rules)),
        role=option.role,
        form=form_schema(machine.regulation, option.arrows[0].form),
        sources=tuple(dict.fromkeys(s for rule in rules for s in sources_of(rule))),
    )


def inbox(unit: Unit, officer: Officer) -> Sequence[InboxItem]:
    """Return the cases in which *officer* can act and that wait for somebody, soonest due first."""
    items: list[InboxItem] = []
    rows = unit.queries.seated(_seats(unit, officer), MOST_IN_INBOX)
    for case, view in unit.views(rows):
        triggers = tuple(
            dict.fromkeys(option.trigger for option in options(unit.turn(case), officer.id))
        )
        if triggers:
            items.append(InboxItem(case=view, triggers=triggers, due=view.due))
    return sorted(items, key=lambda item: (item.due or date.max, item.case.id))


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


def why(unit: Unit, word: str, reader: Reader) -> Why:
    """Return why a case stands where it stands: its state, its clocks, who can move it."""
    case, view = _readable(unit, word, reader)
    turn = unit.turn(case)
    state = turn.machine.machine.states[case.in_state]
    running = [row for row in case.deadlines.values() if row.live]
    breaches = turn.machine.regulation.breaches
    return Why(
        case=view,
        state=Reason(
            name=case.in_state, label=state.label or case.in_state, sources=sources_of(state)
        ),
        waits=state.waits,
        deadlines=[_due(unit, case, view, row) for row in running],
        counted={row.name: _counted(turn, row) for row in running if row.rule is not None},
        possible=possible(turn),
        breaches=[
            replace(found, label=breaches[found.name].label or found.name)
            for found in unit.queries.breaches(case.id)
        ],
    )


def _counted(turn: Turn, row: Deadline) -> Explanation:
    """Return the count of a deadline's days."""
    return turn.calendar.explain(
        PeriodRule.parse(row.rule or ""), row.anchor, excluded=row.excluded
    )
