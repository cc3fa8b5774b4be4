"""What differs between two regulation documents, element by element and clause by clause."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from zwgov_workflow.definition.model import (
    Cited,
    Enumeration,
    Form,
    Machine,
    Regulation,
    Table,
    Transition,
)
from zwgov_workflow.definition.reader import Document
from zwgov_workflow.sourcefile import MapNode, Node, SeqNode

__all__ = ["AttributeChange", "Change", "ChangeKind", "RegulationDifference", "difference"]


class ChangeKind(StrEnum):
    """What happened to an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """An attribute of an element, before and after.

    Attributes:
        name: The key in the file; of a mapping with its own key, as in ``sets.received_on``.
        old: What the old file says, in its words; None where it says nothing.
        new: The same of the new file.
    """

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An element that only one document has, or that says something else in each.

    Attributes:
        kind: What happened to it.
        place: Where it stands, as in ``machines.consultation.deadlines.reply_by``: in the new
            file, or in the old one if it was removed. Rows of a table are numbered, and so are
            transitions where a trigger has several; ``header`` is the head of the file.
        label: Its label; of a changed one the new label. Empty where it has none.
        clauses: What it cites, old and new together. An element without a source of its own has
            that of what it belongs to, or of the transitions that bring it in.
        attributes: What changed of it; of an element added or removed, nothing.
    """

    kind: ChangeKind
    place: str
    label: str
    clauses: tuple[str, ...]
    attributes: tuple[AttributeChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RegulationDifference:
    """The changes from one document to another, as they stand in the new one.

    What was removed stands at the end of its section.
    """

    changes: tuple[Change, ...]

    @property
    def without_clause(self) -> tuple[Change, ...]:
        """The changes of elements that cite no clause."""
        return tuple(change for change in self.changes if not change.clauses)

    def by_clause(self) -> Mapping[str, Sequence[Change]]:
        """Return the changes that concern each clause, in the order of the clauses.

        A change stands under each clause that its element cites; see also :attr:`without_clause`.
        """
        found: dict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            for clause in change.clauses:
                found[clause].append(change)
        return {clause: tuple(found[clause]) for clause in sorted(found, key=_counted)}


def difference(old: Document, new: Document) -> RegulationDifference:
    """Compare two documents by what they say.

    Comments, layout and short forms do not count, nor does an order that means nothing: of keys,
    of clauses, of the words of a condition, of the transitions of a machine.
    """
    return RegulationDifference(tuple(_compare(_root(old), _root(new))))


def _counted(clause: str) -> list[str | int]:
    """Return what puts ``RC-10`` behind ``RC-9``."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", clause)]


# An element, whatever its kind: what it says, and what stands inside it.


@dataclass(frozen=True, slots=True)
class _Element:
    """An element of a document.

    Attributes:
        keys: What it is found again by in the other document: the first that fits, fits best.
            All elements of a section have as many.
        attributes: Of each attribute what it means, to compare, and its words.
        parts: The elements inside it, by section, as in the file.
    """

    place: str
    label: str
    clauses: tuple[str, ...]
    keys: tuple[Hashable, ...]
    attributes: Mapping[str, tuple[Hashable, str]] = field(default_factory=dict)
    parts: Mapping[str, Sequence[_Element]] = field(default_factory=dict)


def _compare(old: _Element | None, new: _Element | None) -> Iterator[Change]:
    known = [element for element in (old, new) if element]
    attributes = tuple(_changed(old, new)) if old and new else ()
    if len(known) == 1 or attributes:
        yield Change(
            kind=_kind(old, new),
            place=known[-1].place,
            label=known[-1].label or known[0].label,
            clauses=_together(element.clauses for element in known),
            attributes=attributes,
        )
    before, after = (element.parts if element else {} for element in (old, new))
    for section in dict.fromkeys([*after, *before]):
        for pair in _paired(before.get(section, ()), after.get(section, ())):
            yield from _compare(*pair)


def _kind(old: _Element | None, new: _Element | None) -> ChangeKind:
    if old and new:
        return ChangeKind.CHANGED
    return ChangeKind.ADDED if new else ChangeKind.REMOVED


def _changed(old: _Element, new: _Element) -> Iterator[AttributeChange]:
    nothing = (None, None)
    for name in dict.fromkeys([*new.attributes, *old.attributes]):
        meant, was = old.attributes.get(name, nothing)
        means, says = new.attributes.get(name, nothing)
        if meant != means:
            yield AttributeChange(name, was, says)


