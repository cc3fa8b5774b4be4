"""The intake of cases from elsewhere: row by row read, checked, and taken into families."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from zwgov_workflow.calendar import Direction
from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.engine.case import Place, Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Turn
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.form import Entered, incomplete, read_form
from zwgov_workflow.engine.imported import ImportedCase, ImportedFact, Origin, opened
from zwgov_workflow.engine.item import child_fields, item_key
from zwgov_workflow.engine.later_fact import followed, settled
from zwgov_workflow.engine.proposal import without_missing
from zwgov_workflow.engine.unfit import Unfit, fact_problem, field_problem, row_problem
from zwgov_workflow.engine.value import Data
from zwgov_workflow.errors import (
    CalendarError,
    CaseError,
    EngineFault,
    FieldProblem,
    ImportProblem,
    NotInForce,
)
from zwgov_workflow.people import People

__all__ = ["Intake", "Taken"]

_OTHERWISE = "its parent has it otherwise"
_NOTHING_TO_COUNT_FROM = "is missing, and a deadline of the state is counted from it"


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that was taken: the case it became, and how many facts followed."""

    source: str
    case_id: str
    facts: int


@dataclass(kw_only=True)
class Intake:
    """Takes rows in, one after another, and keeps what is wrong with them.

    A row with a problem may have been taken in part: then nothing of the intake is to be kept.

    Attributes:
        path: The machine, ``regulation/machine``.
        today: The day it is; nothing can be of a later one.
        account: The service account that brings the rows in.
        file: The digest of the file they come from.
        yardstick: Whether the latest version measures also what is older than it.
        begin: Gives a family for a case without parent.
        family_of: Gives the family of a case that is there, and its id; None where none is.
        families: The families that were touched, in the order of the rows.
        problems: What is wrong.
    """

    path: str
    today: date
    account: str
    file: str | None
    yardstick: bool
    begin: Callable[[], Family]
    family_of: Callable[[str], tuple[Family, str] | None]
    families: dict[str, Family] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    _known: dict[str, tuple[Family, str] | None] = field(default_factory=dict)

    def take(self, row: ImportedCase) -> None:
        """Take a row in, or keep what is wrong with it."""
        if row.source in self._known:
            self.problems.append(row_problem(row, "another row has the same source"))
            return
        self._known[row.source] = None
        try:
            family, case = self._opened(row)
            for fact in row.facts:
                case = self._happened(row, family, case, fact)
        except Unfit as unfit:
            self.problems += unfit.problems
        except CalendarError:
            self.problems.append(
                row_problem(row, "a deadline of it leaves the days of the calendar")
            )
        except (CaseError, EngineFault) as error:  # of a lapse, which the checker rules out
            self.problems.append(
                row_problem(row, f"what follows of it is refused: {type(error).__name__}")
            )
        else:
            self._known[row.source] = family, case.id
            self.taken.append(Taken(row.source, case.id, len(row.facts)))

    # The opening

    def _opened(self, row: ImportedCase) -> tuple[Family, Snapshot]:
        on, since = to_day(row.on), to_day(row.opened_on or row.on)
        days = tuple(self._wrong_days(row, since, on))
        family, place, given = self._place(row)
        unborn = self._unborn(row, family, place, since)
        machine = family.machine(unborn)
        entered = _read(row, machine, given, family.ctx.people)
        problems = tuple(field_problem(row, machine, p.field, p.problem) for p in entered.problems)
        if row.state not in machine.machine.states:
            raise Unfit(*days, *problems, row_problem(row, "the machine has no such state"))
        unborn = replace(unborn, data=entered.values, opened_on=since)
        unborn = replace(unborn, data=_with_settings(family.turn(unborn, since), row.state))
        problems += tuple(_missing(row, family.turn(unborn, on), entered))
        problems += tuple(_wrong_deadlines(row, machine))
        if not (days or problems):  # what follows from a field that is wrong is not told beside it
            problems = tuple(self._uncounted(row, family.turn(unborn, on)))
        if days or problems:
            raise Unfit(*days, *problems)
        unborn = replace(unborn, place=_item(row, family, place, unborn.data))
        due = {name: to_day(day) for name, day in row.due.items()}
        outcome = opened(family.turn(unborn, on), row.state, due, self._origin(row, machine))
        _over_before(row, machine, outcome.case)
        self.families[family.root] = family
        return family, family.admit(unborn, outcome)

    def _wrong_days(self, row: ImportedCase, since: date, on: date) -> Iterator[ImportProblem]:
        if on > self.today:
            yield row_problem(row, f"the day of its state lies ahead of {self.today}")
        if since > on:
            yield row_problem(row, "it was opened after the day of its state")

    def _uncounted(self, row: ImportedCase, turn: Turn) -> Iterator[ImportProblem]:
        """Yield what keeps a deadline of the state from running: it would never lapse.

        That is the day it is counted from, where the row has neither that nor its last day, or
        has one that is not yet.
        """
        view = turn.view()
        for name, rule in turn.machine.machine.deadlines.items():
            if row.state not in rule.runs_in or name in row.due or rule.anchor is None:
                continue
            period, anchor = view.period_of(name), view.value(rule.anchor)
            if period is None:
                continue
            if anchor is None:
                yield field_problem(row, turn.machine, rule.anchor, _NOTHING_TO_COUNT_FROM)
            elif (
                isinstance(anchor, date)
                and anchor > self.today
                and period.direction is Direction.FORWARD
            ):
                text = f"lies ahead of {self.today}, and a deadline of the state is counted from it"
                yield field_problem(row, turn.machine, rule.anchor, text)

    def _place(self, row: ImportedCase) -> tuple[Family, Place, Data]:
        """Return the family that a row belongs to, its place, and what its parent gives it."""
        if (row.parent is None) != (row.group is None):
            raise Unfit(row_problem(row, "a parent and its group go together"))
        if row.parent is None or row.group is None:
            family = self.begin()
            return family, Place(family.root), {}
        family, parent = self._parent(row, row.parent)
        machine = family.machine(parent)
        group = machine.machine.children.get(row.group)
        if group is None or group.machine != self.path:
            raise Unfit(row_problem(row, "its parent has no such group of this machine"))
        view = family.turn(parent, self.today).view()
        given = {child: view.value(path) for child, path in group.give.items()}
        return family, Place(family.root, parent.id, row.group), without_missing(given)

    def _parent(self, row: ImportedCase, word: str) -> tuple[Family, Snapshot]:
        if word in self._known:
            found = self._known[word]
            if found is None:
                raise Unfit(row_problem(row, "the row of its parent was not taken"))
        else:
            found = self.family_of(word)
            if found is None:
                raise Unfit(row_problem(row, "its parent is not there"))
        family = self.families.setdefault(found[0].root, found[0])
        return family, family.case(found[1])

    def _unborn(self, row: ImportedCase, family: Family, place: Place, since: date) -> Snapshot:
        """Return the case before it is opened, pinned to its version of the regulation."""
        name, _, machine = self.path.partition("/")
        try:
            if self.yardstick:
                digest = family.regulations.latest(name).digest
            elif place.parent is not None:
                digest = family.digest_for(family.case(place.parent), self.path, since)
            else:
                digest = family.regulations.in_force(name, since).digest
        except NotInForce as error:
            raise Unfit(
                row_problem(row, f"the regulation is in force only since {error.first}")
            ) from None
        if machine not in family.regulations.documents[digest].regulation.machines:
            raise Unfit(row_problem(row, "the regulation had no such machine then"))
        case_id = family.root if place.parent is None else family.new_id()
        return Snapshot(id=case_id, place=place, machine=self.path, digest=digest)

    def _origin(self, row: ImportedCase, machine: CompiledMachine) -> Origin:
        regulation = machine.regulation
        since = to_day(row.opened_on or row.on)
        older = since < regulation.in_force_from
        against = f"{regulation.regulation} {regulation.version}"
        measured = against if older else None
        return Origin(
            source=row.source, account=self.account, file=self.file, measured_against=measured
        )

    # What happened later

    def _happened(
        self, row: ImportedCase, family: Family, case: Snapshot, fact: ImportedFact
    ) -> Snapshot:
        on, machine = to_day(fact.on), family.machine(case)
        if on > self.today:
            raise Unfit(fact_problem(row, fact, f"its day lies ahead of {self.today}"))
        if case.last_on is not None and on < case.last_on:
            raise Unfit(fact_problem(row, fact, f"its day lies before {case.last_on}"))
        family.lapse_alone(case.id, on)
        case = family.case(case.id)
        outcome = followed(row, fact, family.turn(case, on), self._origin(row, machine))
        return family.admit(case, outcome)


