"""What is wrong with the rows of a register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.register_words import AUDIT_WORDS, CELL_WORDS, ROW_WORDS
from zwgov_workflow.cli.speech.words import FORM_WORDS, IMPORT_WORDS
from zwgov_workflow.people import People
from zwgov_workflow.registers.entry import RowProblem
from zwgov_workflow.registers.taking_in import Register

__all__ = ["problem_lines", "problems_json"]

NOBODY = People(departments=(), officers=(), appointments=(), services=())
"""The words of an enumeration name nobody."""


def problem_lines(
    register: Register, problems: Sequence[RowProblem], most: int | None = None
) -> Iterator[str]:
    """Yield a line for each problem, *most* at the most, and how many there are besides."""
    for one in problems[:most]:
        line = f":{one.line} {one.name}" if one.line else ""
        place = f"{register.path.name}{line}".rstrip()
        where = f"{one.where}: " if one.where else ""
        yield f"{place}: {where}{_said(register, one)}"
    left = 0 if most is None else len(problems) - most
    if left > 0:
        yield _("... and {n} more; --json lists all").format(n=left)


def problems_json(register: Register, problems: Sequence[RowProblem]) -> list[dict[str, object]]:
    """Return the problems for JSON."""
    return [{**asdict(one), "why": _said(register, one)} for one in problems]


def _said(register: Register, one: RowProblem) -> str:
    """Return what is wrong, the words that a field may hold by their labels."""
    labels = Labels(register.machine, NOBODY, None, None)

    def words(text: str) -> str:
        return "、".join(labels.word(one.field or "", word) for word in text.split(", "))

    return said(
        one.why, (*ROW_WORDS, *CELL_WORDS, *AUDIT_WORDS, *IMPORT_WORDS, *FORM_WORDS), words=words
    )
