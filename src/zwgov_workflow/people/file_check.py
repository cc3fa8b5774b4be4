"""What must hold between the entries of a people file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from zwgov_workflow.errors import MOST_SHOWN, Finding
from zwgov_workflow.people.appointment import Appointment, unbroken
from zwgov_workflow.people.department import Department, clashes
from zwgov_workflow.people.file_entry import Post, finding, hint
from zwgov_workflow.sourcefile import MapNode, Node

__all__ = [
    "Entry",
    "check_delegations",
    "check_departments",
    "check_posts",
    "check_terms",
    "check_unique",
]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Entry(Generic[_Value]):
    """What an entry says, and where it stands."""

    node: MapNode
    value: _Value


Holdings = Mapping[tuple[str, str, str], list[Appointment]]
"""The appointments of their own that officers have: by officer, role and department."""


def check_unique(
    entries: Iterable[Entry[_Value]], key: str, of: Callable[[_Value], str | None]
) -> Iterator[Finding]:
    """Find entries whose *key*, which *of* returns, stood before; None may come again."""
    lines: dict[str, int] = {}
    for entry in entries:
        word = of(entry.value)
        if word is None:
            continue
        node = entry.node[key]
        if word in lines:
            yield finding(node, f"the {key} {word!r} stands twice; first on line {lines[word]}")
        lines.setdefault(word, node.line)


def check_departments(
    entries: Iterable[Entry[Department]], declared: frozenset[str]
) -> Iterator[Finding]:
    """Find words that name two departments, and successors that are none or go round."""
    nodes: dict[str, MapNode] = {}
    known: dict[str, Department] = {}
    for entry in entries:
        nodes.setdefault(entry.value.id, entry.node)
        known.setdefault(entry.value.id, entry.value)
    for department, why in clashes(known.values()):
        yield finding(nodes[department.id]["name"], why)
    for department in known.values():
        heir = department.successor
        if heir is not None and heir not in declared:
            place = nodes[department.id]["successor"]
            yield finding(place, f"{heir!r} is no department of this file{hint(heir, declared)}")
    for circle in _circles(known):
        place = nodes[circle[0]]["successor"]
        yield finding(place, f"the successors go round: {', then '.join(circle)}")


def check_posts(
    entries: Iterable[Entry[Post]], officers: frozenset[str], departments: frozenset[str]
) -> Iterator[Finding]:
    """Find officers and departments that the file does not name, and entries that stand twice."""
    entries = tuple(entries)
    unresolved = _unresolved(entries, officers=officers, departments=departments)
    for number, (node, what, word, known) in enumerate(unresolved):
        offer = hint(word, known) if number < MOST_SHOWN else ""  # a search through all names
        yield finding(node, f"{word!r} is no {what} of this file{offer}")
    lines: dict[tuple[object, ...], int] = {}
    for entry in entries:
        identity, line = entry.value.identity, entry.node.line
        if identity in lines:
            yield finding(
                entry.node, f"the appointment stands twice; first on line {lines[identity]}"
            )
        lines.setdefault(identity, line)


def check_terms(
    entries: Iterable[Entry[Post]], departments: Iterable[Entry[Department]]
) -> Iterator[Finding]:
    """Find appointments on days on which their department does not exist."""
    known: dict[str, Department] = {}
    for declared in departments:
        known.setdefault(declared.value.id, declared.value)
    for entry in entries:
        post, department = entry.value, known.get(entry.value.department)
        if department is None:
            continue
        if post.first < department.first:
            yield finding(
                entry.node["from"], f"{department.id!r} exists only from {department.first}"
            )
        if department.last is not None and (post.last is None or post.last > department.last):
            yield finding(
                entry.node.get("to") or entry.node,
                f"{department.id!r} exists only to {department.last}; end the appointment by then",
            )


def check_delegations(entries: Iterable[Entry[Post]]) -> Iterator[Finding]:
    """Find delegations for somebody who does not hold the role himself on all their days."""
    entries = tuple(entries)
    held: dict[tuple[str, str, str], list[Appointment]] = {}
    for entry in entries:
        for one in entry.value.appointments():
            if one.instead_of is None:
                held.setdefault((one.officer, one.role, one.department), []).append(one)
    for entry in entries:
        post = entry.value
        if post.instead_of is not None and post.last is not None:
            lacking = _lacking(post, post.instead_of, post.last, held)
            if lacking:
                yield finding(
                    entry.node["instead_of"],
                    f"{post.instead_of!r} is not {', '.join(lacking)} in {post.department!r} "
                    f"on each day from {post.first} to {post.last}",
                )


def _unresolved(
    entries: Iterable[Entry[Post]], *, officers: frozenset[str], departments: frozenset[str]
) -> Iterator[tuple[Node, str, str, frozenset[str]]]:
    for entry in entries:
        for key, word, what, known in (
            ("officer", entry.value.officer, "officer", officers),
            ("instead_of", entry.value.instead_of, "officer", officers),
            ("department", entry.value.department, "department", departments),
        ):
            if word is not None and word not in known:
                yield entry.node[key], what, word, known


def _lacking(post: Post, other: str, last: date, held: Holdings) -> list[str]:
    return [
        role
        for role in post.roles
        if not unbroken(held.get((other, role, post.department), ()), post.first, last)
    ]


def _circles(departments: Mapping[str, Department]) -> Iterator[list[str]]:
    """Yield each round of successors, its beginning repeated at its end."""
    done: set[str] = set()
    for start in departments:
        walked: list[str] = []
        at: str | None = start
        while at is not None and at in departments and at not in done:
            done.add(at)
            walked.append(at)
            at = departments[at].successor
        if at in walked:
            yield [*walked[walked.index(at) :], at]
