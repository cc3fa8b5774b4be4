"""Setting up a bureau, and keeping its people and regulations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

from zwgov_workflow.calendar.region import counted_announcements
from zwgov_workflow.definition.check import check
from zwgov_workflow.definition.difference import RegulationDifference, difference
from zwgov_workflow.definition.law_text import parse_law_text
from zwgov_workflow.definition.reader import Document, read_regulation
from zwgov_workflow.definition.shelf import check_files, shipped_files
from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.people import People, PeopleChanges, merge, read_people
from zwgov_workflow.service.unit import Bureau, Unit
from zwgov_workflow.store.bureau_rows import add_bureau, bureau_row, raise_revision
from zwgov_workflow.store.document_rows import (
    Paper,
    add_announcement,
    add_regulation,
    cases_per_digest,
    law_texts,
)
from zwgov_workflow.store.host import Connection
from zwgov_workflow.store.people_rows import save_people

__all__ = [
    "PublishedRegulation",
    "check_published",
    "load_people_file",
    "publish_regulation",
    "set_up",
]


def set_up(connection: Connection, bureau: str, region: str, now: datetime) -> bool:
    """Set a bureau up with the shipped regulations and announcements; False if it was there."""
    if bureau_row(connection, bureau) is not None:
        return False
    add_bureau(connection, bureau, region, now)
    for path in shipped_files():
        add_regulation(connection, bureau, _paper(path), now, None)
    for announcement in counted_announcements(region):
        source = Path(announcement.source_path).read_text(encoding="utf-8")
        add_announcement(connection, bureau, announcement, source, now)
    return True


def _paper(path: Path) -> Paper:
    text = path.with_suffix(".text.md")
    return Paper(
        read_regulation(path),
        path.read_text(encoding="utf-8-sig"),
        text.read_text(encoding="utf-8-sig") if text.exists() else None,
    )


def load_people_file(
    bureau: Bureau, path: Path, *, on: date | None, dry_run: bool
) -> PeopleChanges:
    """Load a people file; see :meth:`WorkflowEngine.load_people`."""
    people: People = read_people(path)
    with bureau.working(dry_run=dry_run) as unit:
        _check_roles(unit, people, path)
        merged, changes = merge(unit.around.people, people, on or unit.today)
        if changes and not dry_run:
            save_people(unit.connection, unit.bureau, merged)
            raise_revision(unit.connection, unit.bureau)
    return changes


def _check_roles(unit: Unit, people: People, path: Path) -> None:
    """Refuse an appointment to a role that no regulation has: a slip would end the right one."""
    documents = unit.around.regulations.documents.values()
    known = {role for document in documents for role in document.regulation.roles}
    named = dict.fromkeys(one.role for one in people.every_appointment)
    findings: list[Finding] = []
    for role in named:
        if role not in known:
            close = get_close_matches(role, known, n=1)
            hint = Message(". Did you mean {word!r}?", word=close[0]) if close else ""
            message = Message("{role!r} is a role of no regulation{hint}", role=role, hint=hint)
            findings.append(Finding(path=str(path), line=0, message=message))
    if findings:
        raise DefinitionError(findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRegulation:
    """A regulation that was published or, in a dry run, would be.

    Attributes:
        document: What was published.
        before: The version in force on the day before it comes into force, if there is one.
        difference: How it differs from that; None without one.
        running: How many cases run on under each version of it, by digest.
        known: Whether exactly this document was there already.
    """

    document: Document
    before: Document | None
    difference: RegulationDifference | None
    running: Mapping[str, int]
    known: bool


def publish_regulation(
    bureau: Bureau, path: Path, *, officer: str | None, dry_run: bool
) -> PublishedRegulation:
    """Check and publish a regulation file; see :meth:`WorkflowEngine.add_regulation`."""
    [(document, findings)] = check_files([path])
    if findings:
        raise DefinitionError(findings)
    with bureau.working(dry_run=dry_run) as unit:
        report = _compared(unit, document)
        if not report.known and not dry_run:
            add_regulation(unit.connection, unit.bureau, _paper(path), unit.now, officer)
            raise_revision(unit.connection, unit.bureau)
    return report


def check_published(bureau: Bureau) -> Mapping[str, Sequence[Finding]]:
    """Check the latest published versions anew; see :meth:`WorkflowEngine.check_regulations`."""
    with bureau.reading() as unit:
        regulations = unit.around.regulations
        texts = law_texts(unit.connection, unit.bureau)
    latest = {name: regulations.versions(name)[-1] for name in regulations.names}
    clauses = {
        name: parse_law_text(text, name)
        for name, document in latest.items()
        if (text := texts[document.digest]) is not None
    }
    found = {}
    for name, document in latest.items():
        uses = document.regulation.uses
        used = [latest[one] for one in uses if one in latest]
        known = {one: text for one, text in clauses.items() if one in {name, *uses}}
        found[name] = check(document, used, known)
    return found


def _compared(unit: Unit, document: Document) -> PublishedRegulation:
    regulation, known = document.regulation, unit.around.regulations
    versions: Sequence[Document] = ()
    if regulation.regulation in known.names:
        versions = known.versions(regulation.regulation)
    same = [v for v in versions if _identity(v) == _identity(document)]
    if same and same[0].digest != document.digest:
        raise DefinitionError([_published_already(document)])
    older = [v for v in versions if _order(v) < _order(document)]
    before = older[-1] if older else None
    return PublishedRegulation(
        document=document,
        before=before,
        difference=None if before is None else difference(before, document),
        running=cases_per_digest(unit.connection, unit.bureau, regulation.regulation),
        known=document.digest in known.documents,
    )


def _identity(document: Document) -> tuple[date, int]:
    return document.regulation.version, document.regulation.revision


def _order(document: Document) -> tuple[date, date, int]:
    return document.regulation.in_force_from, *_identity(document)


def _published_already(document: Document) -> Finding:
    regulation = document.regulation
    message = Message(
        "version {version}, revision {revision} is published with other words, and what is "
        "published never changes: raise the revision",
        version=regulation.version,
        revision=regulation.revision,
    )
    return document.finding(message, "revision")
