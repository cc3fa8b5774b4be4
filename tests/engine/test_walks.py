"""What holds of every case, whatever is done to it and whenever the sweep runs."""

import random
from collections import Counter, deque
from contextlib import suppress
from datetime import date, timedelta

import pytest
from bureau import Bureau, contents, day, error_of, regulation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.engine import MemoryFamilies, Regulations
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.decide import by_officers, decide
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.engine.outlook import options
from zwgov_workflow.errors import CalendarError, CaseError
from zwgov_workflow.people import Appointment, Department, Officer, People

SHIPPED = list(shipped_regulations().values())

# Properties of one small family: joins, silence, pauses, lapses that record, given and taken


TRIAL = regulation(
    """
    matter:
      data: {department: department, asked: list of text, note: optional text}
      states:
        asking: {label: 征求意见}
        agreed: {waits: 一致}
        disputed: {waits: 不一致}
        held: {waits: 中止}
        closed: {final: yes}
      children:
        letters: {machine: trial/letter, start: send, for_each: asked, as: name, give: {department: department, note: note, limit: publish_by}, outlives: yes}
        review: {machine: trial/review, start: submit, take: {verdict: verdict}, outlives: yes}
      transitions:
        - {trigger: open, to: asking, by: clerk, sets: {duty_from: today}, starts: [letters]}
        - {trigger: add, from: [asking, agreed], to: same, by: clerk, form: {further: text}, sets: {asked: {add: further}}, starts: [letters]}
        - {trigger: annotate, from: any, to: same, by: clerk, form: {note: optional text}}
        - {trigger: review, from: [asking, agreed], to: same, by: clerk, starts: [review]}
        - {trigger: hold, from: [asking, agreed], to: held, by: clerk}
        - {trigger: resume, from: held, to: asking, by: clerk}
        - {trigger: all_agree, from: asking, to: agreed, by: rule, when: {letters: {all: [yes_said, deemed]}}}
        - {trigger: reopened, from: agreed, to: asking, by: rule, when: {none_of: [{letters: {all: [yes_said, deemed]}}], letters: {none: [no_said]}}}
        - {trigger: one_objects, from: [asking, agreed], to: disputed, by: rule, when: {letters: {any: [no_said]}}}
        - {trigger: close, from: [agreed, disputed], to: closed, by: clerk, tells: [{group: letters, trigger: end}]}
      deadlines:
        publish_by: {anchor: duty_from, within: 20 calendar days, runs_in: [asking, agreed, disputed], pauses_in: [held], met_by: [close], on_lapse: {breach: unpublished}}
    letter:
      data: {name: text, department: department, note: optional text, limit: optional date}
      states:
        waiting: {label: 待函复}
        deemed: {final: yes}
        yes_said: {final: yes}
        no_said: {final: yes}
        ended: {final: yes}
      transitions:
        - {trigger: send, to: waiting, by: case, sets: {received_on: today}}
        - {trigger: reply, from: waiting, to: yes_said, by: clerk, form: {answer: answer}, when: {answer: agree}}
        - {trigger: reply, from: waiting, to: no_said, by: clerk, form: {answer: answer}, when: {answer: object}}
        - {trigger: deem, from: waiting, to: deemed, by: clock, breach: silent}
        - {trigger: end, from: waiting, to: ended, by: case}
      deadlines:
        reply_by: {anchor: received_on, within: 5 working days, runs_in: [waiting], met_by: [reply], late: record, on_lapse: {fire: deem}}
        early_by: {anchor: received_on, within: 2 working days, runs_in: [waiting], on_lapse: {breach: slow}}
    review:
      states: {submitted: {label: 待审查}, decided: {final: yes}}
      transitions:
        - {trigger: submit, to: submitted, by: case, sets: {sent_on: today}}
        - {trigger: decide, from: submitted, to: decided, by: chief, form: {verdict: text}}
      deadlines:
        decide_by: {anchor: sent_on, within: 3 working days, runs_in: [submitted], on_lapse: warn}
    """,  # noqa: E501 (a line of a file)
    """
    enumerations: {answer: {values: [agree, object]}}
    breaches: {silent: {label: 未函复}, unpublished: {label: 未公开}, slow: {label: 迟缓}}
    """,
)