def _read(row: ImportedCase, machine: CompiledMachine, given: Data, people: People) -> Entered:
    """Return the fields of a row, with those that its parent gives, and what is wrong."""
    entered = read_form(machine, machine.every_field, row.data, people)
    otherwise = [
        FieldProblem(field=name, problem=_OTHERWISE)
        for name, value in entered.values.items()
        if name in given and given[name] != value
    ]
    return replace(
        entered,
        values={**given, **entered.values},
        problems=(*entered.problems, *otherwise),
    )


def _with_settings(turn: Turn, state: str) -> Data:
    """Return the data of a case with what its start has set, where the source does not say it.

    That is what all starts agree on that the data allow and, if there are such, that lead to
    *state*.
    """
    machine, data = turn.machine, turn.case.data
    starts = [
        arrow
        for trigger in machine.triggers_of(None)
        for arrow in machine.arrows_for(trigger, None)
        if arrow.when(turn.view())
    ]
    nearest = [arrow for arrow in starts if arrow.rule.to == state] or starts
    proposals = [settled(turn, arrow, data) for arrow in nearest]
    known = [found for found in proposals if found is not None]
    if not known:
        return data
    agreed = {
        name: value
        for name, value in known[0].items()
        if all(other.get(name) == value for other in known[1:])
    }
    return {**agreed, **data}


