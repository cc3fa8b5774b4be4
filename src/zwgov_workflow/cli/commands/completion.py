"""What a shell offers for a word half written; nothing where anything is wrong, and silently.

Whoever completes reads: cases and what can be done with them are offered to the officer, or the
service account, that ``--as`` names already, and to nobody else.
"""

# ruff: noqa: PLC0415 (only a completion needs them)

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from zwgov_workflow.people import People
    from zwgov_workflow.service import WorkflowEngine

__all__ = [
    "case_numbers",
    "department_names",
    "machine_names",
    "officer_ids",
    "reader_names",
    "regulation_names",
    "service_names",
    "state_names",
    "trigger_names",
]

MOST = 200
"""So many cases are offered, the oldest first; a part of the number narrows them down."""

Candidate = tuple[str, str]
"""A word, and what stands beside it where the shell can show that."""

Completer = Callable[[typer.Context, str], list[Candidate]]


@dataclass(frozen=True)
class _Line:
    """The line as far as it is written: what its options say, and the word begun."""

    said: Mapping[str, Any]
    begun: str

    @property
    def db(self) -> str:
        return str(self.said["db"])

    @property
    def bureau(self) -> str | None:
        return self.said.get("bureau")

    @property
    def who(self) -> str | None:
        """Who asks, wherever in the line it is said."""
        for name in ("officer", "reader"):
            if self.said.get(name):
                return str(self.said[name])
        line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
        return next((then for word, then in pairwise(shlex.split(line)) if word == "--as"), None)


def _quiet(find: Callable[[_Line], Iterable[Candidate]]) -> Completer:
    """Let a completer offer what begins as written, and nothing where something is wrong."""

    def completer(ctx: typer.Context, incomplete: str) -> list[Candidate]:
        try:
            found = dict(find(_Line(ctx.params, incomplete)))
        except (Exception, SystemExit):  # noqa: BLE001 (nobody who presses TAB wants to read)
            return []
        return [(word, about) for word, about in found.items() if word.startswith(incomplete)]

    # typer finds by the annotations, as objects, what to hand in.
    completer.__annotations__ = {"ctx": typer.Context, "incomplete": str}
    return completer


@_quiet
def case_numbers(line: _Line) -> Iterator[Candidate]:
    """Offer the numbers of the cases that the reader may see."""
    from zwgov_workflow.cli.desk.opening import reader_called

    with _engine(line) as engine:
        reader = reader_called(engine, line.who or "")
        for case in engine.cases(reader=reader, text=line.begun or None, limit=MOST):
            yield case.number, case.state


@_quiet
def trigger_names(line: _Line) -> Iterator[Candidate]:
    """Offer what the officer may do with the case, by label and by name."""
    with _engine(line) as engine:
        officer = engine.officer(line.who or "")
        for one in engine.available(str(line.said["case"]), officer):
            yield from ((label, one.trigger) for label in one.labels)
            yield one.trigger, " / ".join(one.labels)


@_quiet
def officer_ids(line: _Line) -> Iterator[Candidate]:
    """Offer the officers."""
    for officer in _people(line).officers:
        yield officer.id, officer.name


@_quiet
def service_names(line: _Line) -> Iterator[Candidate]:
    """Offer the service accounts."""
    for service in _people(line).services:
        yield service.name, ", ".join(sorted(right.value for right in service.rights))


@_quiet
def reader_names(line: _Line) -> Iterator[Candidate]:
    """Offer officers and service accounts."""
    people = _people(line)
    for officer in people.officers:
        yield officer.id, officer.name
    for service in people.services:
        yield service.name, ", ".join(sorted(right.value for right in service.rights))


@_quiet
def department_names(line: _Line) -> Iterator[Candidate]:
    """Offer the departments, by id and by name."""
    for department in _people(line).departments:
        yield department.id, department.name
        yield department.name, department.id


@_quiet
def machine_names(line: _Line) -> Iterator[Candidate]:
    """Offer the machines of the bureau's regulations, by path and by label."""
    with _engine(line) as engine:
        for document in engine.regulations().documents.values():
            regulation = document.regulation
            yield regulation.regulation, regulation.title
            for name, machine in regulation.machines.items():
                yield f"{regulation.regulation}/{name}", machine.label or name
                if machine.label:
                    yield machine.label, f"{regulation.regulation}/{name}"


@_quiet
def state_names(line: _Line) -> Iterator[Candidate]:
    """Offer the states of the bureau's regulations, by label and by name."""
    with _engine(line) as engine:
        for document in engine.regulations().documents.values():
            for machine in document.regulation.machines.values():
                for name, state in machine.states.items():
                    yield state.label or name, name
                    yield name, state.label or ""


def regulation_names(incomplete: str) -> list[str]:
    """Offer the regulations shipped."""
    from zwgov_workflow.definition.shelf import shipped_files

    names = dict.fromkeys(path.parent.name for path in shipped_files())
    return [name for name in names if name.startswith(incomplete)]


@contextmanager
def _engine(line: _Line) -> Iterator[WorkflowEngine]:
    from zwgov_workflow.cli.desk.opening import opened

    with opened(line.db, line.bureau) as engine:
        yield engine


def _people(line: _Line) -> People:
    """Return the bureau's people, past the engine, which takes three times as long."""
    from zwgov_workflow.cli.options.database_url import existing
    from zwgov_workflow.store.inspection import people_in

    return people_in(existing(line.db), line.bureau)
