"""One disclosure over Spring Festival, from the day a document was formed to its publication.

Title, number, issuers and day of formation are those of a real joint document. The bureau, its
people and what they do (``spring_festival.yaml``) are made up: two departments are asked, one of
them never replies. The clock is moved by hand, a sweep runs every night, and all else follows from
the regulations. Run with ``make demo``, or by itself.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.text import Text

from zwgov_workflow import Case, CaseError, WorkflowEngine
from zwgov_workflow.audit import EventRecord

HERE = Path(__file__).parent
DOCUMENT = "D1906"
ENGLISH = (os.environ.get("ZWGOV_LANG") or os.environ.get("LANG", "")).startswith("en")
ONE_DAY = timedelta(days=1)
SHOWN = ("act", "started", "told", "rule", "lapse")
"""The kinds of events that are shown; fields that follow one another and reminders are not."""

console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def words(chinese: str, english: str) -> str:
    """Return what is said, in the language of the reader."""
    return english if ENGLISH else chinese


def dated(day: date) -> str:
    """Return a day with its weekday."""
    weekdays = words("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun").split()
    return f"{day} {weekdays[day.weekday()]}"


class Stage:
    """A bureau in memory, its clock moved by hand, and what was shown of it so far."""

    def __init__(self, document: Mapping[str, str]) -> None:
        self.document = document
        self.now = datetime.fromisoformat(document["issue_date"]).replace(hour=1, tzinfo=UTC)
        self.engine = WorkflowEngine.open("sqlite://", bureau="demo", clock=lambda: self.now)
        self.engine.load_people(HERE / "people.yaml", on=date(2019, 12, 10))
        self.nightly = self.engine.service("nightly")
        self.shown: dict[str, int] = {}
        self.clocks: set[tuple[str, str]] = set()

    def play(self, act: Mapping[str, Any]) -> None:
        """Let the nights pass up to the day of *act*, then let its officer do it."""
        while self.engine.today() < act["day"]:
            self.now += ONE_DAY
            self.engine.sweep(by=self.nightly)
            night = words("夜间批处理, 没有人办理", "nobody acts; the nightly sweep runs")
            self.tell(f"{dated(self.engine.today())}  {night}")
        heading = f"{dated(act['day'])}  {words(act['zh'], act['en'])}"
        try:
            self.do(act)
        except CaseError as refusal:
            if not act.get("refused"):
                raise
            console.print(Text(f"\n{heading}", "bold"))
            console.print(Text(words("  × 不予办理: ", "  × refused: ") + told_why(refusal), "red"))
        self.tell(heading)

    def do(self, act: Mapping[str, Any]) -> None:
        """Start the case of *act*, or fire its trigger."""
        officer, form = self.engine.officer(act["officer"]), self.filled(act)
        case = self.case_of(act)
        if case is None:
            self.engine.start(act["machine"], by=officer, data=form, trigger=act["trigger"])
        else:
            self.engine.fire(case.id, act["trigger"], by=officer, form=form)

    def filled(self, act: Mapping[str, Any]) -> dict[str, object]:
        """Return the form of *act*, with what it asks of the document."""
        form = dict(act.get("form", {}))
        if act["trigger"] in ("create", "write_letter"):
            form["title"] = self.document["title"]
        if act["trigger"] == "write_letter":
            form["document_number"] = self.document["document_number"]
            form["issuing_body"] = self.document["issuing_bodies"].replace(";", "、")
        return form

    def case_of(self, act: Mapping[str, Any]) -> Case | None:
        """Return the case that *act* is about; None where it starts it."""
        for case in self.engine.cases(machine=act["machine"], reader=self.nightly):
            if act.get("department") in (None, case.data.get("department")):
                return case
        return None

    # What is told

    def tell(self, heading: str) -> None:
        """Print what was recorded since the last time, if anything, under *heading*."""
        fresh = [pair for pair in self.fresh() if pair[1].kind in SHOWN]
        if not fresh:
            return
        console.print(Text(f"\n{heading}", "bold"))
        for case, event in sorted(fresh, key=lambda pair: (pair[1].step, pair[1].position)):
            console.print(f"  {self.event_told(case, event)}")
        for case_id in dict.fromkeys(case.id for case, _ in fresh):
            self.tell_clocks(case_id)

    def fresh(self) -> Iterator[tuple[Case, EventRecord]]:
        """Yield the events that were not looked at yet, with their cases."""
        for case in self.engine.cases(reader=self.nightly):
            known = self.shown.get(case.id, 0)
            events = self.engine.history(case.id, reader=self.nightly)[known:]
            self.shown[case.id] = known + len(events)
            yield from ((case, event) for event in events)

    def event_told(self, case: Case, event: EventRecord) -> str:
        """Return who did what, where it led, and by which clause."""
        who = "  ↳ "
        if event.officer:
            people = self.engine.people()
            name = people.officer(event.officer).name
            who = f"{people.department(event.department).name} {name}: "
        states = self.engine.regulations().machine(case.machine, case.digest).machine.states
        sources = " ".join(event.notes["sources"])
        about = f"{case.label}{self.of_whom(case)}"
        return f"{who}{about}, {event.label} → {states[event.to_state].label}  [{sources}]"

    def of_whom(self, case: Case) -> str:
        """Return the department that tells a consultation from the others."""
        if case.machine != "release_coordination/consultation":
            return ""
        return f"({self.engine.people().department(str(case.data['department'])).name})"

    def tell_clocks(self, case_id: str) -> None:
        """Print the clocks of a case that have just begun to run, with the days that are odd."""
        why = self.engine.why(case_id, reader=self.nightly)
        for one in why.deadlines:
            counted = why.counted.get(one.deadline.name)
            if counted is None or (case_id, one.deadline.name) in self.clocks:
                continue
            self.clocks.add((case_id, one.deadline.name))
            amount = words(f"{counted.rule.amount}个工作日", str(counted.rule))
            line = f"  ◷ {one.label}{self.of_whom(one.case)}: {one.deadline.anchor} + {amount}"
            sources = " ".join(one.sources)
            console.print(Text(f"{line} = {dated(one.deadline.due)}  [{sources}]", "cyan"))
            for told in odd_days(day.fact for day in counted.days):
                console.print(Text(f"      {told}", "dim"))


def told_why(refusal: CaseError) -> str:
    """Return the demands that stand against an act, each with its clauses."""
    return "; ".join(
        f"{one.label} [{' '.join(one.sources)}]" for one in getattr(refusal, "unmet", ())
    )


def odd_days(facts: Iterable[Any]) -> Iterator[str]:
    """Yield the holidays that were not counted, and the days of a weekend that were."""
    odd = (fact for fact in facts if fact.source)
    for (working, source), run in groupby(odd, key=lambda fact: (fact.working, fact.source)):
        days = list(run)
        last = f" – {dated(days[-1].day)}" if len(days) > 1 else ""
        holiday = days[0].holiday
        off = words(f"{holiday}放假, 不计入", f"{holiday}, off, not counted")
        told = words("调休上班, 计入", "made up for, worked and counted") if working else off
        yield f"{dated(days[0].day)}{last}: {told} ({source})"


def main() -> None:
    """Play it."""
    with (HERE / "documents.csv").open(encoding="utf-8", newline="") as file:
        document = next(row for row in csv.DictReader(file) if row["id"] == DOCUMENT)
    acts = yaml.safe_load((HERE / "spring_festival.yaml").read_text(encoding="utf-8"))["acts"]
    console.print(Text(f"{document['document_number']} {document['title']}", "bold"))
    formed = document["issue_date"]
    console.print(
        words(
            f"{formed}成文。标题、文号、发文机关和日期是真实的, 单位、人员和办理经过是虚构的。",
            f"Formed {formed}. Title, number, issuers, day are real; bureau, people, acts are not.",
        )
    )
    stage = Stage(document)
    for act in acts:
        stage.play(act)
    [case] = stage.engine.cases(machine=acts[0]["machine"], reader=stage.nightly)
    row = case.deadlines["publish_by"]
    left = stage.engine.calendar().working_days_between(stage.engine.today(), row.due)
    chinese = f"{case.number} {case.state_label}, 比{dated(row.due)}的期限早{left}个工作日。"
    english = f"{case.number} {case.state_label}, {left} working days before {dated(row.due)}."
    console.print(Text("\n" + words(chinese, english), "bold green"))


if __name__ == "__main__":
    main()
