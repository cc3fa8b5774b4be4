"""An act on a case, from what was written on the command line to what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typer

from zwgov_workflow.cli.acting.consequences import irrevocable, leads_to, meant
from zwgov_workflow.cli.acting.meaning import meant_by
from zwgov_workflow.cli.acting.occasion import Occasion, of_case, of_start
from zwgov_workflow.cli.acting.startable_view import StartNames, startable_paths
from zwgov_workflow.cli.acting.step_view import print_step
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.desk.lookup import name_of, startable
from zwgov_workflow.cli.forms.entry import entered
from zwgov_workflow.cli.forms.field_words import Option
from zwgov_workflow.cli.forms.labels import FormLabels
from zwgov_workflow.cli.forms.prompting import Prompting, choose
from zwgov_workflow.cli.refusals.naming import Naming, told_with
from zwgov_workflow.cli.refusals.typed_again import typed_again
from zwgov_workflow.cli.speech.confirmation import (
    at_terminal,
    confirmed,
    nothing_done,
    unless_stopped,
)
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.errors import FormRejected, WorkflowError
from zwgov_workflow.people import Officer
from zwgov_workflow.service import Case, WorkflowEngine

__all__ = ["Act", "acts_of", "fire", "start"]


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
        asks: Whether questions may be asked, if somebody is there to answer them.
        yes: Whether what cannot be undone is confirmed beforehand.
    """

    officer: str
    form: Path | None
    settings: Sequence[str]
    on: date | None
    recorded_by: str | None
    key: str | None
    role: str | None
    asks: bool = True
    yes: bool = False

    def people(self, engine: WorkflowEngine) -> tuple[Officer, Officer | None]:
        """Return who acts, and who records it."""
        recorder = None if self.recorded_by is None else engine.officer(self.recorded_by)
        return engine.officer(self.officer), recorder

    @property
    def by_hand(self) -> bool:
        """Whether somebody sits there to be asked."""
        return self.asks and at_terminal()


@dataclass(frozen=True)
class Ready:
    """An act that is to be done: what was entered, as which role, whether it was asked for."""

    form: Mapping[str, object]
    role: str | None
    asked: bool


def start(
    engine: WorkflowEngine, machine: str | None, trigger: str | None, act: Act, *, as_json: bool
) -> None:
    """Start a case and print where it stands."""
    by, recorder = act.people(engine)
    desk = Desk(engine, by)
    day = act.on or desk.today
    with unless_stopped():
        path = machine or _path(desk, act, day)
        with told_with(lambda _error: StartNames(desk, by.id)):
            compiled = startable(desk.regulations, path, day)
        labels = Labels(compiled, desk.people, None, None)
        wanted = _start_trigger(compiled, labels, trigger, act)
        occasion = of_start(desk, compiled, wanted or "", by.id, day)
        ready = _ready(occasion, act)
    with told_with(_naming(occasion, labels, _shown_by(path, None, by.id))):
        case = engine.start(
            compiled.path,
            by=by,
            data=ready.form,
            trigger=wanted,
            on=act.on,
            key=act.key,
            role=ready.role,
            recorder=recorder,
        )
    print_step(desk, case, as_json=as_json)


def _path(desk: Desk, act: Act, day: date) -> str:
    """Return the machine that somebody chooses of those that he may start.

    Raises:
        typer.BadParameter: There is nobody to choose, or nothing to be chosen.
    """
    options = startable_paths(desk, act.officer, day)
    if not options:
        raise typer.BadParameter(_("there is nothing that this officer may start"))
    if not act.by_hand:
        known = "、".join(f"{option.label} ({option.word})" for option in options)
        raise typer.BadParameter(_("say what to start: {known}").format(known=known))
    return choose(_("What to start"), options)


def _start_trigger(
    machine: CompiledMachine, labels: Labels, trigger: str | None, act: Act
) -> str | None:
    """Return the start that is meant; without one the first, or the one that is chosen."""
    known = {name: labels.triggers[name] for name in machine.triggers_of(None)}
    if trigger is not None:
        return name_of(trigger, known)
    if len(machine.starts) > 1 and act.by_hand:
        options = [Option(name, labels.trigger(name)) for name in machine.starts]
        return choose(_("How it starts"), options)
    return next(iter(machine.starts), None)


