"""``zwgov start``, ``zwgov fire``, ``zwgov form``: what moves a case, and what it asks."""

# ruff: noqa: PLC0415 (help and completion read the signatures alone)

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    case_argument,
    db_option,
    officer_option,
    yes_option,
)
from zwgov_workflow.cli.commands.completion import machine_names, officer_ids, trigger_names
from zwgov_workflow.cli.options.arguments import json_option, parse_day
from zwgov_workflow.cli.speech.language import gettext_ as _

__all__ = ["add_case_commands"]


def add_case_commands(app: typer.Typer) -> None:
    """Add the commands to *app*, their help in the language in use."""
    app.command(
        "start",
        help=_(
            "Start a case. What can be started is listed by zwgov form; on a terminal it is asked, "
            "as are the fields of the form."
        ),
        epilog=_(
            "Example: zwgov start release_coordination --as P0031 --set made_on=2026-02-09 "
            "--set proposing_department=HZ --set concerned_departments=FZ"
        ),
    )(_start)
    app.command(
        "fire",
        help=_(
            "Fire a trigger of a case: send, receive, reply, ... On a terminal it is asked what is "
            "not given, and confirmed what cannot be undone."
        ),
        epilog=_("Example: zwgov fire 中公函〔2026〕1号 发函 --as P0031 --on 2026-02-10"),
    )(_fire)
    app.command(
        "form",
        help=_(
            "Print the form of an act, to be filled in and handed in with --form; without TRIGGER "
            "what can be done with a case, without CASE what can be started."
        ),
        epilog=_("Example: zwgov form 中公函〔2026〕1号 函复 --as P0032 > reply.yaml"),
    )(_form)


def _form_option() -> Any:  # noqa: ANN401 (as typer has it)
    return typer.Option(help=_("The form, as a file of YAML or JSON."), metavar="FILE")


def _set_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option(
        "--set",
        help=_(
            "A field of the form, by name or label; again for each entry of a list. @FILE as "
            "VALUE is the text of a file."
        ),
        metavar="FIELD=VALUE",
    )


def _on_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option(help=_("The day of the act in law; without it, today."), metavar="DAY")


def _key_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option(
        help=_("A key of your own: the same command again changes nothing."), metavar="TEXT"
    )


def _role_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option(
        help=_("As which role, where the officer holds several that differ."), metavar="ROLE"
    )


def _recorder_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option(
        help=_("Who enters it, where that is another officer."),
        metavar="OFFICER",
        autocompletion=officer_ids,
    )


def _no_input_option() -> Any:  # noqa: ANN401 (as above)
    return typer.Option("--no-input", help=_("Ask nothing, also on a terminal."))


def _start(
    machine: Annotated[
        str | None,
        typer.Argument(
            help=_("regulation/machine or its label; a regulation for its first machine."),
            metavar="MACHINE",
            autocompletion=machine_names,
        ),
    ] = None,
    *,
    officer: Annotated[str, officer_option()],
    form: Annotated[Path | None, _form_option()] = None,
    settings: Annotated[list[str] | None, _set_option()] = None,
    trigger: Annotated[
        str | None,
        typer.Option(help=_("Which start, where the machine has several."), metavar="TRIGGER"),
    ] = None,
    on: Annotated[str | None, _on_option()] = None,
    recorded_by: Annotated[str | None, _recorder_option()] = None,
    key: Annotated[str | None, _key_option()] = None,
    role: Annotated[str | None, _role_option()] = None,
    yes: Annotated[bool, yes_option()] = False,
    no_input: Annotated[bool, _no_input_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.acting.acting import Act, start
    from zwgov_workflow.cli.desk.opening import opened

    asks = not (no_input or as_json)
    act = Act(officer, form, settings or (), _day(on), recorded_by, key, role, asks, yes)
    with opened(db, bureau) as engine:
        start(engine, machine, trigger, act, as_json=as_json)


def _fire(
    case: Annotated[str, case_argument()],
    trigger: Annotated[
        str | None,
        typer.Argument(
            help=_("What to fire, by name or label."),
            metavar="TRIGGER",
            autocompletion=trigger_names,
        ),
    ] = None,
    *,
    officer: Annotated[str, officer_option()],
    form: Annotated[Path | None, _form_option()] = None,
    settings: Annotated[list[str] | None, _set_option()] = None,
    on: Annotated[str | None, _on_option()] = None,
    recorded_by: Annotated[str | None, _recorder_option()] = None,
    key: Annotated[str | None, _key_option()] = None,
    role: Annotated[str | None, _role_option()] = None,
    expect_version: Annotated[
        int | None,
        typer.Option(help=_("Refuse where the case is at another version."), metavar="N"),
    ] = None,
    yes: Annotated[bool, yes_option()] = False,
    no_input: Annotated[bool, _no_input_option()] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.acting.acting import Act, fire
    from zwgov_workflow.cli.desk.opening import opened

    asks = not (no_input or as_json)
    act = Act(officer, form, settings or (), _day(on), recorded_by, key, role, asks, yes)
    with opened(db, bureau) as engine:
        fire(engine, case, trigger, act, expect_version, as_json=as_json)


def _form(
    case: Annotated[
        str | None,
        typer.Argument(
            help=_("The case, or the machine of one to be started."), metavar="CASE|MACHINE"
        ),
    ] = None,
    trigger: Annotated[
        str | None, typer.Argument(help=_("What to fire, by name or label."), metavar="TRIGGER")
    ] = None,
    *,
    officer: Annotated[str, officer_option()],
    on: Annotated[str | None, _on_option()] = None,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.acting.form_view import print_form
    from zwgov_workflow.cli.desk.desk import Desk
    from zwgov_workflow.cli.desk.opening import opened

    day = _day(on)
    with opened(db, bureau) as engine:
        by = engine.officer(officer)
        desk = Desk(engine, by)
        print_form(desk, by, case, trigger, day or desk.today, as_json=as_json)


def _day(text: str | None) -> Any:  # noqa: ANN401 (a date or None)
    from zwgov_workflow.cli.forms.entries import day_text

    return None if text is None else parse_day(day_text(text))
