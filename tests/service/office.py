"""A bureau in a file, with the people of the examples, and a clock that stands where it is set."""

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
