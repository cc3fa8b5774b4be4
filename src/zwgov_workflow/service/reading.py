"""Reading cases: each verb shows a reader what he may see, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.calendar import Explanation, PeriodRule
from zwgov_workflow.engine.authority import BUREAU, MOVERS
from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.outlook import may_read, options, possible
from zwgov_workflow.errors import UnknownCase
from zwgov_workflow.people import Officer, Right, ServiceAccount
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Available, Case, DueDeadline, InboxItem, Reason, Why
from zwgov_workflow.store.queries import CaseFilter, Seat

__all__ = ["Reader", "available", "cases", "due", "history", "inbox", "read_case", "why"]

Reader = Officer | ServiceAccount

PAGE = 200
MOST_IN_INBOX = 5_000


def _may(unit: Unit, case: Snapshot, reader: Reader) -> bool:
    if isinstance(reader, ServiceAccount):
        return Right.READ in unit.around.people.service(reader.name).rights
    return may_read(unit.turn(case), reader.id) or unit.queries.took_part(case.id, reader.id)


def _readable(unit: Unit, word: str, reader: Reader) -> Snapshot:
    """Return the case of that id or number.

    Raises:
        UnknownCase: There is none, or none that *reader* may see.
    """
    case_id = unit.queries.id_of(word)
    if case_id is not None:
        case = unit.families.case(case_id)
        if _may(unit, case, reader):
            return case
    raise UnknownCase(case=word)


def read_case(unit: Unit, word: str, reader: Reader) -> Case:
    """Return a case by its id or number."""
    return unit.view(_readable(unit, word, reader))


def history(unit: Unit, word: str, reader: Reader) -> Sequence[EventRecord]:
    """Return the events of a case."""
    return unit.queries.history(_readable(unit, word, reader).id)


def cases(unit: Unit, wanted: CaseFilter, limit: int, reader: Reader) -> Sequence[Case]:
    """Return up to *limit* cases that *reader* may see, in the order they were opened."""
    found: list[Case] = []
    page = unit.queries.cases(wanted, PAGE)
    while page and len(found) < limit:
        for row in page:
            case, view = unit.view_of(row)
            if len(found) < limit and _may(unit, case, reader):
                found.append(view)
        wanted = replace(wanted, after=page[-1].id)
        page = unit.queries.cases(wanted, PAGE) if len(page) == PAGE else ()
    return found


def due(unit: Unit, until: date, limit: int, reader: Reader) -> Sequence[DueDeadline]:
    """Return the running deadlines due by *until* of cases that *reader* may see."""
    found: list[DueDeadline] = []
    for case_id, name in unit.queries.running_until(until, limit):
        case = unit.families.case(case_id)
        if _may(unit, case, reader):
            found.append(_due(unit, case, case.deadlines[name]))
    return found


def _due(unit: Unit, case: Snapshot, row: Deadline) -> DueDeadline:
    rule = unit.turn(case).machine.machine.deadlines[row.name]
    return DueDeadline(
        case=unit.view(case), deadline=row, label=rule.label or row.name, sources=sources_of(rule)
    )


def available(unit: Unit, case_id: str, officer: Officer) -> Sequence[Available]:
    """Return what *officer* may do with a case today."""
    turn = unit.turn(_readable(unit, case_id, officer))
    found: list[Available] = []
    for option in options(turn, officer.id):
        rules = [arrow.rule for arrow in option.arrows]
        found.append(
            Available(
                trigger=option.trigger,
                labels=tuple(dict.fromkeys(rule.label or rule.trigger for rule in rules)),
                role=option.role,
                form=form_schema(turn.machine.regulation, option.arrows[0].form),
                sources=tuple(dict.fromkeys(s for rule in rules for s in sources_of(rule))),
            )
        )
    return found


def inbox(unit: Unit, officer: Officer) -> Sequence[InboxItem]:
    """Return the cases in which *officer* can act and that wait for somebody, soonest due first."""
    items: list[InboxItem] = []
    for row in unit.queries.seated(tuple(_seats(unit, officer)), MOST_IN_INBOX):
        case, view = unit.view_of(row)
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
                yield Seat(digest, name, state, departments)


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
    case = _readable(unit, word, reader)
    turn = unit.turn(case)
    state = turn.machine.machine.states[case.in_state]
    running = [row for row in case.deadlines.values() if row.live]
    return Why(
        case=unit.view(case),
        state=Reason(
            name=case.in_state, label=state.label or case.in_state, sources=sources_of(state)
        ),
        waits=state.waits,
        deadlines=[_due(unit, case, row) for row in running],
        counted={row.name: _counted(turn, row) for row in running if row.rule is not None},
        possible=possible(turn),
        breaches=unit.queries.breaches(case.id),
    )


def _counted(turn: Turn, row: Deadline) -> Explanation:
    """Return the count of a deadline's days."""
    return turn.calendar.explain(
        PeriodRule.parse(row.rule or ""), row.anchor, excluded=row.excluded
    )