GROUPS = ["", "letters", "review"]
FORMS = {"reply": ["agree", "object"], "add": ["甲", "乙", "丙"], "annotate": ["一", "二", None]}
FIELDS = {"reply": "answer", "add": "further", "annotate": "note", "decide": "verdict"}
ACTS = ["annotate", "add", "review", "hold", "resume", "close", "reply", "reply", "reply", "decide"]


@st.composite
def steps(draw):
    """A day, what is asked of which case, and how many days it is told after."""
    trigger = draw(st.sampled_from(ACTS))
    return (
        draw(st.integers(0, 4)),
        trigger,
        draw(st.integers(0, 2)),
        draw(st.sampled_from(FORMS.get(trigger, ["x"]))),
        draw(st.sampled_from([0, 0, 0, 2, 9])),
    )


STORIES = st.lists(steps(), max_size=8)


def target(bureau, root, trigger, which):
    """Return the case that a step is about; None where there is none yet."""
    group = {"reply": "letters", "decide": "review"}.get(trigger)
    found = [root] if group is None else bureau.children(root, group)
    return found[which % len(found)] if found else None


def act(bureau, root, step, on, told):
    _, trigger, which, entered, _ = step
    case = target(bureau, root, trigger, which)
    if case is None:
        return
    form = {FIELDS[trigger]: entered} if trigger in FIELDS else {}
    with suppress(CaseError):
        bureau.fire(case, trigger, on, by="emil", told=told, form=form)


def begun(**options):
    bureau = Bureau(TRIAL, **options)
    form = {"department": "D1", "asked": ["甲", "乙"]}
    return bureau, bureau.start("trial/matter", "open", day(2), by="emil", form=form)


def ends(bureau):
    """Return what a family comes to: states, data, counts, deadlines and standing breaches."""
    found = {}
    for case in bureau.families.snapshots.values():
        rows = {n: (r.status, r.due, r.instance, r.excluded) for n, r in case.deadlines.items()}
        breaches = sorted(bureau.breaches(case.id))
        key = (case.place.group, case.place.item or case.id)
        found[key] = (case.state, case.data, case.counts, rows, breaches)
    return found


LAST = date(2026, 6, 1)


def told(story, sweeps):
    """Tell a story in which each act is told on its own day; sweep before acts as said."""
    bureau, root = begun()
    on = day(2)
    for step in story:
        then = on + timedelta(step[0])
        for n in range(1, (then - on).days + 1):
            if sweeps(on + timedelta(n)):
                bureau.sweep(on + timedelta(n))
        on = then
        act(bureau, root, step, on, on)
    bureau.sweep(LAST)
    return bureau


@settings(max_examples=60)
@given(STORIES, st.randoms(use_true_random=False))
def test_it_does_not_matter_when_the_sweep_runs(story, chance):
    daily = told(story, lambda on: True)
    never = told(story, lambda on: False)
    sometimes = told(story, lambda on: chance.random() < 0.3)
    assert ends(never) == ends(daily)
    assert ends(sometimes) == ends(daily)


@pytest.mark.parametrize("answer", ["agree", "object"])
@given(st.integers(0, 7), st.integers(0, 30), st.booleans())
@settings(max_examples=40)
def test_a_reply_counts_by_its_day_however_late_it_is_told(answer, replied, later, swept):
    """Served on Monday the 2nd, in time until the 9th; the sweep may have run till it is told."""
    found = []
    for sweeping in (False, swept):
        bureau, root = begun()
        (first, _) = bureau.children(root, "letters")
        on = day(2) + timedelta(replied)
        recorded = on + timedelta(later)
        if sweeping:
            bureau.sweep(recorded)
        bureau.fire(first, "reply", on, by="emil", told=recorded, form={"answer": answer})
        bureau.sweep(LAST)
        found.append(ends(bureau))
    assert found[0] == found[1]


class Shuffled(deque):
    """A queue that hands out its entries in any order."""

    chance = random.Random(0)

    def popleft(self):
        self.rotate(self.chance.randrange(len(self)))
        return super().popleft()


class ShuffledFamilies(MemoryFamilies):
    """Families that settle their cases in any order."""

    def _family(self, root, ctx):
        family = super()._family(root, ctx)
        family._queue = Shuffled()
        return family


