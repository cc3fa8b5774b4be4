"""An audit of a register, from what was written on the command line to what it came to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.cli.desk import opening
from zwgov_workflow.cli.options.database_url import url_of
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.progress import progress
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.shelf import check_files, shipped_regulations
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import DefinitionError, Message, UnknownRegulation
from zwgov_workflow.registers.audit import Audit
from zwgov_workflow.registers.auditing import Auditing, regions_of
from zwgov_workflow.registers.mapping_file import read_mapping, shipped_mapping
from zwgov_workflow.registers.names import deadlines_of, machine_called, name_for
from zwgov_workflow.registers.taking_in import Register, read_register

__all__ = ["audited"]


def audited(
    file: Path,
    rule: str,
    mapping: Path | None,
    region: str | None,
    day: date | None,
    db: Path | None,
) -> tuple[Register, Audit]:
    """Hold the register *file* against a regulation, and return it with what came of that.

    Raises:
        typer.BadParameter: There is no mapping for it, or the file for the database exists.
        DefinitionError: A file says what it may not.
        UnknownRegulation: There is no such regulation.
    """
    if db is not None and db.exists():
        message = _("{file} exists already; an audit has a database of its own, in a new file")
        raise typer.BadParameter(message.format(file=db))
    document = _document(rule)
    read = read_mapping(mapping or _shipped(document))
    judges = read.to_audit()
    regulations = Regulations([document])
    path = machine_called(read.machine, regulations)
    machine = regulations.machine(path, document.digest)
    node = judges.deadline
    deadline = name_for(node, node.text(), deadlines_of(machine), Message("deadline"))
    register = read_register(file, read, machine, regulations)
    regions = regions_of(region or document.regulation.calendar)
    total = len(register.entries) * len(regions)
    with progress(_("Opening cases"), total) as told:
        auditing = Auditing(
            register=register,
            document=document,
            deadline=deadline,
            day=day or to_day(opening.now()),
            url=None if db is None else url_of(str(db)),
            progress=told,
        )
        return register, auditing.by(regions)


def _document(rule: str) -> Document:
    """Return the regulation called *rule*, or that in the file of this name, if it is sound."""
    known = shipped_regulations()
    if rule in known:
        return known[rule]
    if not Path(rule).is_file():
        raise UnknownRegulation(name=rule, known=tuple(known))
    [(document, findings)] = check_files([Path(rule)])
    if findings:
        raise DefinitionError(findings)
    return document


def _shipped(document: Document) -> Path:
    name = document.regulation.regulation
    path = shipped_mapping(name)
    if path is None:
        message = _("no mapping is shipped for {name}; name one with --mapping")
        raise typer.BadParameter(message.format(name=name))
    return path
