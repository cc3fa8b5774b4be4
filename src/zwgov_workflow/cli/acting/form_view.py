"""The form of an act, to be filled in, or as JSON Schema for programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date

from zwgov_workflow.cli.acting.acting import acts_of
from zwgov_workflow.cli.acting.meaning import meant_by
from zwgov_workflow.cli.acting.occasion import Occasion, of_case, of_start
from zwgov_workflow.cli.acting.startable_view import print_startable
from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.lookup import known_machine, name_of, startable
from zwgov_workflow.cli.forms.field_words import Option
from zwgov_workflow.cli.forms.template import template
from zwgov_workflow.cli.refusals.typed_again import typed_again
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.engine.form_schema import form_schema
from zwgov_workflow.errors import NotPossible, UnknownRegulation
from zwgov_workflow.people import Officer
from zwgov_workflow.service import Case

__all__ = ["print_form"]


def print_form(
    desk: Desk,
    officer: Officer,
    word: str | None,
    trigger: str | None,
    day: date,
    *,
    as_json: bool,
) -> None:
    """Print what can be started, what can be done with a case, or the form of an act.

    Args:
        desk: That of the officer.
        officer: Who is to act.
        word: A machine, or a case; None: list what can be started.
        trigger: A start, or a trigger of the case; None of a case: list what can be done with it.
        day: The day of the act.
        as_json: Print JSON; of a form its JSON Schema.

    Raises:
        WorkflowError: There is no such machine, case or trigger.
    """
    if word is None:
        print_startable(desk, officer.id, day, as_json=as_json)
        return
    if _is_machine(desk, word):
        _print_start(desk, word, trigger, officer, day, as_json=as_json)
        return
    case = desk.case(word)
    if trigger is None:
        _print_acts(acts_of(desk, case, officer), as_json=as_json)
        return
    _print_act(desk, case, trigger, officer, day, as_json=as_json)


def _is_machine(desk: Desk, word: str) -> bool:
    try:
        known_machine(desk.regulations, word)
    except UnknownRegulation:
        return False
    return True


def _print_start(
    desk: Desk, word: str, trigger: str | None, officer: Officer, day: date, *, as_json: bool
) -> None:
    machine = startable(desk.regulations, word, day)
    labels = of_start(desk, machine, "", officer.id, day).labels
    known = {name: labels.triggers[name] for name in machine.starts}
    wanted = name_of(trigger, known) if trigger else next(iter(known), "")
    if wanted not in known:
        raise NotPossible(
            case=labels.case(""),
            trigger=trigger or machine.path,
            state="not started",
            possible=tuple(known),
        )
    occasion = of_start(desk, machine, wanted, officer.id, day)
    command = ["zwgov", "start", word, "--as", officer.id]
    if trigger:
        command += ["--trigger", trigger]
    _print(occasion, command, as_json=as_json)


def _print_act(
    desk: Desk, case: Case, trigger: str, officer: Officer, day: date, *, as_json: bool
) -> None:
    labels = desk.labels(case)
    wanted, _meaning = meant_by(labels, case.state, trigger)
    occasion = of_case(desk, case, wanted, officer.id, day)
    if not occasion.arrows:
        possible = tuple(option.word for option in acts_of(desk, case, officer))
        raise NotPossible(case=case.number, trigger=wanted, state=case.state, possible=possible)
    command = ["zwgov", "fire", case.number, trigger, "--as", officer.id]
    _print(occasion, command, as_json=as_json)


def _print(occasion: Occasion, command: Sequence[str], *, as_json: bool) -> None:
    labels = occasion.labels
    if as_json:
        schema = form_schema(labels.machine.regulation, occasion.form)
        print_json({"trigger": occasion.trigger, "form": schema})
        return
    if not occasion.form:
        text = _("{case}: {trigger} asks for no form: {command}")
        told = text.format(
            case=labels.case(""),
            trigger=labels.trigger(occasion.trigger),
            command=typed_again(command),
        )
        console().print(f"# {told}", soft_wrap=True)
        return
    head = (
        f"{labels.case('')}: {labels.trigger(occasion.trigger)}",
        _("Fill it in, then: {command} --form FILE").format(command=typed_again(command)),
    )
    sys.stdout.write(template(labels, occasion.form, occasion.turn.today, head))


def _print_acts(options: Sequence[Option], *, as_json: bool) -> None:
    if as_json:
        rows = [{"trigger": option.word, "label": option.label} for option in options]
        print_json({"acts": rows})
    elif not options:
        console().print(_("Nothing can be done here now."))
    else:
        rows_ = [(option.label, option.word) for option in options]
        console().print(grid(rows_, (_("Act"), _("Name"))))