def _paired(
    old: Sequence[_Element], new: Sequence[_Element]
) -> Iterator[tuple[_Element | None, _Element | None]]:
    """Yield each of *new* with its counterpart, then what is left of *old*."""
    left = dict(enumerate(old))
    found: dict[int, _Element] = {}
    for keys in zip(*(element.keys for element in (*old, *new)), strict=True):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for i in left:
            waiting[keys[i]].append(i)
        for j, key in enumerate(keys[len(old) :]):
            if j not in found and waiting[key]:
                found[j] = left.pop(waiting[key].pop(0))
    for j, element in enumerate(new):
        yield found.get(j), element
    for element in left.values():
        yield element, None


def _together(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in lists for word in words))


# From the model, for what is meant, and the nodes of the file, for its words.

_NAMED = ("parameters", "roles", "breaches", "letters", "tallies")
_IN_MACHINE = ("data", "states", "requirements", "deadlines", "dates", "children")
_PARTS = {"values", "rules", "transitions", *_IN_MACHINE}
_PARTS |= {*_NAMED, "enumerations", "forms", "tables", "machines", "declaratory"}
"""Keys whose entries are elements of their own, not attributes."""

_UNORDERED = {"by", "clauses", "distinct_from", "from_", "met_by", "notifies", "only", "pauses_in"}
_UNORDERED |= {"readers", "recorded_by", "remind", "requires", "runs_in", "uses"}
_UNORDERED |= {"is_", "not_", "has", "all", "any", "none", "all_of", "any_of", "none_of"}
"""Lists whose order means nothing."""

_SAMENESS = (
    ("trigger", "from_", "by", "when"),
    ("trigger", "from_", "by", "to", "label"),
    ("trigger", "from_", "by", "to"),
    ("trigger", "from_", "by"),
    ("trigger", "from_", "to", "when"),
    ("trigger", "from_", "to"),
    ("trigger", "by", "to", "when"),
    ("trigger", "by", "to"),
)
"""What tells a transition, which has no name, from another: the first that fits."""


def _root(document: Document) -> _Element:
    regulation, source = document.regulation, document.source
    build: dict[str, Callable[[str, Any, Node], _Element]] = {
        **dict.fromkeys(_NAMED, _element),
        "enumerations": _enumeration,
        "forms": lambda place, form, node: _form(regulation, place, form, node),
        "tables": _table,
        "machines": _machine,
        "declaratory": _declaratory,
    }
    parts = {
        section: [
            build[section](f"{section}.{name}", getattr(regulation, section)[name], inside)
            for name, inside in entries.mapping()
        ]
        for section, entries in source
        if section in build
    }
    return _Element("header", regulation.title, (), (), _attributes(regulation, source), parts)


def _element(place: str, cited: Cited, node: Node, brought: tuple[str, ...] = ()) -> _Element:
    """Return an element by its name; *brought*: the clauses of what brings it in."""
    clauses = cited.clauses if cited.sourced else brought
    return _Element(place, cited.label or "", clauses, (_name(place),), _attributes(cited, node))


def _name(place: str) -> str:
    return place.rpartition(".")[2]


def _enumeration(place: str, enumeration: Enumeration, node: Node) -> _Element:
    whole = _element(place, enumeration, node)
    values, inside = enumeration.values, node.mapping()["values"]
    if isinstance(values, Mapping):
        words = [
            _element(f"{place}.values.{word}", values[word], code, whole.clauses)
            for word, code in inside.mapping()
        ]
    else:
        words = [_Element(f"{place}.values.{word}", "", whole.clauses, (word,)) for word in values]
    return replace(whole, parts={"values": words})


def _form(regulation: Regulation, place: str, form: Form, node: Node) -> _Element:
    carriers = (
        transition.clauses
        for machine in regulation.machines.values()
        for transition in machine.transitions
        if transition.form == _name(place)
    )
    brought = _together(carriers)
    parts = {"form": _fields(place, form, node, brought)}
    return _Element(place, "", brought, (_name(place),), {}, parts)


def _fields(place: str, form: Form, node: Node, brought: tuple[str, ...]) -> Sequence[_Element]:
    return [
        _element(f"{place}.{name}", form[name], inside, brought) for name, inside in node.mapping()
    ]


