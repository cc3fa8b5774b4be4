"""A YAML file read strictly as text, each value with the line it stands on.

YAML guesses types (``3.10`` becomes 3.1, a key ``on`` becomes ``True``), merges, expands aliases
and runs tags. A legal text must not be guessed at: here every scalar stays the text that was
written, and whoever reads a field says what it should be. Anchors, aliases, tags, merge keys,
duplicate keys, second documents and files beyond fixed limits are refused, with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from zwgov_workflow.errors import DefinitionError, Finding, Message

__all__ = [
    "MapNode",
    "Node",
    "SeqNode",
    "TextNode",
    "nearest",
    "parse_date",
    "read_source",
    "read_text",
    "unknown_key",
]

MAX_BYTES = 1 << 20
MAX_DEPTH = 20

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"-?[0-9]{1,9}")
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a file and where it stands."""

    path: str
    line: int

    def error(self, message: Message) -> DefinitionError:
        """Return the error that says *message* about this place."""
        return DefinitionError((Finding(path=self.path, line=self.line, message=message),))

    def text(self) -> str:
        """Return the text that stands here; raise where there is none."""
        raise self.error(Message("expected a text, found {found}", found=self.kind))

    def mapping(self) -> MapNode:
        """Return this node as a mapping; raise where it is none."""
        raise self.error(Message("expected 'key: value' lines, found {found}", found=self.kind))

    def items(self) -> tuple[Node, ...]:
        """Return the entries of a list, or this one value as a list of one."""
        raise self.error(Message("expected a list, found {found}", found=self.kind))

    def date(self) -> date:
        """Return the text here as a date, ``YYYY-MM-DD``."""
        value = self.text()
        try:
            return parse_date(value)
        except ValueError:
            raise self.error(_no_date(value)) from None

    def integer(self) -> int:
        """Return the text here as a whole number."""
        value = self.text()
        if _INTEGER.fullmatch(value):
            return int(value)
        raise self.error(
            Message("{value!r} is not a whole number of at most nine digits", value=value[:40])
        )

    @property
    def kind(self) -> str:
        """What stands here, in words."""
        raise AssertionError(type(self))


@dataclass(frozen=True, slots=True)
class TextNode(Node):
    """A scalar, as written."""

    value: str

    @property
    def kind(self) -> str:
        """What stands here, in words."""
        return Message("the text {value!r}", value=self.value)

    def text(self) -> str:
        """Return the text, which may not be empty."""
        if not self.value:
            raise self.error(Message("a value is missing here"))
        return self.value

    def items(self) -> tuple[Node, ...]:
        """Return this one value."""
        return (self,)


@dataclass(frozen=True, slots=True)
class SeqNode(Node):
    """A list."""

    values: tuple[Node, ...]

    @property
    def kind(self) -> str:
        """What stands here, in words."""
        return Message("a list")

    def items(self) -> tuple[Node, ...]:
        """Return the entries."""
        return self.values


@dataclass(frozen=True, slots=True)
class MapNode(Node):
    """A mapping; its keys are unique texts, each with its own line."""

    values: Mapping[str, Node]
    keys: Mapping[str, Node]

    @property
    def kind(self) -> str:
        """What stands here, in words."""
        return Message("'key: value' lines")

    def mapping(self) -> MapNode:
        """Return this mapping."""
        return self

    def __iter__(self) -> Iterator[tuple[str, Node]]:
        return iter(self.values.items())

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        """Yield each key, as the node it is, with its value."""
        return zip(self.keys.values(), self.values.values(), strict=True)

    def __getitem__(self, key: str) -> Node:
        try:
            return self.values[key]
        except KeyError:
            raise self.error(Message("the key {key!r} is missing", key=key)) from None

    def get(self, key: str) -> Node | None:
        """Return the value of *key*, or None."""
        return self.values.get(key)

    def require_format(self) -> None:
        """Refuse a file of another format than 1."""
        if self["format"].text() != "1":
            raise self["format"].error(Message("this version reads 'format: 1'"))

    def allow(self, keys: Collection[str]) -> None:
        """Refuse a key that is not among *keys*."""
        for key in self.values:
            if key not in keys:
                raise self.keys[key].error(unknown_key(key, keys))