def fire(
    engine: WorkflowEngine,
    word: str,
    trigger: str | None,
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
    with unless_stopped():
        called = trigger or _trigger(desk, before, by, act)
        wanted, meaning = meant_by(labels, before.state, called)
        occasion = of_case(desk, before, wanted, by.id, act.on or desk.today)
        shown_by = _shown_by(before.number, called, by.id)
        ready = _ready(occasion, act)
    if ready.asked and expect_version is None:
        expect_version = before.version
    with told_with(_naming(occasion, labels, shown_by)):
        case = engine.fire(
            before.id,
            wanted,
            by=by,
            form=ready.form,
            on=act.on,
            key=act.key,
            expect_version=expect_version,
            role=ready.role,
            recorder=recorder,
            meaning=meaning,
        )
    print_step(desk, case, as_json=as_json)


def _trigger(desk: Desk, case: Case, by: Officer, act: Act) -> str:
    """Return what somebody chooses of what he may do with a case.

    Raises:
        typer.BadParameter: There is nobody to choose, or nothing to be chosen.
    """
    options = acts_of(desk, case, by)
    if not options:
        text = _("{case}: {officer} can do nothing here now; zwgov why {case} says who can")
        message = text.format(case=case.number, officer=by.name)
        raise typer.BadParameter(message)
    if not act.by_hand:
        known = "、".join(f"{option.label} ({option.word})" for option in options)
        message = _("{case}: say what to do: {known}").format(case=case.number, known=known)
        raise typer.BadParameter(message)
    return choose(f"{case.number} {case.label}: {case.state_label}", options)


def acts_of(desk: Desk, case: Case, by: Officer) -> Sequence[Option]:
    """Return what *by* may do with a case today."""
    found: dict[str, dict[str, None]] = {}
    for one in desk.engine.available(case.id, by):
        found.setdefault(one.trigger, {}).update(dict.fromkeys(one.labels))
    return [Option(name, " / ".join(labels)) for name, labels in found.items()]


def _ready(occasion: Occasion, act: Act) -> Ready:
    """Return an act with all that it asks, asked for where somebody is there to answer.

    Raises:
        typer.Exit: He does not want it.
    """
    role = _role(occasion, act.role)
    able, asked = act.by_hand and occasion.open_to(act.officer), False
    if able and role is None and occasion.ambiguous:
        options = [Option(name, occasion.labels.role(name)) for name in occasion.roles]
        role, asked = choose(_("As which role"), options), True
    occasion = occasion.as_role(role)
    form = entered(act.form, act.settings, occasion.fields or _anywhere(occasion))
    questions = occasion.questions
    if able:
        sound = not questions.problems(form)
        if act.form is None and sound and questions.lacks(form):
            defaults = occasion.defaults(act.officer)
            prompting = Prompting(questions, occasion.labels, defaults, occasion.turn.today)
            form, asked = prompting.ask(form), True
        if not _agreed(occasion, form, asked, act.yes):
            raise nothing_done()
    return Ready(form, role, asked)


def _anywhere(occasion: Occasion) -> Mapping[str, FormField]:
    """Return the fields that the trigger asks for in any state, where this one does not know it."""
    arrows = (a for a in occasion.labels.machine.arrows if a.rule.trigger == occasion.trigger)
    return {name: field for arrow in arrows for name, field in arrow.form.items()}


def _agreed(occasion: Occasion, form: Mapping[str, object], asked: bool, yes: bool) -> bool:
    """Say what will happen and return whether it shall: of what was asked, or cannot be undone."""
    arrows = meant(occasion.turn, occasion.mine, occasion.questions.data(form))
    reasons = irrevocable(occasion.labels, arrows)
    if yes or not (asked or reasons):
        return True
    labels, state = occasion.labels, occasion.turn.case.state
    what = " / ".join(dict.fromkeys(arrow.rule.label or occasion.trigger for arrow in arrows))
    told = _("{case}: {what}, {day} → {state}")
    typer.echo(
        told.format(
            case=labels.case(""),
            what=what,
            day=occasion.turn.today,
            state=leads_to(labels, arrows, state),
        )
    )
    for row in occasion.turn.case.deadlines.values():
        if row.running and row.due < occasion.turn.today:
            text = _("{deadline} was due on {due}; it lapses first.")
            typer.echo(text.format(deadline=labels.deadline(row.name), due=row.due))
    if reasons:
        typer.echo(_("This cannot be undone: {reasons}.").format(reasons="; ".join(reasons)))
    return confirmed(_("Do it?"), yes, default=not reasons)


def _role(occasion: Occasion, word: str | None) -> str | None:
    """Return the name of a role, first of those the act is for."""
    if word is None:
        return None
    labels = occasion.labels
    arrows = occasion.arrows or labels.machine.arrows
    mine = {name: [labels.role(name)] for arrow in arrows for name in arrow.rule.by}
    found = name_of(word, mine)
    roles = labels.machine.regulation.roles
    return found if found in mine else name_of(word, {name: [labels.role(name)] for name in roles})


def _shown_by(word: str, trigger: str | None, officer: str) -> str:
    """Return the command that shows the form of an act."""
    words: Iterable[str] = filter(None, ("zwgov", "form", word, trigger, "--as", officer))
    return typed_again(words)


def _naming(occasion: Occasion, labels: Labels, shown_by: str) -> Callable[[WorkflowError], Naming]:
    """Return what names the things of a refusal: for a form also how it is filled in."""

    def naming_for(error: WorkflowError) -> Naming:
        if isinstance(error, FormRejected):
            return FormLabels(labels, occasion.form, occasion.turn.today, shown_by)
        return occasion.desk.naming_of(error, labels)

    return naming_for
