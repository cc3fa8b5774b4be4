"""Are regulation files sound? What is wrong is told with its line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer

from zwgov_workflow.cli.refusals.refusal import finding_json, finding_text
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.shelf import check_files, shipped_files
from zwgov_workflow.errors import DefinitionError, Finding

__all__ = ["check_regulations"]


def check_regulations(paths: Sequence[Path], *, as_json: bool) -> None:
    """Check the files at *paths*, or those shipped, and print what is wrong.

    Raises:
        typer.Exit: With 1 where a file is not sound.
    """
    checked: Sequence[_Checked] = []
    try:
        checked = [_with_examples(*each) for each in check_files(paths or shipped_files())]
        findings = [finding for one in checked for finding in one.findings]
    except DefinitionError as error:
        findings = list(error.findings)
    if as_json:
        examples = sum(one.examples for one in checked)
        found = [finding_json(one) for one in findings]
        print_json({"sound": not findings, "findings": found, "examples": examples})
    else:
        _print(checked, findings)
    if findings:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file, what is wrong with it, and how many worked examples were run."""

    document: Document
    findings: Sequence[Finding]
    examples: int


def _with_examples(document: Document, findings: Sequence[Finding]) -> _Checked:
    """Run the examples beside a file that is sound so far."""
    from zwgov_workflow.worked_examples import (  # noqa: PLC0415 (brings the engine)
        check_examples,
        examples_beside,
    )

    file = None if findings else examples_beside(document)
    if file is None:
        return _Checked(document, findings, 0)
    return _Checked(document, check_examples(document, file), len(file.examples))


def _print(checked: Sequence[_Checked], findings: Sequence[Finding]) -> None:
    for finding in findings:
        print(finding_text(finding), file=sys.stderr)  # noqa: T201 (a line a finding, as a compiler does)
    terminal = console()
    for one in checked:
        regulation, found = one.document.regulation, one.findings
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
        if one.examples:
            ran = _n("{n} worked example run", "{n} worked examples run", one.examples)
            line = f"{line}, {ran}"
        terminal.print(f"{line}; {verdict}", style="red" if found else "green", soft_wrap=True)
