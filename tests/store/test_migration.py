"""The schema is created once, by whoever comes first, and brought up to date."""

import shutil
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from zwgov_workflow.errors import SchemaAhead, SchemaBehind, StoreError
from zwgov_workflow.store import Database, migration, revisions, scripts
from zwgov_workflow.store.tables import metadata

LATER = """
import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("zw_case", recreate="always") as case:
        case.add_column(sa.Column("remark", sa.String(40), nullable=True))
    {more}


def downgrade():
    with op.batch_alter_table("zw_case") as case:
        case.drop_column("remark")
"""

USE = """
import sys
from zwgov_workflow.store import Database, create_or_check, scripts
print("ready", flush=True)
sys.stdin.readline()
create_or_check(Database.connect(sys.argv[1], busy_seconds=60))
"""


@pytest.fixture
def made(connect):
    """A database with the schema."""
    database = connect()
    migration.create_or_check(database)
    return database


@pytest.fixture
def release(monkeypatch, tmp_path):
    """Add a revision, as a later release would."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(scripts.script_folder(), folder)

    def releasing(*, more=""):
        (folder / "versions" / "0002_remark.py").write_text(LATER.format(more=more))
        monkeypatch.setattr(scripts, "script_folder", lambda: folder)
        monkeypatch.setattr(revisions, "REVISIONS", ("0001", "0002"))

    return releasing


@pytest.fixture
def case(made):
    """A case and a deadline, which refers to it."""
    rows = {
        "zw_case": {
            column.name: "2026-01-01" if str(column.type) == "DATE" else "1"
            for column in metadata.tables["zw_case"].columns
        },
        "zw_deadline": {
            **dict.fromkeys(("bureau", "case_id", "name", "root", "status"), "1"),
            **dict.fromkeys(("instance", "provisional"), 1),
            "opened_on": "2026-01-01",
        },
    }
    with made.begin() as connection:
        for table, row in rows.items():
            columns, values = ", ".join(row), ", ".join("?" * len(row))
            connection.exec_driver_sql(
                f"INSERT INTO {table} ({columns}) VALUES ({values})", tuple(row.values())
            )
    return rows


def found(database):
    with database.read() as connection:
        return migration.current(connection)


def set_revision(database, revision):
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE zw_alembic_version SET version_num = ?", (revision,))


def columns(database, table):
    with database.read() as connection:
        return [column["name"] for column in inspect(connection).get_columns(table)]


def statements(connection):
    """What the database says that its tables and indexes are."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: "".join(sql.split()) for name, sql in rows if name != revisions.VERSION_TABLE}


def test_there_is_one_head_and_the_program_knows_the_way_to_it():
    directory = ScriptDirectory.from_config(scripts.configuration())
    assert directory.get_heads() == [migration.head()]
    walked = [script.revision for script in directory.walk_revisions()]
    assert tuple(reversed(walked)) == revisions.REVISIONS


def test_the_migrated_schema_is_the_declared_one(made, memory):
    with made.read() as connection:
        options = {"version_table": revisions.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        migrated, seen = statements(connection), inspect(connection)
        for table in metadata.sorted_tables:
            assert seen.get_pk_constraint(table.name)["name"] == table.primary_key.name
            assert {index["name"] for index in seen.get_indexes(table.name)} == {
                index.name for index in table.indexes
            }
    with memory.begin() as connection:
        connection.exec_driver_sql("DROP TABLE trial")
        metadata.create_all(connection)
        assert statements(connection) == migrated


def test_up_down_and_up_again_is_as_up(made):
    with made.alter() as connection:
        up = statements(connection)
        command.downgrade(scripts.configuration(connection), "base")
        assert statements(connection) == {}
        assert migration.current(connection) is None
        command.upgrade(scripts.configuration(connection), "head")
        assert statements(connection) == up


def test_an_empty_database_is_filled_and_a_full_one_compared(connect):
    first, second = connect(), connect()
    assert found(first) is None
    migration.create_or_check(first)
    migration.create_or_check(second)
    assert found(second) == migration.head()


def test_a_database_in_memory_is_filled(memory):
    with memory.begin() as connection:
        connection.exec_driver_sql("DROP TABLE trial")
    migration.create_or_check(memory)
    assert found(memory) == migration.head()


def test_eight_processes_create_one_file(file):
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", USE, f"sqlite:///{file}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(8)
    ]
    for process in running:
        process.stdout.readline()
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    told = [process.communicate(timeout=60)[1] for process in running]
    assert told == [""] * 8
    assert {process.returncode for process in running} == {0}


def test_several_threads_create_several_files(tmp_path):
    def create(number):
        database = Database.connect(f"sqlite:///{tmp_path / f'{number % 3}.db'}")
        migration.create_or_check(database)
        revision = found(database)
        database.dispose()
        return revision

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(create, range(12))) == {migration.head()}


def test_when_several_migrate_at_once_one_does_and_makes_the_copy(made, connect, release, tmp_path):
    release()
    start = Barrier(4)

    def bring_up_to_date(database):
        start.wait()
        return migration.migrate(database)

    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(bring_up_to_date, [connect() for _ in range(4)]))
    assert {report.after for report in reports} == {"0002"}
    assert sorted(report.before for report in reports) == ["0001", "0002", "0002", "0002"]
    assert [report.copied_to for report in reports if report.copied_to] == [
        tmp_path / "bureau.0001.db"
    ]


