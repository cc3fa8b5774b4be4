"""Is a regulation file sound? Each rule yields findings; none executes anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from zwgov_workflow.definition.check.choices import check_choices
from zwgov_workflow.definition.check.citations import check_citations
from zwgov_workflow.definition.check.clocks import check_clocks
from zwgov_workflow.definition.check.demands import check_demands
from zwgov_workflow.definition.check.families import check_families
from zwgov_workflow.definition.check.findings import Subject
from zwgov_workflow.definition.check.graph import check_graph
from zwgov_workflow.definition.check.names import check_names
from zwgov_workflow.definition.check.paths import check_paths
from zwgov_workflow.definition.check.references import check_references
from zwgov_workflow.definition.check.uses import check_uses
from zwgov_workflow.definition.check.values import check_values
from zwgov_workflow.definition.reader import Document
from zwgov_workflow.definition.scope import Library
from zwgov_workflow.errors import Finding

__all__ = ["check"]

_NAMES = (check_names, check_references, check_paths)
_VALUES = (check_values,)
_SHAPE = (
    check_graph,
    check_choices,
    check_clocks,
    check_demands,
    check_families,
    check_uses,
    check_citations,
)


def check(
    document: Document,
    used: Iterable[Document] = (),
    texts: Mapping[str, Mapping[str, str]] | None = None,
) -> Sequence[Finding]:
    """Return what is wrong with a regulation file; nothing where it is sound.

    Args:
        document: The file.
        used: The regulations it names in ``uses``.
        texts: The clauses of each regulation by its name: of this one and those it uses.
    """
    regulations = {d.regulation.regulation: d.regulation for d in (*used, document)}
    subject = Subject(document, Library(regulations), texts or {})
    findings: list[Finding] = []
    for rules in (_NAMES, _VALUES, _SHAPE):  # what names nothing cannot be reasoned about
        findings = [finding for rule in rules for finding in rule(subject)]
        if findings:
            break
    return sorted(findings, key=lambda finding: finding.line)
