"""The file a bureau's people are kept in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from zwgov_workflow.errors import DefinitionError, Finding
from zwgov_workflow.people.appointment import Appointment, Identity, later_end
from zwgov_workflow.people.directory import People
from zwgov_workflow.people.file_check import (
    Entry,
    check_delegations,
    check_departments,
    check_posts,
    check_terms,
    check_unique,
)
from zwgov_workflow.people.file_entry import (
    Positions,
    Post,
    read_department,
    read_officer,
    read_post,
    read_roles,
    read_service,
)
from zwgov_workflow.sourcefile import MapNode, Node, SeqNode, TextNode, read_source

__all__ = ["read_people"]

_KEYS = ("format", "positions", "departments", "officers", "appointments", "services")
_Value = TypeVar("_Value")


def read_people(path: Path | str) -> People:
    """Read a people file.

    Raises:
        DefinitionError: The file says what it may not; all that was found, each with its line.
    """
    root = read_source(Path(path))
    root.allow(_KEYS)
    root.require_format()
    return _Reading(root).people()


class _Reading:
    """One reading of one file, with what was found wrong so far."""

    def __init__(self, root: MapNode) -> None:
        self._root = root
        self._findings: list[Finding] = []

    def people(self) -> People:
        root = self._root
        posts = self._posts()
        departments = self._entries(root["departments"], read_department)
        officers = self._entries(root["officers"], read_officer)
        services = self._entries(root.get("services"), read_service)
        self._findings += check_unique(departments, "id", lambda one: one.id)
        self._findings += check_departments(departments, _declared(root["departments"]))
        self._findings += check_terms(posts, departments)
        self._findings += check_unique(officers, "id", lambda one: one.id)
        self._findings += check_unique(officers, "login", lambda one: one.login)
        self._findings += check_unique(services, "name", lambda one: one.name)
        if self._findings:
            raise DefinitionError(tuple(sorted(self._findings, key=lambda one: one.line)))
        return People(
            departments=[entry.value for entry in departments],
            officers=[entry.value for entry in officers],
            appointments=_expanded(entry.value for entry in posts),
            services=[entry.value for entry in services],
        )

    def _posts(self) -> list[Entry[Post]]:
        root, positions = self._root, self._positions()
        posts = self._entries(root["appointments"], lambda node: read_post(node, positions))
        departments = _declared(root["departments"])
        self._findings += check_posts(posts, _declared(root["officers"]), departments)
        if not self._findings:  # else what a delegation lacks may be what could not be read
            self._findings += check_delegations(posts)
        return posts

    def _positions(self) -> Positions:
        node = self._root.get("positions")
        positions: dict[str, tuple[str, ...]] = {}
        with self._collecting():
            for name, roles in node.mapping() if node else ():
                positions[name] = ()
                with self._collecting():
                    positions[name] = read_roles(roles)
        return positions

    def _entries(
        self, section: Node | None, read: Callable[[MapNode], _Value]
    ) -> list[Entry[_Value]]:
        entries: list[Entry[_Value]] = []
        with self._collecting():
            for node in section.items() if section else ():
                with self._collecting():
                    entries.append(Entry(node.mapping(), read(node.mapping())))
        return entries

    @contextmanager
    def _collecting(self) -> Iterator[None]:
        try:
            yield
        except DefinitionError as error:
            self._findings += error.findings


def _declared(section: Node) -> frozenset[str]:
    """Return the ids in *section*, those of entries that are wrong elsewhere included."""
    if not isinstance(section, SeqNode):
        return frozenset()
    ids = (entry.get("id") for entry in section.values if isinstance(entry, MapNode))
    return frozenset(node.value for node in ids if isinstance(node, TextNode))


def _expanded(posts: Iterable[Post]) -> Iterable[Appointment]:
    """Return the appointments of *posts*; of two that differ in the last day, the longer one.

    Two positions of one officer can carry the same role.
    """
    found: dict[Identity, Appointment] = {}
    for one in (one for post in posts for one in post.appointments()):
        last = later_end(one.last, found.get(one.identity, one).last)
        found[one.identity] = replace(one, last=last)
    return found.values()
