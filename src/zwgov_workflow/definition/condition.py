"""Conditions: what ``when``, ``if`` and ``that`` may ask, over finite domains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from zwgov_workflow.definition.kinds import parse_number
from zwgov_workflow.errors import Message

__all__ = ["ORDERS", "RELATIONS", "Condition", "Frozen", "Number", "Test", "Words", "YesNo"]

ORDERS = ("before", "on_or_before", "after", "on_or_after")
RELATIONS = ("same_as", "in_", "inside", *ORDERS)
"""The tests that ask of one path how it stands to another."""


class Frozen(BaseModel):
    """A part of a regulation: read once, never changed, no key that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _yes_no(value: object) -> object:
    if value in ("yes", "no"):
        return value == "yes"
    if isinstance(value, bool):
        return value
    raise ValueError(Message("{value!r} is neither yes nor no", value=value))


def _words(value: object) -> object:
    found = (value,) if isinstance(value, str) else value
    if found in ((), []):
        raise ValueError(Message("name at least one word"))
    return found


def _number(value: object) -> object:
    if not isinstance(value, str):
        message = Message("{value!r} is not a number", value=value)
        raise ValueError(message)  # noqa: TRY004 (pydantic takes no TypeError)
    return parse_number(value)


Number = Annotated[Decimal, BeforeValidator(_number, json_schema_input_type=str)]

YesNo = Annotated[bool, BeforeValidator(_yes_no, json_schema_input_type=Literal["yes", "no"])]

Words = Annotated[
    tuple[str, ...], BeforeValidator(_words, json_schema_input_type=str | tuple[str, ...])
]
"""One word, or a list of words."""


class Test(Frozen):
    """What a path is asked. All that is given must hold.

    A bare word or a list of words in the file is ``is``: the value is one of them.
    """

    is_: Words | None = Field(None, alias="is")
    not_: Words | None = Field(None, alias="not")
    filled: YesNo | None = None
    same_as: str | None = None
    in_: str | None = Field(None, alias="in")
    has: Words | None = None
    only: Words | None = None
    before: str | None = None
    on_or_before: str | None = None
    after: str | None = None
    on_or_after: str | None = None
    at_least: Number | None = None
    below: Number | None = None
    inside: str | None = None
    all: Words | None = None
    any: Words | None = None
    none: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_words(cls, value: Any) -> Any:  # noqa: ANN401 (whatever stands in the file)
        return {"is": value} if isinstance(value, (str, list, tuple)) else value

    @model_validator(mode="after")
    def _asks_something(self) -> Test:
        if not self.model_fields_set:
            raise ValueError(Message("a test must ask something"))
        return self


class Condition(Frozen):
    """Tests on paths, all of which must hold, and conditions put together of others."""

    tests: Mapping[str, Test] = Field(default_factory=dict, alias="<tests>")
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    none_of: tuple[Condition, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _from_paths(cls, value: Any) -> Any:  # noqa: ANN401 (as above)
        if not isinstance(value, Mapping):
            return value
        groups = {key: value[key] for key in ("all_of", "any_of", "none_of") if key in value}
        return {"<tests>": {k: v for k, v in value.items() if k not in groups}, **groups}

    @model_validator(mode="after")
    def _asks_something(self) -> Condition:
        if not (self.tests or self.all_of or self.any_of or self.none_of):
            raise ValueError(Message("a condition must ask something"))
        return self

    def paths(self) -> Iterator[str]:
        """Yield every path asked about, also deep inside."""
        yield from self.tests
        for part in (*self.all_of, *self.any_of, *self.none_of):
            yield from part.paths()
