"""The worked examples that stand beside a regulation file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from zwgov_workflow.definition import Document
from zwgov_workflow.definition.shelf import EXAMPLES, own_text, shipped_regulations, shipped_texts
from zwgov_workflow.errors import Finding, Message
from zwgov_workflow.worked_examples.example import ExampleFile
from zwgov_workflow.worked_examples.example_file import read_examples
from zwgov_workflow.worked_examples.running import run_examples

__all__ = ["check_examples", "examples_beside"]


def examples_beside(document: Document) -> ExampleFile | None:
    """Return the examples beside a regulation file; there need not be any.

    Raises:
        DefinitionError: The file of examples says what it may not.
    """
    path = Path(document.source.path)
    beside = path.with_name(path.name.removesuffix(".yaml") + EXAMPLES)
    return read_examples(beside) if beside.exists() else None


def check_examples(document: Document, file: ExampleFile | None = None) -> Sequence[Finding]:
    """Run the examples of a regulation, and see that the clauses they name exist.

    Regulations that it uses are the shipped ones.

    Args:
        document: The regulation.
        file: The examples; None: those beside it, if there are any.

    Raises:
        DefinitionError: The file of examples says what it may not.
    """
    file = file or examples_beside(document)
    if file is None:
        return ()
    name = document.regulation.regulation
    used = [d for key, d in shipped_regulations().items() if key != name]
    return [*_unknown_clauses(file, document), *run_examples(file, [*used, document])]


def _unknown_clauses(file: ExampleFile, document: Document) -> Iterator[Finding]:
    """Yield a finding for each example that names a clause that no text has."""
    own = own_text(Path(document.source.path)) or {}
    known = set(own).union(*shipped_texts().values())
    for example in file.examples:
        for clause in example.clauses:
            if clause not in known:
                node = example.node
                message = Message(
                    "example {example!r}: no clause {clause!r}", example=example.name, clause=clause
                )
                yield Finding(path=node.path, line=node.line, message=message)
