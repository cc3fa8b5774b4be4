"""Is all there that a bureau needs?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from zwgov_workflow.cli.bureau.checks import check_bureau
from zwgov_workflow.cli.bureau.database_checks import check_condition, check_file_of_settings
from zwgov_workflow.cli.bureau.symptom import Grade, Symptom
from zwgov_workflow.cli.desk.opening import opened
from zwgov_workflow.cli.options.database_url import existing
from zwgov_workflow.cli.options.settings import DEFAULTS, Setting, Settings
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.refusal import refusal
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.errors import Busy, WorkflowError
from zwgov_workflow.errors.masking import masked
from zwgov_workflow.store.database import Database
from zwgov_workflow.store.inspection import Condition, inspect_database

__all__ = ["diagnose"]

_STYLES = {
    Grade.WELL: ("√", "+", "green"),
    Grade.ADVICE: ("·", ".", "yellow"),
    Grade.WANTING: ("!", "!", "yellow"),
    Grade.BUSY: ("!", "!", "yellow"),
    Grade.BROKEN: ("×", "x", "red"),
}
"""A mark, the same where the terminal has not even that, and the colour."""


def diagnose(settings: Settings, given: Mapping[str, Setting], *, as_json: bool) -> int:
    """Print what holds and what was looked at, and return the exit code.

    Args:
        settings: What the file and the environment say.
        given: What the options say, with their names.
        as_json: Print an object.
    """
    in_force = {name: given.get(name, settings[name]) for name in DEFAULTS}
    found = [*check_file_of_settings(settings), *_look(in_force)]
    worst = max((one.grade for one in found), key=list(Grade).index, default=Grade.WELL)
    if as_json:
        print_json(
            {
                "well": worst.code == 0,
                "settings": {name: _plain(one) for name, one in in_force.items()},
                "checks": [_json(one) for one in found],
            }
        )
    else:
        _print(console(), in_force, found)
    return worst.code


def _plain(setting: Setting) -> dict[str, object]:
    return {"value": _shown(setting.value), "source": setting.source}


def _shown(value: object) -> object:
    return masked(value) if isinstance(value, str) else value


def _json(one: Symptom) -> dict[str, object]:
    return {
        "name": one.name,
        "well": one.grade is Grade.WELL,
        "grade": one.grade.word,
        "text": one.text,
        "cure": one.cure,
    }


def _print(terminal: Console, in_force: Mapping[str, Setting], found: Sequence[Symptom]) -> None:
    for name, setting in in_force.items():
        value = "–" if setting.value is None else _shown(setting.value)
        source = setting.source or _("default")
        terminal.print(Text(f"{name} = {value}  ({source})", style="dim"), soft_wrap=True)
    terminal.print()
    for one in found:
        mark, plain, style = _STYLES[one.grade]
        mark = mark if _can_show(terminal, mark) else plain
        terminal.print(Text(f"{mark} {one.text}", style=style), soft_wrap=True)
        if one.cure:
            terminal.print(f"  {one.cure}", soft_wrap=True)


def _can_show(terminal: Console, mark: str) -> bool:
    try:
        mark.encode(terminal.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _look(in_force: Mapping[str, Setting]) -> Iterator[Symptom]:
    db, named = str(in_force["db"].value), in_force["bureau"].value
    try:
        with _connected(db, in_force["busy_seconds"]) as database:
            condition = inspect_database(database)
    except WorkflowError as error:
        yield _told(error)
        return
    yield from check_condition(condition)
    if condition.damage or condition.revision != condition.needed:
        return
    bureau = None if named is None else str(named)
    if wrong := _bureau(condition, bureau):
        yield wrong
        return
    try:
        with opened(db, bureau) as engine:
            yield from check_bureau(engine)
    except WorkflowError as error:
        yield _told(error)


@contextmanager
def _connected(db: str, busy_seconds: Setting) -> Iterator[Database]:
    seconds = float(busy_seconds.value or 0)
    database = Database.connect(existing(db), busy_seconds=seconds)
    try:
        yield database
    finally:
        database.dispose()


def _told(error: WorkflowError) -> Symptom:
    grade = Grade.BUSY if isinstance(error, Busy) else Grade.BROKEN
    return Symptom("database", grade, refusal(error, Naming()))


def _bureau(condition: Condition, named: str | None) -> Symptom | None:
    """Return what is wrong with the bureau that is meant."""
    known = condition.bureaus
    if not known:
        text = _("The database holds no bureau.")
        return Symptom("bureau", Grade.BROKEN, text, "zwgov init --bureau NAME")
    if named is not None and named not in known:
        text = _("The database holds no bureau {name}, but {known}.")
        told = text.format(name=named, known=", ".join(known))
        return Symptom("bureau", Grade.BROKEN, told, "zwgov init --bureau NAME")
    if named is None and len(known) > 1:
        text = _("The database holds several bureaus: {known}").format(known=", ".join(known))
        return Symptom("bureau", Grade.WANTING, text, "--bureau NAME")
    return None
