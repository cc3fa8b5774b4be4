"""Starting and firing: one command, one transaction; refused, it leaves only its attempt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zwgov_workflow.audit.hashed_form import digest_of
from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.command import Command
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.value import to_json
from zwgov_workflow.errors import CaseError, KeyReused, UnknownCase, UnknownRegulation
from zwgov_workflow.people import Officer
from zwgov_workflow.service.first_result import first_result
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.service.views import Case, case_view
from zwgov_workflow.store.event_rows import Recording
from zwgov_workflow.store.queries import Keyed
from zwgov_workflow.store.refusals import Attempt, add_refusal

__all__ = ["ALG", "Request", "fire", "machine_on", "plain", "start"]

LONGEST_KEY = 120
ALG = "sha256"
NO_START = "-"
"""The trigger of a start that names none, and of a machine that no officer starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command as it is asked for.

    Attributes:
        trigger: What to fire; None: the first start of the machine.
        on: The day of the act, Asia/Shanghai; None: the day it is recorded.
        key: The caller's own key: the same again changes nothing.
        meaning: The label of the transition that is meant.
    """

    by: Officer
    trigger: str | None = None
    form: Mapping[str, object] = field(default_factory=dict)
    on: date | None = None
    key: str | None = None
    role: str | None = None
    recorder: Officer | None = None
    expect_version: int | None = None
    meaning: str | None = None

    def day(self, now: datetime) -> date:
        """Return the day of the act, where it is recorded *now*."""
        return to_day(now if self.on is None else self.on)

    def __post_init__(self) -> None:
        if self.key is not None and not 0 < len(self.key) <= LONGEST_KEY:
            raise ValueError(f"a key has 1 to {LONGEST_KEY} characters")

    def command(self, now: datetime, trigger: str) -> Command:
        """Return the command recorded at *now*."""
        return Command(
            trigger=trigger,
            officer=self.by.id,
            occurred_on=self.day(now),
            recorded_at=now,
            recorder=None if self.recorder is None else self.recorder.id,
            role=self.role,
            form=self.form,
            expect_version=self.expect_version,
            meaning=self.meaning,
        )

    def digest(self, target: str) -> str | None:
        """Return the digest that tells this command from another of the same key.

        The version that is expected is no part of it: who tries again may have read the case since.
        """
        if self.key is None:
            return None
        asked: dict[str, Any] = {
            "target": target,
            "trigger": self.trigger,
            "by": self.by.id,
            "on": None if self.on is None else to_day(self.on).isoformat(),
            "form": {name: plain(value) for name, value in self.form.items()},
            "role": self.role,
            "recorder": None if self.recorder is None else self.recorder.id,
        }
        return digest_of(asked, ALG)


def plain(value: object) -> object:
    """Return what was entered as JSON; what is none of it as its text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    return to_json(value) if isinstance(value, (str, date)) else str(value)


def start(bureau: Bureau, machine: str, request: Request) -> Case:
    """Start a case; see :meth:`WorkflowEngine.start`."""
    with _attempt(bureau, None, machine, request), bureau.writing() as unit:
        known = _known(unit, machine, request)
        if known is not None:
            return first_result(unit, known.case_id, known.step)
        compiled = machine_on(unit, machine, request.day(unit.now))
        trigger = request.trigger or next(iter(compiled.starts), NO_START)
        family = unit.begun(new_id())
        case = family.start(compiled.path, request.command(unit.now, trigger))
        return _written(unit, family, case, request, machine)


def machine_on(unit: Unit, word: str, day: date) -> CompiledMachine:
    """Return the machine called *word*, in the version in force on *day*.

    Raises:
        UnknownRegulation: There is no such regulation, or no such machine in it.
        NotInForce: The regulation was not in force on the day.
    """
    name, _, machine = word.partition("/")
    document = unit.around.regulations.in_force(name, day)
    machines = document.regulation.machines
    machine = machine or next(iter(machines))
    if machine not in machines:
        raise UnknownRegulation(name=word, known=[f"{name}/{known}" for known in machines])
    return unit.around.regulations.machine(f"{name}/{machine}", document.digest)


def fire(bureau: Bureau, word: str, request: Request) -> Case:
    """Fire a trigger of the case of that id or number; see :meth:`WorkflowEngine.fire`."""
    with _attempt(bureau, word, "-", request), bureau.writing() as unit:
        case_id = unit.queries.id_of(word)
        if case_id is None:
            raise UnknownCase(case=word)
        known = _known(unit, case_id, request)
        if known is not None:
            return first_result(unit, case_id, known.step)
        family = unit.family(unit.families.root_of(case_id))
        case = family.fire(case_id, request.command(unit.now, request.trigger or NO_START))
        return _written(unit, family, case, request, case_id)


def _known(unit: Unit, target: str, request: Request) -> Keyed | None:
    """Return the command that had the key first; None where the key is new.

    Raises:
        KeyReused: That was another command.
    """
    known = None if request.key is None else unit.queries.keyed(request.key)
    if known is None or request.key is None:
        return None
    if known.request != request.digest(target):
        raise KeyReused(key=request.key)
    return known


def _written(unit: Unit, family: Family, case: Snapshot, request: Request, target: str) -> Case:
    recording = Recording(
        bureau=unit.bureau,
        step=new_id(),
        now=unit.now,
        key=request.key,
        request=request.digest(target),
        alg=ALG,
    )
    unit.families.write(family, recording)
    warnings = [w for outcome in family.outcomes for w in outcome.event.warnings]
    return case_view(family.machine(case), case, unit.queries.number(case.id), warnings)


@contextmanager
def _attempt(bureau: Bureau, word: str | None, machine: str, request: Request) -> Iterator[None]:
    """Record a command that is refused, after all it did is undone."""
    try:
        yield
    except CaseError as error:
        if not isinstance(error, UnknownCase):
            with bureau.writing() as unit:
                attempt = Attempt(
                    id=new_id(),
                    case_id=None if word is None else unit.queries.id_of(word),
                    machine=machine,
                    trigger=request.trigger or NO_START,
                    officer=request.by.id,
                    occurred_on=request.day(unit.now),
                    recorded_at=unit.now,
                )
                add_refusal(unit.connection, unit.bureau, attempt, error)
        raise
