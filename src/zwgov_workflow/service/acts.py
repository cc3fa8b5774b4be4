"""What an officer may do with a case, what that leads to, and what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.engine.move import sources_of
from zwgov_workflow.engine.outlook import Option, options, starts
from zwgov_workflow.engine.prospect import Prospect, prospect, prospect_of_start
from zwgov_workflow.people import Officer
from zwgov_workflow.service.callers import officer_given
from zwgov_workflow.service.sight import readable
from zwgov_workflow.service.unit import Unit
from zwgov_workflow.service.views import Available, Lead, Reason, reason

__all__ = ["available", "startable"]


def available(unit: Unit, case_id: str, officer: Officer) -> Sequence[Available]:
    """Return what *officer* may do with a case today."""
    officer_given(officer, "available")
    case = readable(unit, case_id, officer)[0]
    turn, parts = unit.turn(case), _unfinished(unit, case)
    return [
        _available(turn.machine, option, prospect(turn, option, officer.id), parts)
        for option in options(turn, officer.id)
    ]


def startable(machine: CompiledMachine) -> Sequence[Available]:
    """Return the ways in which officers start a case of *machine*, one for each role."""
    return [_available(machine, option, prospect_of_start(option)) for option in starts(machine)]


def _available(
    machine: CompiledMachine,
    option: Option,
    outlook: Prospect,
    unfinished: Mapping[str, Reason] = MappingProxyType({}),
) -> Available:
    rules = [arrow.rule for arrow in outlook.arrows or option.arrows]
    leads = [_lead(machine, state) for state in outlook.leads_to]
    told = {tell.group for rule in rules for tell in rule.tells}
    ends = bool(leads) and all(lead.final for lead in leads)
    parts = [reason for group, reason in unfinished.items() if ends and group not in told]
    return Available(
        trigger=option.trigger,
        labels=tuple(dict.fromkeys(rule.label or rule.trigger for rule in rules)),
        role=option.role,
        form=form_schema(machine.regulation, option.arrows[0].form),
        sources=tuple(dict.fromkeys(s for rule in rules for s in sources_of(rule))),
        leads_to=leads,
        blocked_by=(*map(reason, outlook.blocked_by), *parts),
        let_pass=tuple(map(reason, outlook.let_pass)),
        by_form=tuple(map(reason, outlook.by_form)),
        extension=all(rule.extension for rule in rules),
    )


def _lead(machine: CompiledMachine, state: str) -> Lead:
    label = machine.machine.states[state].label or state
    return Lead(state=state, label=label, final=machine.is_final(state))


def _unfinished(unit: Unit, case: Snapshot) -> Mapping[str, Reason]:
    """Return the groups of a case that must end before it and have not."""
    machine = unit.machine(case)
    if machine.is_final(case.in_state):
        return {}
    return {
        name: Reason(name=name, label=group.label or name, sources=sources_of(group))
        for name, group in machine.machine.children.items()
        if not group.outlives
        and any(
            n and not _ends(unit, group.machine, s) for s, n in case.counts.get(name, {}).items()
        )
    }


def _ends(unit: Unit, path: str, state: str) -> bool:
    """Return whether a machine has ended in a state, in every version that knows the state."""
    regulation, _slash, machine = path.partition("/")
    versions = (
        document.regulation.machines[machine].states
        for document in unit.around.regulations.versions(regulation)
        if machine in document.regulation.machines
    )
    return all(states[state].final for states in versions if state in states)
