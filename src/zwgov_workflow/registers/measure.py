"""A database made for measuring: the regulation, counted by a region, and those it is about."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zwgov_workflow.definition import Document
from zwgov_workflow.definition.kinds import Kind
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.errors import DefinitionError, Message
from zwgov_workflow.registers.entry import Entry
from zwgov_workflow.service import WorkflowEngine

__all__ = ["ACCOUNT", "Departments", "prepare"]

ACCOUNT = "audit"
"""The service account of an audit's database."""

LONGEST_NAME = 200


def prepare(
    engine: WorkflowEngine,
    document: Document,
    region: str,
    departments: Mapping[str, str],
    folder: Path,
) -> None:
    """Make the database of an audit ready: its account, its departments, the regulation.

    Args:
        engine: The database, set up for *region*.
        document: The regulation.
        region: By whose working days it counts; a copy says so where it is not its own calendar.
        departments: Their names, by id.
        folder: Where the files stand while they are loaded.

    Raises:
        DefinitionError: A version that is shipped is newer.
    """
    people = folder / "people.yaml"
    people.write_text(_people(departments), encoding="utf-8")
    engine.load_people(people)
    known, digest = engine.regulations(), document.digest
    if document.digest not in known.documents or document.regulation.calendar != region:
        versions = known.documents.values()
        revision = 1 + max(one.regulation.revision for one in (*versions, document))
        copy = _copy(document, {"calendar": region, "revision": str(revision)}, folder)
        digest = engine.add_regulation(copy).document.digest
    name = document.regulation.regulation
    if engine.regulations().latest(name).digest != digest:
        message = Message("a shipped version of it is newer, and it is the latest that measures")
        raise DefinitionError([document.finding(message, "in_force_from")])


def _people(departments: Mapping[str, str]) -> str:
    """Return a people file, in the part of YAML that JSON is."""
    known = [{"id": key, "name": name} for key, name in departments.items()]
    account = {"name": ACCOUNT, "rights": ["import", "sweep", "read"]}
    people = {"format": 1, "departments": known, "officers": [], "appointments": []}
    return json.dumps({**people, "services": [account]}, ensure_ascii=False)


def _copy(document: Document, said: Mapping[str, str], folder: Path) -> Path:
    """Return a copy of a regulation, with its text, that says otherwise in some of its keys."""
    path = Path(document.source.path)
    text = path.read_text(encoding="utf-8-sig")
    for key, value in said.items():
        line = rf"""^(["']?){key}\1[ \t]*:.*$"""  # the key as it is written, quoted or not
        text = re.sub(line, f"{key}: {value}", text, count=1, flags=re.MULTILINE)
    copy = folder / path.name
    copy.write_text(text, encoding="utf-8")
    beside = path.with_suffix(".text.md")
    if beside.exists():
        shutil.copy(beside, copy.with_suffix(".text.md"))
    return copy


@dataclass(frozen=True, slots=True)
class Departments:
    """The departments that a register names; its database is to know them.

    Attributes:
        fields: The fields that name one.
        ids: The id of each, by its name.
    """

    fields: frozenset[str]
    ids: Mapping[str, str]

    @classmethod
    def named_in(cls, machine: CompiledMachine, entries: Sequence[Entry]) -> Departments:
        """Return the departments that *entries* name."""
        kinds = {name: machine.scope.type_of(name) for e in entries for name in e.fields}
        fields = frozenset(
            name
            for name, kind in kinds.items()
            if kind and kind.kind is Kind.DEPARTMENT and not kind.many
        )
        words = dict.fromkeys(word for e in entries for _, word in _named(e, fields))
        return cls(fields, {word: f"dept-{i}" for i, word in enumerate(words, start=1)})

    @property
    def names(self) -> Mapping[str, str]:
        """The name of each, by its id."""
        return {key: name for name, key in self.ids.items()}

    def put_into(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Return *entries* with the ids of their departments."""
        return [
            replace(
                entry,
                fields={
                    **entry.fields,
                    **{field: self.ids[word] for field, word in _named(entry, self.fields)},
                },
            )
            for entry in entries
        ]


def _named(entry: Entry, fields: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what an entry calls its departments, as the people file takes it: in one line."""
    for field in fields:
        if field in entry.fields:
            shown = "".join(c if c.isprintable() else " " for c in str(entry.fields[field]))
            yield field, " ".join(shown.split())[:LONGEST_NAME]
