"""A refusal in the language in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, is_dataclass, replace
from typing import Any

from zwgov_workflow.cli.refusals.cases import CASE_TEXTS
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.store import STORE_TEXTS
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import speaks_english
from zwgov_workflow.cli.speech.message import told
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import CASE_WORDS, FILE_WORDS, FORM_WORDS, JSON_WORDS
from zwgov_workflow.errors import (
    MOST_SHOWN,
    Busy,
    DayAhead,
    DefinitionError,
    EngineFault,
    Finding,
    Message,
    MissingPackage,
    NotFirm,
    NothingAnnounced,
    OutsideCalendar,
    StoreError,
    UnknownRegion,
    UnknownRegulation,
    UnknownState,
    WorkflowError,
)

__all__ = ["error_json", "exit_code", "finding_json", "finding_text", "refusal"]

REFUSED = 1
BROKEN = 4
BUSY = 75


def refusal(error: WorkflowError, naming: Naming) -> str:
    """Return what *error* says, its things called as *naming* knows them.

    In English a case, the people and the database keep the words of the error, which name things
    as programs do.
    """
    hint = naming.hint(error)
    told = _told(error, naming)
    return f"{told.rstrip('.')}{hint}" if hint else told


def _told(error: WorkflowError, naming: Naming) -> str:
    say = _TEXTS.get(type(error))
    if say:
        return say(error)
    tell = None if speaks_english() else _WITH_LABELS.get(type(error))
    return tell(error, naming) if tell else told(str(error))


def finding_text(finding: Finding) -> str:
    """Return what is wrong with a file, and where, in the language in use."""
    return str(_in_words(finding))


def finding_json(finding: Finding) -> dict[str, object]:
    """Return what is wrong with a file for JSON: path, line and message."""
    return asdict(_in_words(finding))


def _in_words(finding: Finding) -> Finding:
    return replace(finding, message=told(finding.message, _within))


class _ByName(Naming):
    """Names as a regulation file has them."""

    def case(self, case_id: str) -> str:
        """Return the number of a case, or the machine of one not started."""
        return said(case_id, CASE_WORDS)


def _within(error: Exception) -> str:
    """Return what an error says that stands in the message of a finding."""
    if isinstance(error, WorkflowError):
        return refusal(error, _ByName())
    why = error.args[0] if error.args else ""
    if isinstance(why, Message):
        return told(why)
    return said(str(error), (*FORM_WORDS, *JSON_WORDS, *FILE_WORDS), why=_)


def exit_code(error: WorkflowError) -> int:
    """Return 1 for what is refused, 4 where the installation is broken, 75 where it is busy."""
    if isinstance(error, Busy):
        return BUSY
    return BROKEN if isinstance(error, StoreError | EngineFault | MissingPackage) else REFUSED


def error_json(error: WorkflowError, naming: Naming) -> dict[str, object]:
    """Return *error* for JSON: its type, what it says, and its facts by name."""
    plain: Any = error
    facts = asdict(plain) if is_dataclass(type(error)) else {}
    if isinstance(error, DefinitionError):
        facts["findings"] = [finding_json(finding) for finding in error.findings]
    return {"type": type(error).__name__, "message": refusal(error, naming), **facts}


def _definition(error: DefinitionError) -> str:
    shown = [finding_text(finding) for finding in error.findings[:MOST_SHOWN]]
    more = len(error.findings) - len(shown)
    return "\n".join(shown + [_("... and {n} more").format(n=more)] * bool(more))


def _missing_package(error: MissingPackage) -> str:
    text = _("{purpose} needs {package}: pip install {package}")
    return text.format(purpose=told(error.purpose), package=error.package)


def _unknown_region(error: UnknownRegion) -> str:
    text = _("there is no calendar for region {region}; there are {known}")
    return text.format(region=error.region, known=", ".join(error.known))


def _unknown_regulation(error: UnknownRegulation) -> str:
    text = _("there is no regulation {name}; there are {known}")
    told = text.format(name=error.name, known=", ".join(error.known))
    return told + _close(error.close)


def _unknown_state(error: UnknownState) -> str:
    return _("there is no state {word}").format(word=error.state) + _close(error.close)


def _close(words: Sequence[str]) -> str:
    return _("; did you mean {words}?").format(words=", ".join(words)) if words else ""


def _day_ahead(error: DayAhead) -> str:
    text = _("{day} lies ahead of {today}; only with --dry-run can it be asked about")
    return text.format(day=error.day, today=error.today)


def _nothing_announced(error: NothingAnnounced) -> str:
    text = _("no announcement for {region} was known on {day}; ask for a later day")
    return text.format(region=error.region, day=error.known_on)


def _outside(error: OutsideCalendar) -> str:
    text = _("the period runs outside the {region} calendar, which has {first} to {last}")
    if error.day:
        text = _("{day} lies outside the {region} calendar, which has {first} to {last}")
    span = error.span
    return text.format(day=error.day, region=error.region, first=span.first, last=span.last)


def _not_firm(error: NotFirm) -> str:
    text = _("{day} is not settled in the {region} calendar; without --strict the date is given")
    return text.format(day=error.day, region=error.region)


_TEXTS: dict[type[WorkflowError], Callable[[Any], str]] = {
    DefinitionError: _definition,
    MissingPackage: _missing_package,
    UnknownRegion: _unknown_region,
    DayAhead: _day_ahead,
    UnknownRegulation: _unknown_regulation,
    UnknownState: _unknown_state,
    NothingAnnounced: _nothing_announced,
    OutsideCalendar: _outside,
    NotFirm: _not_firm,
}

_WITH_LABELS: dict[type[WorkflowError], Callable[[Any, Naming], str]] = {
    **CASE_TEXTS,
    **STORE_TEXTS,
}
