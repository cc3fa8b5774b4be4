"""What a rule of the checker is given, and how it speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zwgov_workflow.definition.model import Machine, Regulation
from zwgov_workflow.definition.reader import Document
from zwgov_workflow.definition.scope import Library, Scope
from zwgov_workflow.errors import Finding, Message
from zwgov_workflow.sourcefile import nearest

__all__ = ["THE_FILE", "Place", "Subject", "named", "quoted", "unknown"]

Place = tuple[str | int, ...]

THE_FILE = Message("the file")


@dataclass(frozen=True)
class Subject:
    """The file under check, with what it may refer to.

    Attributes:
        document: The file.
        library: The file's own regulation and those it uses.
        texts: The clauses of each regulation whose text is known, by regulation.
    """

    document: Document
    library: Library
    texts: Mapping[str, Mapping[str, str]]

    @property
    def regulation(self) -> Regulation:
        """The regulation under check."""
        return self.document.regulation

    @cached_property
    def machines(self) -> Mapping[str, Machine]:
        """Its machines by name."""
        return self.regulation.machines

    @cached_property
    def scopes(self) -> Mapping[str, Scope]:
        """The namespace of each machine."""
        return {name: Scope(self.regulation, machine) for name, machine in self.machines.items()}

    def finding(self, message: Message, *place: str | int) -> Finding:
        """Return a finding about the element at *place*."""
        return self.document.finding(message, *place)

    def unresolved(
        self,
        what: Message,
        names: Iterable[str | None],
        known: Iterable[str],
        where: Message,
        place: Place,
    ) -> Iterator[Finding]:
        """Yield a finding for each of *names* that is none of the *known*; None is no name."""
        known = set(known)
        for name in names:
            if name is not None and name not in known:
                yield self.finding(unknown(what, name, where, known), *place)

    def each_machine(self) -> Iterator[tuple[str, Machine, Scope, Place]]:
        """Yield each machine with its name, namespace and place."""
        for name, machine in self.machines.items():
            yield name, machine, self.scopes[name], ("machines", name)


def unknown(what: Message, name: str, where: Message, known: Iterable[str]) -> Message:
    """Say that *name* names no *what*, with the nearest that does."""
    return Message(
        "{name!r} names no {what} of {where}{hint}",
        name=name,
        what=what,
        where=where,
        hint=nearest(name, sorted(known)),
    )


def named(path: str) -> Message:
    """Return the machine at *path*, which stands as it is: ``regulation/machine``."""
    return Message("{machine}", machine=path)


def quoted(name: str) -> Message:
    """Return *name* in quotation marks."""
    return Message("{name!r}", name=name)
