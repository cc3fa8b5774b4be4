"""A register read as a whole, for the engine to take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import file_digest
from pathlib import Path

from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import ImportProblem
from zwgov_workflow.registers.entry import Entry, RowProblem
from zwgov_workflow.registers.mapping import RegisterMapping
from zwgov_workflow.registers.plan import Plan, fitted
from zwgov_workflow.registers.table import open_table
from zwgov_workflow.service import ImportedCase, ImportedFact

__all__ = ["Register", "imported", "read_register"]


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register as a mapping reads it.

    Attributes:
        path: The file; ``digest`` its SHA-256.
        machine: Of which machine the cases are.
        plan: How its rows are read.
        entries: The rows that were understood.
        problems: What is wrong with the others.
        unwanted: How many rows the mapping is not for.
    """

    path: Path
    digest: str
    machine: CompiledMachine
    plan: Plan
    entries: Sequence[Entry]
    problems: Sequence[RowProblem]
    unwanted: int

    @property
    def rows(self) -> int:
        """How many rows it is about."""
        return len(self.entries) + len({problem.line for problem in self.problems})

    def source(self, entry: Entry) -> str:
        """Return what records call the row of *entry*: file, line, and its own name."""
        return f"{self.path.name}:{entry.line} {entry.name}".rstrip()

    @cached_property
    def _by_source(self) -> Mapping[str, Entry]:
        return {self.source(entry): entry for entry in self.entries}

    @cached_property
    def _by_name(self) -> Mapping[str, Entry]:
        return {entry.name: entry for entry in self.entries if entry.name}

    def parent(self, entry: Entry) -> str | None:
        """Return what the engine calls the parent of *entry*: a row above, or a case by number."""
        above = self._by_name.get(entry.parent or "")
        return entry.parent if above is None else self.source(above)

    def line(self, source: str) -> int:
        """Return the line of the row that records call *source*."""
        return self._by_source[source].line

    def told(self, problem: ImportProblem) -> RowProblem:
        """Return what the engine says of a row or of the file, with the line and the column."""
        entry = self._by_source.get(problem.source)
        where = self.plan.column_of(problem.field, problem.trigger) or problem.label
        return RowProblem(
            line=entry.line if entry else 0,
            name=entry.name if entry else "",
            where=where or problem.field,
            why=problem.problem,
            field=problem.field,
        )


def read_register(
    path: Path, mapping: RegisterMapping, machine: CompiledMachine, regulations: Regulations
) -> Register:
    """Read the register at *path*.

    Raises:
        DefinitionError: The table cannot be read, or the mapping does not fit it.
        MissingPackage: It is a spreadsheet, and what reads these is not installed.
    """
    entries: list[Entry] = []
    problems: list[RowProblem] = []
    unwanted = 0
    with open_table(path, sheet=mapping.sheet, header=mapping.header) as table:
        plan = fitted(mapping, table, machine, regulations)
        for row in table.rows:
            if not plan.wants(row):
                unwanted += 1
                continue
            found = plan.read(row)
            if isinstance(found, Entry):
                entries.append(found)
            else:
                problems += dict.fromkeys(found)  # a column may be asked for twice
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return Register(
        path=path,
        digest=digest,
        machine=machine,
        plan=plan,
        entries=entries,
        problems=problems,
        unwanted=unwanted,
    )


def imported(register: Register, entry: Entry) -> ImportedCase:
    """Return the row of *entry* as the engine takes it in."""
    return ImportedCase(
        source=register.source(entry),
        state=entry.state,
        on=entry.on,
        opened_on=entry.opened_on,
        data=entry.fields,
        due=entry.due,
        facts=[ImportedFact(trigger=f.trigger, on=f.on, data=f.fields) for f in entry.facts],
        parent=register.parent(entry),
        group=entry.group,
    )
