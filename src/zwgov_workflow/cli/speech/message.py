"""A message of the lower layers, which know English alone, in the language in use."""

from __future__ import annotations

from collections.abc import Callable

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import speaks_english
from zwgov_workflow.errors import Message

__all__ = ["told"]

Say = Callable[[Exception], str]
"""How an error is told that stands in a message."""


def told(message: str, say: Say = str) -> str:
    """Return *message* in the language in use; a text that is no message stays as it is.

    What comes out of a file is shown on one line, whatever characters it has.
    """
    if speaks_english() or not isinstance(message, Message):
        return message
    template = _(message.template) if message.template else ""
    if not message.values:
        return template
    return template.format(**{name: _told(value, say) for name, value in message.values.items()})


def _told(value: object, say: Say) -> object:
    if isinstance(value, tuple):
        return "、".join(str(_told(one, say)) for one in value)
    if isinstance(value, Exception):
        return say(value)
    text = value if isinstance(value, str) else str(value)
    if isinstance(text, Message):
        return told(text, say)
    return _on_one_line(value) if isinstance(value, str) else value


def _on_one_line(text: str) -> str:
    return text if text.isprintable() else repr(text)[1:-1]
