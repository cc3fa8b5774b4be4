"""What must hold between the entries of a people file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Generic, TypeVar

from zwgov_workflow.errors import MOST_SHOWN, Finding, Message
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
            message = Message(
                "the {key} {word!r} stands twice; first on line {line}",
                key=key,
                word=word,
                line=lines[word],
            )
            yield finding(node, message)
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
            yield finding(place, _no_department(heir, hint(heir, declared)))
    for circle in _circles(known):
        place = nodes[circle[0]]["successor"]
        yield finding(place, Message("the successors go round: {circle}", circle=_in_turn(circle)))


def check_posts(
    entries: Iterable[Entry[Post]], officers: frozenset[str], departments: frozenset[str]
) -> Iterator[Finding]:
    """Find officers and departments that the file does not name, and entries that stand twice."""
    entries = tuple(entries)
    unresolved = _unresolved(entries, officers=officers, departments=departments)
    for number, (node, what, word, known) in enumerate(unresolved):
        offer = hint(word, known) if number < MOST_SHOWN else ""  # a search through all names
        says = _no_officer if what == "officer" else _no_department
        yield finding(node, says(word, offer))
    lines: dict[tuple[object, ...], int] = {}
    for entry in entries:
        identity, line = entry.value.identity, entry.node.line
        if identity in lines:
            message = Message(
                "the appointment stands twice; first on line {line}", line=lines[identity]
            )
            yield finding(entry.node, message)
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
            message = Message(
                "{department!r} exists only from {day}",
                department=department.id,
                day=department.first,
            )
            yield finding(entry.node["from"], message)
        if department.last is not None and (post.last is None or post.last > department.last):
            message = Message(
                "{department!r} exists only to {day}; end the appointment by then",
                department=department.id,
                day=department.last,
            )
            yield finding(entry.node.get("to") or entry.node, message)


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
                message = Message(
                    "{officer!r} is not {roles} in {department!r} on each day from {first} to "
                    "{last}",
                    officer=post.instead_of,
                    roles=tuple(lacking),
                    department=post.department,
                    first=post.first,
                    last=post.last,
                )
                yield finding(entry.node["instead_of"], message)


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


def _no_officer(word: str, offer: str) -> Message:
    return Message("{word!r} is no officer of this file{hint}", word=word, hint=offer)


def _no_department(word: str, offer: str) -> Message:
    return Message("{word!r} is no department of this file{hint}", word=word, hint=offer)


def _in_turn(departments: Sequence[str]) -> Message:
    each = (Message("{name}", name=name) for name in departments)
    return reduce(lambda one, other: Message("{one}, then {other}", one=one, other=other), each)


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
