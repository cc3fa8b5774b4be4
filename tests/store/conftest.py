"""A database in a file, and one in memory."""

import pytest
from sqlalchemy import create_engine

from zwgov_workflow.store import Database, configure_sqlite


@pytest.fixture
def file(tmp_path):
    """Where the database in a file is."""
    return tmp_path / "bureau.db"


@pytest.fixture
def connect(file):
    """Connect to the file, several times if need be, as several processes would."""
    databases = []

    def connecting(**options):
        databases.append(Database.connect(f"sqlite:///{file}", **options))
        return databases[-1]

    yield connecting
    for database in databases:
        database.dispose()


@pytest.fixture
def database(connect):
    """The database in a file, with a table to try things on."""
    database = connect()
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE trial (n INTEGER NOT NULL UNIQUE)")
    return database


@pytest.fixture
def memory():
    """The same in memory."""
    database = Database.connect("sqlite://", busy_seconds=5)
    with database.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE trial (n INTEGER NOT NULL UNIQUE)")
    yield database
    database.dispose()


@pytest.fixture
def host(file):
    """The engine of another program that uses the same file, as SQLAlchemy makes it."""
    engine = create_engine(f"sqlite:///{file}")
    configure_sqlite(engine, busy_seconds=0.1)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE zw_bureau (n INTEGER)")
    yield engine
    engine.dispose()
