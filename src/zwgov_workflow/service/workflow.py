"""WorkflowEngine: a bureau's cases, for library users, batch jobs and the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.calendar import Announcement, WorkingCalendar
from zwgov_workflow.calendar.day import to_day
from zwgov_workflow.engine.imported import ImportedCase
from zwgov_workflow.engine.regulations import Regulations
from zwgov_workflow.errors import Finding
from zwgov_workflow.people import Officer, People, PeopleChanges, ServiceAccount
from zwgov_workflow.service import (
    acts,
    commands,
    importing,
    reading,
    recalculation,
    standing,
    sweeping,
)
from zwgov_workflow.service.administration import (
    PublishedRegulation,
    check_published,
    load_people_file,
    publish_regulation,
    set_up,
)
from zwgov_workflow.service.callers import Reader, service_given
from zwgov_workflow.service.commands import Request
from zwgov_workflow.service.lapse import Lapse
from zwgov_workflow.service.unit import Bureau
from zwgov_workflow.service.views import Available, Case, DueDeadline, InboxItem, Why
from zwgov_workflow.service.watching import Observer
from zwgov_workflow.store import Database, MigrationReport, create_or_check, migrate
from zwgov_workflow.store.bureau_rows import bureaus
from zwgov_workflow.store.host import Host
from zwgov_workflow.store.migration import check
from zwgov_workflow.store.queries import CaseFilter

__all__ = ["WorkflowEngine"]

FilePath = str | PathLike[str]


def _now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def _closed_on_error(database: Database) -> Iterator[None]:
    try:
        yield
    except BaseException:
        database.dispose()
        raise


class WorkflowEngine:
    """The cases of one bureau in one database.

    It is safe to share between threads, and a process may have many. Each verb is one transaction,
    unless it works in a host's (:meth:`using`). Days are days in Asia/Shanghai.
    """

    def __init__(self, bureau: Bureau) -> None:
        """Use :meth:`open` instead."""
        self._bureau = bureau

    @classmethod
    def open(
        cls,
        url: str,
        *,
        bureau: str,
        region: str = "CN-NX",
        clock: Callable[[], datetime] = _now,
        busy_seconds: float = 5.0,
        observer: Observer | None = None,
    ) -> WorkflowEngine:
        """Open a bureau's database; an empty one is set up with all that is shipped.

        Args:
            url: ``sqlite:///bureau.db`` for a file, ``sqlite://`` for one in memory.
            bureau: The bureau's name in the database, such as ``zhongwei-psb``.
            region: The region of its calendar, where it is set up.
            clock: Gives the moment of each transaction, with its zone.
            busy_seconds: How long to wait for another process.
            observer: Told counts and timings, for the host's metrics.

        Raises:
            NoBureau: The database is in use and holds no such bureau; see :meth:`add_bureau`.
            SchemaBehind, SchemaAhead: The database is of another release.
            StoreError: The database cannot be used.
        """
        database = Database.connect(url, busy_seconds=busy_seconds)
        with _closed_on_error(database):
            create_or_check(database)
            with database.read() as connection:
                empty = not bureaus(connection)
            if empty:
                with database.begin() as connection:
                    if not bureaus(connection):
                        set_up(connection, bureau, region, clock())
            opened = Bureau(database, bureau, clock, observer)
            with opened.reading():
                return cls(opened)

    @classmethod
    def add_bureau(
        cls,
        url: str,
        *,
        bureau: str,
        region: str = "CN-NX",
        clock: Callable[[], datetime] = _now,
        busy_seconds: float = 5.0,
        observer: Observer | None = None,
    ) -> WorkflowEngine:
        """Open a database as :meth:`open` does, and set the bureau up if it is not there."""
        database = Database.connect(url, busy_seconds=busy_seconds)
        with _closed_on_error(database):
            create_or_check(database)
            with database.begin() as connection:
                set_up(connection, bureau, region, clock())
            return cls(Bureau(database, bureau, clock, observer))

    @classmethod
    def bureaus(cls, url: str, *, busy_seconds: float = 5.0) -> Sequence[str]:
        """Return the bureaus that a database holds; it is not set up where it is empty.

        Args:
            url: As for :meth:`open`.
            busy_seconds: How long to wait for another process.

        Raises:
            SchemaBehind, SchemaAhead: The database is of another release, or empty.
            StoreError: The database cannot be used.
        """
        database = Database.connect(url, busy_seconds=busy_seconds)
        try:
            with database.read() as connection:
                check(connection)
                return bureaus(connection)
        finally:
            database.dispose()

    @staticmethod
    def migrate(url: str, *, dry_run: bool = False) -> MigrationReport:
        """Bring a database up to date with this release, after a copy of its file.

        A database that holds only a host's own tables gets ours beside them.

        Args:
            url: As for :meth:`open`.
            dry_run: Change nothing; the report has the statements.

        Raises:
            SchemaAhead: The database is newer than this program.
            Busy: Another process held the database for too long.
        """
        database = Database.connect(url)
        try:
            return migrate(database, dry_run=dry_run)
        finally:
            database.dispose()

    def close(self) -> None:
        """Close the connections that no transaction uses."""
        self._bureau.database.dispose()

    @contextmanager
    def using(self, connection: Host) -> Iterator[WorkflowEngine]:
        """Work in the transaction of a host, who goes on to commit it or not.

        Each verb of the engine given is a savepoint: refused, it undoes what it did itself and
        nothing else. On SQLite it takes the write lock.

        Args:
            connection: The host's SQLAlchemy connection or session, to this database, of an
                engine that :func:`zwgov_workflow.configure_sqlite` has seen. In asyncio, what
                ``run_sync`` hands in.

        Raises:
            CannotJoin: That is not safe; nothing was done.
        """
        joined = self._bureau.joined_to(connection)
        try:
            yield WorkflowEngine(joined)
        finally:
            joined.leave()

    # What the bureau decides by

    def today(self) -> date:
        """Return the day it is in Asia/Shanghai, by the engine's clock."""
        return to_day(self._bureau.clock())

    def people(self) -> People:
        """Return everybody: departments, officers and what they are, service accounts."""
        with self._bureau.reading() as unit:
            return unit.around.people

    def regulations(self) -> Regulations:
        """Return every version of every regulation that is published here."""
        with self._bureau.reading() as unit:
            return unit.around.regulations

    # People

    def load_people(
        self, path: FilePath, *, on: date | None = None, dry_run: bool = False
    ) -> PeopleChanges:
        """Load a people file: what is new is added, what is missing ends, nothing is deleted.

        Args:
            path: The file.
            on: From which day on it counts; None: today.
            dry_run: Only say what would change.

        Raises:
            DefinitionError: The file says what it may not; nothing of it was taken in.
            PeopleError: It does not fit with who is there already.
        """
        with self._bureau.watch.verb("load_people"):
            return load_people_file(self._bureau, Path(path), on=on, dry_run=dry_run)

    def officer(self, officer_id: str) -> Officer:
        """Return an officer.

        Raises:
            UnknownOfficer: There is none of that id.
        """
        with self._bureau.reading() as unit:
            return unit.around.people.officer(officer_id)

    def service(self, name: str) -> ServiceAccount:
        """Return a service account, such as that of the nightly job.

        Raises:
            UnknownService: There is none of that name.
        """
        with self._bureau.reading() as unit:
            return unit.around.people.service(name)

    # Cases

    def startable(self, machine: str, *, on: date | None = None) -> Sequence[Available]:
        """Return the ways in which officers start a case, with each form as JSON Schema.

        Args:
            machine: As for :meth:`start`.
            on: The day it happens in law; None: today.

        Raises:
            UnknownRegulation, NotInForce: There is no such machine on that day.
        """
        with self._bureau.reading() as unit:
            day = unit.today if on is None else to_day(on)
            return acts.startable(commands.machine_on(unit, machine, day))

    def start(
        self,
        machine: str,
        *,
        by: Officer,
        data: Mapping[str, object],
        trigger: str | None = None,
        on: date | None = None,
        key: str | None = None,
        role: str | None = None,
        recorder: Officer | None = None,
    ) -> Case:
        """Start a case, by the version of the regulation in force on the day.

        Args:
            machine: ``regulation/machine``, or the regulation alone for its first machine.
            by: Who starts it.
            data: The fields the start asks for, by name.
            trigger: Which start, where the machine has several; None: its first.
            on: The day it happened in law; None: today.
            key: The caller's own key. The same command with the same key again changes nothing
                and returns what the first came to.
            role: As which role, where *by* holds several that differ.
            recorder: Who enters it, where that is another.

        Returns:
            The case after all that follows from its start.

        Raises:
            CaseError: It is refused, and nothing changed but the record of the attempt.
            UnknownRegulation: There is no such regulation or machine.
            Busy: Another process held the database for too long.
        """
        request = Request(
            trigger=trigger,
            by=by,
            form=data,
            on=on,
            key=key,
            role=role,
            recorder=recorder,
        )
        with self._bureau.watch.verb("start", machine=machine, officer=by.id):
            return commands.start(self._bureau, machine, request)

    def fire(
        self,
        case_id: str,
        trigger: str,
        *,
        by: Officer,
        form: Mapping[str, object] | None = None,
        on: date | None = None,
        key: str | None = None,
        expect_version: int | None = None,
        role: str | None = None,
        recorder: Officer | None = None,
        meaning: str | None = None,
    ) -> Case:
        """Fire a trigger of a case.

        Deadlines that were over on the day lapse first, so that the outcome does not depend on
        when the last sweep ran. An act in time that is told after its deadline lapsed undoes the
        lapse; one that is late is recorded or refused, as the regulation says.

        Args:
            case_id: The case, by its id or number.
            trigger: What to fire; see :meth:`available`.
            by: Who acted, holding the role on *on*.
            form: What was entered, by field.
            on: The day of the act in law, not in the future; None: today.
            key: The caller's own key. The same command with the same key again changes nothing
                and returns what the first came to.
            expect_version: Refuse where the case is no longer at this version.
            role: As which role, where *by* holds several that differ.
            recorder: Who enters it, where that is another; he holds one of its roles today.
            meaning: The label of the transition that is meant: refuse where what is entered makes
                it another.

        Returns:
            The case after all that follows from the act.

        Raises:
            CaseError: It is refused, and nothing changed but the record of the attempt.
            Busy: Another process held the database for too long.
        """
        request = Request(
            trigger=trigger,
            by=by,
            form=form or {},
            on=on,
            key=key,
            role=role,
            recorder=recorder,
            expect_version=expect_version,
            meaning=meaning,
        )
        with self._bureau.watch.verb("fire", case=case_id, trigger=trigger, officer=by.id):
            return commands.fire(self._bureau, case_id, request)

    def available(self, case_id: str, officer: Officer) -> Sequence[Available]:
        """Return what *officer* may do with a case today, with each form as JSON Schema.

        Each says where it leads, and which demands of the regulation stand against it on the
        case's present data; what is still to be entered is taken as open.

        Raises:
            UnknownCase: There is none that he may see.
        """
        with self._bureau.reading() as unit:
            return acts.available(unit, case_id, officer)

    def case(self, case_id: str, *, reader: Reader) -> Case:
        """Return a case by its id or number.

        The number may be written with other brackets: ``中公函(2026)1号``. A running number alone,
        ``17``, is that of this year.

        Raises:
            UnknownCase: There is none that *reader* may see.
            AmbiguousCase: He sees several of that running number.
        """
        with self._bureau.reading() as unit:
            return reading.read_case(unit, case_id, reader)

    def history(self, case_id: str, *, reader: Reader) -> Sequence[EventRecord]:
        """Return the events of a case, in the order they were recorded.

        Raises:
            UnknownCase: There is none that *reader* may see.
        """
        with self._bureau.reading() as unit:
            return reading.history(unit, case_id, reader)

    def why(self, case_id: str, *, reader: Reader) -> Why:
        """Return why a case stands where it stands: its state, its clocks, who can move it.

        Raises:
            UnknownCase: There is none that *reader* may see.
        """
        with self._bureau.reading() as unit:
            return standing.why(unit, case_id, reader)

    def cases(
        self,
        *,
        reader: Reader,
        state: str | None = None,
        machine: str | None = None,
        department: str | None = None,
        due_before: date | None = None,
        text: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> Sequence[Case]:
        """Return cases that *reader* may see, in the order they were opened.

        Args:
            reader: Who asks.
            state: In this state.
            machine: Of this regulation, or of this ``regulation/machine``.
            department: Naming this department, by id or name.
            due_before: With something to be done before this day, or overdue since before it.
            text: With this text in the number or in a field.
            after: The id of the last case of the page before.
            limit: How many at most.

        Raises:
            UnknownState, UnknownRegulation, UnknownDepartment: There is nothing of that name.
        """
        with self._bureau.reading() as unit:
            reading.asked_for(unit, state, machine)
            if department is not None:
                department = unit.around.people.department(department).id
            wanted = CaseFilter(
                state=state,
                machine=machine,
                department=department,
                due_before=due_before,
                text=text,
                after=after,
            )
            return reading.cases(unit, wanted, limit, reader)

    def inbox(self, officer: Officer) -> Sequence[InboxItem]:
        """Return the cases that wait for *officer*, the soonest due first."""
        with self._bureau.reading() as unit:
            return reading.inbox(unit, officer)

    def due(self, *, until: date, reader: Reader, limit: int = 1000) -> Sequence[DueDeadline]:
        """Return what is to be done by *until* or is overdue, in cases that *reader* may see."""
        with self._bureau.reading() as unit:
            return reading.due(unit, until, limit, reader)

    def sweep(
        self,
        *,
        by: ServiceAccount,
        now: datetime | None = None,
        until: date | None = None,
        limit: int | None = None,
        max_seconds: float | None = None,
        dry_run: bool = False,
        progress: Callable[[sweeping.SweepReport], None] | None = None,
        tell: Callable[[Lapse], None] | None = None,
    ) -> sweeping.SweepReport:
        """Let what is over lapse, with all that follows, family by family in small transactions.

        What was due on a day lapses when that day is over in Asia/Shanghai. A sweep that stops
        half-way is gone on with by the next; two at once do nothing twice. One that finds the
        database busy for too long stops, and its report says so.

        Args:
            by: The account it runs as; it needs the right ``sweep``.
            now: The moment it is, with its zone, where the host knows better than the engine's
                clock; what lapses is recorded at it. None: the clock's.
            until: The day to let begin: what was due before it lapses. None: the day of *now*; a
                day ahead of it only in a dry run, which tells what will lapse if nobody acts.
            limit: Stop after about so many families, at least one.
            max_seconds: Stop after about so long; one transaction is always made.
            dry_run: Only say what would happen.
            progress: Called after each transaction.
            tell: Called with each lapse, after its transaction.

        Raises:
            NotAllowed: The account has no such right.
            DayAhead: *until* lies ahead.
        """
        service_given(by, "by")
        limits = sweeping.Limits(
            families=limit, seconds=max_seconds, dry_run=dry_run, progress=progress, tell=tell
        )
        with self._bureau.watch.verb("sweep_dry_run" if dry_run else "sweep", by=by.name):
            bureau = self._bureau if now is None else self._bureau.at(now)
            return sweeping.sweep(bureau, by, until, limits)

    def import_cases(
        self,
        machine: str,
        rows: Iterable[ImportedCase],
        *,
        by: ServiceAccount,
        file_digest: str | None = None,
        yardstick: bool = False,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> importing.ImportReport:
        """Open cases in the states in which a source outside the engine has them, all or none.

        Each is opened by one event of the kind ``imported``, with its source, its fields and the
        deadlines that run in its state; each later fact is one more. What the start of the machine
        sets is filled in where the row does not say it, and so is what a parent gives its part.
        Nobody is asked for a role, no demand is made, no part is started and nobody is notified.
        Who acted is not known, so that four eyes are not seen to between an imported fact and a
        later act. A deadline that stood still before its day needs its last day stated.

        Deadlines that were over on the day of a fact lapse first, as for an act. Otherwise time
        does not pass and no rule runs: what is over lapses with the next sweep, and a rule that
        holds of a case fires with the next step that touches it, such as that of a part.

        Nothing imported counts in what a regulation counts of the records: no case that was
        opened so, no deadline that an imported fact answered, no breach that showed in the import
        itself, and nothing of a case that is older than the version it is measured against.

        Args:
            machine: ``regulation/machine``, or the regulation alone for its first machine.
            rows: The cases; the row of a parent comes before those of its parts.
            by: The account that brings them in; it needs the right ``import``.
            file_digest: The digest of the file they come from, for the record. The same rows of
                the same file again change nothing and return what the first came to; other rows
                of it are refused.
            yardstick: Measure by the latest version whatever the day. It then says in the record
                of each older case that it was measured against it. Otherwise the version in force
                on the day the matter was opened is taken, and there must be one.
            dry_run: Write nothing; the report says what is wrong.
            progress: Called now and then with the number of rows looked at.

        Raises:
            ImportRefused: Rows have problems, all of which are named; nothing was written.
            NotAllowed: The account has no such right.
            UnknownRegulation: There is no such machine.
            Busy: Another process held the database for too long.
        """
        service_given(by, "by")
        how = importing.Importing(
            by=by,
            file_digest=file_digest,
            yardstick=yardstick,
            dry_run=dry_run,
            progress=progress,
        )
        with self._bureau.watch.verb("import_cases", machine=machine, by=by.name):
            return importing.import_cases(self._bureau, machine, rows, how)

    # Regulations and calendar

    def calendar(self, region: str | None = None) -> WorkingCalendar:
        """Return the calendar of a region, by the announcements recorded in this database."""
        with self._bureau.reading() as unit:
            return unit.around.calendar(region or unit.around.region)

    def add_regulation(
        self, path: FilePath, *, by: Officer | None = None, dry_run: bool = False
    ) -> PublishedRegulation:
        """Check a regulation file and publish it from the day it says it comes into force.

        New cases take the version in force on their day; running ones go on under theirs.

        Args:
            path: The file; its text may stand beside it as ``NAME.text.md``.
            by: Who publishes it.
            dry_run: Only say how it differs, and how many cases run on.

        Raises:
            DefinitionError: It is not sound, or was published before with other words.
        """
        officer = None if by is None else by.id
        with self._bureau.watch.verb("add_regulation", officer=officer):
            return publish_regulation(self._bureau, Path(path), officer=officer, dry_run=dry_run)

    def check_regulations(self) -> Mapping[str, Sequence[Finding]]:
        """Check the latest version of each published regulation by the rules of this program.

        Returns:
            What is wrong with each, by its name; nothing where it is sound. It was when it was
            published, but a newer program may know more rules.
        """
        return check_published(self._bureau)

    def waiting_announcements(self) -> Sequence[Announcement]:
        """Return the announcements shipped with this package that are not on record here.

        No deadline is counted by them until :meth:`apply_announcement` takes them in, each from
        its ``source_path``.
        """
        with self._bureau.reading() as unit:
            return unit.around.waiting

    def apply_announcement(
        self, path: FilePath, *, dry_run: bool = False
    ) -> recalculation.MovedDeadlines:
        """Take a holiday announcement in, and count every running deadline anew.

        Args:
            path: The announcement's file.
            dry_run: Only say which deadlines would move.

        Raises:
            DefinitionError: The file says what it may not, or does not fit with the others.
        """
        with self._bureau.watch.verb("apply_announcement"):
            return recalculation.apply_announcement(self._bureau, Path(path), dry_run=dry_run)

    def apply_waiting_announcements(
        self, *, dry_run: bool = False
    ) -> Sequence[recalculation.MovedDeadlines]:
        """Take in every announcement of :meth:`waiting_announcements`, all or none.

        Args:
            dry_run: Only say which deadlines would move.

        Returns:
            What each moves beyond those before it, in their order.

        Raises:
            DefinitionError: One does not fit with the others.
        """
        return recalculation.apply_waiting(self._bureau, dry_run=dry_run)