def _table(place: str, table: Table, node: Node) -> _Element:
    whole = _element(place, table, node)
    rows = [
        replace(
            _element(f"{place}.rules.{i}", row, inside, whole.clauses),
            keys=(_meaning(row), _meaning(row.when), _meaning(row.then)),
        )
        for i, (row, inside) in enumerate(
            zip(table.rules, node.mapping()["rules"].items(), strict=True), start=1
        )
    ]
    return replace(whole, parts={"rules": rows})


def _declaratory(place: str, reason: str, node: Node) -> _Element:
    clause = _name(place)
    return _Element(place, "", (clause,), (clause,), {"reason": (reason, _words(node))})


def _machine(place: str, machine: Machine, node: Node) -> _Element:
    brought = _brought(machine)
    parts: dict[str, Sequence[_Element]] = {}
    for section, entries in node.mapping():
        at = f"{place}.{section}"
        if section == "transitions":
            parts[section] = list(_transitions(at, machine.transitions, entries.items()))
        elif section in _IN_MACHINE:
            elements = getattr(machine, section)
            parts[section] = [
                _element(f"{at}.{name}", elements[name], inside, _together(brought[section, name]))
                for name, inside in entries.mapping()
            ]
    return replace(_element(place, machine, node), parts=parts)


def _brought(machine: Machine) -> Mapping[tuple[str, str], list[tuple[str, ...]]]:
    """Return by section and name the clauses of the transitions that bring the element in."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for transition in machine.transitions:
        found["states", transition.to].append(transition.clauses)
        for group in transition.starts:
            found["children", group].append(transition.clauses)
        for name in machine.data if transition.starting else ():
            found["data", name].append(transition.clauses)
    return found


def _transitions(
    place: str, transitions: Sequence[Transition], nodes: Sequence[Node]
) -> Iterator[_Element]:
    total = Counter(transition.trigger for transition in transitions)
    seen: Counter[str] = Counter()
    for transition, node in zip(transitions, nodes, strict=True):
        trigger = transition.trigger
        seen[trigger] += 1
        at = f"{place}.{trigger}" + (f".{seen[trigger]}" if total[trigger] > 1 else "")
        whole = _element(at, transition, node)
        parts = {}
        if isinstance(transition.form, Mapping):
            inside = node.mapping()["form"]
            parts = {"form": _fields(f"{at}.form", transition.form, inside, whole.clauses)}
        told = [
            tuple(_meaning(getattr(transition, name), name) for name in names)
            for names in _SAMENESS
        ]
        yield replace(whole, keys=(_meaning(transition), *told), parts=parts)


def _attributes(model: BaseModel, node: Node) -> Mapping[str, tuple[Hashable, str]]:
    """Return what *model* says of itself, in the order of the file."""
    entries = node.mapping() if isinstance(node, MapNode) else [("type", node)]
    names = {info.alias or name: name for name, info in type(model).model_fields.items()}
    found: dict[str, tuple[Hashable, str]] = {}
    for key, inside in entries:
        name = names[key]
        value = getattr(model, name)
        if key in _PARTS or _is_default(model, name):
            continue
        if key == "form" and isinstance(value, Mapping):
            found[key] = "<fields>", _words(inside)  # which fields they are is told of each
        elif isinstance(value, Mapping):
            for entry, words in inside.mapping():
                found[f"{key}.{entry}"] = _meaning(value[entry]), _words(words)
        else:
            found[key] = _meaning(value, name), _words(inside)
    return found


def _is_default(model: BaseModel, name: str) -> bool:
    default = type(model).model_fields[name].get_default(call_default_factory=True)
    return bool(getattr(model, name) == default)


def _meaning(value: object, name: str = "") -> Hashable:
    """Return what equals that of another value if both mean the same; *name*: its field's."""
    if isinstance(value, BaseModel):
        said = (name for name in type(value).model_fields if not _is_default(value, name))
        return frozenset((name, _meaning(getattr(value, name), name)) for name in said)
    if isinstance(value, Mapping):
        return frozenset((key, _meaning(entry)) for key, entry in value.items())
    if isinstance(value, tuple):
        parts = [_meaning(part) for part in value]
        return frozenset(parts) if name in _UNORDERED else tuple(parts)
    return value


def _words(node: Node) -> str:
    """Return what stands in the file, on one line."""
    if isinstance(node, MapNode):
        return f"{{{', '.join(f'{key}: {_words(value)}' for key, value in node)}}}"
    if isinstance(node, SeqNode):
        return f"[{', '.join(map(_words, node.values))}]"
    return node.text()
