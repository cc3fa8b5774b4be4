"""A bureau in a file, with the people of the examples, and a clock that stands where it is set."""

import sqlite3
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

from zwgov_workflow import WorkflowEngine
from zwgov_workflow.calendar import SHANGHAI

PEOPLE = Path(__file__).parents[2] / "examples" / "people.yaml"
LETTER = {
    "title": "户籍窗口服务指南",
    "document_number": "无",
    "content_description": "条件、材料和时限",
    "produced_on": "2026-02-09",
    "issuing_body": "中卫市公安局",
    "matters_to_coordinate": "是否公开第三部分",
    "proposer_opinion": "公开",
    "proposer_basis": "条例第二十条",
}


def day(number, month=3):
    return date(2026, month, number)


class Clock:
    """Gives the moment it is set to."""

    def __init__(self, now=datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)):
        self.now = now

    def __call__(self):
        return self.now

    def on(self, found):
        self.now = datetime(found.year, found.month, found.day, 10, tzinfo=SHANGHAI)


class Office:
    """An engine and its people, with short ways to do what these tests do all the time."""

    def __init__(self, url, bureau="zhongwei-psb", clock=None):
        self.url = url
        self.clock = clock or Clock()
        self.engine = WorkflowEngine.open(url, bureau=bureau, clock=self.clock)
        self.engine.load_people(PEOPLE, on=day(1, 1))
        self.meet()

    def meet(self):
        officer = self.engine.officer
        self.wang, self.ma, self.li = officer("P0031"), officer("P0032"), officer("P0033")
        self.office, self.head = officer("P0034"), officer("P0035")
        self.nightly = self.engine.service("nightly")

    def coordination(self, on, *departments, engine=None, **more):
        data = {
            "proposing_department": "HZ",
            "concerned_departments": list(departments or ["FZ"]),
            "made_on": on,
        }
        engine = engine or self.engine
        return engine.start("release_coordination", by=self.wang, on=on, data=data, **more)

    def asked(self, case, engine=None):
        engine = engine or self.engine
        found = engine.cases(machine="release_coordination/consultation", reader=self.nightly)
        return [one for one in found if one.root == case.root]

    def awaiting(self, on, *departments):
        """Return a coordination and its consultations, all signed for on *on*."""
        case = self.coordination(on, *departments)
        self.engine.fire(case.id, "write_letter", by=self.wang, on=on, form=LETTER)
        signers = {"FZ": self.ma, "JJ": self.li}
        found = []
        for one in self.asked(case):
            self.engine.fire(one.id, "send", by=self.wang, on=on)
            signer = signers[one.data["department"]]
            form = {"received_on": on}
            found.append(self.engine.fire(one.id, "receive", by=signer, on=on, form=form))
        return case, found

    def state(self, case):
        return self.engine.case(case.id, reader=self.nightly).state

    def review(self, on, engine=None, **more):
        """Start a secrecy review, which starts nothing else."""
        engine = engine or self.engine
        data = {"department": "HZ", "is_secrecy_matter": "no", "title": "户籍窗口服务指南"}
        return engine.start("secrecy_review", by=self.wang, on=on, data=data, **more)

    def people(self, folder, *changes, engine=None, on=None, **more):
        """Load the people of the examples with *changes*: pairs of old and new text."""
        text = PEOPLE.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = folder / "people.yaml"
        path.write_text(text, encoding="utf-8")
        return (engine or self.engine).load_people(path, on=on, **more)

    def rows(self, query, *values):
        """Ask the database past the engine."""
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, statement, *values):
        """Change the database past the engine."""
        with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as connection:
            connection.execute(statement, values)
            connection.commit()

    def everything(self, *but):
        """Return all rows of all tables, *but* those of some."""
        tables = [
            name for (name,) in self.rows("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        return {
            t: sorted(self.rows(f"SELECT * FROM {t}"), key=repr) for t in tables if t not in but
        }


TRIAL = Path(__file__).parent / "trial.yaml"


class Trial(Office):
    """An office that tries a regulation in which much can happen in few steps."""

    def __init__(self, url):
        super().__init__(url)
        self.engine.add_regulation(TRIAL)
        self.folder = Path(url.removeprefix("sqlite:///")).parent
        role = "  - {{officer: {}, role: {}, department: {}, from: 2019-12-10}}\n"
        staff = (("P0031", "clerk", "HZ"), ("P0032", "clerk", "FZ"), ("P0034", "chief", "BGS"))
        seats = "".join(role.format(*one) for one in staff)
        self.people(self.folder, ("appointments:\n", f"appointments:\n{seats}"), on=day(1, 1))

    def matter(self, on, *asked, **more):
        data = {"department": "HZ", "asked": list(asked)}
        return self.engine.start("trial", by=self.wang, on=on, data=data, **more)

    def parts(self, case):
        found = self.engine.cases(machine="trial/part", reader=self.nightly)
        return [one for one in found if one.root == case.root]


@contextmanager
def unchanged(office, *but):
    """See that nothing is changed in the database, *but* in some tables."""
    before = office.everything(*but)
    yield
    assert office.everything(*but) == before


REFUSAL = "SELECT trigger_name, officer, reason, detail, case_id, occurred_on FROM zw_refusal"
