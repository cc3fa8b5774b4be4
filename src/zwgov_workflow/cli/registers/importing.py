"""An import, from what was written on the command line to what the engine reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.progress import progress
from zwgov_workflow.errors import ImportRefused
from zwgov_workflow.registers.entry import RowProblem
from zwgov_workflow.registers.mapping_file import read_mapping
from zwgov_workflow.registers.names import machine_called
from zwgov_workflow.registers.taking_in import Register, imported, read_register
from zwgov_workflow.service import ImportReport, WorkflowEngine

__all__ = ["taken_in"]


def taken_in(
    engine: WorkflowEngine, file: Path, mapping: Path, account: str, *, dry_run: bool
) -> tuple[Register, ImportReport | None, Sequence[RowProblem]]:
    """Take the cases of a register in: all of them or, where one is wrong, none.

    Args:
        engine: The bureau.
        file: The register.
        mapping: The mapping file.
        account: The name of the service account.
        dry_run: Change nothing.

    Returns:
        The register, what was opened, and all that is wrong with its rows; None was opened where
        anything is.

    Raises:
        DefinitionError: A file says what it may not.
        NotAllowed: The account has no right to import.
    """
    by = engine.service(account)
    regulations = engine.regulations()
    read = read_mapping(mapping)
    path = machine_called(read.machine, regulations)
    document = regulations.versions(path.partition("/")[0])[-1]
    register = read_register(file, read, regulations.machine(path, document.digest), regulations)
    only_look = dry_run or bool(register.problems)
    with progress(_("Opening cases"), len(register.entries)) as told:
        try:
            report = engine.import_cases(
                path,
                [imported(register, entry) for entry in register.entries],
                by=by,
                file_digest=register.digest,
                dry_run=only_look,
                progress=told,
            )
        except ImportRefused as refused:
            return register, None, [register.told(problem) for problem in refused.problems]
    problems = [*register.problems, *map(register.told, report.problems)]
    problems.sort(key=lambda one: one.line)
    return register, None if problems else report, problems
