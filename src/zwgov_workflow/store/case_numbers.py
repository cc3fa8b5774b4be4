"""The numbers people know cases by: 中公密审〔2026〕17号."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from zwgov_workflow.store import tables as t

__all__ = ["next_number"]


def next_number(connection: Connection, bureau: str, series: str, year: int) -> str:
    """Return the next number of a series; gaps are left by what is rolled back."""
    table = t.number
    where = (table.c.bureau == bureau, table.c.series == series, table.c.year == year)
    raised = connection.execute(update(table).where(*where).values(last=table.c.last + 1))
    if raised.rowcount:
        last = connection.scalar(select(table.c.last).where(*where))
    else:
        last = 1
        connection.execute(insert(table).values(bureau=bureau, series=series, year=year, last=1))
    return f"{series}〔{year}〕{last}号"
