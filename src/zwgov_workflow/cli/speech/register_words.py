"""What is said about the rows of a register, named here so that the catalogue has it."""

from __future__ import annotations

from zwgov_workflow.cli.speech.words import N_

__all__ = ["AUDIT_WORDS", "CELL_WORDS", "ROW_WORDS"]

AUDIT_WORDS = (N_("the deadline that is judged does not run in the state of this row"),)
"""Why an audit leaves a row out that was understood."""

CELL_WORDS = (
    N_("expected a date such as 2026-02-11, 2026/2/11 or 2026年2月11日"),
    N_("there is no such day"),
    N_("a number, no date; give the cells of this column the format of a date"),
    N_("expected yes or no: 是, 否, yes or no"),
)
"""What is said about a cell."""

ROW_WORDS = (
    N_("something stands to the right of the last column"),
    N_("is empty, and a day is needed"),
    N_("is empty, and a state is needed"),
    N_("no state of this kind of case"),
    N_("no group of cases"),
    N_("lies before the day of the row"),
    N_("stands twice; first on line {line}"),
)
"""What is said about a row."""
