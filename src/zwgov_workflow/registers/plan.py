"""A mapping fitted to a table and a machine, and how it reads a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.registers.cells import day_in, text_in, value_in
from zwgov_workflow.registers.entry import DatedFact, Entry, RowProblem
from zwgov_workflow.registers.mapping import Fact, Named, RegisterMapping, Taken
from zwgov_workflow.registers.names import (
    Labels,
    deadlines_of,
    fields_of,
    groups_of,
    name_for,
    states_of,
    triggers_of,
)
from zwgov_workflow.registers.table import Cell, Row, Table

__all__ = ["ROW_WORDS", "Plan", "fitted"]

ROW_WORDS = (
    "something stands to the right of the last column",
    "is empty, and a day is needed",
    "is empty, and a state is needed",
    "no state of this kind of case",
    "no group of cases",
    "lies before the day of the row",
    "stands twice; first on line {line}",
)
"""What is said about a row."""

_SURPLUS, _NO_DAY, _NO_STATE, _OTHER_STATE, _OTHER_GROUP, _EARLY, _TWICE = ROW_WORDS

_DATE = FieldType.parse("date")
_TEXT = FieldType.parse("text")


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a case, what it is taken from, and its kind."""

    name: str
    taken: Taken
    kind: FieldType


@dataclass(frozen=True, slots=True)
class _Happened:
    """A fact of a case, and what it is taken from."""

    trigger: str
    on: Taken
    fields: Sequence[_Field]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How the rows of a table become cases of a machine."""

    mapping: RegisterMapping
    states: Labels
    groups: Labels
    fields: Sequence[_Field]
    due: Sequence[_Field]
    facts: Sequence[_Happened]
    _first: dict[str, int] = field(default_factory=dict)

    def wants(self, row: Row) -> bool:
        """Say whether the mapping is for this row."""
        only = self.mapping.only
        return only is None or text_in(row.cells[only.column.column or ""]) in only.words

    def read(self, row: Row) -> Entry | Sequence[RowProblem]:
        """Return the case that a row stands for, or all that is wrong with it."""
        return _Reading(self, row).entry()

    def column_of(self, name: str | None, trigger: str | None) -> str | None:
        """Return the column that a field of a case, or a fact or a field of it, is taken from."""
        facts = [fact for fact in self.facts if fact.trigger == trigger]
        if facts and name is None:
            return facts[0].on.column
        fields = (
            [one for fact in facts for one in fact.fields] if trigger else [*self.fields, *self.due]
        )
        return next((one.taken.column for one in fields if one.name == name), None)

    def first_line(self, name: str, line: int) -> int:
        """Return the line on which a name stood first."""
        return self._first.setdefault(name, line)


def fitted(
    mapping: RegisterMapping, table: Table, machine: CompiledMachine, regulations: Regulations
) -> Plan:
    """Return how *mapping* reads *table* into cases of *machine*.

    Raises:
        DefinitionError: It names a column, state, field, trigger or deadline that is not there;
            all that was found.
    """
    fitting = _Fitting(machine)
    for taken in mapping.taken():
        fitting.column(taken, table.columns)
    states, groups = states_of(machine), groups_of(regulations)
    fitting.words(mapping.state, states, Message("state"))
    if mapping.group is not None:
        fitting.words(mapping.group, groups, Message("group of cases"))
    deadlines = deadlines_of(machine)
    plan = Plan(
        mapping=mapping,
        states=states,
        groups=groups,
        fields=list(fitting.fields(mapping.fields)),
        due=list(fitting.named(mapping.due, deadlines, Message("deadline"), lambda _: _DATE)),
        facts=list(fitting.facts(mapping.facts)),
    )
    fitting.done()
    return plan


class _Fitting:
    """Fits what a mapping names to what there is, with what was found wrong so far."""

    def __init__(self, machine: CompiledMachine) -> None:
        self._machine = machine
        self._findings: list[Finding] = []

    def done(self) -> None:
        if self._findings:
            found = dict.fromkeys(sorted(self._findings, key=lambda one: one.line))
            raise DefinitionError(tuple(found))

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        try:
            yield
        except DefinitionError as error:
            self._findings += error.findings

    def column(self, taken: Taken, columns: Sequence[str]) -> None:
        if taken.column is None or taken.column in columns:
            return
        close = get_close_matches(taken.column, columns, n=1)
        message = Message(
            "the table has no column {column!r}; it has {columns} "
            "(for the same in each row write 'always:')",
            column=taken.column,
            columns=tuple(columns),
        )
        if close:
            message = Message(
                "the table has no column {column!r}. Did you mean {close!r}? "
                "(For the same in each row write 'always:'.)",
                column=taken.column,
                close=close[0],
            )
        self._findings += taken.node.error(message).findings

    def words(self, taken: Taken, labels: Labels, kind: Message) -> None:
        """Check the words that the mapping itself gives for a state or a group."""
        given = [taken.always] if taken.always else [*(taken.values or {}).values()]
        for word in given:
            with self._collecting():
                name_for(taken.node, word, labels, kind)

    def named(
        self,
        given: Iterable[Named],
        labels: Labels,
        kind: Message,
        type_of: Callable[[str], FieldType | None],
    ) -> Iterator[_Field]:
        for one in given:
            with self._collecting():
                name = name_for(one.node, one.name, labels, kind)
                yield _Field(name, one.taken, type_of(name) or _TEXT)

    def fields(self, given: Iterable[Named]) -> Iterator[_Field]:
        labels = fields_of(self._machine)
        return self.named(given, labels, Message("field"), self._machine.scope.type_of)

    def facts(self, given: Iterable[Fact]) -> Iterator[_Happened]:
        labels = triggers_of(self._machine)
        for one in given:
            with self._collecting():
                trigger = name_for(one.node, one.trigger, labels, Message("trigger"))
                yield _Happened(trigger, one.on, list(self.fields(one.data)))


class _Reading:
    """One reading of one row, with what was found wrong so far."""

    def __init__(self, plan: Plan, row: Row) -> None:
        self._plan = plan
        self._row = row
        self._problems: list[RowProblem] = []
        self._name = self._text(plan.mapping.name)

    def entry(self) -> Entry | Sequence[RowProblem]:
        mapping, audit = self._plan.mapping, self._plan.mapping.audit
        self._check_row()
        on = self._needed_day(mapping.on)
        opened = on if mapping.opened_on is mapping.on else self._needed_day(mapping.opened_on)
        parent = self._text(mapping.parent)
        entry = Entry(
            line=self._row.line,
            name=self._name,
            state=self._state(),
            opened_on=opened,
            on=on,
            fields=self._values(self._plan.fields),
            due=self._due(),
            facts=tuple(self._facts(on)),
            parent=parent or None,
            group=self._group(parent),
            by=self._text(audit.by) if audit else "",
            number=self._text(audit.number) if audit else "",
            title=self._text(audit.title) if audit else "",
        )
        return self._problems or entry

    def _check_row(self) -> None:
        if self._row.surplus:
            self._problem(None, _SURPLUS)
        if self._name:
            first = self._plan.first_line(self._name, self._row.line)
            if first != self._row.line:
                self._problem(self._plan.mapping.name, _TWICE.format(line=first))

    def _problem(self, taken: Taken | None, why: str) -> None:
        where = taken.column if taken else None
        self._problems.append(
            RowProblem(line=self._row.line, name=self._name, where=where, why=why)
        )

    def _cell(self, taken: Taken) -> Cell:
        """Return what is taken from the row, in the mapping's word for it where it has one."""
        if taken.column is None:
            return taken.always
        cell = self._row.cells[taken.column]
        if taken.values is None or cell == "":
            return cell
        return taken.values.get(text_in(cell), cell)

    def _text(self, taken: Taken | None) -> str:
        if taken is None:
            return ""
        try:
            return text_in(self._cell(taken))
        except ValueError as error:
            self._problem(taken, str(error))
            return ""

    def _day(self, taken: Taken) -> date | None:
        try:
            return day_in(self._cell(taken))
        except ValueError as error:
            self._problem(taken, str(error))
            return date.min

    def _needed_day(self, taken: Taken) -> date:
        day = self._day(taken)
        if day is None:
            self._problem(taken, _NO_DAY)
        return day or date.min

    def _state(self) -> str:
        taken = self._plan.mapping.state
        before = len(self._problems)
        word = self._text(taken)
        if not word and len(self._problems) == before:
            self._problem(taken, _NO_STATE)
        return self._called(taken, word, self._plan.states, _OTHER_STATE)

    def _group(self, parent: str) -> str | None:
        taken = self._plan.mapping.group
        if taken is None or (taken.always and not parent):
            return None  # a row without parent needs none, though the mapping gives all the same
        return self._called(taken, self._text(taken), self._plan.groups, _OTHER_GROUP) or None

    def _called(self, taken: Taken, word: str, labels: Labels, otherwise: str) -> str:
        """Return the name of what the register calls by a name or label."""
        found = [name for name, called in labels.items() if word == name or word in called]
        if word and len(found) != 1:
            self._problem(taken, otherwise)
        return found[0] if found else ""

    def _values(self, fields: Sequence[_Field]) -> Mapping[str, object]:
        values: dict[str, object] = {}
        for one in fields:
            try:
                value = self._value(one)
            except ValueError as error:
                self._problem(one.taken, str(error))
                continue
            if value is not None:
                values[one.name] = value
        return values

    def _value(self, one: _Field) -> object:
        """Return what a field holds; in a list, the mapping has a word for each entry."""
        taken = one.taken
        if not (one.kind.many and taken.values):
            return value_in(self._cell(taken), one.kind, taken.split)
        entries = value_in(self._row.cells[taken.column or ""], one.kind, taken.split)
        found = entries if isinstance(entries, list) else []
        return [taken.values.get(entry, entry) for entry in found] or None

    def _due(self) -> Mapping[str, date]:
        days = {one.name: self._day(one.taken) for one in self._plan.due}
        return {name: day for name, day in days.items() if day is not None}

    def _facts(self, since: date) -> Iterator[DatedFact]:
        for fact in self._plan.facts:
            day = self._day(fact.on)
            if day is None:
                continue
            if date.min < day < since:
                self._problem(fact.on, _EARLY)
            yield DatedFact(trigger=fact.trigger, on=day, fields=self._values(fact.fields))
