"""Are regulation files sound? What is wrong is told with its line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.refusal import finding_json, finding_text
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.shelf import check_files, shipped_files
from zwgov_workflow.errors import DefinitionError, Finding

__all__ = ["check_regulations"]


def check_regulations(paths: Sequence[Path], *, as_json: bool) -> None:
    """Check the files at *paths*, or those shipped, and print what is wrong.

    Raises:
        typer.Exit: With 1 where a file is not sound.
    """
    checked: Sequence[tuple[Document, Sequence[Finding]]] = []
    try:
        checked = [_with_examples(*each) for each in check_files(paths or shipped_files())]
        findings = [finding for _document, found in checked for finding in found]
    except DefinitionError as error:
        findings = list(error.findings)
    if as_json:
        print_json({"sound": not findings, "findings": [finding_json(one) for one in findings]})
    else:
        _print(checked, findings)
    if findings:
        raise typer.Exit(1)


def _with_examples(
    document: Document, findings: Sequence[Finding]
) -> tuple[Document, Sequence[Finding]]:
    """Run the examples beside a file that is sound so far."""
    from zwgov_workflow.worked_examples import check_examples  # noqa: PLC0415 (brings the engine)

    return document, findings or check_examples(document)


def _print(
    checked: Sequence[tuple[Document, Sequence[Finding]]], findings: Sequence[Finding]
) -> None:
    for finding in findings:
        print(finding_text(finding), file=sys.stderr)  # noqa: T201 (a line a finding, as a compiler does)
    terminal = console()
    for document, found in checked:
        regulation = document.regulation
        states = sum(len(machine.states) for machine in regulation.machines.values())
        steps = sum(len(machine.transitions) for machine in regulation.machines.values())
        text = _("{name} {version}: {machines} machines, {states} states, {steps} transitions")
        verdict = _("findings: {n}").format(n=len(found)) if found else _("sound")
        line = text.format(
            name=regulation.regulation,
            version=regulation.version,
            machines=len(regulation.machines),
            states=states,
            steps=steps,
        )
        terminal.print(f"{line}; {verdict}", style="red" if found else "green", soft_wrap=True)
