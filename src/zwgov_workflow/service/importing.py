"""The import: a bureau's running cases, or documents to be measured, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from zwgov_workflow.audit.hashed_form import digest_of
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.imported import ImportedCase
from zwgov_workflow.engine.intake import Intake
from zwgov_workflow.engine.outcome import EventKind
from zwgov_workflow.errors import (
    ImportProblem,
    ImportRefused,
    UnknownRegulation,
)
from zwgov_workflow.people import Right, ServiceAccount
from zwgov_workflow.service.callers import right_needed
from zwgov_workflow.service.commands import ALG, plain
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
        known: Whether the same rows of the same file were imported before; then that is what is
            told, and nothing was done.
    """

    cases: int
    facts: int
    opened: Sequence[OpenedCase]
    problems: Sequence[ImportProblem]
    dry_run: bool
    known: bool = False


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
    rows = list(rows)
    with bureau.working(dry_run=how.dry_run) as unit:
        right_needed(unit.around.people, how.by, Right.IMPORT)
        path = _path(unit, machine)
        asked = _Asked.of(path, rows, how)
        known = None if asked is None else unit.queries.keyed(asked.key)
        if known is not None and asked is not None and known.request == asked.request:
            return _told_again(unit, known.step, how)
        intake = _intake(unit, path, how)
        if known is not None:
            intake.problems.append(_READ_OTHERWISE)
        _take(intake, rows, how.progress)
        if intake.problems and not how.dry_run:
            raise ImportRefused(machine=path, problems=tuple(intake.problems))
        return ImportReport(
            cases=len(intake.taken),
            facts=sum(taken.facts for taken in intake.taken),
            opened=() if how.dry_run else _written(unit, intake, asked),
            problems=tuple(intake.problems),
            dry_run=how.dry_run,
        )


_READ_OTHERWISE = ImportProblem(
    source="-", problem="this file was imported before, and was read otherwise"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What tells an import of a file from any other: its key, and the digest of its rows."""

    key: str
    request: str

    @classmethod
    def of(cls, path: str, rows: Sequence[ImportedCase], how: Importing) -> _Asked | None:
        """Return the key of an import; None where it comes from no file."""
        if how.file_digest is None:
            return None
        file = digest_of({"machine": path, "file": how.file_digest}, ALG)
        read = [plain(asdict(row)) for row in rows]
        return cls(f"import {file}", digest_of({"rows": read, "yardstick": how.yardstick}, ALG))


def _told_again(unit: Unit, step: str, how: Importing) -> ImportReport:
    """Return what an import came to when it was first made.

    The cases come by their ids, which is the order of their rows; the events came by families.
    """
    events = [e for e in unit.queries.events_of(step) if e.kind == EventKind.IMPORTED]
    opened = [
        OpenedCase(str((e.form or {}).get("source")), e.case_id, unit.queries.number(e.case_id))
        for e in sorted(events, key=lambda event: event.case_id)
        if e.from_state is None
    ]
    return ImportReport(
        cases=len(opened),
        facts=len(events) - len(opened),
        opened=opened,
        problems=(),
        dry_run=how.dry_run,
        known=True,
    )


def _path(unit: Unit, word: str) -> str:
    """Return ``regulation/machine``, of any version of the regulation."""
    name, _, machine = word.partition("/")
    versions = reversed(unit.around.regulations.versions(name))
    machines = list(dict.fromkeys(m for v in versions for m in v.regulation.machines))
    machine = machine or machines[0]
    if machine not in machines:
        raise UnknownRegulation(name=word, known=[f"{name}/{known}" for known in machines])
    return f"{name}/{machine}"


def _intake(unit: Unit, path: str, how: Importing) -> Intake:
    def family_of(word: str) -> tuple[Family, str] | None:
        case_id = unit.queries.id_of(word)
        if case_id is None:
            return None
        return unit.family(unit.families.root_of(case_id)), case_id

    return Intake(
        path=path,
        today=unit.today,
        account=how.by.name,
        file=how.file_digest,
        yardstick=how.yardstick,
        begin=lambda: unit.begun(new_id()),
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


def _written(unit: Unit, intake: Intake, asked: _Asked | None) -> Sequence[OpenedCase]:
    recording = Recording(
        bureau=unit.bureau,
        step=new_id(),
        now=unit.now,
        key=None if asked is None else asked.key,
        request=None if asked is None else asked.request,
        alg=ALG,
    )
    for family in intake.families.values():
        unit.families.write(family, recording)
        recording = replace(recording, position=recording.position + len(family.outcomes))
    return [
        OpenedCase(taken.source, taken.case_id, unit.queries.number(taken.case_id))
        for taken in intake.taken
    ]
