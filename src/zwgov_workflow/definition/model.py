"""What a regulation file may say: its elements as frozen models, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.definition.condition import Condition, Frozen, Words, YesNo
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.errors import InvalidPeriod, Message
from zwgov_workflow.sourcefile import parse_date

__all__ = [
    "ACTORS",
    "Breach",
    "Cited",
    "DateRule",
    "Deadline",
    "Enumeration",
    "Form",
    "FormField",
    "Group",
    "Lapse",
    "Letter",
    "Machine",
    "Parameter",
    "Regulation",
    "Requirement",
    "Role",
    "Setting",
    "State",
    "Table",
    "TableRow",
    "Tally",
    "Tell",
    "Transition",
    "Value",
]

ACTORS = ("clock", "rule", "case", "succession")
"""What fires a transition when nobody does: a lapse, a condition, the parent, an abolition."""

_NAME = r"^[a-z][a-z0-9_]*$"
_CLAUSE = r"^[A-Z]{1,3}-[0-9A-Za-z-]+$"

Name = Annotated[str, Field(pattern=_NAME)]
ClauseId = Annotated[str, Field(pattern=_CLAUSE)]
ReadingId = Annotated[str, Field(pattern=r"^A-[0-9]+$")]
Label = Annotated[str, Field(min_length=1, max_length=200)]
Value = Annotated[
    Annotated[str, Tag("<word>")] | Annotated[tuple[str, ...], Tag("<list>")],
    Discriminator(lambda value: "<word>" if isinstance(value, str) else "<list>"),
]
"""A word, or a list of words."""


def _type_phrase(value: object) -> object:
    if not isinstance(value, str):
        message = Message("expected a type such as 'optional list of department'")
        raise ValueError(message)  # noqa: TRY004 (for pydantic)
    return FieldType.parse(value)


def _period(value: object) -> object:
    if isinstance(value, str) and value[:1].isdigit():
        try:
            PeriodRule.parse(value)
        except InvalidPeriod as error:
            raise ValueError(str(error)) from None
    return value


def _date(value: object) -> object:
    return parse_date(value) if isinstance(value, str) else value


def _count(value: object) -> object:
    if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
        raise ValueError(Message("{value!r} is not a whole number", value=value))
    return int(value)


Day = Annotated[date, BeforeValidator(_date, json_schema_input_type=str)]
Count = Annotated[int, BeforeValidator(_count, json_schema_input_type=str), Field(ge=1)]

TypePhrase = Annotated[FieldType, BeforeValidator(_type_phrase, json_schema_input_type=str)]
PeriodText = Annotated[str, BeforeValidator(_period)]
"""A period such as ``5 working days``, a parameter or a field that holds one, or ``none``."""


class Cited(Frozen):
    """An element and its source in the law."""

    label: Label | None = None
    clauses: tuple[ClauseId, ...] = ()
    reading: ReadingId | None = None
    law: str | None = None
    quote: str | None = None

    @property
    def sourced(self) -> bool:
        """Whether it says where it comes from."""
        return bool(self.clauses or self.reading or self.law)


class Parameter(Cited):
    """A number, switch or list that a bureau sets."""

    type: TypePhrase
    value: Value


class EnumerationValue(Cited):
    """A code word with its label."""


class Enumeration(Cited):
    """A closed list of words, or code words with labels; open where the text says 等、其他."""

    values: Annotated[
        Annotated[tuple[str, ...], Tag("<list>")]
        | Annotated[Mapping[Name, EnumerationValue], Tag("<codes>")],
        Discriminator(lambda value: "<codes>" if isinstance(value, Mapping) else "<list>"),
    ]
    open: YesNo = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words themselves."""
        return tuple(self.values)


class Role(Cited):
    """Who may act: by an appointment, as a person named, or through those who record for him."""

    held_in: Name | None = None
    is_: Name | None = Field(None, alias="is")
    recorded_by: Words | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Role:
        ways = [self.held_in, self.is_, self.recorded_by]
        if sum(way is not None for way in ways) != 1:
            raise ValueError(Message("a role has exactly one of held_in, is, recorded_by"))
        return self


