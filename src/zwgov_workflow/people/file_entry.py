"""An entry of the people file: one department, officer, post, position or account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zwgov_workflow.errors import Finding, Message
from zwgov_workflow.people.appointment import Appointment
from zwgov_workflow.people.department import Department
from zwgov_workflow.people.officer import Officer
from zwgov_workflow.people.service_account import Right, ServiceAccount
from zwgov_workflow.sourcefile import MapNode, Node, nearest

__all__ = [
    "Positions",
    "Post",
    "finding",
    "hint",
    "read_department",
    "read_officer",
    "read_post",
    "read_roles",
    "read_service",
]

Positions = Mapping[str, tuple[str, ...]]
"""The roles that each position of the file carries; none, where its entry is wrong."""

FEW = 10
"""Fewer known words than these are all listed."""

_ROLE = re.compile(r"[a-z][a-z0-9_]*")
_WORD = re.compile(r"\S{1,64}")
_RIGHTS = {right.value: right for right in Right}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """An entry under ``appointments``: an officer's role, or a position and so several roles."""

    officer: str
    held: str
    roles: tuple[str, ...]
    department: str
    first: date
    last: date | None
    instead_of: str | None

    @property
    def identity(self) -> tuple[object, ...]:
        """What may stand once: an entry that differs in its last day alone contradicts it."""
        return self.officer, self.held, self.department, self.first, self.instead_of

    def appointments(self) -> Iterator[Appointment]:
        """Yield the appointment to each role."""
        for role in self.roles:
            yield Appointment(
                officer=self.officer,
                role=role,
                department=self.department,
                first=self.first,
                last=self.last,
                instead_of=self.instead_of,
            )


def read_department(node: MapNode) -> Department:
    """Read an entry under ``departments``; DefinitionError where it is none."""
    node.allow(("id", "name", "from", "to", "successor"))
    first, last = _term(node)
    successor = node.get("successor")
    if successor and last is None:
        raise successor.error(Message("a successor follows on a last day; say with 'to' which"))
    return Department(
        id=_word(node["id"]),
        name=_name(node["name"]),
        first=first or date.min,
        last=last,
        successor=successor.text() if successor else None,
    )


def read_officer(node: MapNode) -> Officer:
    """Read an entry under ``officers``; DefinitionError where it is none."""
    node.allow(("id", "name", "login"))
    login = node.get("login")
    return Officer(_word(node["id"]), _name(node["name"]), _word(login) if login else None)


def read_service(node: MapNode) -> ServiceAccount:
    """Read an entry under ``services``; DefinitionError where it is none."""
    node.allow(("name", "rights"))
    rights: set[Right] = set()
    for entry in node["rights"].items():
        word = entry.text()
        if word not in _RIGHTS:
            raise entry.error(
                Message("{word!r} is no right{hint}", word=word, hint=hint(word, _RIGHTS))
            )
        if _RIGHTS[word] in rights:
            raise entry.error(Message("the right {word!r} stands twice", word=word))
        rights.add(_RIGHTS[word])
    return ServiceAccount(_word(node["name"]), frozenset(rights))


def read_roles(node: Node) -> tuple[str, ...]:
    """Read the roles that a position carries; DefinitionError where they are none."""
    roles: dict[str, None] = {}
    for entry in node.items():
        role = _role(entry)
        if role in roles:
            raise entry.error(Message("the role {role!r} stands twice", role=role))
        roles[role] = None
    if not roles:
        raise node.error(Message("a position carries at least one role"))
    return tuple(roles)


def read_post(node: MapNode, positions: Positions) -> Post:
    """Read an entry under ``appointments``; DefinitionError where it is none."""
    node.allow(("officer", "role", "position", "department", "from", "to", "instead_of"))
    node["from"]  # a term that nobody knows the beginning of is no appointment
    first, last = _term(node)
    held, roles = _held(node, positions)
    officer, other = node["officer"].text(), node.get("instead_of")
    if other and last is None:
        raise other.error(Message("a delegation has a term; say with 'to' when it ends"))
    if other and other.text() == officer:
        raise other.error(Message("{officer!r} cannot act instead of himself", officer=officer))
    return Post(
        officer=officer,
        held=held,
        roles=roles,
        department=node["department"].text(),
        first=first or date.min,
        last=last,
        instead_of=other.text() if other else None,
    )


def finding(node: Node, message: Message) -> Finding:
    """Return the finding that says *message* about *node*."""
    return Finding(path=node.path, line=node.line, message=message)


def hint(word: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """Return the end of a sentence that offers the nearest of *known*, or all where few."""
    found = nearest(word, sorted(known))
    return found if "word" in found.values or len(known) < FEW else ""


def _held(node: MapNode, positions: Positions) -> tuple[str, tuple[str, ...]]:
    role, position = node.get("role"), node.get("position")
    if role and not position:
        return _role(role), (_role(role),)
    if role or not position:
        raise node.error(Message("say either the 'role' or the 'position' of the officer"))
    word = position.text()
    if word not in positions:
        raise position.error(
            Message(
                "{word!r} is no position of this file{hint}", word=word, hint=hint(word, positions)
            )
        )
    return word, positions[word]


def _term(node: MapNode) -> tuple[date | None, date | None]:
    first, last = node.get("from"), node.get("to")
    begin, end = first.date() if first else None, last.date() if last else None
    if last and begin and end and end < begin:
        raise last.error(
            Message("{end} lies before {begin}, where it begins", end=end, begin=begin)
        )
    return begin, end


def _role(node: Node) -> str:
    role = node.text()
    if not _ROLE.fullmatch(role):
        raise node.error(
            Message("{role!r} is not the name of a role, such as secrecy_office", role=role)
        )
    return role


def _word(node: Node) -> str:
    word = node.text()
    if not _WORD.fullmatch(word) or not word.isprintable():
        raise node.error(
            Message("{word!r} is not one word of at most 64 characters", word=word[:70])
        )
    return word


def _name(node: Node) -> str:
    name = node.text()
    if len(name) > 200 or not name.isprintable() or name != name.strip():
        raise node.error(
            Message("{name!r} is not one line of at most 200 characters", name=name[:70])
        )
    return name
