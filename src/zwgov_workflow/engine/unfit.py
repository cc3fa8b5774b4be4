"""Why a row of an import cannot be taken: never with what it contains."""

from __future__ import annotations

from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.imported import ImportedCase, ImportedFact
from zwgov_workflow.errors import ImportProblem

__all__ = ["Unfit", "fact_problem", "field_problem", "row_problem"]


class Unfit(Exception):
    """A row cannot be gone on with; caught by the intake."""

    def __init__(self, *problems: ImportProblem) -> None:
        super().__init__(*problems)
        self.problems = problems


def row_problem(row: ImportedCase, what: str) -> ImportProblem:
    """Return what is wrong with a row as a whole."""
    return ImportProblem(source=row.source, problem=what)


def fact_problem(row: ImportedCase, fact: ImportedFact, what: str) -> ImportProblem:
    """Return what is wrong with a later fact of a row."""
    return ImportProblem(source=row.source, problem=what, trigger=fact.trigger)


def field_problem(
    row: ImportedCase, machine: CompiledMachine, name: str, what: str
) -> ImportProblem:
    """Return what is wrong with a field, with the label that the machine has for it."""
    known = machine.every_field.get(name)
    label = None if known is None else known.label
    return ImportProblem(source=row.source, problem=what, field=name, label=label)
