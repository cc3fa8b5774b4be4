"""The kinds of value a field or parameter may have: ``optional list of department``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from zwgov_workflow.errors import Message

__all__ = ["FieldType", "Kind", "parse_number"]


class Kind(Enum):
    """A kind of value that the format itself knows; any other name is an enumeration's."""

    TEXT = "text"
    REFERENCE = "reference"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"
    PERIOD = "period"
    WINDOW = "window"
    DEPARTMENT = "department"
    OFFICER = "officer"
    ROWS = "rows"


_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class FieldType:
    """A type phrase: ``[optional] [list of] NAME``.

    Attributes:
        name: The kind, or the name of an enumeration.
        kind: The kind, or None where *name* is an enumeration's.
        optional: Whether the value may be missing.
        many: Whether it is a list.
    """

    name: str
    kind: Kind | None
    optional: bool = False
    many: bool = False

    @classmethod
    def parse(cls, phrase: str) -> FieldType:
        """Read a type phrase.

        Raises:
            ValueError: It is none; whether an enumeration exists is for the checker to say.
        """
        rest = phrase.removeprefix("optional ")
        name = rest.removeprefix("list of ")
        if not name.isidentifier():
            raise ValueError(
                Message(
                    "{phrase!r} is no type; write such as 'optional list of department'",
                    phrase=phrase,
                )
            )
        return cls(name, _KINDS.get(name), optional=rest != phrase, many=name != rest)

    def __str__(self) -> str:
        return f"{'optional ' * self.optional}{'list of ' * self.many}{self.name}"


def parse_number(text: str) -> Decimal:
    """Read a number such as ``60`` or ``-2.5``, written in digits.

    Raises:
        ValueError: It is none.
    """
    if not _NUMBER.fullmatch(text):
        raise ValueError(Message("{value!r} is not a number", value=text))
    return Decimal(text)
