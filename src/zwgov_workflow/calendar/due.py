"""A due date, with what it rests on."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

__all__ = ["DueDate"]


class DueDate(NamedTuple):
    """The last day of a period. An act is in time until that day ends, Asia/Shanghai.

    Use its fields by name. It is a tuple because a million of these are made in a batch, and a
    frozen dataclass takes twice as long to make.

    Attributes:
        on: The day.
        provisional: True where a day that decides the count lies outside the firm range, so that an
            announcement can still move the date.
        assumption: What was taken for granted, or None. A firm date has one too where it rests on
            an announcement that is still to be confirmed.
        data_version: Which calendar data it was computed from; the same text, the same dates.
    """

    on: date
    provisional: bool
    assumption: str | None
    data_version: str
