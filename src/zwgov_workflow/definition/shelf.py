"""The regulations shipped with this package, and the texts they come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from zwgov_workflow.definition.check import check
from zwgov_workflow.definition.law_text import read_law_text
from zwgov_workflow.definition.reader import Document, read_regulation
from zwgov_workflow.errors import Finding

__all__ = [
    "EXAMPLES",
    "check_files",
    "own_text",
    "shipped_files",
    "shipped_regulations",
    "shipped_texts",
]

EXAMPLES = ".examples.yaml"
"""How the name of a file of worked examples ends; before it stands that of the regulation."""

_FOLDER = Path(__file__).parent.parent / "regulations"


@cache
def shipped_files() -> Sequence[Path]:
    """Return the files of the shipped regulations."""
    found = sorted(_FOLDER.glob("*/*.yaml"))
    return tuple(path for path in found if not path.name.endswith(EXAMPLES))


@cache
def shipped_regulations() -> Mapping[str, Document]:
    """Return the shipped regulations by name; of several versions the latest."""
    documents = map(read_regulation, shipped_files())
    ordered = sorted(documents, key=lambda d: (d.regulation.version, d.regulation.revision))
    return {document.regulation.regulation: document for document in ordered}


@cache
def shipped_texts() -> Mapping[str, Mapping[str, str]]:
    """Return the clauses of each shipped regulation, by its name."""
    return {path.parent.name: read_law_text(path) for path in sorted(_FOLDER.glob("*/*.text.md"))}


def own_text(path: Path) -> Mapping[str, str] | None:
    """Return the text that stands beside a regulation file, clause by clause; None without one."""
    beside = path.with_suffix(".text.md")
    return read_law_text(beside) if beside.exists() else None


def check_files(paths: Iterable[Path]) -> Sequence[tuple[Document, Sequence[Finding]]]:
    """Check regulation files together with the shipped ones they use.

    A file ``NAME.yaml`` brings its own text along as ``NAME.text.md``, if that stands beside it.

    Raises:
        DefinitionError: A file is not of the format.
    """
    given = {path: read_regulation(path) for path in paths}
    documents = {**shipped_regulations(), **{d.regulation.regulation: d for d in given.values()}}
    texts = dict(shipped_texts())
    for path, document in given.items():
        text = own_text(path)
        if text is not None:
            texts[document.regulation.regulation] = text
    results = []
    for document in given.values():
        uses = document.regulation.uses
        used = [documents[name] for name in uses if name in documents]
        named = {document.regulation.regulation, *uses}
        known = {name: text for name, text in texts.items() if name in named}
        results.append((document, check(document, used, known)))
    return results
