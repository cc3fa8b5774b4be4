"""A sentence that remembers what it was put together of, so that it can be said otherwise."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["Message"]


class Message(str):
    """An English sentence: a text like any other, with its template and values kept.

    Whoever speaks another language looks the template up and fills the same values in. These may
    be messages themselves, tuples of values, which stand as a list, errors, or anything that has
    a text; an object whose ``str()`` is a message is one.

    Attributes:
        template: The sentence, with a place such as ``{name!r}`` for each value.
        values: What is filled in, by place; without any the template is the sentence as it is.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> Message:
        """Put the sentence together."""
        filled = {name: _english(value) for name, value in values.items()}
        made = super().__new__(cls, template.format(**filled) if values else template)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.template, dict(self.values))


def _english(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


def _rebuild(template: str, values: Mapping[str, object]) -> Message:
    return Message(template, **values)