class FormField(Cited):
    """A field of a form, or of a case's own data. A bare phrase in the file is its type."""

    type: TypePhrase
    required_when: Condition | None = None
    only: Words | None = None
    choices_from: str | None = None
    if_abolished: Name | None = None
    columns: Mapping[Name, TypePhrase] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_phrase(cls, value: Any) -> Any:  # noqa: ANN401 (whatever stands in the file)
        return {"type": value} if isinstance(value, str) else value


Form = Mapping[Name, FormField]
FormOrName = Annotated[
    Annotated[Name, Tag("<name>")] | Annotated[Form, Tag("<fields>")],
    Discriminator(lambda value: "<name>" if isinstance(value, str) else "<fields>"),
]
"""The name of a form, or its fields on the spot."""

ChildField = Annotated[
    Annotated[Name, Tag("<name>")] | Annotated[Mapping[Name, Name], Tag("<columns>")],
    Discriminator(lambda value: "<name>" if isinstance(value, str) else "<columns>"),
]
"""The child's field for an item, or its fields for the columns of a row."""


class TableRow(Cited):
    """One row: what it is for, and what follows."""

    when: Condition
    then: Mapping[Name, Value]


class Table(Cited):
    """A decision table; exactly one row fits."""

    rules: Annotated[tuple[TableRow, ...], Field(min_length=1)]


class Breach(Cited):
    """A recorded overdue or missing step: a lead, never a finding."""

    lead: ClauseId | None = None
    department: Name | None = None


class Letter(Cited):
    """A letter the regulation demands: to whom, with which fields in which order."""

    addressee: Name
    fields: Annotated[tuple[Name, ...], Field(min_length=1)]


class Tally(Cited):
    """A number counted from the engine's own records when an act relies on it."""

    count: Literal["breaches", "deadlines_met", "deadlines_lapsed", "cases"]
    of: str
    department: str | None = None
    year: str | None = None


class State(Cited):
    """A state; one that is not final has a running deadline, or says what it waits for."""

    final: YesNo = False
    waits: str | None = None


class Setting(Frozen):
    """What a transition sets a field to."""

    literal: Value | None = None
    copy_: str | None = Field(None, alias="copy")
    add: str | None = None
    table: str | None = None
    tally: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_literal(cls, value: Any) -> Any:  # noqa: ANN401 (as above)
        return {"literal": value} if isinstance(value, (str, list, tuple)) else value

    @model_validator(mode="after")
    def _one_way(self) -> Setting:
        if len(self.model_fields_set) != 1:
            raise ValueError(Message("set a literal, or one of copy, add, table, tally"))
        return self


class Tell(Frozen):
    """A trigger told to the children of a group."""

    group: Name
    trigger: Name
    give: Mapping[Name, str] = Field(default_factory=dict)


class Transition(Cited):
    """One arrow. Without ``from`` it starts a case."""

    trigger: Name
    from_: Words | None = Field(None, alias="from")
    to: str
    by: Words
    form: FormOrName | None = None
    when: Condition | None = None
    requires: tuple[Name, ...] = ()
    sets: Mapping[Name, Setting] = Field(default_factory=dict)
    starts: tuple[Name, ...] = ()
    tells: tuple[Tell, ...] = ()
    breach: Name | None = None
    notifies: Words | None = None
    letter: Name | None = None
    corrects: Name | None = None
    extension: YesNo = False

    @property
    def starting(self) -> bool:
        """Whether it starts a case."""
        return not self.from_


class Requirement(Cited):
    """A demand: *that* must hold whenever *if* does; else it refuses, warns or records a breach.

    Or it asks for another officer than the last one of each trigger in *distinct_from*.
    """

    if_: Condition | None = Field(None, alias="if")
    that: Condition | None = None
    distinct_from: Words | None = None
    otherwise: str = "refuse"

    @model_validator(mode="after")
    def _one_way(self) -> Requirement:
        if (self.that is None) == (self.distinct_from is None):
            raise ValueError(Message("a requirement has either that or distinct_from"))
        return self


