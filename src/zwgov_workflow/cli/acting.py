"""An act on a case, from what was written on the command line to what is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zwgov_workflow.cli.case_view import print_step
from zwgov_workflow.cli.desk import Desk
from zwgov_workflow.cli.form_entry import entered, fields_of
from zwgov_workflow.cli.labels import Labels
from zwgov_workflow.cli.lookup import name_of, startable
from zwgov_workflow.cli.naming import told_with
from zwgov_workflow.engine.compiled import Arrow
from zwgov_workflow.people import Officer
from zwgov_workflow.service import WorkflowEngine

__all__ = ["Act", "fire", "start"]


@dataclass(frozen=True)
class Act:
    """What two commands have in common.

    Attributes:
        officer: The id of who acts.
        form: The file of the form.
        settings: Fields, ``field=value`` each.
        on: The day of the act in law; None: today.
        recorded_by: The id of who enters it, where that is another.
        key: The caller's own key.
        role: As which role, by name or label.
    """

    officer: str
    form: Path | None
    settings: Sequence[str]
    on: date | None
    recorded_by: str | None
    key: str | None
    role: str | None

    def people(self, engine: WorkflowEngine) -> tuple[Officer, Officer | None]:
        """Return who acts, and who records it."""
        recorder = None if self.recorded_by is None else engine.officer(self.recorded_by)
        return engine.officer(self.officer), recorder


def start(
    engine: WorkflowEngine, machine: str, trigger: str | None, act: Act, *, as_json: bool
) -> None:
    """Start a case and print where it stands."""
    by, recorder = act.people(engine)
    desk = Desk(engine, by)
    compiled = startable(desk.regulations, machine, act.on or desk.today)
    labels = Labels(compiled, desk.people, None, None)
    known = {name: labels.triggers[name] for name in compiled.triggers_of(None)}
    wanted = None if trigger is None else name_of(trigger, known)
    arrows = _arrows(labels, wanted or next(iter(known), ""), None)
    with told_with(lambda error: desk.naming_of(error, labels)):
        case = engine.start(
            compiled.path,
            by=by,
            data=entered(act.form, act.settings, fields_of(arrows)),
            trigger=wanted,
            on=act.on,
            key=act.key,
            role=_role(labels, act.role, arrows),
            recorder=recorder,
        )
    print_step(desk, case, as_json=as_json)


def fire(
    engine: WorkflowEngine,
    word: str,
    trigger: str,
    act: Act,
    expect_version: int | None,
    *,
    as_json: bool,
) -> None:
    """Fire a trigger of a case and print where it then stands."""
    by, recorder = act.people(engine)
    desk = Desk(engine, recorder or by)
    before = desk.case(word)
    labels = desk.labels(before)
    here = {name: labels.triggers[name] for name in labels.machine.triggers_of(before.state)}
    wanted = name_of(trigger, here)
    if wanted not in here:
        wanted = name_of(trigger, labels.triggers)
    arrows = _arrows(labels, wanted, before.state)
    with told_with(lambda error: desk.naming_of(error, labels)):
        case = engine.fire(
            before.id,
            wanted,
            by=by,
            form=entered(act.form, act.settings, fields_of(arrows)),
            on=act.on,
            key=act.key,
            expect_version=expect_version,
            role=_role(labels, act.role, arrows),
            recorder=recorder,
            meaning=None if trigger == wanted else trigger,
        )
    print_step(desk, case, as_json=as_json)


def _arrows(labels: Labels, trigger: str, state: str | None) -> Sequence[Arrow]:
    """Return the transitions a trigger may mean in a state or, unknown to it, in any."""
    here = labels.machine.arrows_for(trigger, state)
    return here or [arrow for arrow in labels.machine.arrows if arrow.rule.trigger == trigger]


def _role(labels: Labels, word: str | None, arrows: Iterable[Arrow]) -> str | None:
    """Return the name of a role, first of those the act is for."""
    if word is None:
        return None
    mine = {name: [labels.role(name)] for arrow in arrows for name in arrow.rule.by}
    found = name_of(word, mine)
    roles = labels.machine.regulation.roles
    return found if found in mine else name_of(word, {name: [labels.role(name)] for name in roles})
