"""What of a host the engine works with, and what it refuses before anything is done."""

import asyncio
import os
import sqlite3
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from office import LETTER, PEOPLE, Office, day, unchanged
from sqlalchemy import create_engine, event, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from zwgov_workflow import StoreError, WorkflowEngine, configure_sqlite
from zwgov_workflow.errors import Busy, CannotJoin
from zwgov_workflow.store.people_rows import load_people


@pytest.fixture
def made():
    """Make a host's engine, disposed of at the end."""
    engines = []

    def make(url, *, configured=True, **options):
        engines.append(create_engine(url, **options))
        return configure_sqlite(engines[-1]) if configured else engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def refused(office):
    """Check that nothing is done with what is handed in; returns what is said about it."""

    def refuse(host, engine=office.engine):
        with unchanged(office), pytest.raises(CannotJoin) as caught, engine.using(host):
            raise AssertionError
        return str(caught.value)

    return refuse


def asked(connection, pragma):
    return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()


def test_a_configured_connection_is_as_the_engine_s_own(url, made):
    with made(url).connect() as connection:
        found = {name: asked(connection, name) for name in ("foreign_keys", "synchronous")}
        assert found == {"foreign_keys": 1, "synchronous": 2}
        assert (asked(connection, "journal_mode"), asked(connection, "busy_timeout")) == (
            "wal",
            5000,
        )
        assert connection.connection.driver_connection.in_transaction


def test_a_transaction_sees_one_state_from_its_first_read_on(office, made):
    host = made(office.url)
    with host.connect() as connection:
        count = text("SELECT count(*) FROM zw_case")
        before = connection.scalar(count)
        office.coordination(day(2))
        assert connection.scalar(count) == before


def test_a_change_of_tables_is_undone_with_the_rest(url, made):
    host = made(url)
    with host.connect() as connection:
        connection.execute(text("CREATE TABLE register (n INTEGER)"))
        connection.rollback()
        names = connection.scalars(text("SELECT name FROM sqlite_master")).all()
    assert "register" not in names


def test_an_engine_nobody_configured_is_refused_with_the_cure(refused, url, made):
    with made(url, configured=False).connect() as connection:
        told = refused(connection)
        assert "was not configured" in told
        assert "zwgov_workflow.configure_sqlite(engine)" in told
        assert not connection.in_transaction()


def test_a_connection_opened_before_is_refused(refused, url, made):
    host = made(url, configured=False)
    with host.connect():
        pass
    with configure_sqlite(host).connect() as connection:
        assert "was not configured" in refused(connection)


@pytest.mark.parametrize("slip", ["foreign_keys = 0", "synchronous = NORMAL"])
def test_settings_that_were_changed_are_refused(refused, url, made, slip):
    with made(url).connect() as connection:
        connection.connection.cursor().execute(f"PRAGMA {slip}")
        assert "switched off" in refused(connection)


def test_a_connection_to_another_database_is_refused(refused, url, made, tmp_path):
    with made(f"sqlite:///{tmp_path}/other.db").connect() as connection:
        assert "another database" in refused(connection)
    with made("sqlite://").connect() as connection:
        assert "another database" in refused(connection)


def test_a_file_is_known_by_any_of_its_names(office, made, tmp_path, monkeypatch):
    (tmp_path / "link.db").symlink_to("bureau.db")
    monkeypatch.chdir(tmp_path)
    for name in ("link.db", "bureau.db", "file:bureau.db?uri=true"):
        host = made(f"sqlite:///{name}")
        with host.begin() as connection, office.engine.using(connection) as joined:
            joined.inbox(office.wang)


def test_an_engine_in_memory_joins_nobody(refused, made):
    with (
        closing(WorkflowEngine.open("sqlite://", bureau="b")) as engine,
        made("sqlite://").connect() as connection,
    ):
        assert "the engine is in memory" in refused(connection, engine)


def test_autocommit_is_refused_however_it_was_asked_for(refused, url, made):
    host = made(url)
    with host.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        assert "AUTOCOMMIT" in refused(connection)
    with made(url, isolation_level="AUTOCOMMIT").connect() as connection:
        assert "AUTOCOMMIT" in refused(connection)
    with host.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        assert "AUTOCOMMIT" in refused(connection)


