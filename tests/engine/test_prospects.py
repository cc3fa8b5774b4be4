"""What an act would come to, told before anything is entered."""

import pytest
from bureau import Bureau, day, regulation

from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine import decide
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.outlook import Option, if_lapsed, options, seats
from zwgov_workflow.engine.prospect import prospect, prospect_of_start
from zwgov_workflow.errors import RequirementNotMet
from zwgov_workflow.worked_examples import check_examples

TRIAL = regulation(
    """
    filing:
      data: {department: department, sealed: optional yes_no, limit: optional date}
      states:
        open: {label: 办理中}
        granted: {final: yes}
        refused: {final: yes}
        shut: {final: yes}
      transitions:
        - {trigger: file, to: open, by: clerk, requires: [limited]}
        - {trigger: seal, from: open, to: same, by: clerk, form: {sealed: yes_no}}
        - {trigger: note, from: open, to: same, by: [clerk, chief]}
        - trigger: decide
          from: open
          to: granted
          by: clerk
          form: {result: result, day: date, sealed_now: optional yes_no}
          when: {result: granted}
          sets: {granted_on: {copy: day}, by_today: today}
          requires: [sealed, in_time, dated, fast, careful, other]
        - trigger: decide
          from: open
          to: refused
          by: clerk
          form: {result: result, day: date, sealed_now: optional yes_no}
          when: {result: refused}
          sets: {by_today: today}
          requires: [in_time, careful]
        - {trigger: shut, from: open, to: shut, by: [clerk, chief], requires: [sealed, other]}
        - {trigger: lapse, from: open, to: shut, by: clock, when: {mode: quick}}
        - {trigger: lapse, from: open, to: refused, by: clock, when: {mode: slow}}
      requirements:
        limited: {that: {limit: {filled: yes}}}
        sealed: {label: 尚未盖章, that: {sealed: yes}}
        in_time: {that: {by_today: {on_or_before: limit}}}
        dated: {that: {granted_on: {on_or_before: today}}}
        fast: {that: {sealed: yes}, otherwise: warn, label: 未盖章}
        careful: {if: {sealed: yes, result: granted}, that: {sealed: no}}
        other: {distinct_from: [note]}
      deadlines:
        decide_by: {anchor: limit, within: 5 working days, runs_in: [open], on_lapse: {fire: lapse}}
    """,
    """
    enumerations:
      result: {values: [granted, refused]}
      mode: {values: [quick, slow]}
    parameters:
      mode: {type: mode, value: slow}
    """,
)


class Filing(Bureau):
    def __init__(self):
        super().__init__(TRIAL)
        form = {"department": "D1", "limit": "2026-03-04"}
        self.id = self.start("trial/filing", "file", day(2), form=form)

    def turn(self, on):
        case = self.case(self.id)
        return Turn(self.regulations.machine(case.machine, case.digest), case, on, self.ctx)

    def outlook(self, trigger, on, officer="anna"):
        turn = self.turn(on)
        [option] = [o for o in options(turn, officer) if o.trigger == trigger]
        return prospect(turn, option, officer)


def names(demands):
    return [one.name for one in demands]


@pytest.fixture
def filing():
    return Filing()


def test_a_demand_on_what_the_case_knows_stands_in_the_way(filing):
    outlook = filing.outlook("shut", day(2))
    assert [(w.name, w.label) for w in outlook.blocked_by] == [("sealed", "尚未盖章")]
    filing.fire(filing.id, "seal", day(2), form={"sealed": "yes"})
    assert filing.outlook("shut", day(2)).blocked_by == ()


def test_what_only_one_of_the_meanings_refuses_depends_on_the_form(filing):
    outlook = filing.outlook("decide", day(2))
    assert outlook.leads_to == ("granted", "refused")
    assert names(outlook.blocked_by) == []
    assert names(outlook.by_form) == ["dated", "sealed"]
    assert names(outlook.let_pass) == ["fast"]


def test_what_every_meaning_refuses_is_said_whatever_is_entered(filing):
    outlook = filing.outlook("decide", day(5))
    assert names(outlook.blocked_by) == ["sealed", "in_time"]


def test_a_condition_on_the_form_leaves_its_demand_open(filing):
    filing.fire(filing.id, "seal", day(2), form={"sealed": "yes"})
    outlook = filing.outlook("decide", day(2))
    assert names(outlook.by_form) == ["dated", "careful"]
    assert names(outlook.let_pass) == []


def test_four_eyes_are_settled_before_the_form(filing):
    filing.fire(filing.id, "note", day(2))
    assert "shut" not in [option.trigger for option in options(filing.turn(day(2)), "anna")]
    held = seats(filing.turn(day(2)))
    assert [(s.role, s.department, s.officers) for s in held["shut"]] == [
        ("clerk", "D1", ("emil",)),
        ("chief", "HQ", ("carl",)),
        ("chief", "D1", ("emil",)),
    ]


def test_who_holds_a_role_is_named_by_the_department_of_the_case(filing):
    held = seats(filing.turn(day(2)))
    assert [(s.role, s.officers) for s in held["seal"]] == [("clerk", ("anna", "emil"))]
    assert "bert" not in str(held)


def test_what_a_lapse_would_fire(filing):
    assert if_lapsed(filing.turn(day(2)), "decide_by").rule.to == "refused"


def test_of_a_start_the_form_decides_all():
    machine = Bureau(TRIAL).regulations.machine("trial/filing", TRIAL.digest)
    [arrow] = machine.arrows_for("file", None)
    outlook = prospect_of_start(Option("file", "clerk", [arrow]))
    assert (outlook.leads_to, names(outlook.by_form)) == (("open",), ["limited"])


@pytest.mark.parametrize("name", sorted(shipped_regulations()))
def test_the_outlook_never_contradicts_what_then_happens(name, monkeypatch):
    """Each act of the worked examples: not said to be blocked, and led where it was said to."""
    original, seen, unforeseen = decide.act, [], set()

    def watched(turn, command):
        outlook = None
        if turn.case.state is not None:
            arrows = decide.by_officers(turn.machine.arrows_for(command.trigger, turn.case.state))
            option = Option(command.trigger, "-", arrows)
            outlook = prospect(turn, option, command.officer)
        try:
            outcome = original(turn, command)
        except RequirementNotMet as refused:
            if outlook is not None:
                untold = {unmet.name for unmet in refused.unmet}.difference(
                    names(outlook.blocked_by), names(outlook.by_form)
                )
                unforeseen.update(untold)
            raise
        if outlook is not None:
            assert outlook.blocked_by == ()
            assert outcome.event.to_state in outlook.leads_to
            if len(arrows) == 1:
                warn = {d.name for d in arrows[0].demands if d.rule.otherwise == "warn"}
                warned = {w.name for w in outcome.event.warnings}
                assert warn.intersection(names(outlook.let_pass)) <= warned
            seen.append("done")
        return outcome

    monkeypatch.setattr(decide, "act", watched)
    document = shipped_regulations()[name]
    assert list(check_examples(document)) == []
    assert not unforeseen
    if name in ("release_coordination", "secrecy_review", "proactive_disclosure"):
        assert seen.count("done") > 50
