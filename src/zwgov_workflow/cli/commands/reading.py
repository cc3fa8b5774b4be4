"""What shows cases: ``zwgov show``, ``list``, ``inbox``, ``history``, ``why``, ``due``."""

# ruff: noqa: PLC0415 (help and completion read the signatures alone)

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from zwgov_workflow.cli.commands.bureau_options import (
    DEFAULT_DB,
    bureau_option,
    case_argument,
    db_option,
    limit_option,
    officer_option,
    reader_option,
)
from zwgov_workflow.cli.commands.completion import department_names, machine_names, state_names
from zwgov_workflow.cli.options.arguments import json_option, parse_day
from zwgov_workflow.cli.speech.language import gettext_ as _

if TYPE_CHECKING:
    from zwgov_workflow.cli.desk.desk import Desk

__all__ = ["add_reading_commands"]

NEXT_DAYS = 7
"""How far ``due`` looks where no day is given."""


def add_reading_commands(app: typer.Typer) -> None:
    """Add the commands to *app*, their help in the language in use."""
    app.command(
        "show",
        help=_("Show a case on one page: where it stands, who is next, what you may do."),
        epilog=_("Example: zwgov show 中公协〔2026〕1号 --as P0031"),
    )(_show)
    app.command(
        "list",
        help=_("List the cases that the reader may see."),
        epilog=_("Example: zwgov list --as nightly --state 待函复 --due-before 2026-03-01"),
    )(_list)
    app.command(
        "inbox",
        help=_("List what waits for an officer, the soonest due first."),
        epilog=_("Example: zwgov inbox --as P0032"),
    )(_inbox)
    app.command(
        "history",
        help=_("Show what happened in a case: who did what, on which day, by which clause."),
        epilog=_("Example: zwgov history 中公函〔2026〕1号 --as P0031"),
    )(_history)
    app.command(
        "why",
        help=_("Say in sentences why a case stands where it stands, with clauses and days."),
        epilog=_("Example: zwgov why 中公函〔2026〕1号 --as P0031"),
    )(_why)
    app.command(
        "due",
        help=_("List the running deadlines that are due until a day."),
        epilog=_("Example: zwgov due --as nightly --until 2026-03-01"),
    )(_due)


@contextmanager
def _desk(db: str, bureau: str | None, reader: str) -> Iterator[Desk]:
    from zwgov_workflow.cli.desk.desk import Desk
    from zwgov_workflow.cli.desk.opening import opened, reader_called

    with opened(db, bureau) as engine:
        yield Desk(engine, reader_called(engine, reader))


def _show(
    case: Annotated[str, case_argument()],
    reader: Annotated[str, reader_option()],
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.case_page import print_page

    with _desk(db, bureau, reader) as desk:
        why = desk.engine.why(case, reader=desk.reader)
        events = desk.engine.history(why.case.id, reader=desk.reader)
        print_page(desk, why, events, desk.acts(why.case), as_json=as_json)


def _list(
    reader: Annotated[str, reader_option()],
    machine: Annotated[
        str | None,
        typer.Option(
            help=_("Of this regulation or machine, by name or label."),
            metavar="MACHINE",
            autocompletion=machine_names,
        ),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option(
            help=_("In this state, by name or label."),
            metavar="STATE",
            autocompletion=state_names,
        ),
    ] = None,
    department: Annotated[
        str | None,
        typer.Option(
            help=_("Naming this department, by id or name."),
            metavar="DEPARTMENT",
            autocompletion=department_names,
        ),
    ] = None,
    due_before: Annotated[
        str | None, typer.Option(help=_("With a deadline due before this day."), metavar="DAY")
    ] = None,
    text: Annotated[
        str | None,
        typer.Option(help=_("With this text in the number or in a field."), metavar="TEXT"),
    ] = None,
    after: Annotated[
        str | None, typer.Option(help=_("Only what follows this id, to go on."), metavar="ID")
    ] = None,
    limit: Annotated[int, limit_option()] = 100,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.case_view import print_cases
    from zwgov_workflow.cli.desk.lookup import known_machine, known_state

    before = None if due_before is None else parse_day(due_before)
    with _desk(db, bureau, reader) as desk:
        path = None if machine is None else known_machine(desk.regulations, machine)
        if state is not None:
            path, state = known_state(desk.regulations, state, path)
        found = desk.engine.cases(
            reader=desk.reader,
            state=state,
            machine=path,
            department=department,
            due_before=before,
            text=text,
            after=after,
            limit=limit,
        )
        print_cases(desk, found, limit, as_json=as_json)


def _inbox(
    officer: Annotated[str, officer_option()],
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.due_view import print_inbox
    from zwgov_workflow.cli.desk.desk import Desk
    from zwgov_workflow.cli.desk.opening import opened

    with opened(db, bureau) as engine:
        who = engine.officer(officer)
        print_inbox(Desk(engine, who), engine.inbox(who), as_json=as_json)


def _history(
    case: Annotated[str, case_argument()],
    reader: Annotated[str, reader_option()],
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.history_view import print_history

    with _desk(db, bureau, reader) as desk:
        found = desk.case(case)
        events = desk.engine.history(found.id, reader=desk.reader)
        print_history(desk, found, events, as_json=as_json)


def _why(
    case: Annotated[str, case_argument()],
    reader: Annotated[str, reader_option()],
    days: Annotated[
        bool, typer.Option("--days", help=_("Show each day of what is counted."))
    ] = False,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.why_view import print_why

    with _desk(db, bureau, reader) as desk:
        why = desk.engine.why(case, reader=desk.reader)
        events = desk.engine.history(why.case.id, reader=desk.reader)
        print_why(desk, why, events, days=days, as_json=as_json)


def _due(
    reader: Annotated[str, reader_option()],
    until: Annotated[
        str | None,
        typer.Option(help=_("The last day; without it, a week from today."), metavar="DAY"),
    ] = None,
    limit: Annotated[int, limit_option()] = 1000,
    db: Annotated[str, db_option()] = DEFAULT_DB,
    bureau: Annotated[str | None, bureau_option()] = None,
    as_json: Annotated[bool, json_option()] = False,
) -> None:
    from zwgov_workflow.cli.cases.due_view import print_due_deadlines

    last = None if until is None else parse_day(until)
    with _desk(db, bureau, reader) as desk:
        day = last or desk.today + timedelta(days=NEXT_DAYS)
        found = desk.engine.due(until=day, reader=desk.reader, limit=limit)
        print_due_deadlines(desk, found, as_json=as_json)
