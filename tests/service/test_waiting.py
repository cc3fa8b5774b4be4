"""Announcements that a newer package brings along."""

from office import day
from sqlalchemy import create_engine, text


def forget(url, region, year):
    """Make the database one of a time when the announcement was not there."""
    engine = create_engine(url)
    with engine.begin() as connection:
        where = f"region = '{region}' AND year = {year}"
        connection.execute(text(f"DELETE FROM zw_announcement WHERE {where}"))
        connection.execute(text("UPDATE zw_bureau SET revision = revision + 1"))
    engine.dispose()


def test_nothing_waits_in_a_new_database(office):
    assert office.engine.waiting_announcements() == []


def test_what_a_newer_package_brings_waits_until_it_is_taken_in(office, url):
    forget(url, "CN-NX", 2026)
    office.clock.on(day(26, 5))
    _case, [asked] = office.awaiting(day(25, 5))
    assert asked.due == day(1, 6)  # 27 and 28 May, off in Ningxia, are not known here
    [waiting] = office.engine.waiting_announcements()
    sweep = office.engine.sweep(by=office.nightly)
    assert (waiting.region, waiting.year, sweep.waiting) == ("CN-NX", 2026, 1)
    assert office.engine.case(asked.id, reader=office.nightly).due == day(1, 6)

    moved = office.engine.apply_announcement(waiting.source_path)
    [one] = [found for found in moved.moved if found.case_id == asked.id]
    assert (one.name, one.old, one.new) == ("reply_by", day(1, 6), day(3, 6))
    assert office.engine.case(asked.id, reader=office.nightly).due == day(3, 6)
    assert office.engine.waiting_announcements() == []
