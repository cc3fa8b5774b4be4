"""Regulations for reading: the list of them, and one with what each step cites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from rich.table import Table

from zwgov_workflow.cli.regulations.machine_view import print_machine
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.definition import Document
from zwgov_workflow.definition.model import Regulation
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


def print_regulation(name: str, machine: str | None, *, as_json: bool) -> None:
    """Print one regulation, or one of its machines.

    Args:
        name: The regulation.
        machine: The name or label of a machine; None: all of them.
        as_json: Print an object for programs; it has all the machines.

    Raises:
        UnknownRegulation: There is none of that name.
    """
    documents = shipped_regulations()
    if name not in documents:
        close = tuple(get_close_matches(name, documents, n=3))
        raise UnknownRegulation(name=name, known=tuple(documents), close=close)
    document = documents[name]
    regulation = document.regulation
    shown = _wanted(regulation, machine)
    if as_json:
        content = regulation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        print_json({**_head(document), "content": content})
        return
    terminal = console()
    terminal.print(f"{regulation.title} ({regulation.regulation})", style="bold")
    for key in shown:
        print_machine(terminal, regulation, key)
    terminal.print()
    terminal.print(_("Digest: {digest}").format(digest=document.digest), style="dim")


def _wanted(regulation: Regulation, word: str | None) -> Sequence[str]:
    """Return the machines that are meant by a name or a label."""
    machines = regulation.machines
    if word is None:
        return tuple(machines)
    found = [key for key, one in machines.items() if word in (key, one.label)]
    if not found:
        name = regulation.regulation
        raise UnknownRegulation(
            name=f"{name}/{word}",
            known=[f"{name}/{key}" for key in machines],
            close=[f"{name}/{key}" for key in get_close_matches(word, machines, n=3)],
        )
    return found[:1]


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
