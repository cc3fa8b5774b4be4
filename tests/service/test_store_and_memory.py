"""What is written and read again is what the engine decided: the store against memory."""

from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from office import TRIAL, day

from zwgov_workflow.audit import NO_EVENT, event_hash
from zwgov_workflow.calendar import SHANGHAI, WorkingCalendar
from zwgov_workflow.definition.reader import read_regulation
from zwgov_workflow.engine import Command, Context, MemoryFamilies, Regulations
from zwgov_workflow.engine.family import Family
from zwgov_workflow.errors import CaseError
from zwgov_workflow.people import Appointment, Department, Officer, People
from zwgov_workflow.store import Database, create_or_check
from zwgov_workflow.store.event_rows import Recording, record_of
from zwgov_workflow.store.queries import Queries
from zwgov_workflow.store.stored_families import StoredFamilies

REGULATIONS = Regulations([read_regulation(TRIAL)])
BUREAU = "b"


def seat(officer, role, department, **term):
    term = {"first": day(1, 1), **term}
    return Appointment(officer=officer, role=role, department=department, **term)


def people(*, abolished):
    return People(
        departments=[
            Department(id="HZ", name="户政", last=abolished, successor="FZ" if abolished else None),
            Department(id="FZ", name="法制"),
            Department(id="BGS", name="办公室"),
        ],
        officers=[Officer("anna", "A"), Officer("bert", "B"), Officer("carl", "C")],
        appointments=[
            seat("anna", "clerk", "HZ", last=abolished),
            seat("anna", "clerk", "FZ"),
            seat("bert", "clerk", "FZ"),
            seat("carl", "chief", "BGS"),
        ],
    )


class Stored:
    """Families in a database, with ids as those in memory get them."""

    def __init__(self):
        self.database = Database.connect("sqlite://")
        create_or_check(self.database)
        self._ids, self._steps = count(1), count(1)

    def _next_id(self):
        return f"case-{next(self._ids):04d}"

    def work(self, root, now, ctx, do):
        """Do something with a family, or nothing of it."""
        with self.database.begin() as connection:
            families = StoredFamilies(connection, BUREAU, REGULATIONS)
            found = Family(
                root=root or self._next_id(), cases=families, regulations=REGULATIONS, ctx=ctx,
                new_id=self._next_id,
            )  # fmt: skip
            do(found)
            step = f"step-{next(self._steps):04d}"
            families.write(found, Recording(bureau=BUREAU, step=step, now=now))


class Agreement(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.memory, self.stored = MemoryFamilies(REGULATIONS), Stored()
        self.today = day(2)
        self.ctx = Context(WorkingCalendar.of, people(abolished=None))

    def teardown(self):
        self.stored.database.dispose()

    @property
    def now(self):
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=SHANGHAI)

    def command(self, trigger, by="anna", back=0, **form):
        on = self.today - timedelta(back)
        return Command(trigger=trigger, officer=by, occurred_on=on, recorded_at=self.now, form=form)

    def both(self, in_memory, root, in_store):
        outcomes = []
        for attempt in (in_memory, lambda: self.stored.work(root, self.now, self.ctx, in_store)):
            try:
                attempt()
            except CaseError as error:
                outcomes.append((type(error), str(error)))
            else:
                outcomes.append(None)
        assert outcomes[0] == outcomes[1]

    @rule(
        asked=st.lists(st.sampled_from("abc"), max_size=3),
        note=st.sampled_from([None, "", "注"]),
        department=st.sampled_from(["HZ", "FZ", "BGS", "??"]),
    )
    def start(self, asked, note, department):
        command = self.command("open", asked=asked, note=note, department=department)
        self.both(
            lambda: self.memory.start("trial/matter", command, self.ctx),
            None,
            lambda family: family.start("trial/matter", command),
        )

    @precondition(lambda self: self.memory.snapshots)
    @rule(data=st.data(), by=st.sampled_from(["anna", "anna", "bert", "carl", "carl"]),
          back=st.sampled_from([0, 0, 0, 1, 3, 6]))  # fmt: skip
    def fire(self, data, by, back):
        case = self.memory.case(data.draw(st.sampled_from(sorted(self.memory.snapshots))))
        machine = REGULATIONS.machine(case.machine, case.digest)
        trigger = data.draw(st.sampled_from(machine.triggers_of(case.state) or ["close"]))
        form = {}
        if trigger in ("annotate", "add", "do"):
            name = {"annotate": "note", "add": "further", "do": "result"}[trigger]
            form = {name: data.draw(st.sampled_from(["x", "引“号”", 'a"b\\', ""]))}
        if trigger == "mend":
            form = {"begun": self.today - timedelta(data.draw(st.integers(0, 8)))}
        command = self.command(trigger, by, back, **form)
        self.both(
            lambda: self.memory.fire(case.id, command, self.ctx),
            case.place.root,
            lambda family: family.fire(case.id, command),
        )

    @rule(days=st.integers(1, 9))
    def time_passes(self, days):
        self.today += timedelta(days)

    @rule()
    def sweep(self):
        self.memory.pass_time(self.today, self.ctx)
        for root in sorted({case.place.root for case in self.memory.snapshots.values()}):
            self.stored.work(root, self.now, self.ctx, lambda f: f.pass_time(self.today))

    @rule()
    def a_department_ends(self):
        if self.ctx.people.department("HZ").last is None:
            self.ctx = Context(WorkingCalendar.of, people(abolished=self.today))

    @invariant()
    def both_have_the_same(self):
        with self.stored.database.read() as connection:
            families = StoredFamilies(connection, BUREAU, REGULATIONS)
            queries = Queries(connection, BUREAU)
            ids = sorted(self.memory.snapshots)
            kept = families.snapshots(queries.of_ids(ids)) if ids else []
            assert {case.id: case for case in kept} == self.memory.snapshots
            for case in self.memory.snapshots.values():
                self._same_history(queries, case)
                for group in case.counts:
                    children = self.memory.children(case.id, group)
                    assert families.children(case.id, group) == list(children)
                    for but in (frozenset(), frozenset(children[:1])):
                        assert families.moved_on(case.id, group, but) == self.memory.moved_on(
                            case.id, group, but
                        )
            for root in {case.place.root for case in self.memory.snapshots.values()}:
                assert sorted(families.running_before(root, self.today)) == sorted(
                    self.memory.running_before(root, self.today)
                )
                gone = frozenset(["HZ"])
                assert set(families.held_by(root, gone)) == set(self.memory.held_by(root, gone))

    def _same_history(self, queries, case):
        records = queries.history(case.id)
        previous = NO_EVENT
        for record, event in zip(records, self.memory.history[case.id], strict=True):
            previous = event_hash(record, previous)
            recording = Recording(bureau=BUREAU, step=record.step, now=record.recorded_at)
            again = record_of(event, case, record.position, recording)
            assert record == again
        assert [b.name for b in queries.breaches(case.id)] == [
            b.name for b in sorted(self.memory.breaches(case.id), key=lambda b: (b.seq, b.name))
        ]


Agreement.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


class TestAgreement(Agreement.TestCase):
    """The stateful test, as pytest finds it."""