def test_an_older_database_is_behind(made, release):
    release()
    with pytest.raises(SchemaBehind) as caught:
        migration.create_or_check(made)
    assert (caught.value.found, caught.value.needed) == ("0001", "0002")


def test_a_database_of_others_is_behind_until_migrated(database):
    with pytest.raises(SchemaBehind) as caught:
        migration.create_or_check(database)
    assert caught.value.found is None
    assert columns(database, "trial") == ["n"]
    report = migration.migrate(database)
    assert (report.before, report.copied_to.name) == (None, "bureau.base.db")
    migration.create_or_check(database)


@pytest.mark.parametrize("use", [migration.create_or_check, migration.migrate])
def test_a_newer_database_is_ahead(made, use):
    set_revision(made, "9999")
    with pytest.raises(SchemaAhead) as caught:
        use(made)
    assert (caught.value.found, caught.value.newest) == ("9999", migration.head())


def test_a_database_that_is_up_to_date_needs_no_alembic(made, file):
    script = (
        "import sys; from zwgov_workflow.store import *;"
        f"database = Database.connect('sqlite:///{file}');"
        "create_or_check(database); migrate(database);"
        "assert not [name for name in sys.modules if 'alembic' in name]"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_migrate_brings_up_to_date_after_a_copy(made, case, file, release):
    file.chmod(0o640)
    release()
    report = migration.migrate(made)
    assert (report.before, report.after, report.sql) == ("0001", "0002", "")
    assert found(made) == "0002"
    assert columns(made, "zw_case")[-1] == "remark"

    assert report.copied_to == file.with_name("bureau.0001.db")
    assert stat.S_IMODE(report.copied_to.stat().st_mode) == 0o640
    copy = Database.connect(f"sqlite:///{report.copied_to}")
    assert found(copy) == "0001"
    assert "remark" not in columns(copy, "zw_case")
    for database in (made, copy):
        with database.read() as connection:
            for table in case:
                count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
                assert count.scalar() == 1
    copy.dispose()


def test_a_migration_that_fails_changes_nothing_and_the_next_copy_has_another_name(made, release):
    with made.read() as connection:
        before = statements(connection)
    release(more='op.execute("DROP TABLE missing")')
    with pytest.raises(StoreError, match="no such table: missing"):
        migration.migrate(made)
    with made.read() as connection:
        assert statements(connection) == before
    release()
    assert migration.migrate(made).copied_to.name == "bureau.0001-2.db"


def test_a_migration_that_leaves_references_to_nothing_changes_nothing(made, case, release):
    release(more='op.execute("DELETE FROM zw_case")')
    with pytest.raises(StoreError, match=r"^References lead nowhere in zw_deadline\.$"):
        migration.migrate(made)
    assert found(made) == "0001"


def test_a_copy_that_fails_leaves_nothing_behind(made, release, monkeypatch, tmp_path):
    def fail(*_):
        raise PermissionError

    release()
    monkeypatch.setattr(shutil, "copymode", fail)
    with pytest.raises(PermissionError):
        migration.migrate(made)
    assert not list(tmp_path.glob("*.0001.db"))
    assert found(made) == "0001"


def test_migrating_what_is_up_to_date_does_nothing(made, tmp_path):
    before = sorted(tmp_path.iterdir())
    report = migration.migrate(made)
    assert report == migration.MigrationReport(before="0001", after="0001")
    assert sorted(tmp_path.iterdir()) == before


def test_migrating_in_memory_makes_no_copy(memory):
    assert migration.migrate(memory).copied_to is None
    migration.create_or_check(memory)


def test_a_dry_run_says_what_would_be_done_and_does_not(connect, file):
    database = connect()
    report = migration.migrate(database, dry_run=True)
    assert (report.before, report.after, report.copied_to) == (None, migration.head(), None)
    assert "CREATE TABLE zw_case (" in report.sql
    assert found(database) is None
    assert report.sql == migration.migrate_sql(f"sqlite:///{file}")


@pytest.mark.parametrize("url", ["sqlite://", "postgresql://", "mysql+pymysql://"])
def test_the_sql_is_written_without_a_database(url):
    sql = migration.migrate_sql(url)
    assert all(f"CREATE TABLE {table} (" in sql for table in metadata.tables)
    assert "INSERT INTO zw_alembic_version" in sql
    assert "CREATE TABLE" not in migration.migrate_sql(url, since=migration.head())


def test_no_sql_is_written_from_a_revision_that_is_not_known():
    with pytest.raises(SchemaAhead):
        migration.migrate_sql("sqlite://", since="9999")


def test_the_scripts_of_the_wheel_come_before_those_of_the_checkout(monkeypatch, tmp_path):
    assert scripts.script_folder() == Path(__file__).parents[2] / "migrations"
    package = tmp_path / "zwgov_workflow"
    (package / "_migrations").mkdir(parents=True)
    monkeypatch.setattr(scripts, "__file__", str(package / "store" / "scripts.py"))
    assert scripts.script_folder() == package / "_migrations"
