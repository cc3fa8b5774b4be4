"""What is written is read again, in one form."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, select
from sqlalchemy.dialects import sqlite

from zwgov_workflow.errors import NaiveMoment
from zwgov_workflow.store import Database
from zwgov_workflow.store.types import Json, Moment

DIALECT = sqlite.dialect()
SHANGHAI = timezone(timedelta(hours=8))
TRIAL = Table("trial", MetaData(), Column("moment", Moment), Column("json", Json))

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def written(kind, value):
    return kind().process_bind_param(value, DIALECT)


def read(kind, value):
    return kind().process_result_value(value, DIALECT)


@pytest.fixture
def trial():
    database = Database.connect("sqlite://")
    with database.begin() as connection:
        TRIAL.create(connection)
    yield database
    database.dispose()


@given(st.datetimes(datetime(1, 1, 2), timezones=st.sampled_from([UTC, SHANGHAI])))  # noqa: DTZ001
def test_a_moment_comes_back_to_the_microsecond(moment):
    again = read(Moment, written(Moment, moment))
    assert again == moment
    assert again.tzinfo is UTC


def test_a_moment_comes_back_through_a_database(trial):
    moment = datetime(2026, 3, 2, 8, 59, 59, 999_999, SHANGHAI)
    with trial.begin() as connection:
        connection.execute(TRIAL.insert().values(moment=moment))
    with trial.read() as connection:
        assert connection.scalar(select(TRIAL.c.moment)) == moment
        assert connection.exec_driver_sql("SELECT moment FROM trial").scalar() == (
            1_772_413_199_999_999
        )
        later = moment + timedelta(microseconds=1)
        assert connection.scalar(select(TRIAL).where(TRIAL.c.moment >= later)) is None


def test_a_naive_moment_is_refused(trial):
    naive = datetime(2026, 3, 2, 8, 59)  # noqa: DTZ001 (the point)
    with pytest.raises(NaiveMoment), trial.begin() as connection:
        connection.execute(TRIAL.insert().values(moment=naive))


@given(values)
def test_json_comes_back(value):
    text = written(Json, value)
    assert read(Json, text) == value
    assert written(Json, read(Json, text)) == text


def test_json_is_compact_and_chinese_in_it_stays_legible():
    assert written(Json, {"b": [1, None], "a": "函复"}) == '{"a":"函复","b":[1,null]}'


def test_no_value_is_null(trial):
    with trial.begin() as connection:
        connection.execute(TRIAL.insert().values(moment=None, json=None))
        null = connection.exec_driver_sql("SELECT moment IS NULL AND json IS NULL FROM trial")
        assert null.scalar() == 1
        assert connection.execute(select(TRIAL)).one() == (None, None)


def test_what_json_cannot_say_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        written(Json, float("nan"))
    with pytest.raises(TypeError):
        written(Json, {"on": datetime(2026, 3, 2, tzinfo=UTC).date()})