def _missing(row: ImportedCase, turn: Turn, entered: Entered) -> Iterator[ImportProblem]:
    """Yield what the machine asks of every case and the row does not have."""
    known = replace(entered, values=turn.case.data)
    for one in incomplete(turn.machine.machine.data, known, turn.view()):
        yield field_problem(row, turn.machine, one.field, one.problem)


def _wrong_deadlines(row: ImportedCase, machine: CompiledMachine) -> Iterator[ImportProblem]:
    for name in row.due:
        rule = machine.machine.deadlines.get(name)
        if rule is None or row.state not in rule.runs_in:
            yield row_problem(row, f"no deadline '{name}' runs in this state")


def _over_before(row: ImportedCase, machine: CompiledMachine, case: Snapshot) -> None:
    """Refuse a state in which the case cannot have stood on its day: a lapse had moved it on."""
    for known in case.deadlines.values():
        rule = machine.machine.deadlines[known.name]
        if known.running and rule.on_lapse.fire is not None and known.due < to_day(row.on):
            label = rule.label or known.name
            raise Unfit(
                row_problem(row, f"its deadline '{label}' was over before it came to this state")
            )


def _item(row: ImportedCase, family: Family, place: Place, data: Data) -> Place:
    """Return the place with the item of the parent's list that the case stands for."""
    if place.parent is None or place.group is None:
        return place
    parent = family.case(place.parent)
    machine = family.machine(parent)
    group = machine.group(place.group)
    if machine.is_final(parent.in_state) and not group.outlives:
        raise Unfit(row_problem(row, "its parent has ended"))
    if group.for_each is None:
        return place
    entries = family.turn(parent, to_day(row.on)).view().value(group.for_each)
    for entry in entries if isinstance(entries, tuple) else ():
        if child_fields(group, entry).items() <= data.items():
            key = item_key(entry)
            if key in parent.items.get(place.group, ()):
                raise Unfit(row_problem(row, "its parent has this part already"))
            return replace(place, item=key)
    raise Unfit(row_problem(row, "the list of its parent has no such part"))
