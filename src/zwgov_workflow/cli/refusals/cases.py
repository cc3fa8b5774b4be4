"""Why a command on a case was refused, with the labels of its regulation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import FORM_WORDS, IMPORT_WORDS, REASONS, RIGHT_WORDS
from zwgov_workflow.errors import (
    MOST_SHOWN,
    AmbiguousCase,
    AmbiguousRole,
    DeadlinePassed,
    FieldProblem,
    FormRejected,
    ImportProblem,
    ImportRefused,
    KeyReused,
    NotAllowed,
    NotInForce,
    NotPossible,
    OpenChildren,
    OtherMeaning,
    RequirementNotMet,
    StaleVersion,
    UnknownCase,
    Unmet,
    WorkflowError,
    WrongDay,
)

__all__ = ["CASE_TEXTS"]

NO_CASE = "-"
"""What stands for a case where the right of an account is wanting."""


def _unknown_case(error: UnknownCase, _naming: Naming) -> str:
    text = _("there is no case {case} that you may see; zwgov list shows those that you may")
    return text.format(case=error.case)


def _ambiguous_case(error: AmbiguousCase, _naming: Naming) -> str:
    text = _("{case} can be {known}; give the whole number")
    return text.format(case=error.case, known=_list(error.known))


def _not_in_force(error: NotInForce, naming: Naming) -> str:
    text = _("{regulation} was not in force on {day}")
    if error.first:
        text = _(
            "{regulation} was not in force on {day}; it is since {first}: give a day from then on "
            "with --on"
        )
    name = naming.regulation(error.regulation)
    return text.format(regulation=name, day=error.day, first=error.first)


def _not_possible(error: NotPossible, naming: Naming) -> str:
    text = _("{case} is in the state {state}, where {trigger} is not possible; possible: {known}")
    return text.format(
        case=naming.case(error.case),
        state=_("not started") if error.state == "not started" else naming.state(error.state),
        trigger=naming.trigger(error.trigger),
        known=_list(map(naming.trigger, error.possible)) or _("nothing"),
    )


def _not_allowed(error: NotAllowed, naming: Naming) -> str:
    if error.case == NO_CASE:
        text = _("the account {account} has not the right: {right}; give it in the people file")
        right = RIGHT_WORDS.get(error.trigger, error.trigger)
        return text.format(account=error.officer, right=_(right))
    text = _("{case}: {officer} may not do {trigger}: {why}; it is for {roles}")
    return text.format(
        case=naming.case(error.case),
        officer=naming.officer(error.officer),
        trigger=naming.trigger(error.trigger),
        why=said(error.why, REASONS, recorder=naming.officer, trigger=naming.trigger),
        roles=_list(map(naming.role, error.roles)),
    )


def _other_meaning(error: OtherMeaning, naming: Naming) -> str:
    text = _(
        "{case}: what was entered means {entered}, and not {meant}; "
        "mend the form, or fire {entered}"
    )
    return text.format(case=naming.case(error.case), entered=error.entered, meant=error.meant)


def _ambiguous_role(error: AmbiguousRole, naming: Naming) -> str:
    text = _("{case}: {trigger} is not the same for {roles}; say --role")
    return text.format(
        case=naming.case(error.case),
        trigger=naming.trigger(error.trigger),
        roles=_list(f"{naming.role(name)} ({name})" for name in error.roles),
    )


def _form_rejected(error: FormRejected, naming: Naming) -> str:
    text = _("{case}: the form of {trigger} was not taken: {problems}")
    return text.format(
        case=naming.case(error.case),
        trigger=naming.trigger(error.trigger),
        problems="; ".join(_problem(one, naming) for one in error.problems),
    )


def _problem(one: FieldProblem, naming: Naming) -> str:
    def words(text: str) -> str:
        return _list(naming.word(one.field, word) for word in text.split(", "))

    return f"{naming.field(one.field)}: {said(one.problem, FORM_WORDS, words=words)}"


def _requirement(error: RequirementNotMet, naming: Naming) -> str:
    text = _("{case}: {trigger} is not possible yet: {unmet}")
    return text.format(
        case=naming.case(error.case),
        trigger=naming.trigger(error.trigger),
        unmet="; ".join(map(_unmet, error.unmet)),
    )


def _unmet(unmet: Unmet) -> str:
    return f"{unmet.label} ({' '.join(unmet.sources)})" if unmet.sources else unmet.label


def _deadline_passed(error: DeadlinePassed, naming: Naming) -> str:
    text = _(
        "{case}: {trigger} was possible until {due} ({label}; {sources}); nothing was recorded"
    )
    return text.format(
        case=naming.case(error.case),
        trigger=naming.trigger(error.trigger),
        due=error.due,
        label=error.label,
        sources=" ".join(error.sources),
    )


def _wrong_day(error: WrongDay, naming: Naming) -> str:
    text = _(
        "{case}: {trigger} cannot be of {day}: {why}; give the day on which it was done with --on"
    )
    return text.format(
        case=naming.case(error.case),
        trigger=naming.trigger(error.trigger),
        day=error.day,
        why=said(error.why, REASONS),
    )


def _open_children(error: OpenChildren, naming: Naming) -> str:
    text = _("{case}: {trigger} ends it while {group} still run; bring these to their end first")
    return text.format(
        case=naming.case(error.case), trigger=naming.trigger(error.trigger), group=error.group
    )


def _stale(error: StaleVersion, naming: Naming) -> str:
    text = _("{case} is at version {actual}, not {expected}; read it again and decide anew")
    case = naming.case(error.case)
    return text.format(case=case, actual=error.actual, expected=error.expected)


def _key_reused(error: KeyReused, _naming: Naming) -> str:
    text = _("the key {key} belongs to another command; give each command its own")
    return text.format(key=error.key)


def _import_refused(error: ImportRefused, naming: Naming) -> str:
    def problem(one: ImportProblem) -> str:
        def words(text: str) -> str:
            return _list(naming.word(one.field or "", word) for word in text.split(", "))

        about = (one.source, one.trigger and naming.trigger(one.trigger), one.label or one.field)
        what = said(one.problem, (*IMPORT_WORDS, *FORM_WORDS), words=words)
        return ": ".join(part for part in (*about, what) if part)

    more = len(error.problems) - MOST_SHOWN
    lines = [_("nothing was imported; mend these rows and try again:")]
    lines += map(problem, error.problems[:MOST_SHOWN])
    if more > 0:
        lines.append(_("... and {n} more").format(n=more))
    return "\n".join(lines)


def _list(words: Iterable[str]) -> str:
    return "、".join(words)


CASE_TEXTS: Mapping[type[WorkflowError], Callable[[Any, Naming], str]] = {
    UnknownCase: _unknown_case,
    AmbiguousCase: _ambiguous_case,
    NotInForce: _not_in_force,
    NotPossible: _not_possible,
    NotAllowed: _not_allowed,
    AmbiguousRole: _ambiguous_role,
    OtherMeaning: _other_meaning,
    FormRejected: _form_rejected,
    RequirementNotMet: _requirement,
    DeadlinePassed: _deadline_passed,
    WrongDay: _wrong_day,
    OpenChildren: _open_children,
    StaleVersion: _stale,
    KeyReused: _key_reused,
    ImportRefused: _import_refused,
}
"""What each refusal says where another language than English is spoken."""
