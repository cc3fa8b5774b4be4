"""The host in asyncio of the examples."""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing
from datetime import date

import async_host
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from zwgov_workflow.errors import Busy, NotAllowed

DATA = {"department": "HZ", "is_secrecy_matter": "no"}


@asynccontextmanager
async def opened(file):
    host = await async_host.open_host(file)
    try:
        yield host
    finally:
        await host.dispose()


async def documents(host):
    async with AsyncSession(host) as session:
        return await session.scalar(select(func.count()).select_from(async_host.Document))


def cases(engine):
    return engine.cases(reader=engine.service("nightly"))


def test_calls_in_threads_leave_the_loop_free(engine):
    async def story():
        wang = engine.officer("P0031")
        starts = (async_host.start_review(engine, wang, DATA, f"k{n % 8}") for n in range(16))
        return await asyncio.gather(*starts)

    assert len({case.id for case in asyncio.run(story())}) == len(cases(engine)) == 8


def test_a_connection_of_aiosqlite_is_configured_and_begins_where_sqlalchemy_does(engine, file):
    async def story():
        async with opened(file) as host, host.connect() as connection:
            found = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar()
                for name in ("foreign_keys", "synchronous", "journal_mode", "busy_timeout")
            ]
            raw = await connection.get_raw_connection()
            return found, raw.driver_connection.in_transaction

    assert asyncio.run(story()) == ([1, 2, "wal", 5000], True)


def test_what_an_async_session_commits_is_there_both_or_neither(engine, file):
    wang = engine.officer("P0031")

    async def story():
        async with opened(file) as host:
            async with AsyncSession(host) as session:
                await async_host.register_and_review(session, engine, wang, "1", DATA)
                await session.rollback()
            assert (await documents(host), len(cases(engine))) == (0, 0)
            async with AsyncSession(host) as session:
                await async_host.register_and_review(session, engine, wang, "1", DATA)
                assert not cases(engine)  # others see nothing yet
                await session.commit()
            assert (await documents(host), len(cases(engine))) == (1, 1)

    asyncio.run(story())


def test_a_refusal_undoes_its_own_part_and_the_host_decides_about_his(engine, file):
    ma = engine.officer("P0032")

    async def story():
        async with opened(file) as host, AsyncSession(host) as session:
            session.add(async_host.Document(number="0", case_id="-"))
            with pytest.raises(NotAllowed):
                await async_host.register_and_review(session, engine, ma, "1", DATA)
            await session.commit()
            return await documents(host)

    assert asyncio.run(story()) == 1
    assert not cases(engine)


def test_tasks_at_once_each_have_a_transaction(engine, file):
    wang = engine.officer("P0031")

    async def one(host, number):
        async with AsyncSession(host) as session, session.begin():
            await async_host.register_and_review(session, engine, wang, str(number), DATA)
            if number % 3 == 0:
                await session.rollback()

    async def story():
        async with opened(file) as host:
            await asyncio.gather(*(one(host, number) for number in range(18)))
            return await documents(host)

    assert asyncio.run(story()) == len(cases(engine)) == 12


def test_a_task_that_is_cancelled_leaves_nothing_half_done(engine, file):
    wang = engine.officer("P0031")

    async def one(host):
        async with AsyncSession(host) as session, session.begin():
            await async_host.register_and_review(session, engine, wang, "1", DATA)
            await asyncio.sleep(60)

    async def story():
        async with opened(file) as host:
            task = asyncio.create_task(one(host))
            await asyncio.sleep(0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            async with AsyncSession(host) as session, session.begin():
                await async_host.register_and_review(session, engine, wang, "2", DATA)
            return await documents(host)

    assert asyncio.run(story()) == len(cases(engine)) == 1


def test_the_loop_goes_on_while_a_session_waits_for_the_database(engine, file):
    wang = engine.officer("P0031")

    async def story():
        async with opened(file) as host:
            with closing(sqlite3.connect(file)) as other:
                other.execute("BEGIN IMMEDIATE")
                async with AsyncSession(host) as session:
                    work = async_host.register_and_review(session, engine, wang, "1", DATA)
                    task = asyncio.create_task(work)
                    turns = 0
                    while turns < 20:
                        await asyncio.sleep(0.01)
                        turns += 1
                    assert not task.done()
                    other.rollback()
                    await task
                    await session.commit()
            return await documents(host)

    assert asyncio.run(story()) == 1


def test_a_session_that_read_what_is_past_is_told_to_try_again(engine, file):
    wang = engine.officer("P0031")

    async def story():
        async with opened(file) as host, AsyncSession(host) as session:
            await session.scalar(text("SELECT count(*) FROM zw_case"))
            await async_host.start_review(engine, wang, DATA, "k")
            with pytest.raises(Busy):
                await async_host.register_and_review(session, engine, wang, "1", DATA)
            await session.rollback()
            case = await async_host.register_and_review(session, engine, wang, "1", DATA)
            await session.commit()
            return case.opened_on

    assert asyncio.run(story()) == date(2026, 3, 4)
