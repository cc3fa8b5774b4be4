"""The people of a bureau in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from zwgov_workflow.people import (
    Appointment,
    Department,
    Officer,
    People,
    Right,
    ServiceAccount,
)
from zwgov_workflow.store import tables as t

__all__ = ["load_people", "save_people"]


def load_people(connection: Connection, bureau: str) -> People:
    """Return the people of a bureau."""
    return People(
        departments=[
            Department(
                id=row.id,
                name=row.name,
                first=row.first or date.min,
                last=row.last,
                successor=row.successor,
            )
            for row in _rows(connection, t.department, bureau)
        ],
        officers=[
            Officer(row.id, row.name, row.login) for row in _rows(connection, t.officer, bureau)
        ],
        appointments=[
            Appointment(
                officer=row.officer,
                role=row.role,
                department=row.department,
                first=row.first,
                last=row.last,
                instead_of=None if row.instead_of == row.officer else row.instead_of,
            )
            for row in _rows(connection, t.appointment, bureau)
        ],
        services=[
            ServiceAccount(row.name, frozenset(map(Right, row.rights)))
            for row in _rows(connection, t.service, bureau)
        ],
    )


def save_people(connection: Connection, bureau: str, people: People) -> None:
    """Write the people of a bureau in place of those that were there."""
    written: Sequence[tuple[Table, list[dict[str, Any]]]] = [
        (t.department, [_department(one) for one in people.departments]),
        (t.officer, [{"id": o.id, "name": o.name, "login": o.login} for o in people.officers]),
        (t.appointment, [_appointment(one) for one in people.every_appointment]),
        (
            t.service,
            [
                {"name": s.name, "rights": sorted(right.value for right in s.rights)}
                for s in people.services
            ],
        ),
    ]
    for table, _ in reversed(written):
        connection.execute(delete(table).where(table.c.bureau == bureau))
    for table, rows in written:
        if rows:
            connection.execute(insert(table), [{"bureau": bureau, **row} for row in rows])


def _rows(connection: Connection, table: Table, bureau: str) -> Sequence[Any]:
    return connection.execute(select(table).where(table.c.bureau == bureau)).all()


def _department(one: Department) -> dict[str, Any]:
    first = None if one.first == date.min else one.first
    return {
        "id": one.id,
        "name": one.name,
        "first": first,
        "last": one.last,
        "successor": one.successor,
    }


def _appointment(one: Appointment) -> dict[str, Any]:
    return {
        "officer": one.officer,
        "role": one.role,
        "department": one.department,
        "first": one.first,
        "last": one.last,
        "instead_of": one.instead_of or one.officer,
    }