class Lapse(Frozen):
    """What follows when a deadline passes unmet."""

    warn: Literal["warn"] | None = None
    breach: Name | None = None
    fire: Name | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, value: Any) -> Any:  # noqa: ANN401 (as above)
        return {"warn": "warn"} if value == "warn" else value

    @model_validator(mode="after")
    def _one_way(self) -> Lapse:
        if len(self.model_fields_set) != 1:
            raise ValueError(Message("a lapse warns, or has one of breach, fire"))
        return self


class DateRule(Cited):
    """A date counted from another, to show and to compare."""

    anchor: Name
    within: PeriodText | None = None
    ahead: PeriodText | None = None
    roll: YesNo | None = None

    @model_validator(mode="after")
    def _one_way(self) -> DateRule:
        if (self.within is None) == (self.ahead is None):
            raise ValueError(Message("give either within or ahead"))
        return self


class Deadline(Cited):
    """A period that runs on a case, and what its lapse means."""

    anchor: Name | None = None
    within: PeriodText | None = None
    ahead: PeriodText | None = None
    due: Name | None = None
    roll: YesNo | None = None
    runs_in: Annotated[tuple[Name, ...], Field(min_length=1)]
    pauses_in: tuple[Name, ...] = ()
    met_by: Words | None = None
    late: Literal["refuse", "record"] = "refuse"
    on_lapse: Lapse
    remind: tuple[PeriodText, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Deadline:
        if self.due is not None:
            if self.anchor or self.within or self.ahead:
                raise ValueError(
                    Message("a deadline that is due on a date has no anchor and no period")
                )
        elif self.anchor is None or (self.within is None) == (self.ahead is None):
            raise ValueError(Message("give an anchor with within or ahead, or a due date"))
        return self


class Group(Cited):
    """Children of one kind."""

    machine: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$")]
    start: Name
    for_each: Name | None = None
    as_: ChildField | None = Field(None, alias="as")
    give: Mapping[Name, Name] = Field(default_factory=dict)
    take: Mapping[Name, Name] = Field(default_factory=dict)
    if_: Condition | None = Field(None, alias="if")
    outlives: YesNo = False

    @model_validator(mode="after")
    def _each_as(self) -> Group:
        if (self.for_each is None) != (self.as_ is None):
            raise ValueError(Message("for_each and as go together"))
        return self


class Machine(Cited):
    """One state machine of a regulation."""

    series: str | None = None
    data: Form = Field(default_factory=dict)
    states: Annotated[Mapping[Name, State], Field(min_length=1)]
    transitions: Annotated[tuple[Transition, ...], Field(min_length=1)]
    requirements: Mapping[Name, Requirement] = Field(default_factory=dict)
    deadlines: Mapping[Name, Deadline] = Field(default_factory=dict)
    dates: Mapping[Name, DateRule] = Field(default_factory=dict)
    children: Mapping[Name, Group] = Field(default_factory=dict)
    readers: Words | None = None

    def sources(self, transition: Transition) -> tuple[str, ...]:
        """Return the states a transition leads from; ``any`` stands for those not final."""
        found: dict[str, None] = {}
        for state in transition.from_ or ():
            if state == "any":
                found |= {name: None for name, known in self.states.items() if not known.final}
            else:
                found[state] = None
        return tuple(found)


class Regulation(Frozen):
    """One legal text in one version, as machines."""

    regulation: Name
    format: Literal["1"]
    version: Day
    revision: Count
    title: Label
    issuer: Label
    in_force_from: Day
    calendar: str
    uses: tuple[Name, ...] = ()
    parameters: Mapping[Name, Parameter] = Field(default_factory=dict)
    enumerations: Mapping[Name, Enumeration] = Field(default_factory=dict)
    roles: Mapping[Name, Role] = Field(default_factory=dict)
    forms: Mapping[Name, Form] = Field(default_factory=dict)
    tables: Mapping[Name, Table] = Field(default_factory=dict)
    breaches: Mapping[Name, Breach] = Field(default_factory=dict)
    letters: Mapping[Name, Letter] = Field(default_factory=dict)
    tallies: Mapping[Name, Tally] = Field(default_factory=dict)
    machines: Annotated[Mapping[Name, Machine], Field(min_length=1)]
    declaratory: Mapping[ClauseId, str] = Field(default_factory=dict)
