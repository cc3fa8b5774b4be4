"""The numbers people know cases by: 中公密审〔2026〕17号."""

from __future__ import annotations

import re
from unicodedata import normalize

from sqlalchemy import Connection, bindparam, insert, select, update

from zwgov_workflow.store import tables as t

__all__ = ["as_written", "next_number", "number_of", "running_number", "series_with"]

_BRACKETS = str.maketrans(dict.fromkeys("[{【〔<《〈「", "(") | dict.fromkeys("]}】〕>》〉」", ")"))
_NUMBER = re.compile(r"(\D+?)[(\-]?(\d{4})[)\-](?:第)?0*([1-9]\d{0,8})号?")
_RUNNING = re.compile(r"第?0*([1-9]\d{0,8})号?")


def number_of(series: str, year: int, running: int | str) -> str:
    """Return the number of a case as it is kept and shown."""
    return f"{series}〔{year}〕{running}号"


def as_written(word: str) -> str | None:
    """Return the number that *word* writes with other brackets, spaces or digits, if it does.

    ``中公函(2026)1号``, ``中公函［2026］１`` and ``中公函2026-1`` are all 中公函〔2026〕1号.
    """
    found = _NUMBER.fullmatch(_plain(word))
    return None if found is None else number_of(found[1], int(found[2]), found[3])


def running_number(word: str) -> int | None:
    """Return the running number where *word* is nothing else: ``17`` or ``17号``."""
    found = _RUNNING.fullmatch(_plain(word))
    return None if found is None else int(found[1])


def _plain(word: str) -> str:
    return re.sub(r"\s+", "", normalize("NFKC", word).translate(_BRACKETS))


def series_with(connection: Connection, bureau: str, year: int, running: int) -> list[str]:
    """Return the series in which a running number was given out that year."""
    named = {"bureau_": bureau, "year_": year, "running_": running}
    return list(connection.scalars(_SERIES, named))


def next_number(connection: Connection, bureau: str, series: str, year: int) -> str:
    """Return the next number of a series; gaps are left by what is rolled back."""
    named = {"bureau_": bureau, "series_": series, "year_": year}
    if connection.execute(_RAISE, named).rowcount:
        last = connection.scalar(_LAST, named)
    else:
        last = 1
        first = {"bureau": bureau, "series": series, "year": year, "last": last}
        connection.execute(insert(t.number), first)
    return number_of(series, year, str(last))


_THIS = (
    t.number.c.bureau == bindparam("bureau_"),
    t.number.c.series == bindparam("series_"),
    t.number.c.year == bindparam("year_"),
)
_RAISE = update(t.number).where(*_THIS).values(last=t.number.c.last + 1)
_LAST = select(t.number.c.last).where(*_THIS)
_SERIES = (
    select(t.number.c.series)
    .where(
        t.number.c.bureau == bindparam("bureau_"),
        t.number.c.year == bindparam("year_"),
        t.number.c.last >= bindparam("running_"),
    )
    .order_by(t.number.c.series)
)