def unknown_key(key: str, known: Collection[str]) -> Message:
    """Say that *key* is none of the *known*, with the nearest that is."""
    return Message("there is no key {key!r} here{hint}", key=key, hint=nearest(key, known))


def nearest(word: str, known: Collection[str]) -> Message:
    """Return the end of a sentence that offers the nearest of *known*, or all of them."""
    close = get_close_matches(word, known, n=1)
    if close:
        return Message(". Did you mean {word!r}?", word=close[0])
    return Message("; known: {known}", known=tuple(known) or Message("none"))


def parse_date(text: str) -> date:
    """Return the date written as ``YYYY-MM-DD``; ValueError if *text* is none."""
    if not _DATE.fullmatch(text):
        raise ValueError(_no_date(text))
    return date.fromisoformat(text)


def _no_date(text: str) -> Message:
    return Message("{text!r} is not a date; write it as 2026-02-11", text=text)


def read_source(path: Path) -> MapNode:
    """Read the file at *path*, in UTF-8.

    Raises:
        DefinitionError: The file cannot be read or breaks a rule of this module.
    """
    name = str(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise _refused(name, 0, Message("cannot be read: {why}", why=Message(str(why)))) from error
    if len(content) > MAX_BYTES:
        raise _refused(name, 0, Message("is larger than {most:,} bytes", most=MAX_BYTES))
    try:
        return read_text(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(name, line, Message("is not UTF-8 text")) from error


def read_text(content: str, path: str) -> MapNode:
    """Read *content*; *path* is what errors call it."""
    try:
        return _Builder(path, content).document()
    except UnicodeEncodeError as error:
        line = content.count("\n", 0, error.start) + 1
        raise _refused(path, line, Message("is no text")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "is not YAML"
        message = Message("not readable: {problem}", problem=Message(problem))
        raise _refused(path, mark.line + 1 if mark else 1, message) from error


def _refused(path: str, line: int, message: Message) -> DefinitionError:
    return DefinitionError((Finding(path=path, line=line, message=message),))


class _Builder:
    """Builds nodes from parser events, so that nothing is expanded before it was looked at."""

    def __init__(self, path: str, content: str) -> None:
        self._path = path
        self._events: Iterator[Any] = yaml.parse(content, Loader=_Loader)

    def document(self) -> MapNode:
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _refused(self._path, 0, Message("is empty"))
        root = self._node(event, 1).mapping()
        self._next()  # the end of the document
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            line = event.start_mark.line + 1
            raise _refused(self._path, line, Message("holds a second document"))
        return root

    def _next(self) -> Any:  # noqa: ANN401 (one of many classes of event)
        return next(self._events)

    def _node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 (as above)
        line = event.start_mark.line + 1
        self._refuse_magic(event, line)
        if depth > MAX_DEPTH:
            message = Message("is nested more than {most} deep", most=MAX_DEPTH)
            raise _refused(self._path, line, message)
        if isinstance(event, yaml.ScalarEvent):
            return TextNode(self._path, line, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return SeqNode(self._path, line, tuple(self._entries(depth)))
        return self._mapping(line, depth)

    def _refuse_magic(self, event: Any, line: int) -> None:  # noqa: ANN401 (as above)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            message = Message("anchors and aliases are not allowed; write it out")
            raise _refused(self._path, line, message)
        if event.tag is not None:
            message = Message("the tag {tag!r} is not allowed", tag=event.tag)
            raise _refused(self._path, line, message)

    def _entries(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, line: int, depth: int) -> MapNode:
        keys: dict[str, Node] = {}
        values: dict[str, Node] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            name = key.text()
            if name == "<<":
                raise key.error(Message("merge keys are not allowed; write it out"))
            if name in keys:
                first = keys[name].line
                raise key.error(
                    Message(
                        "the key {key!r} stands twice; first on line {line}", key=name, line=first
                    )
                )
            keys[name] = key
            values[name] = self._node(self._next(), depth + 1)
        return MapNode(self._path, line, values, keys)
