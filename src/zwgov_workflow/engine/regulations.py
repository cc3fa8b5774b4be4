"""The regulations in use, each version compiled once: by digest, and in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from zwgov_workflow.definition import Document
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.errors import EngineFault, NotInForce, UnknownRegulation

__all__ = ["Regulations"]


class Regulations:
    """The versions of regulations that cases may be pinned to; shared by threads, never changed."""

    def __init__(self, documents: Iterable[Document]) -> None:
        found = sorted(
            documents,
            key=lambda d: (d.regulation.in_force_from, d.regulation.version, d.regulation.revision),
        )
        self.documents: Mapping[str, Document] = {d.digest: d for d in found}
        self._machines: dict[tuple[str, str], CompiledMachine] = {}

    @cached_property
    def _versions(self) -> Mapping[str, Sequence[Document]]:
        versions: dict[str, list[Document]] = {}
        for document in self.documents.values():
            versions.setdefault(document.regulation.regulation, []).append(document)
        return versions

    @property
    def names(self) -> Sequence[str]:
        """The regulations by name."""
        return sorted(self._versions)

    def versions(self, name: str) -> Sequence[Document]:
        """Return the versions of a regulation, by the day they came into force.

        Raises:
            UnknownRegulation: There is none of that name.
        """
        if name not in self._versions:
            raise UnknownRegulation(name=name, known=self.names)
        return self._versions[name]

    def in_force(self, name: str, day: date) -> Document:
        """Return the version in force on the day of the fact.

        Raises:
            UnknownRegulation: There is none of that name.
            NotInForce: None was in force on that day.
        """
        versions = self.versions(name)
        since = [d for d in versions if d.regulation.in_force_from <= day]
        if not since:
            first = versions[0].regulation.in_force_from
            raise NotInForce(regulation=name, day=day, first=first)
        return since[-1]

    def latest(self, name: str) -> Document:
        """Return the version that came into force last, whatever the day.

        Raises:
            UnknownRegulation: There is none of that name.
        """
        return self.versions(name)[-1]

    def machine(self, path: str, digest: str) -> CompiledMachine:
        """Return the machine at ``regulation/machine`` in the version with that digest."""
        name = path.partition("/")[2]
        found = self._machines.get((digest, name))
        if found is None:
            if digest not in self.documents:
                raise EngineFault(case="-", what=f"no regulation has the digest {digest[:12]}")
            compiled = CompiledMachine(self.documents[digest].regulation, name)
            found = self._machines.setdefault((digest, name), compiled)  # all threads use one
        return found
