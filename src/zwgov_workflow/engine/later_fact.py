"""What a source says happened later in a case: which transition it was, or why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zwgov_workflow.engine.case import Deadline, Snapshot
from zwgov_workflow.engine.compiled import Arrow, CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.form import read_form
from zwgov_workflow.engine.imported import ImportedCase, ImportedFact, Origin, happened, too_late
from zwgov_workflow.engine.outcome import Outcome
from zwgov_workflow.engine.proposal import apply_settings
from zwgov_workflow.engine.unfit import Unfit, fact_problem, field_problem
from zwgov_workflow.engine.value import Data, Value
from zwgov_workflow.engine.view import View
from zwgov_workflow.errors import EngineFault

__all__ = ["followed", "settled"]


def followed(row: ImportedCase, fact: ImportedFact, turn: Turn, origin: Origin) -> Outcome:
    """Return what a later fact of a row brings about, on its day.

    Deadlines that are over must have lapsed before.

    Raises:
        Unfit: It cannot have happened so.
    """
    machine = turn.machine
    entered = _entered(row, fact, turn)
    answered = _answered_too_late(machine, turn.case, fact.trigger)
    if answered is not None:
        deadline, arrows = answered
        return too_late(turn, deadline, arrows[0], entered, origin)
    arrow, proposed = _selected(row, fact, turn, entered)
    return happened(proposed, arrow, entered, origin)


def _entered(row: ImportedCase, fact: ImportedFact, turn: Turn) -> Data:
    machine = turn.machine
    forms = [
        field
        for arrow in machine.arrows
        if arrow.rule.trigger == fact.trigger
        for field in arrow.form.items()
    ]
    entered = read_form(machine, dict(forms), fact.data, turn.ctx.people)
    if entered.problems:
        found = (
            replace(field_problem(row, machine, one.field, one.problem), trigger=fact.trigger)
            for one in entered.problems
        )
        raise Unfit(*found)
    return entered.values


def _answered_too_late(
    machine: CompiledMachine, case: Snapshot, trigger: str
) -> tuple[Deadline, Sequence[Arrow]] | None:
    """Return the deadline that *trigger* answers after its lapse has moved the case."""
    for known in case.deadlines.values():
        undo, rule = known.undo, machine.machine.deadlines[known.name]
        if undo is not None and undo.after == case.state and trigger in (rule.met_by or ()):
            arrows = machine.arrows_for(trigger, undo.state)
            if arrows:
                return known, arrows
    return None


def _selected(
    row: ImportedCase, fact: ImportedFact, turn: Turn, entered: Data
) -> tuple[Arrow, View]:
    """Return the transition that a fact is, and what it proposes.

    Where the state does not know the trigger, it is one that a state further on knows: a source
    need not tell the steps between.
    """
    machine, case = turn.machine, turn.case
    arrows = machine.arrows_for(fact.trigger, case.state) or _further_on(machine, case, fact)
    if not arrows:
        raise Unfit(fact_problem(row, fact, "it is not possible in the state of the case"))
    data: dict[str, Value] = {**case.data, **entered}
    proposals = [(arrow, settled(turn, arrow, data)) for arrow in arrows]
    views = [(arrow, turn.view(known)) for arrow, known in proposals if known is not None]
    found = [(arrow, view) for arrow, view in views if arrow.when(view)]
    if len(found) != 1:
        raise Unfit(fact_problem(row, fact, "the fields do not say what it led to"))
    return found[0]


def _further_on(machine: CompiledMachine, case: Snapshot, fact: ImportedFact) -> Sequence[Arrow]:
    """Return the transitions of a trigger from the states that the case can still come to."""
    ahead = machine.states_after(case.in_state)
    return [
        arrow
        for arrow in machine.arrows
        if arrow.rule.trigger == fact.trigger
        and arrow.rule.to != "same"
        and ahead.intersection(machine.machine.sources(arrow.rule))
    ]


def settled(turn: Turn, arrow: Arrow, data: Data) -> Data | None:
    """Return *data* with what *arrow* sets; None where no row of a table fits what is known."""
    try:
        return apply_settings(turn, arrow, data)
    except EngineFault:
        return None
