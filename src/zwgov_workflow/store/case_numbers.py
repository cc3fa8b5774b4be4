"""The numbers people know cases by: 中公密审〔2026〕17号."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, insert, select, update

from zwgov_workflow.store import tables as t

__all__ = ["next_number"]


def next_number(connection: Connection, bureau: str, series: str, year: int) -> str:
    """Return the next number of a series; gaps are left by what is rolled back."""
    named = {"bureau_": bureau, "series_": series, "year_": year}
    if connection.execute(_RAISE, named).rowcount:
        last = connection.scalar(_LAST, named)
    else:
        last = 1
        first = {"bureau": bureau, "series": series, "year": year, "last": last}
        connection.execute(insert(t.number), first)
    return f"{series}〔{year}〕{last}号"


_THIS = (
    t.number.c.bureau == bindparam("bureau_"),
    t.number.c.series == bindparam("series_"),
    t.number.c.year == bindparam("year_"),
)
_RAISE = update(t.number).where(*_THIS).values(last=t.number.c.last + 1)
_LAST = select(t.number.c.last).where(*_THIS)
