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
from zwgov_workflow.engine.family import Family
from zwgov_workflow.engine.value import to_json
from zwgov_workflow.errors import CaseError, KeyReused, UnknownCase
from zwgov_workflow.people import Officer
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.service.views import Case, case_view
from zwgov_workflow.store.event_rows import Recording
from zwgov_workflow.store.refusals import Attempt, add_refusal

__all__ = ["Request", "fire", "start"]

ALG = "sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A command as it is asked for.

    Attributes:
        on: The day of the act, Asia/Shanghai; None: the day it is recorded.
        key: The caller's own key: the same again changes nothing.
    """

    trigger: str
    by: Officer
    form: Mapping[str, object] = field(default_factory=dict)
    on: date | None = None
    key: str | None = None
    role: str | None = None
    recorder: Officer | None = None
    expect_version: int | None = None

    def command(self, now: datetime) -> Command:
        """Return the command recorded at *now*."""
        return Command(
            trigger=self.trigger,
            officer=self.by.id,
            occurred_on=to_day(now) if self.on is None else to_day(self.on),
            recorded_at=now,
            recorder=None if self.recorder is None else self.recorder.id,
            role=self.role,
            form=self.form,
            expect_version=self.expect_version,
        )

    def digest(self, target: str) -> str | None:
        """Return the digest that tells this command from another of the same key."""
        if self.key is None:
            return None
        asked: dict[str, Any] = {
            "target": target,
            "trigger": self.trigger,
            "by": self.by.id,
            "on": None if self.on is None else to_day(self.on).isoformat(),
            "form": {name: _plain(value) for name, value in self.form.items()},
            "role": self.role,
        }
        return digest_of(asked, ALG)


def _plain(value: object) -> object:
    """Return what was entered as JSON; what is none of it as its text."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    return to_json(value) if isinstance(value, (str, date)) else str(value)


def start(bureau: Bureau, path: str, request: Request) -> Case:
    """Start a case at ``regulation/machine``; see :meth:`WorkflowEngine.start`."""
    with _attempt(bureau, None, path, request), bureau.writing() as unit:
        first = _first_result(unit, path, request)
        if first is not None:
            return first
        command = request.command(unit.now)
        family = unit.begun(new_id())
        case = family.start(path, command)
        return _written(unit, family, case, request, path)


def fire(bureau: Bureau, case_id: str, request: Request) -> Case:
    """Fire a trigger; see :meth:`WorkflowEngine.fire`."""
    with _attempt(bureau, case_id, "-", request), bureau.writing() as unit:
        first = _first_result(unit, case_id, request)
        if first is not None:
            return first
        family = unit.family(unit.families.root_of(case_id))
        case = family.fire(case_id, request.command(unit.now))
        return _written(unit, family, case, request, case_id)


def _first_result(unit: Unit, target: str, request: Request) -> Case | None:
    """Return the case of the command that had the key first; None where it is new."""
    known = None if request.key is None else unit.queries.keyed(request.key)
    if known is None or request.key is None:
        return None
    case_id, digest = known
    if digest != request.digest(target):
        raise KeyReused(key=request.key)
    asked = case_id if "/" in target else target
    return unit.view(unit.families.case(asked))


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
def _attempt(bureau: Bureau, case_id: str | None, machine: str, request: Request) -> Iterator[None]:
    """Record a command that is refused, after all it did is undone."""
    try:
        yield
    except CaseError as error:
        if not isinstance(error, UnknownCase):
            with bureau.writing() as unit:
                attempt = Attempt(
                    id=new_id(),
                    case_id=case_id,
                    machine=machine,
                    trigger=request.trigger,
                    officer=request.by.id,
                    occurred_on=request.command(unit.now).occurred_on,
                    recorded_at=unit.now,
                )
                add_refusal(unit.connection, unit.bureau, attempt, error)
        raise
