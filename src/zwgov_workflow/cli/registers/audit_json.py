"""What an audit of a register came to, as JSON."""

from __future__ import annotations

from dataclasses import asdict

from zwgov_workflow.cli.registers.row_problems import problems_json
from zwgov_workflow.registers.audit import Audit, Measured
from zwgov_workflow.registers.judged import (
    Difference,
    Judged,
    Tally,
    by_kind,
    latest,
    tallies,
    tally_of,
)
from zwgov_workflow.registers.taking_in import Register

__all__ = ["audit_json"]


def audit_json(register: Register, found: Audit, late: int) -> dict[str, object]:
    """Return an audit for JSON, with the *late* documents that are furthest behind."""
    regulation = found.document.regulation
    first = next(iter(found.by_region.values()))
    return {
        "file": register.path.name,
        "file_digest": register.digest,
        "as_of": found.day,
        "measured_against": {
            "regulation": regulation.regulation,
            "version": regulation.version,
            "digest": found.document.digest,
            "in_force_from": regulation.in_force_from,
            "deadline": found.deadline,
        },
        "governed_by_it": False,
        "documents": found.documents,
        "older_than_regulation": found.older,
        "left_out": problems_json(register, found.problems),
        "of_later_days": found.later,
        "regions": {region: _measured(one) for region, one in found.by_region.items()},
        "differences": {
            "documents": len(found.differences),
            "reasons": {kind: len(ones) for kind, ones in by_kind(found.differences).items()},
            "verdicts_changed": [
                _difference(one) for one in found.differences if one.verdict_changes
            ],
        },
        "latest": [_document(one) for one in latest(first.judged, late)],
    }


def _measured(one: Measured) -> dict[str, object]:
    def year(judged: Judged) -> str:
        return str(judged.entry.opened_on.year)

    both = tallies(one.judged, lambda judged: f"{judged.entry.by}\0{year(judged)}")
    return {
        "data_version": one.calendar.data_version,
        "provisional": sum(judged.provisional for judged in one.judged),
        "all": _tally(tally_of(one.judged)),
        "by": {name: _tally(t) for name, t in tallies(one.judged, lambda j: j.entry.by).items()},
        "years": {name: _tally(t) for name, t in tallies(one.judged, year).items()},
        "by_and_year": [
            dict(zip(("by", "year"), name.split("\0"), strict=True)) | _tally(tally)
            for name, tally in both.items()
        ],
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {"documents": tally.documents, **asdict(tally)}


def _document(one: Judged) -> dict[str, object]:
    entry = one.entry
    return {
        "line": entry.line,
        "name": entry.name,
        "number": entry.number,
        "title": entry.title,
        "by": entry.by,
        "formed_on": entry.on,
        "due": one.due,
        "done_on": one.done_on,
        "working_days_late": one.days_late,
    }


def _difference(one: Difference) -> dict[str, object]:
    return {**_document(one.first), "due_elsewhere": one.second.due, "late": one.first.late}
