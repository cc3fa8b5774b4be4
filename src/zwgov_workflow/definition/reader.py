"""A regulation file read into its model; every error has its line."""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

import rfc8785
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from zwgov_workflow.definition.model import Regulation
from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.sourcefile import MapNode, Node, SeqNode, read_source, read_text, unknown_key

__all__ = ["Document", "parse_regulation", "read_regulation"]

Location = Sequence[str | int]

_LITERAL = re.compile("'([^']*)'")

_MESSAGES = {
    "missing": Message("the key {key!r} is missing"),
    "string_pattern_mismatch": Message("{input!r} is no name that may stand here ({pattern})"),
    "literal_error": Message("{input!r} is none of {expected}"),
    "string_type": Message("expected a text, found {found}"),
    "string_too_long": Message("at most {max_length} characters may stand here"),
    "date_type": Message("expected a date such as 2026-02-11, found {found}"),
    "greater_than_equal": Message("expected a number of at least {ge}, found {found}"),
    "tuple_type": Message("expected a list, found {found}"),
    "dict_type": Message("expected 'key: value' lines, found {found}"),
    "mapping_type": Message("expected 'key: value' lines, found {found}"),
    "model_type": Message("expected 'key: value' lines, found {found}"),
    "model_attributes_type": Message("expected 'key: value' lines, found {found}"),
    "too_short": Message("at least one entry is needed here"),
}
"""What is said of each kind of error of pydantic, its places still to be filled in."""


@dataclass(frozen=True, slots=True)
class Document:
    """A regulation as read: its model, its source, and the digest that pins it.

    Attributes:
        regulation: The model.
        source: The file's nodes, for the lines of findings.
        digest: SHA-256 over the canonical JSON (RFC 8785) of the file as read, in hexadecimal:
            comments, order of keys and layout do not count, every word does.
    """

    regulation: Regulation
    source: MapNode
    digest: str

    def finding(self, message: Message, *location: str | int) -> Finding:
        """Return the finding that says *message* of the element at *location*."""
        node = _find(self.source, location)
        return Finding(path=node.path, line=node.line, message=message)


def read_regulation(path: Path | str) -> Document:
    """Read a regulation file.

    Raises:
        DefinitionError: The file is not of the format; each finding has its line. What the file
            says beyond its form is looked at by :func:`zwgov_workflow.definition.check`.
    """
    return _document(read_source(Path(path)))


def parse_regulation(content: str, name: str) -> Document:
    """Read a regulation from its text; *name* is what errors call it.

    Raises:
        DefinitionError: As :func:`read_regulation`.
    """
    return _document(read_text(content, name))


def _document(source: MapNode) -> Document:
    content = _plain(source)
    try:
        regulation = Regulation.model_validate(content)
    except ValidationError as error:
        raise DefinitionError(list(_findings(source, error))) from None
    return Document(regulation, source, sha256(rfc8785.dumps(content)).hexdigest())


def _plain(node: Node) -> Any:  # noqa: ANN401 (text, list or mapping, as deep as the file)
    if isinstance(node, MapNode):
        return {key: _plain(value) for key, value in node}
    if isinstance(node, SeqNode):
        return [_plain(value) for value in node.values]
    return node.text()


def _findings(source: MapNode, error: ValidationError) -> Iterator[Finding]:
    for detail in error.errors(include_url=False):
        location = detail["loc"]
        node = _find(source, location)
        if detail["type"] == "extra_forbidden":
            yield _unknown_key(source, location)
            continue
        yield Finding(path=node.path, line=node.line, message=_message(detail))


def _message(detail: ErrorDetails) -> Message:
    facts = {**detail.get("ctx", {}), "input": detail["input"]}
    if isinstance(why := facts.get("error"), ValueError):  # one of the model's own
        return why.args[0] if isinstance(why.args[0], Message) else Message(str(why))
    known = _MESSAGES.get(detail["type"])
    if known is None:
        words = detail["msg"]
        return Message("this is not of the format: {problem}", problem=Message(words))
    if "expected" in facts:
        facts["expected"] = _one_of(str(facts["expected"]))
    return Message(known.template, **facts, key=detail["loc"][-1], found=_found(detail["input"]))


def _one_of(expected: str) -> Message:
    """Return pydantic's ``'a', 'b' or 'c'`` as a message."""
    *others, last = [Message("{text!r}", text=word) for word in _LITERAL.findall(expected)]
    return Message("{words} or {last}", words=tuple(others), last=last) if others else last


def _found(value: object) -> str:
    if isinstance(value, list):
        return Message("a list")
    if isinstance(value, Mapping):
        return Message("'key: value' lines")
    return Message("{text!r}", text=value)


def _unknown_key(source: MapNode, location: Location) -> Finding:
    parent, key = _find(source, location[:-1]), str(location[-1])
    message = unknown_key(key, _known_keys(Regulation, location[:-1]))
    line = parent.keys[key].line if isinstance(parent, MapNode) else parent.line
    return Finding(path=parent.path, line=line, message=message)


def _find(node: Node, location: Location) -> Node:
    """Return the node at *location*, or the deepest one on the way to it."""
    for step in location:
        if isinstance(node, MapNode) and step in node.values:
            node = node.values[str(step)]
        elif isinstance(node, SeqNode) and isinstance(step, int) and step < len(node.values):
            node = node.values[step]
    return node


def _known_keys(model: Any, location: Location) -> Sequence[str]:  # noqa: ANN401 (an annotation)
    """Return the keys that the model at *location* knows."""
    for step in location:
        model = _bare(model)
        if isinstance(model, type) and issubclass(model, BaseModel):
            fields = {f.alias or name: f.annotation for name, f in model.model_fields.items()}
            model = fields.get(str(step), model)
        elif get_args(model):
            model = get_args(model)[-1 if issubclass(get_origin(model), Mapping) else 0]
    model = _bare(model)
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        return ()
    return [field.alias or name for name, field in model.model_fields.items()]


def _bare(annotation: Any) -> Any:  # noqa: ANN401 (as above)
    """Return an annotation without Annotated and None; of a union, its last part."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            annotation = [part for part in get_args(annotation) if part is not type(None)][-1]
        else:
            return annotation
