"""A bureau in memory: small regulations, a few people, and the verbs of a story."""

import re
from datetime import date, datetime, time
from textwrap import dedent, indent

from zwgov_workflow.calendar import SHANGHAI, WorkingCalendar
from zwgov_workflow.definition import check
from zwgov_workflow.definition.reader import parse_regulation
from zwgov_workflow.engine import Command, Context, MemoryFamilies, Regulations
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.people import Appointment, Department, Officer, People

HEADER = """\
regulation: {name}
format: 1
version: {since}
revision: 1
in_force_from: {since}
title: 试行办法
issuer: 某局
calendar: CN
"""
ROLES = {
    "clerk": "{held_in: department}",
    "chief": "{held_in: bureau}",
    "signer": "{held_in: bureau}",
    "applicant": "{is: person}",
    "court": "{recorded_by: [clerk]}",
}
UNSOURCED = "this says nothing of its source: give clauses, a reading or a law"


def day(n, month=3):
    """March 2026 has no holidays; the 2nd, 9th, 16th, 23rd and 30th are Mondays."""
    return date(2026, month, n)


def regulation(machines, more="", *, name="trial", since="2020-01-01", used=(), unsound=()):
    """Read a regulation and see that the checker finds nothing but *unsound* in it.

    The roles that it names are added. Sources of single elements are left out.
    """
    written = dedent(more) + "machines:\n" + indent(dedent(machines).strip("\n"), "  ") + "\n"
    roles = {role: how for role, how in ROLES.items() if re.search(rf"\b{role}\b", written)}
    if "court" in roles:
        roles["clerk"] = ROLES["clerk"]
    text = HEADER.format(name=name, since=since) + "roles:\n"
    text += "".join(f"  {role}: {how}\n" for role, how in roles.items()) + written
    document = parse_regulation(text, f"{name}.yaml")
    found = [one.message for one in check(document, used)]
    assert sorted(m for m in found if m != UNSOURCED) == sorted(unsound)
    return document


def people(*more, departments=()):
    """Anna is clerk of D1, Bert of D2, Carl chief, Dora signer, Emil everything everywhere."""
    seats = {"anna": [("clerk", "D1")], "bert": [("clerk", "D2")], "carl": [("chief", "HQ")]}
    seats |= {"dora": [("signer", "HQ")]}
    seats |= {"emil": [(r, d) for r in ("clerk", "chief", "signer") for d in ("D1", "D2", "HQ")]}
    appointments = [
        Appointment(officer=officer, role=role, department=department, first=date.min)
        for officer, held in seats.items()
        for role, department in held
    ]
    known = {d: Department(id=d, name=f"{d}科") for d in ("D1", "D2", "D3", "HQ")}
    known |= {d.id: d for d in departments}
    officers = {*seats, *(one.officer for one in more), "person"}
    return People(
        departments=known.values(),
        officers=[Officer(name, name) for name in officers],
        appointments=[*appointments, *more],
    )


class Bureau:
    """Cases in memory, and what may be done with them."""

    def __init__(
        self, *documents, staff=None, calendar=WorkingCalendar.of, families=MemoryFamilies, **ctx
    ):
        self.regulations = Regulations(documents)
        self.families = families(self.regulations)
        self.ctx = Context(calendar, staff or people(), **ctx)

    def command(self, trigger, on, by="anna", *, told=None, form=None, **rest):
        recorded_at = datetime.combine(told or on, time(12), SHANGHAI)
        return Command(
            trigger=trigger,
            officer=by,
            occurred_on=on,
            recorded_at=recorded_at,
            form=form or {},
            **rest,
        )

    def start(self, path, trigger, on, by="anna", **rest):
        """Start a case; return its id."""
        return self.families.start(path, self.command(trigger, on, by, **rest), self.ctx).id

    def fire(self, case, trigger, on, by="anna", **rest):
        """Fire a trigger; return the event of the act."""
        before = len(self.families.history[case])
        self.families.fire(case, self.command(trigger, on, by, **rest), self.ctx)
        own = self.families.history[case][before:]
        return next(e for e in own if e.trigger == trigger and e.kind in ("act", "late"))

    def take_in(self, path, *rows, today, **rest):
        """Import cases; return their ids or, where nothing was taken, the problems as text."""
        intake = self.families.take_in(path, rows, today, self.ctx, **rest)
        if intake.problems:
            return [str(problem) for problem in intake.problems]
        return [taken.case_id for taken in intake.taken]

    def sweep(self, on):
        self.families.pass_time(on, self.ctx)

    def case(self, case):
        return self.families.case(case)

    def state(self, case):
        return self.case(case).state

    def data(self, case):
        return self.case(case).data

    def row(self, case, name):
        return self.case(case).deadlines[name]

    def children(self, case, group):
        return list(self.families.children(case, group))

    def history(self, case):
        return self.families.history[case]

    def breaches(self, case):
        return [breach.name for breach in self.families.breaches(case)]

    def view(self, case, on):
        case = self.case(case)
        machine = self.regulations.machine(case.machine, case.digest)
        return Turn(machine, case, on, self.ctx).view()


def contents(families):
    """All that is kept, to compare."""
    history = {case: list(events) for case, events in families.history.items()}
    breaches = {case: list(found) for case, found in families._breaches.items()}
    return dict(families.snapshots), history, breaches, set(families._superseded)


def error_of(kinds, call, *arguments):
    """Return the error of one of *kinds* that a call ends in, if it does."""
    try:
        call(*arguments)
    except kinds as error:
        return error
    return None
