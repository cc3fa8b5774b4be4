"""One unit of work: a transaction of a bureau, and all that is read and written in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from threading import Event
from typing import Any

from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.engine.case import Snapshot
from zwgov_workflow.engine.compiled import CompiledMachine
from zwgov_workflow.engine.context import Context, Turn
from zwgov_workflow.engine.family import Family
from zwgov_workflow.errors import Busy, StoreError
from zwgov_workflow.service.ids import new_id
from zwgov_workflow.service.surroundings import Surroundings, load_surroundings
from zwgov_workflow.service.views import Case, case_view
from zwgov_workflow.service.watching import Observer, Watch
from zwgov_workflow.store import Database
from zwgov_workflow.store.due_families import DueFamilies
from zwgov_workflow.store.host import Connection, Host
from zwgov_workflow.store.queries import Queries
from zwgov_workflow.store.stored_families import StoredFamilies
from zwgov_workflow.store.tallies import Tallies

__all__ = ["Bureau", "Unit"]


@dataclass
class Unit:
    """A transaction of a bureau.

    Attributes:
        connection: Where it happens.
        around: What the bureau decides by.
        now: The moment of the transaction.
    """

    connection: Connection
    around: Surroundings
    now: datetime

    @property
    def bureau(self) -> str:
        """The bureau."""
        return self.around.bureau

    @property
    def today(self) -> date:
        """The day of the transaction, in Asia/Shanghai."""
        return to_day(self.now)

    @cached_property
    def families(self) -> StoredFamilies:
        """The families of the bureau."""
        return StoredFamilies(self.connection, self.bureau, self.around.regulations)

    @cached_property
    def queries(self) -> Queries:
        """What can be asked of the bureau's tables."""
        return Queries(self.connection, self.bureau)

    @cached_property
    def due_families(self) -> DueFamilies:
        """The families that a sweep or a recount has to visit."""
        return DueFamilies(self.connection, self.bureau)

    @cached_property
    def context(self) -> Context:
        """The world around a case."""
        return self.around.context(Tallies(self.connection, self.bureau))

    def family(self, root: str) -> Family:
        """Return the working copy of a family, locked."""
        self.families.lock(root)
        return self.begun(root)

    def begun(self, root: str) -> Family:
        """Return the working copy of a family whose root is only now started."""
        return Family(
            root=root,
            cases=self.families,
            regulations=self.around.regulations,
            ctx=self.context,
            new_id=new_id,
        )

    def machine(self, case: Snapshot) -> CompiledMachine:
        """Return the machine a case runs in."""
        return self.around.regulations.machine(case.machine, case.digest)

    def turn(self, case: Snapshot) -> Turn:
        """Return a case on the day of the transaction."""
        return Turn(self.machine(case), case, self.today, self.context)

    def views(self, rows: Sequence[Any]) -> Sequence[tuple[Snapshot, Case]]:
        """Return the cases of rows, each with its view."""
        cases = self.families.snapshots(rows)
        return [
            (case, case_view(self.machine(case), case, row.number))
            for case, row in zip(cases, rows, strict=True)
        ]


class Bureau:
    """A bureau in a database, and its transactions: its own, or those of a host."""

    def __init__(
        self,
        database: Database,
        bureau: str,
        clock: Callable[[], datetime],
        observer: Observer | None = None,
    ) -> None:
        self.database = database
        self.name = bureau
        self.clock = clock
        self.watch = Watch(bureau, observer)
        self._host: Connection | None = None
        self._around: Surroundings | None = None
        self._behind = Event()
        """Whether a host's transaction saw another revision than the one that is kept."""
        self._left = False

    def joined_to(self, host: Host) -> Bureau:
        """Return this bureau working in the transaction of a host.

        Raises:
            CannotJoin: That is not safe.
        """
        connection = self.database.host_connection(host)
        if self._behind.is_set():  # what a host sees is not kept: read what is committed
            self._behind.clear()
            with suppress(Busy), self.reading():
                pass
        return self._like(self.clock, connection)

    @property
    def is_joined(self) -> bool:
        """Whether it works in the transaction of a host."""
        return self._host is not None

    def at(self, now: datetime) -> Bureau:
        """Return this bureau with its clock standing at *now*, in the same transactions.

        Raises:
            NaiveMoment: *now* has no zone.
            TypeError: It is no moment, such as a day alone.
        """
        if not isinstance(now, datetime):
            raise TypeError(f"now takes a datetime with its zone, not {type(now).__name__} {now!r}")
        to_day(now)
        return self._like(lambda: now, self._host)

    def _like(self, clock: Callable[[], datetime], host: Connection | None) -> Bureau:
        like = Bureau(self.database, self.name, clock)
        like._host, like._left, like._behind = host, self._left, self._behind
        like._around, like.watch = self._around, self.watch
        return like

    def leave(self) -> None:
        """Leave the host's transaction: no verb works in it any more."""
        self._left = True

    def _stay(self) -> None:
        if self._left:
            raise StoreError("The host's transaction was left; use the engine inside its block.")

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        """Begin a transaction that writes, or a part of the host's that can be undone alone."""
        self._stay()
        if self._host is not None:
            with self.database.joined(self._host) as connection:
                yield self._unit(connection)
        else:
            with self.database.begin() as connection:
                yield self._unit(connection)

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        """Begin a transaction that reads one state of the database, or read in the host's."""
        self._stay()
        if self._host is not None:
            with self.database.seen_from(self._host) as connection:
                yield self._unit(connection)
        else:
            with self.database.read() as connection:
                yield self._unit(connection)

    def working(self, *, dry_run: bool) -> AbstractContextManager[Unit]:
        """Begin a transaction that writes or, in a dry run, one that cannot."""
        return self.reading() if dry_run else self.writing()

    def _unit(self, connection: Connection) -> Unit:
        around = load_surroundings(connection, self.name, self._around)
        if self._host is None:  # what a host changed he may still roll back
            self._around = around  # another thread may put its own in place at once
        elif around is not self._around:
            self._behind.set()
        return Unit(connection, around, self.clock())
