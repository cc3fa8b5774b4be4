"""Regulations for reading: the list of them, and one with what each step cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.table import Table

from zwgov_workflow.cli.language import gettext_ as _
from zwgov_workflow.cli.terminal import console, print_json
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.model import Cited, Machine
from zwgov_workflow.definition.shelf import shipped_regulations
from zwgov_workflow.errors import UnknownRegulation

__all__ = ["print_regulation", "print_regulations"]


def print_regulations(documents: Iterable[Document], *, as_json: bool) -> None:
    """Print regulations, a line each."""
    if as_json:
        print_json({"regulations": [_head(document) for document in documents]})
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for column in (_("Name"), _("Version"), _("In force from"), _("Title")):
        table.add_column(column, overflow="fold")
    for document in documents:
        regulation = document.regulation
        version = f"{regulation.version}/{regulation.revision}"
        table.add_row(
            regulation.regulation, version, str(regulation.in_force_from), regulation.title
        )
    console().print(table)


def print_regulation(name: str, *, as_json: bool) -> None:
    """Print one regulation.

    Raises:
        UnknownRegulation: There is none of that name.
    """
    documents = shipped_regulations()
    if name not in documents:
        raise UnknownRegulation(name=name, known=tuple(documents))
    document = documents[name]
    regulation = document.regulation
    if as_json:
        content = regulation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        print_json({**_head(document), "content": content})
        return
    terminal = console()
    terminal.print(f"{regulation.title} ({regulation.regulation})", style="bold")
    for machine in regulation.machines.values():
        _print_machine(terminal, machine)
    terminal.print()
    terminal.print(_("Digest: {digest}").format(digest=document.digest), style="dim")


def _head(document: Document) -> dict[str, object]:
    regulation = document.regulation
    return {
        "regulation": regulation.regulation,
        "version": regulation.version,
        "revision": regulation.revision,
        "in_force_from": regulation.in_force_from,
        "title": regulation.title,
        "digest": document.digest,
    }


def _print_machine(terminal: Console, machine: Machine) -> None:
    terminal.print()
    terminal.print(machine.label or "", style="bold")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for _column in range(4):
        table.add_column(overflow="fold")
    for row in _rows(machine):
        table.add_row(*row)
    terminal.print(table)


def _rows(machine: Machine) -> Iterator[tuple[str, str, str, str]]:
    def named(state: str) -> str:
        known = machine.states.get(state)
        return (known.label if known else None) or state

    for transition in machine.transitions:
        origin = "、".join(map(named, transition.from_ or ())) or _("(start)")
        target = origin if transition.to == "same" else named(transition.to)
        way = f"{origin} → {target}"
        actors = "、".join(transition.by)
        yield transition.label or transition.trigger, way, actors, _sources(transition)
    for name, deadline in machine.deadlines.items():
        period = deadline.within or deadline.ahead or deadline.due or ""
        yield deadline.label or name, _("deadline"), period, _sources(deadline)


def _sources(element: Cited) -> str:
    return " ".join((*element.clauses, element.reading or "", element.law or "")).strip()
