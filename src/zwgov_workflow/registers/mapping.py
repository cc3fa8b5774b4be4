"""What a mapping file says: which column of a table gives what of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.sourcefile import Node

__all__ = ["Audited", "Fact", "Named", "Only", "RegisterMapping", "Taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Where a value is taken from.

    Attributes:
        node: Where the mapping says so.
        column: The column, or None where it is the same in each row.
        always: What it is in each row.
        values: What the words in the column mean; those that it has not mean themselves.
        split: The marks between the entries of a list; each single one of them ends an entry.
    """

    node: Node
    column: str | None = None
    always: str = ""
    values: Mapping[str, str] | None = None
    split: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A field or deadline as the mapping calls it, and what it is taken from."""

    node: Node
    name: str
    taken: Taken


@dataclass(frozen=True, slots=True)
class Only:
    """The rows that are wanted: those with one of these words in a column."""

    column: Taken
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to each case of which the day is known."""

    node: Node
    trigger: str
    on: Taken
    data: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit judges, and by what it counts.

    Attributes:
        node: Where the mapping says so.
        deadline: The deadline that is judged.
        by: What the counts are by: a site, a department.
        number, title: What the document is called where the latest are listed.
    """

    node: Node
    deadline: Node
    by: Taken
    number: Taken | None
    title: Taken | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterMapping:
    """A mapping file as it was read.

    Attributes:
        path: The file.
        machine: Of which machine the cases are, ``regulation/machine`` or its label.
        sheet: Which sheet of a spreadsheet, or None for its first.
        header: The line with the names of the columns.
        name: What a row is called, beside its line.
        only: Which rows are wanted; None: all.
        state: The state a case is in.
        opened_on: The day it was opened.
        on: The day it came to its state.
        parent, group: The case that it belongs to, and as what.
        audit: What an audit needs to know, if it may be used for one.
    """

    path: str
    machine: Node
    sheet: str | None
    header: int
    name: Taken | None
    only: Only | None
    state: Taken
    opened_on: Taken
    on: Taken
    fields: tuple[Named, ...]
    due: tuple[Named, ...]
    facts: tuple[Fact, ...]
    parent: Taken | None
    group: Taken | None
    audit: Audited | None

    def to_audit(self) -> Audited:
        """Return what an audit needs to know.

        Raises:
            DefinitionError: The mapping does not say it.
        """
        if self.audit is None:
            message = Message(
                "says nothing under 'audit'; an audit needs 'deadline' and 'by' there"
            )
            raise DefinitionError([Finding(path=self.path, line=0, message=message)])
        return self.audit

    def taken(self) -> Iterator[Taken]:
        """Yield everything that is taken from a row."""
        single = (self.name, self.state, self.opened_on, self.on, self.parent, self.group)
        audit = self.audit
        judged = (audit.by, audit.number, audit.title) if audit else ()
        only = (self.only.column,) if self.only else ()
        yield from (one for one in (*only, *single, *judged) if one is not None)
        facts = chain.from_iterable(fact.data for fact in self.facts)
        yield from (named.taken for named in (*self.fields, *self.due, *facts))
        yield from (fact.on for fact in self.facts)
