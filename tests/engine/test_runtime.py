"""The table for bulk work and the runtime of `transitions` are one machine."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from bureau import regulation

from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine import Regulations, regulations
from zwgov_workflow.engine.compiled import UNBORN, CompiledMachine
from zwgov_workflow.engine.move import _Body

MACHINES = [
    CompiledMachine(document.regulation, name)
    for document in shipped_regulations().values()
    for name in document.regulation.machines
]


def moved(machine, state, arrow):
    """Fire an arrow in the runtime; the state it leads to, or None where it does not go."""
    body = _Body(state or UNBORN, arrow)
    event = machine.runtime.events[arrow.rule.trigger]
    if body.state not in event.transitions:
        return None
    return body.state if event.trigger(body) else None


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.path)
def test_what_the_table_has_can_be_fired_and_nothing_else(machine):
    for state in (None, *machine.machine.states):
        for arrow in machine.arrows:
            listed = arrow in machine.arrows_for(arrow.rule.trigger, state)
            leads_to = state if arrow.rule.to == "same" else arrow.rule.to
            assert moved(machine, state, arrow) == (leads_to if listed else None)
            assert listed is (state in (machine.machine.sources(arrow.rule) or (None,)))


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.path)
def test_no_trigger_is_known_that_the_file_does_not_have(machine):
    """Neither `to_STATE` nor `may_`: transitions of its own making."""
    assert set(machine.runtime.events) == {arrow.rule.trigger for arrow in machine.arrows}
    assert set(machine.runtime.states) == {UNBORN, *machine.machine.states}
    assert machine.runtime.models == []


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.path)
def test_rules_and_triggers_of_a_state_are_those_of_the_table(machine):
    for state in (None, *machine.machine.states):
        known = {trigger for trigger, at in machine.table if at == state}
        assert set(machine.triggers_of(state)) == known
        if state is not None:
            rules = [a for t in known for a in machine.arrows_for(t, state) if "rule" in a.rule.by]
            assert {a.index for a in machine.rules_of(state)} == {a.index for a in rules}


ANY = regulation(
    """
    filing:
      data: {department: department}
      states: {open: {waits: 待办}, held: {waits: 待办}, done: {final: yes}, gone: {final: yes}}
      transitions:
        - {trigger: open, to: open, by: clerk}
        - {trigger: hold, from: open, to: held, by: clerk}
        - {trigger: close, from: [open, held], to: done, by: clerk}
        - {trigger: drop, from: any, to: gone, by: clerk}
        - {trigger: note, from: [any, done], to: same, by: clerk}
    """
)


def test_any_is_every_state_that_is_not_final_and_may_stand_beside_final_ones():
    machine = CompiledMachine(ANY.regulation, "filing")
    states = {t: {s for (trigger, s) in machine.table if trigger == t} for t in ("drop", "note")}
    assert states == {"drop": {"open", "held"}, "note": {"open", "held", "done"}}


def test_threads_that_compile_a_machine_at_once_go_on_with_the_same(monkeypatch):
    """Arrows are told apart as they are: one of another copy would lead nowhere."""
    together = Barrier(2, timeout=10)

    def compiled(*arguments):
        together.wait()
        return CompiledMachine(*arguments)

    monkeypatch.setattr(regulations, "CompiledMachine", compiled)
    shared = Regulations([ANY])
    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(lambda _: shared.machine("trial/filing", ANY.digest), range(2))
    assert one is other
