"""The worked examples that stand beside a regulation file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zwgov_workflow.definition import Document
from zwgov_workflow.definition.shelf import EXAMPLES, shipped_regulations
from zwgov_workflow.errors import Finding
from zwgov_workflow.worked_examples.example_file import read_examples
from zwgov_workflow.worked_examples.running import run_examples

__all__ = ["check_examples"]


def check_examples(document: Document) -> Sequence[Finding]:
    """Run the examples beside a regulation file; there need not be any.

    Regulations that it uses are the shipped ones.

    Raises:
        DefinitionError: The file of examples says what it may not.
    """
    path = Path(document.source.path)
    beside = path.with_name(path.name.removesuffix(".yaml") + EXAMPLES)
    if not beside.exists():
        return ()
    name = document.regulation.regulation
    used = [d for key, d in shipped_regulations().items() if key != name]
    return list(run_examples(read_examples(beside), [*used, document]))
