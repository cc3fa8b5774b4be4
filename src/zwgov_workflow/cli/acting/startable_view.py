"""What can be started: the machines that officers start cases of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zwgov_workflow.cli.acting.occasion import may_start
from zwgov_workflow.cli.cases.case_view import grid
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.forms.field_words import Option
from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.refusals.typed_again import typed_again
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.errors import NotInForce, UnknownRegulation, WorkflowError

__all__ = ["StartNames", "print_startable", "startable_paths"]


class StartNames(Naming):
    """What a refusal calls the things of somebody who starts a case."""

    def __init__(self, desk: Desk, officer: str) -> None:
        self._desk, self._officer = desk, officer

    def regulation(self, name: str) -> str:
        """Return the title of the latest version of a regulation."""
        try:
            return self._desk.regulations.versions(name)[-1].regulation.title
        except UnknownRegulation:
            return name

    def hint(self, error: WorkflowError) -> str:
        """Return where to look for what there is to start."""
        if not isinstance(error, UnknownRegulation):
            return ""
        command = typed_again(("zwgov", "form", "--as", self._officer))
        return _("; what can be started: {command}").format(command=command)


def _machines(desk: Desk, officer: str, day: date) -> Iterator[CompiledMachine]:
    """Yield the machines in force on *day* of which *officer* may start a case."""
    for name in desk.regulations.names:
        try:
            document = desk.regulations.in_force(name, day)
        except NotInForce:
            continue
        for machine in document.regulation.machines:
            compiled = desk.regulations.machine(f"{name}/{machine}", document.digest)
            if any(may_start(compiled, desk.people, officer, day)):
                yield compiled


def startable_paths(desk: Desk, officer: str, day: date) -> Sequence[Option]:
    """Return the machines that *officer* may start, with their labels."""
    return [
        Option(one.path, one.machine.label or one.path) for one in _machines(desk, officer, day)
    ]


def print_startable(desk: Desk, officer: str, day: date, *, as_json: bool) -> None:
    """Print a line for each machine of which a case can be started."""
    found = list(_machines(desk, officer, day))
    if as_json:
        print_json(
            {
                "machines": [
                    {
                        "machine": one.path,
                        "label": one.machine.label,
                        "regulation": one.regulation.title,
                        "triggers": list(may_start(one, desk.people, officer, day)),
                    }
                    for one in found
                ]
            }
        )
        return
    if not found:
        console().print(_("There is nothing to start."))
        return
    columns = (_("Label"), _("Machine"), _("Regulation"))
    rows = [(one.machine.label or "–", one.path, one.regulation.title) for one in found]
    console().print(grid(rows, columns, firm=2))
