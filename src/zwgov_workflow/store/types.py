"""How a moment and a piece of JSON are kept in a column that every database has."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

from zwgov_workflow.errors import NaiveMoment

__all__ = ["Json", "Moment"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Moment(TypeDecorator[datetime]):
    """A moment, kept as the microseconds since 1970-01-01 UTC, and read as a moment in UTC.

    Some databases keep a time stamp without its zone or without its microseconds; a number is
    kept, compared and sorted alike by all of them. A moment without a time zone is refused with
    :class:`~zwgov_workflow.errors.NaiveMoment`, which SQLAlchemy wraps in a ``StatementError``
    and :mod:`.database` unwraps.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Return what stands in the column for *value*."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise NaiveMoment(value)
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return the moment, in UTC, that *value* stands for."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """JSON as text: compact, keys in order, Chinese as it is; ``None`` is NULL, never ``null``.

    Equal values give equal texts, so that they can be compared. What JSON cannot say (a date, a
    NaN) is refused, not guessed.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002
        """Return what stands in the column for *value*."""
        if value is None:
            return None
        return json.dumps(
            value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ANN401, ARG002
        """Return the value that the text *value* says."""
        return None if value is None else json.loads(value)