def test_a_host_that_begins_by_events_of_its_own_is_refused(refused, url, made):
    """As the documentation of SQLAlchemy proposes it."""
    host = made(url)

    @event.listens_for(host, "connect")
    def by_host(connection, _record):
        connection.isolation_level = None

    @event.listens_for(host, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN")

    with host.begin() as connection:
        assert "let only configure_sqlite begin" in refused(connection)


def test_a_connection_that_committed_each_statement_may_join_afterwards(office, url, made):
    host = made(url, pool_size=1, max_overflow=0)
    with host.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CREATE TABLE register (n INTEGER)"))
    with host.connect() as connection:
        with office.engine.using(connection) as joined:
            connection.execute(text("INSERT INTO register VALUES (1)"))
            office.coordination(day(2), engine=joined)
        connection.rollback()
        assert connection.scalar(text("SELECT count(*) FROM register")) == 0
    assert not office.engine.cases(reader=office.nightly)


if sys.version_info >= (3, 12):  # the driver has it from then on

    def test_the_driver_s_newer_way_to_begin_will_do_and_its_autocommit_not(
        office, refused, url, made
    ):
        host = made(url, connect_args={"autocommit": False})
        with host.connect() as connection:
            with office.engine.using(connection) as joined:
                office.coordination(day(2), engine=joined)
            connection.rollback()
        assert not office.engine.cases(reader=office.nightly)
        with made(url, connect_args={"autocommit": True}).connect() as connection:
            assert "AUTOCOMMIT" in refused(connection)


def test_a_connection_that_can_only_read_is_refused(office, refused, url, made):
    host = made(url)
    with host.connect() as connection:
        connection.connection.cursor().execute("PRAGMA query_only = 1")
        assert "can only read" in refused(connection)
        connection.connection.cursor().execute("PRAGMA query_only = 0")
    path = url.removeprefix("sqlite:///")
    only = made(f"sqlite:///file:{path}?mode=ro&uri=true")
    with (
        unchanged(office),
        only.connect() as connection,
        office.engine.using(connection) as joined,
        pytest.raises(CannotJoin, match="can only read"),
    ):
        office.coordination(day(2), engine=joined)


def test_a_closed_connection_is_refused(refused, url, made):
    connection = made(url).connect()
    connection.close()
    assert "is closed" in refused(connection)


def test_a_session_that_is_bound_to_nothing_or_lost_its_connection_is_refused(refused, url, made):
    assert "gives no connection" in refused(Session())
    with Session(made(url)) as session:
        session.connection().invalidate()
        assert "is closed" in refused(session)


def test_what_is_no_transaction_is_refused(refused, url, made):
    driver = sqlite3.connect(url.removeprefix("sqlite:///"))
    with closing(driver):
        for wrong in (driver, url, made(url), None):
            told = refused(wrong)
            assert f"{type(wrong).__name__} is no transaction" in told
            assert "Hand in a Connection or a Session" in told


def test_a_session_of_a_registry_will_do(office, url, made):
    sessions = scoped_session(sessionmaker(made(url)))
    with office.engine.using(sessions) as joined:
        office.coordination(day(2), engine=joined)
    sessions.rollback()
    sessions.remove()
    assert not office.engine.cases(reader=office.nightly)


def test_what_is_asynchronous_joins_within_run_sync(refused, url):
    async def try_both():
        engine = configure_sqlite(create_async_engine(url.replace("sqlite:", "sqlite+aiosqlite:")))
        async with engine.connect() as connection, AsyncSession(engine) as session:
            for one in (connection, session):
                assert "await session.run_sync(work)" in refused(one)
        await engine.dispose()

    asyncio.run(try_both())


def test_only_an_engine_for_sqlite_is_configured():
    for wrong in ("sqlite://", create_engine("mysql+pymysql://h/d", module=sqlite3)):
        with pytest.raises(CannotJoin, match="is no engine for SQLite"):
            configure_sqlite(wrong)


def read_then_join(office, host, number):
    with host.connect() as connection:
        connection.scalar(text("SELECT count(*) FROM zw_case"))
        with office.engine.using(connection) as joined:
            office.review(day(2), engine=joined, key=f"read-{number}")
        connection.commit()


@pytest.mark.parametrize(
    "body", ["SELECT RAISE(ABORT, '')", "SELECT RAISE(FAIL, '')", "INSERT INTO nowhere VALUES (1)"]
)
def test_no_error_shows_a_form_though_the_host_s_engine_would(office, made, body):
    mark = "不得外泄的内容"
    case = office.coordination(day(2))
    office.write(f"CREATE TRIGGER no_more BEFORE INSERT ON zw_event BEGIN {body}; END")
    form = dict.fromkeys(LETTER, mark) | {"produced_on": "2026-02-09", "proposer_opinion": "公开"}
    with (
        pytest.raises(Exception, match=r"hidden|cannot be used") as caught,
        made(office.url).begin() as connection,
        office.engine.using(connection) as joined,
    ):
        joined.fire(case.id, "write_letter", by=office.wang, on=day(2), form=form)
    assert mark not in "".join(traceback.format_exception(caught.value))


def test_what_another_process_changed_is_read_once_and_not_by_each_host(office, made, monkeypatch):
    host, read = made(office.url), []

    def loaded(*arguments):
        read.append(1)
        return load_people(*arguments)

    monkeypatch.setattr("zwgov_workflow.service.surroundings.load_people", loaded)
    with host.begin() as connection:
        connection.execute(text("UPDATE zw_bureau SET revision = revision + 1"))
    for _ in range(5):
        with host.begin() as connection, office.engine.using(connection) as joined:
            assert joined.people().officer("P0031")
    assert len(read) == 2


def test_a_host_who_reads_first_begins_immediately_and_is_never_told_to_try_again(
    office, url, made
):
    host = made(url).execution_options(zw_begin="IMMEDIATE")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: read_then_join(office, host, number), range(24)))
    assert len(office.engine.cases(reader=office.nightly)) == 24