@settings(max_examples=60)
@given(STORIES, st.integers(0, 9999))
def test_it_does_not_matter_in_which_order_the_cases_settle(story, seed):
    Shuffled.chance = random.Random(seed)
    found = []
    for families in (MemoryFamilies, ShuffledFamilies):
        bureau, root = begun(families=families)
        on = day(2)
        for step in story:
            on += timedelta(step[0])
            act(bureau, root, step, on, on + timedelta(step[4]))
        bureau.sweep(LAST)
        found.append(ends(bureau))
    assert found[0] == found[1]


def test_the_order_of_settling_is_really_shuffled():
    """Else the test above would prove nothing."""
    Shuffled.chance = random.Random(1)
    queue = Shuffled("abcdef")
    assert [queue.popleft() for _ in range(6)] != list("abcdef")
    family = ShuffledFamilies(Regulations([TRIAL]))._family("x", begun()[0].ctx)
    assert isinstance(family, Family)
    assert isinstance(family._queue, Shuffled)


# Every shipped regulation, by an officer who may do everything


ROLES = sorted({role for one in SHIPPED for role in one.regulation.roles})
DEPARTMENTS = ["HZ", "ZA", "FZ"]
EVERYWHERE = [
    Appointment(officer=officer, role=role, department=department, first=date.min)
    for officer in ("P1", "P2", "P3")
    for role in ROLES
    for department in DEPARTMENTS
]
CROWD = People(
    departments=[
        Department(id="HZ", name="户政", last=date(2026, 4, 30), successor="ZA"),
        Department(id="ZA", name="治安"),
        Department(id="FZ", name="法制"),
    ],
    officers=[Officer(name, name) for name in ("P1", "P2", "P3")],
    appointments=EVERYWHERE,
)
STARTS = [
    (f"{document.regulation.regulation}/{name}", transition.trigger)
    for document in SHIPPED
    for name, machine in document.regulation.machines.items()
    for transition in machine.transitions
    if transition.starting and not {"case", "clock", "rule"} >= set(transition.by)
]


CHANCES = st.integers(0, 2**32).map(random.Random)
"""Evenly spread, which what hypothesis draws itself is not."""


class Filling:
    """Fills forms by their schema: mostly as it should be, now and then not."""

    def __init__(self, chance, today):
        self.chance = chance
        self.today = today

    def form(self, document, fields):
        schema = form_schema(document.regulation, fields)
        kinds = {name: field.type.name for name, field in fields.items()}
        return {
            name: self.value(one, kinds[name])
            for name, one in schema["properties"].items()
            if name in schema["required"] or self.chance.random() < 0.8
        }

    def value(self, schema, kind):
        chance = self.chance
        if chance.random() < 0.01:
            return chance.choice([None, "", "x", 7, [], {}])
        if schema["type"] == "array":
            return [self.value(schema["items"], kind) for _ in range(chance.choice([1, 1, 2, 3]))]
        if schema["type"] == "object":
            return {name: self.value(one, "text") for name, one in schema["properties"].items()}
        if "enum" in schema or "examples" in schema:
            return chance.choice(schema.get("enum") or schema["examples"])
        if "oneOf" in schema:
            return chance.choice(schema["oneOf"])["const"]
        return self.word(schema, kind)

    def word(self, schema, kind):
        chance = self.chance
        if schema.get("format") == "date":
            return (
                self.today + timedelta(chance.choice([-20, -3, -1, 0, 0, 0, 1, 15, 40]))
            ).isoformat()
        if "pattern" in schema:
            return chance.choice(["0", "1", "59", "60", "75", "90", "100"])
        if kind == "department":
            return chance.choice(DEPARTMENTS)
        if kind == "officer":
            return chance.choice(["P1", "P2", "P3"])
        if kind == "period":
            return chance.choice(["3 working days", "15 calendar days", "none"])
        return chance.choice(["某事", "又一事", "HZ"])


def counted(bureau):
    """Return the children of each case by group and state, counted one by one."""
    found = {}
    for case in bureau.families.snapshots.values():
        if case.place.parent is not None:
            key = (case.place.parent, case.place.group)
            found.setdefault(key, Counter())[case.state] += 1
    return found


