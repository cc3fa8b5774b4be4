"""A form as it is handed in: a file, fields on the command line, by name or by label."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import typer

from zwgov_workflow.cli.desk.lookup import name_of
from zwgov_workflow.cli.forms.entries import understood
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.kinds import FieldType
from zwgov_workflow.definition.model import FormField
from zwgov_workflow.engine.compiled import Arrow
from zwgov_workflow.errors import DefinitionError, Finding, Message
from zwgov_workflow.sourcefile import MAX_BYTES, MapNode, Node, SeqNode, TextNode, read_source

__all__ = ["entered", "fields_of"]


def fields_of(arrows: Iterable[Arrow]) -> Mapping[str, FormField]:
    """Return the fields that one of *arrows* asks for."""
    found: dict[str, FormField] = {}
    for arrow in arrows:
        found |= arrow.form
    return found


def entered(
    file: Path | None, settings: Sequence[str], fields: Mapping[str, FormField]
) -> Mapping[str, object]:
    """Return what was entered, by field: the file first, and over it what is set.

    Args:
        file: A YAML file, read strictly as text, or a JSON file. What stands in a YAML file
            without a value is not entered.
        settings: ``field=value`` each; a field that stands again has a list of values. A value
            ``@file`` is the text of that file, ``@@`` begins one that begins with ``@``.
        fields: The fields that are asked for; a field may be called by its label.

    Raises:
        DefinitionError: The file cannot be read.
        typer.BadParameter: A setting is none, or a label is that of several fields.
    """
    given: dict[str, object] = {}
    for word, value in (_read(file) if file else {}).items():
        name = _field(word, fields)
        if name in given:
            raise _refused(file, Message("the field {name} stands twice", name=name))
        given[name] = _plain(value, fields.get(name))
    written: dict[str, list[str]] = {}
    for setting in settings:
        word, equals, value = setting.partition("=")
        if not equals or not word.strip():
            message = _("{text} sets no field; write it as field=value")
            raise typer.BadParameter(message.format(text=setting))
        written.setdefault(_set_field(word.strip(), fields), []).append(_text(value))
    for name, values in written.items():
        kind = fields[name].type if name in fields else None
        single = len(values) == 1 and not (kind and kind.many and values[0])
        given[name] = _plain(values[0] if single else values, fields.get(name))
    return given


def _field(word: str, fields: Mapping[str, FormField]) -> str:
    return name_of(word, {name: [field.label or name] for name, field in fields.items()})


def _set_field(word: str, fields: Mapping[str, FormField]) -> str:
    """Return the name of a field that is set; a slip is told with what may have been meant."""
    name = _field(word, fields)
    if name in fields or not fields:
        return name
    words = {
        called: field.label or one
        for one, field in fields.items()
        for called in (one, field.label or one)
    }
    near = get_close_matches(word, words, n=3, cutoff=0.5)
    known = list(dict.fromkeys(words[one] for one in near)) or list(dict.fromkeys(words.values()))
    text = (
        _("the form has no field {field}; did you mean {near}?")
        if near
        else _("the form has no field {field}; it has {near}")
    )
    raise typer.BadParameter(text.format(field=word, near="、".join(known)))


def _text(value: str) -> str:
    """Return a value that is set, that of a file where it names one."""
    if not value.startswith("@"):
        return value
    if value.startswith("@@"):
        return value[1:]
    try:
        with Path(value[1:]).open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) <= MAX_BYTES:
            return content.decode("utf-8-sig").strip()
        why = f"> {MAX_BYTES:,} bytes"
    except (OSError, ValueError) as error:
        told = getattr(error, "strerror", None)
        why = _(told) if told else "UTF-8?"
    text = _("the file {file} cannot be read: {why}; for a value that begins with @, write @@")
    raise typer.BadParameter(text.format(file=value[1:], why=why))


def _plain(value: object, field: FormField | None) -> object:
    """Return *value* in the words of the engine."""
    if field is None:
        return value
    if isinstance(value, list):
        return [_entry(entry, field) for entry in value]
    return _entry(value, field)


def _entry(value: object, field: FormField) -> object:
    if isinstance(value, dict):
        return {key: _word(cell, field.columns.get(key)) for key, cell in value.items()}
    return _word(value, field.type)


def _word(value: object, kind: FieldType | None) -> object:
    return understood(value, kind) if kind is not None and isinstance(value, str) else value


def _read(file: Path) -> Mapping[str, Any]:
    if file.suffix.lower() == ".json":
        return _read_json(file)
    return {name: _of_node(node) for name, node in read_source(file)}


def _of_node(node: Node) -> object:
    """Return what stands in a file; None for what was left empty, entries of a list left out."""
    if isinstance(node, MapNode):
        row = {name: _of_node(entry) for name, entry in node}
        return row if any(value is not None for value in row.values()) else None
    if isinstance(node, SeqNode):
        found = [value for value in map(_of_node, node.values) if value is not None]
        return found or None
    return (node.value.strip() and node.value) or None if isinstance(node, TextNode) else None


def _read_json(file: Path) -> Mapping[str, Any]:
    """Read an object; numbers stay as they are written."""
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise _refused(file, Message("is larger than {most:,} bytes", most=MAX_BYTES))
        found = json.loads(
            content.decode("utf-8-sig"),
            object_pairs_hook=_without_doubles,
            parse_float=str,
            parse_int=str,
            parse_constant=_no_number,
        )
    except OSError as error:
        why = Message(error.strerror or str(error))
        raise _refused(file, Message("cannot be read: {why}", why=why)) from error
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise _refused(file, Message("is no JSON: {why}", why=error), line) from error
    if not isinstance(found, dict):
        raise _refused(file, Message("is no JSON object"))
    return found


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(Message("a key stands twice"))
    return found


def _no_number(text: str) -> object:
    raise ValueError(Message("{text} is no number", text=text))


def _refused(file: Path | None, message: Message, line: int = 0) -> DefinitionError:
    return DefinitionError((Finding(path=str(file), line=line, message=message),))