def test_a_host_who_read_what_is_past_is_told_to_try_again(office, url, made):
    with made(url).connect() as connection:
        connection.scalar(text("SELECT count(*) FROM zw_case"))
        office.review(day(2))
        with office.engine.using(connection) as joined, pytest.raises(Busy):
            office.review(day(2), engine=joined)
        connection.rollback()
        with office.engine.using(connection) as joined:
            office.review(day(2), engine=joined)
        connection.commit()
    assert len(office.engine.cases(reader=office.nightly)) == 2


def test_the_engine_itself_waits_in_vain_for_the_lock_its_own_host_holds(url, made):
    office = Office(url)
    short = WorkflowEngine.open(url, bureau="zhongwei-psb", clock=office.clock, busy_seconds=0.02)
    with made(url).connect() as connection:
        with short.using(connection) as joined:
            office.review(day(2), engine=joined)
            with pytest.raises(Busy):
                office.review(day(2), engine=short)
        connection.commit()
    assert len(office.engine.cases(reader=office.nightly)) == 1
    short.close()
    office.engine.close()


def forking(test):
    """Mark a test that forks; that another test's threads may still idle is no matter to it."""
    test = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")(test)
    return pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")(test)


def in_child(work):
    """Do *work* in a forked process, and return whether it came to its end."""
    child = os.fork()
    if child == 0:
        done = 1
        try:
            work()
            done = 0
        finally:
            os._exit(done)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@forking
def test_a_forked_process_goes_on_with_connections_of_its_own(office):
    """As with a server that loads the program, and only then forks its workers."""
    office.review(day(2))
    before = office.engine._bureau.database._engine.pool

    def work():
        assert office.engine._bureau.database._engine.pool is not before
        office.review(day(2), key="child")

    assert in_child(work)
    assert office.engine._bureau.database._engine.pool is before
    office.review(day(2), key="parent")
    assert len(office.engine.cases(reader=office.nightly)) == 3


@forking
def test_a_database_in_memory_is_not_carried_into_a_forked_process():
    with closing(WorkflowEngine.open("sqlite://", bureau="b")) as engine:

        def work():
            with pytest.raises(StoreError, match="open it after the fork"):
                engine.people()

        assert in_child(work)
        assert not engine.people().officers


@forking
def test_a_host_s_connection_from_before_a_fork_is_refused(office, refused, url, made):
    host = made(url)
    with host.connect():
        pass

    def work():
        with host.connect() as connection:
            assert "dispose(close=False)" in refused(connection)
        host.dispose(close=False)
        with host.begin() as connection, office.engine.using(connection) as joined:
            office.review(day(2), engine=joined)

    assert in_child(work)
    assert len(office.engine.cases(reader=office.nightly)) == 1


def test_threads_share_an_engine_in_memory():
    with closing(WorkflowEngine.open("sqlite://", bureau="zhongwei-psb")) as engine:
        engine.load_people(PEOPLE, on=day(1, 1))
        wang, nightly = engine.officer("P0031"), engine.service("nightly")
        form = {"department": "HZ", "is_secrecy_matter": "no"}

        def review(number):
            case = engine.start("secrecy_review", by=wang, data=form, key=f"n{number}")
            return engine.case(case.id, reader=nightly).number

        with ThreadPoolExecutor(8) as pool:
            numbers = set(pool.map(review, range(40)))
        assert len(numbers) == len(engine.cases(reader=nightly)) == 40