def kept(bureau):
    return {
        (case.id, group): Counter(numbers)
        for case in bureau.families.snapshots.values()
        for group, numbers in case.counts.items()
        if numbers
    }


class Walk(RuleBasedStateMachine):
    """A random walk through a shipped regulation."""

    def __init__(self):
        super().__init__()
        self.bureau = Bureau(*SHIPPED, staff=CROWD)
        self.today = date(2026, 3, 2)

    @initialize(start=st.sampled_from(STARTS), chance=CHANCES)
    def begin(self, start, chance):
        path, trigger = start
        name = path.partition("/")[0]
        document = next(d for d in SHIPPED if d.regulation.regulation == name)
        machine = self.bureau.regulations.machine(path, document.digest)
        for _ in range(20):
            arrow = chance.choice(by_officers(machine.arrows_for(trigger, None)))
            form = Filling(chance, self.today).form(document, arrow.form)
            role = chance.choice([r for r in arrow.rule.by if r in document.regulation.roles])
            command = self.bureau.command(trigger, self.today, "P1", form=form, role=role)
            if self.attempt("start", path, command):
                return

    def attempt(self, verb, where, command):
        """Ask; a refusal changes nothing at all."""
        before = contents(self.bureau.families)
        refused = error_of(
            (CaseError, CalendarError),
            getattr(self.bureau.families, verb), where, command, self.bureau.ctx,
        )  # fmt: skip
        assert refused is None or contents(self.bureau.families) == before
        return refused is None

    @rule(chance=CHANCES, tries=st.integers(2, 9))
    def fire(self, chance, tries):
        for _ in range(tries if self.bureau.families.snapshots else 0):
            case = self.bureau.case(chance.choice(sorted(self.bureau.families.snapshots)))
            machine = self.bureau.regulations.machine(case.machine, case.digest)
            turn = Turn(machine, case, self.today, self.bureau.ctx)
            officer = chance.choice(["P1", "P2", "P3"])
            offered = list(options(turn, officer))
            if not offered:
                continue
            untried = [one for one in offered if one.trigger not in case.acts]
            option = chance.choice(untried if untried and chance.random() < 0.6 else offered)
            document = self.bureau.regulations.documents[case.digest]
            form = Filling(chance, self.today).form(document, option.arrows[0].form)
            on = self.today - timedelta(chance.choice([0] * 12 + [1, 6]))
            command = self.bureau.command(
                option.trigger, on, officer, told=self.today, form=form, role=option.role
            )
            self.decide_twice(turn, command)
            self.attempt("fire", case.id, command)

    def decide_twice(self, turn, command):
        """`decide` is a function of its arguments."""
        found = []
        for _ in range(2):
            try:
                found.append(decide(turn, command))
            except (CaseError, CalendarError) as error:
                found.append(str(error))
        assert found[0] == found[1]

    @rule(days=st.integers(1, 12), swept=st.booleans())
    def wait(self, days, swept):
        self.today += timedelta(days)
        if swept:
            self.bureau.sweep(self.today)

    @invariant()
    def counts_are_those_of_the_children(self):
        assert kept(self.bureau) == counted(self.bureau)

    @invariant()
    def what_runs_has_an_end_and_what_is_over_does_not_run(self):
        for case in self.bureau.families.snapshots.values():
            machine = self.bureau.regulations.machine(case.machine, case.digest)
            for name, row in case.deadlines.items():
                how = machine.machine.deadlines[name]
                assert not row.running or case.state in how.runs_in
                assert row.status != "paused" or case.state in how.pauses_in
                assert row.status != "lapsed" or row.lapse is not None

    @invariant()
    def events_are_numbered_without_a_gap(self):
        for case in self.bureau.families.snapshots.values():
            numbers = [event.seq for event in self.bureau.history(case.id)]
            assert numbers == list(range(1, case.events + 1))


Walk.TestCase.settings = settings(
    max_examples=150, stateful_step_count=30, suppress_health_check=list(HealthCheck)
)
TestWalk = Walk.TestCase


def test_the_walks_can_start_in_every_shipped_regulation():
    assert {path.partition("/")[0] for path, _ in STARTS} == {
        document.regulation.regulation for document in SHIPPED
    }
