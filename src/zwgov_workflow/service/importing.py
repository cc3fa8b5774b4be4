"""The import: a bureau's running cases, or documents to be measured, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.imported import ImportedCase
from zwgov_workflow.engine.intake import Intake
from zwgov_workflow.errors import (
    ImportProblem,
    ImportRefused,
    NotAllowed,
    UnknownRegulation,
)
from zwgov_workflow.people import Right, ServiceAccount
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.store.event_rows import Recording

__all__ = ["ImportReport", "Importing", "OpenedCase", "import_cases"]

TELL_EVERY = 100
"""After how many rows progress is told."""


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A row of an import and the case it became."""

    source: str
    case_id: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did or, in a dry run, would do.

    Attributes:
        cases: How many cases were opened; in a dry run, how many rows can be taken as they are.
        facts: How many later facts were recorded in them.
        opened: The cases, in the order of the rows; empty in a dry run, which gives no numbers.
        problems: What is wrong with rows; only a dry run reports it, else the import is refused.
        dry_run: Whether nothing was written.
    """

    cases: int
    facts: int
    opened: Sequence[OpenedCase]
    problems: Sequence[ImportProblem]
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Importing:
    """How an import is made.

    Attributes:
        by: The account that brings the rows in.
        file_digest: The digest of the file they come from.
        yardstick: Whether the latest version measures also what is older than it.
        dry_run: Write nothing.
        progress: Called now and then with the number of rows looked at.
    """

    by: ServiceAccount
    file_digest: str | None = None
    yardstick: bool = False
    dry_run: bool = False
    progress: Callable[[int], None] | None = None


def import_cases(
    bureau: Bureau, machine: str, rows: Iterable[ImportedCase], how: Importing
) -> ImportReport:
    """Take rows in, all or none; see :meth:`WorkflowEngine.import_cases`."""
    with bureau.working(dry_run=how.dry_run) as unit:
        _may_import(unit, how.by)
        path = _path(unit, machine)
        intake = _intake(unit, path, how)
        _take(intake, rows, how.progress)
        if intake.problems and not how.dry_run:
            raise ImportRefused(machine=path, problems=tuple(intake.problems))
        opened: Sequence[OpenedCase] = ()
        if not how.dry_run:
            opened = _written(unit, intake)
        return ImportReport(
            cases=len(intake.taken),
            facts=sum(taken.facts for taken in intake.taken),
            opened=opened,
            problems=tuple(intake.problems),
            dry_run=how.dry_run,
        )


def _path(unit: Unit, word: str) -> str:
    """Return ``regulation/machine``, of the latest version of the regulation."""
    name, _, machine = word.partition("/")
    machines = unit.around.regulations.latest(name).regulation.machines
    machine = machine or next(iter(machines))
    if machine not in machines:
        raise UnknownRegulation(name=word, known=[f"{name}/{known}" for known in machines])
    return f"{name}/{machine}"


def _intake(unit: Unit, path: str, how: Importing) -> Intake:
    families: dict[str, Family] = {}

    def begin() -> Family:
        return unit.begun(new_id())

    def family_of(word: str) -> tuple[Family, str] | None:
        case_id = unit.queries.id_of(word)
        if case_id is None:
            return None
        root = unit.families.root_of(case_id)
        if root not in families:
            families[root] = unit.family(root)
        return families[root], case_id

    return Intake(
        path=path,
        today=unit.today,
        account=how.by.name,
        file=how.file_digest,
        yardstick=how.yardstick,
        begin=begin,
        family_of=family_of,
    )


def _take(
    intake: Intake, rows: Iterable[ImportedCase], progress: Callable[[int], None] | None
) -> None:
    count = 0
    for count, row in enumerate(rows, 1):
        intake.take(row)
        if progress is not None and count % TELL_EVERY == 0:
            progress(count)
    if progress is not None and count % TELL_EVERY:
        progress(count)


def _written(unit: Unit, intake: Intake) -> Sequence[OpenedCase]:
    recording = Recording(bureau=unit.bureau, step=new_id(), now=unit.now)
    for family in intake.families.values():
        unit.families.write(family, recording)
    return [
        OpenedCase(taken.source, taken.case_id, unit.queries.number(taken.case_id))
        for taken in intake.taken
    ]


def _may_import(unit: Unit, by: ServiceAccount) -> None:
    if Right.IMPORT not in unit.around.people.service(by.name).rights:
        raise NotAllowed(
            case="-",
            trigger="import",
            officer=by.name,
            roles=(Right.IMPORT.value,),
            why="the account has no such right",
        )
