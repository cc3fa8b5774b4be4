"""Transactions: alone when they write, of one state when they read, and what goes wrong."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError, StatementError
from sqlalchemy.orm import Session

from zwgov_workflow.errors import Busy, StoreError, UnknownOfficer
from zwgov_workflow.store import Database, sqlite


@pytest.fixture(params=["file", "memory"])
def either(request):
    return request.getfixturevalue({"file": "database", "memory": "memory"}[request.param])


def write(connection, n):
    connection.exec_driver_sql("INSERT INTO trial VALUES (?)", (n,))


def numbers(connection):
    return [n for (n,) in connection.exec_driver_sql("SELECT n FROM trial ORDER BY n")]


def setting(connection, name):
    return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_a_transaction_commits_at_its_end(either):
    with either.begin() as connection:
        write(connection, 1)
    with either.read() as connection:
        assert numbers(connection) == [1]


def test_a_transaction_that_fails_undoes_all_tables_included(either):
    def fail():
        with either.begin() as connection:
            write(connection, 1)
            connection.exec_driver_sql("CREATE TABLE another (n INTEGER)")
            raise UnknownOfficer(officer="P9")

    with pytest.raises(UnknownOfficer):
        fail()
    with either.read() as connection:
        assert numbers(connection) == []
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert names.scalars().all() == ["trial"]


def test_a_reader_cannot_write(either):
    with pytest.raises(StoreError, match="readonly"), either.read() as connection:
        write(connection, 1)
    with either.begin() as connection:
        write(connection, 1)


def test_a_reader_sees_one_state_while_a_writer_commits(database):
    with database.read() as reader:
        assert numbers(reader) == []
        with database.begin() as writer:
            write(writer, 1)
        assert numbers(reader) == []
    with database.read() as reader:
        assert numbers(reader) == [1]


def test_the_file_is_set_to_survive_a_power_cut(database):
    with database.begin() as connection:
        assert setting(connection, "journal_mode") == "wal"
        assert setting(connection, "synchronous") == 2
        assert setting(connection, "foreign_keys") == 1
        assert setting(connection, "busy_timeout") == 5000
    with database.alter() as connection:
        assert setting(connection, "foreign_keys") == 0


def test_a_writer_that_waits_too_long_is_told_so(database, connect):
    other = connect(busy_seconds=0.05)
    with database.begin() as writer:
        with pytest.raises(Busy, match=r"0\.05 seconds"), other.begin():
            raise AssertionError
        with other.read() as reader:
            assert numbers(reader) == []
        write(writer, 1)
    with other.begin() as connection:
        write(connection, 2)
        assert numbers(connection) == [1, 2]


@pytest.fixture
def refused(file):
    """A connection that SQLite refuses at once, and the one that stands in its way."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    yield connection, other
    connection.close()
    other.close()


def test_what_sqlite_refuses_without_waiting_is_tried_again(refused, monkeypatch):
    """So it does where several processes are the first to open a file."""
    connection, other = refused
    pauses = []

    def pause(seconds):
        pauses.append(seconds)
        if len(pauses) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(sqlite, "sleep", pause)
    sqlite.write_ahead(connection, busy_seconds=60)
    assert len(pauses) == 3
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_what_sqlite_refuses_is_not_tried_for_ever(refused):
    connection, _ = refused
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        sqlite.write_ahead(connection, busy_seconds=0.05)


def test_a_transaction_in_memory_that_waits_too_long_is_told_so():
    database = Database.connect("sqlite://", busy_seconds=0.05)
    with database.begin(), pytest.raises(Busy), database.read():
        raise AssertionError
    with database.begin():
        pass
    database.dispose()


def test_threads_lose_no_change(either):
    def add(_):
        with either.begin() as connection:
            write(connection, len(numbers(connection)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    with either.read() as connection:
        assert numbers(connection) == list(range(80))


def test_what_tells_the_caller_about_his_statement_stays(either):
    with either.begin() as connection:
        write(connection, 4711)
    with pytest.raises(IntegrityError) as caught, either.begin() as connection:
        write(connection, 4711)
    assert "4711" not in str(caught.value)
    with pytest.raises(ProgrammingError), either.begin() as connection:
        connection.exec_driver_sql("INSERT INTO trial VALUES (?)", (1, 2))
    with pytest.raises(StatementError), either.begin() as connection:
        connection.execute(text("INSERT INTO trial VALUES (:n)"))


def test_what_the_operator_has_to_see_to_is_a_store_error(file, connect):
    file.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="file is not a database"), connect().read():
        raise AssertionError


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("bureau.db", "'bureau.db' is no database URL; write sqlite:/// and a file name."),
        ("oracle://host/db", "There is no support for 'oracle' databases."),
        (
            "sqlite:////no/such/folder/bureau.db",
            "There is no folder /no/such/folder for the database: create it first.",
        ),
    ],
)
def test_a_url_that_leads_nowhere_is_refused(url, message):
    with pytest.raises(StoreError) as caught:
        Database.connect(url)
    assert str(caught.value) == message


def test_a_database_in_memory_is_gone_when_disposed_of(memory):
    memory.dispose()
    with pytest.raises(StoreError, match="no such table"), memory.read() as connection:
        numbers(connection)


def test_a_host_commits_what_was_done_in_his_transaction(database, host):
    with host.begin() as connection:
        write(connection, 1)
        with database.joined(connection) as joined:
            write(joined, 2)
        with database.read() as reader:
            assert numbers(reader) == []
    with database.read() as reader:
        assert numbers(reader) == [1, 2]


def test_a_host_rolls_back_what_was_done_in_his_transaction(database, host):
    with host.connect() as connection, connection.begin() as transaction:
        with database.joined(connection) as joined:
            write(joined, 1)
        transaction.rollback()
    with database.read() as reader:
        assert numbers(reader) == []


def test_what_fails_in_a_hosts_transaction_leaves_his_own_work(database, host):
    with Session(host) as session:
        write(session.connection(), 1)
        with pytest.raises(IntegrityError), database.joined(session.connection()) as joined:
            joined.exec_driver_sql("INSERT INTO trial VALUES (2), (1)")
        with database.joined(session.connection()) as joined:
            write(joined, 3)
        session.commit()
    with database.read() as reader:
        assert numbers(reader) == [1, 3]


def test_in_a_hosts_transaction_nobody_else_writes_between_read_and_change(connect, host):
    database = connect(busy_seconds=0.05)
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE trial (n INTEGER)")
    with host.begin() as connection:
        assert numbers(connection) == []
        with database.joined(connection) as joined:
            assert numbers(joined) == []
            with pytest.raises(Busy), database.begin():
                raise AssertionError
            write(joined, 1)


def test_a_host_who_read_a_state_that_is_past_is_told_to_try_again(database, host):
    with host.connect() as connection:
        assert numbers(connection) == []
        with database.begin() as writer:
            write(writer, 1)
        with pytest.raises(Busy), database.joined(connection) as joined:
            write(joined, 2)
        connection.rollback()
        with database.joined(connection) as joined:
            write(joined, 2)
        connection.commit()
    with database.read() as reader:
        assert numbers(reader) == [1, 2]


def test_after_a_fork_the_connections_of_the_parent_are_left_alone(database):
    before = database._engine.pool
    database.after_fork()
    with database.begin() as connection:
        write(connection, 1)
    assert database._engine.pool is not before
    assert before.checkedin() == 1  # neither closed nor used
    before.dispose()


def test_after_a_fork_a_database_in_memory_is_refused(memory):
    memory.after_fork()
    with pytest.raises(StoreError, match="open it after the fork"), memory.read():
        raise AssertionError
