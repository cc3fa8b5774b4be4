"""A form to be filled in: YAML whose comments say what each field takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.forms.field_words import column_label, kind_in_words, options_of
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.definition.kinds import FieldType, Kind
from zwgov_workflow.definition.model import Form, FormField
from zwgov_workflow.engine.move import sources_of

__all__ = ["template"]

MOST_LISTED = 20
_PLAIN = frozenset("：、，（）“”《》〔〕；")


def template(labels: Labels, form: Form, today: date, head: Sequence[str]) -> str:
    """Return *form* as a file to be filled in and handed in again.

    Args:
        labels: Those of the machine; a label that several fields share is not used.
        form: The fields.
        today: The day of which departments are named.
        head: What stands above, as comments.
    """
    lines = [f"# {line}" for line in head]
    count = Counter(field.label for field in form.values())
    for name, field in form.items():
        key = field.label if field.label and count[field.label] == 1 else name
        lines += ["", *_comment(labels, field, today), *_entry(_key(key), field)]
    return "\n".join((*lines, ""))


def _key(text: str) -> str:
    """Return a key as YAML takes it: quoted, unless it is of letters alone."""
    if all(sign.isalnum() or sign in _PLAIN or sign == "_" for sign in text):
        return text
    return "'" + text.replace("'", "''") + "'"


def _comment(labels: Labels, field: FormField, today: date) -> Iterator[str]:
    """Yield what a field takes, and where it comes from."""
    kind = field.type
    told = kind_in_words(kind)
    if kind.many:
        told = _("a list of: {type}").format(type=told)
    need = _("required")
    if kind.optional:
        need = _("may be left empty")
    elif field.required_when is not None:
        need = _("required where the other answers ask for it")
    sources = f" ({' '.join(sources_of(field))})" if sources_of(field) else ""
    yield f"# {told}; {need}{sources}"
    yield from _offered(labels, kind, field.only, today)
    for name, column in field.columns.items():
        yield f"# - {column_label(labels, name)} ({name}): {kind_in_words(column)}"
        yield from _offered(labels, column, None, today)


def _offered(
    labels: Labels, kind: FieldType, only: Sequence[str] | None, today: date
) -> Iterator[str]:
    options = options_of(labels, kind, only, today)
    if options and len(options) <= MOST_LISTED:
        yield f"#   {' | '.join(option.label for option in options)}"


def _entry(key: str, field: FormField) -> Iterator[str]:
    """Yield the line that is filled in; below it those of a list or table."""
    yield f"{key}:"
    if field.type.kind is Kind.ROWS:
        marks = ("  - ", *("    " for _column in field.columns))
        yield from (f"{mark}{name}:" for mark, name in zip(marks, field.columns, strict=False))
    elif field.type.many:
        yield "  -"
