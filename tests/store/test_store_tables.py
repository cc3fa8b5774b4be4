"""What holds for every table, so that the schema is portable."""

import pytest
from sqlalchemy import BigInteger, Date, Integer, String, Text
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.schema import CreateTable

from zwgov_workflow.store import tables
from zwgov_workflow.store.types import Json, Moment

ALL = tables.metadata.sorted_tables
EACH = pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
SHORT_STRINGS = 3072 // 4
"""How many characters an index may have in MySQL mode."""


def indexed(table):
    return [*table.indexes, *table.constraints]


@EACH
def test_keys_and_indexes_begin_with_the_bureau(table):
    assert table.primary_key.columns
    for index in indexed(table):
        assert next(iter(index.columns)).name == "bureau", index.name


@EACH
def test_names_are_short_and_lower_case(table):
    for name in (table.name, *(index.name for index in indexed(table))):
        assert name.startswith("zw_")
        assert name == name.lower()
        assert len(name) <= 30
    assert all(len(column.name) <= 30 for column in table.columns)


@EACH
def test_columns_are_of_what_every_database_has(table):
    for column in table.columns:
        assert type(column.type) in {BigInteger, Date, Integer, Json, Moment, String, Text}
        assert column.server_default is None
        assert column.default is None


@EACH
def test_an_index_is_not_too_long_for_any_database(table):
    for index in indexed(table):
        lengths = [getattr(column.type, "length", 2) for column in index.columns]
        assert sum(lengths) <= SHORT_STRINGS, index.name


@EACH
@pytest.mark.parametrize("dialect", [sqlite, postgresql, mysql], ids=lambda one: one.__name__)
def test_a_table_can_be_written_in_each_dialect(table, dialect):
    assert table.name in str(CreateTable(table).compile(dialect=dialect.dialect()))


def test_no_two_things_have_one_name():
    names = [thing.name for table in ALL for thing in (table, *indexed(table))]
    assert len(set(names)) == len(names)


def test_every_table_has_its_name_in_the_module():
    named = {name for name in tables.__all__ if name != "metadata"}
    assert {getattr(tables, name).name for name in named} == {table.name for table in ALL}
    assert {f"zw_{name}" for name in named} == {table.name for table in ALL}
