"""Loading a people file ends terms and deletes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.errors import PeopleError
from zwgov_workflow.people import (
    Appointment,
    Change,
    Department,
    Officer,
    People,
    Right,
    ServiceAccount,
    merge,
)

ON = date(2026, 7, 1)
EVE = date(2026, 6, 30)
OFFICE = Appointment(officer="P1", role="office", department="HZ", first=date(2020, 1, 1))


def bureau(*appointments, departments=(), officers=(), services=()):
    return People(
        departments=departments or [Department(id="HZ", name="户政管理支队")],
        officers=officers or [Officer("P1", "王丽", "wangli"), Officer("P2", "马强")],
        appointments=appointments,
        services=services,
    )


def test_a_first_file_is_taken_in_whole():
    new = bureau(OFFICE, services=[ServiceAccount("nightly", frozenset({Right.SWEEP}))])
    people, changes = merge(People.empty(), new, ON)
    assert people == new
    assert changes
    assert changes.lines() == (
        "department added: HZ 户政管理支队",
        "officer added: P1 王丽, login wangli",
        "officer added: P2 马强",
        "appointment added: P1 as office in HZ from 2020-01-01",
        "service added: nightly: sweep",
    )


def test_who_is_missing_stays_without_appointments():
    old = bureau(OFFICE, services=[ServiceAccount("nightly", frozenset())])
    new = People(departments=[Department(id="XX", name="信通科")], officers=[Officer("P3", "李静")])
    people, changes = merge(old, new, ON)
    assert [one.id for one in people.departments] == ["HZ", "XX"]
    assert [one.id for one in people.officers] == ["P1", "P2", "P3"]
    assert people.officer("P1").login == "wangli"
    assert people.services == old.services
    assert people.in_service("P1", EVE)
    assert not people.in_service("P1", ON)
    assert changes.appointments.ended == (replace(OFFICE, last=EVE),)
    assert changes.lines()[-1] == (
        "appointment ended: P1 as office in HZ from 2020-01-01 to 2026-06-30"
    )


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        (date(2020, 1, 1), None, EVE),
        (date(2020, 1, 1), date(2027, 1, 1), EVE),
        (date(2020, 1, 1), ON, EVE),
        (date(2020, 1, 1), EVE, EVE),
        (date(2020, 1, 1), date(2021, 1, 1), date(2021, 1, 1)),
        (EVE, None, EVE),
        (ON, None, None),
        (date(2027, 1, 1), None, None),
    ],
)
def test_an_appointment_that_is_missing_ends_or_never_began(first, last, kept):
    one = replace(OFFICE, first=first, last=last)
    people, changes = merge(bureau(one), bureau(), ON)
    assert [left.last for left in people.every_appointment] == ([kept] if kept else [])
    assert changes.appointments.dropped == (() if kept else (one,))
    assert changes.appointments.ended == (
        () if kept in {None, last} else (replace(one, last=kept),)
    )


@pytest.mark.parametrize(
    ("before", "says", "after"),
    [
        (None, date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 1), None, None),
        (None, EVE, EVE),
        (None, date(2026, 3, 31), EVE),
        (date(2026, 5, 31), date(2026, 3, 31), date(2026, 5, 31)),
        (date(2026, 3, 31), date(2026, 5, 31), date(2026, 5, 31)),
        (date(2026, 3, 31), None, None),
    ],
)
def test_a_term_is_taken_over_and_leaves_the_past_as_it_was(before, says, after):
    old, new = replace(OFFICE, last=before), replace(OFFICE, last=says)
    people, changes = merge(bureau(old), bureau(new), ON)
    now = replace(OFFICE, last=after)
    assert people.every_appointment == (now,)
    assert changes.appointments.changed == (() if after == before else (Change(old, now),))


def test_the_term_of_what_has_not_begun_is_free():
    old = replace(OFFICE, first=ON)
    new = replace(old, last=date(2026, 7, 31))
    assert merge(bureau(old), bureau(new), ON)[0].every_appointment == (new,)


def test_an_appointment_is_registered_late():
    late = replace(OFFICE, officer="P2", last=date(2021, 1, 1))
    people, changes = merge(bureau(OFFICE), bureau(OFFICE, late), ON)
    assert people.holds("P2", "office", date(2020, 5, 1)) == late
    assert changes.appointments.added == (late,)


def test_what_the_file_says_otherwise_is_taken_over():
    old = bureau(
        departments=[Department(id="HZ", name="户政科"), Department(id="XX", name="信通科")],
        services=[ServiceAccount("nightly", frozenset({Right.SWEEP}))],
    )
    new = bureau(
        departments=[
            Department(id="HZ", name="户政管理支队", first=date(2019, 1, 1)),
            Department(id="XX", name="信通科", last=EVE, successor="HZ"),
        ],
        officers=[Officer("P1", "王莉", "wangli2")],
        services=[ServiceAccount("nightly", frozenset({Right.SWEEP, Right.READ}))],
    )
    people, changes = merge(old, new, ON)
    assert people.departments == new.departments
    assert people.services == new.services
    assert changes.lines() == (
        "department changed: HZ 户政科 → HZ 户政管理支队, from 2019-01-01",
        "department changed: XX 信通科 → XX 信通科, to 2026-06-30, then HZ",
        "officer changed: P1 王丽, login wangli → P1 王莉, login wangli2",
        "service changed: nightly: sweep → nightly: read, sweep",
    )
    assert str(ServiceAccount("nightly", frozenset())) == "nightly: none"


def test_a_delegation_and_a_dropped_term_are_told_in_words():
    coming = replace(OFFICE, first=date(2026, 8, 1), last=date(2026, 8, 15), instead_of="P2")
    _, changes = merge(bureau(coming), bureau(), ON)
    assert changes.lines() == (
        "appointment dropped: P1 as office in HZ from 2026-08-01 to 2026-08-15, instead of P2",
    )


def test_a_login_belongs_to_the_officer_of_the_new_file():
    new = bureau(officers=[Officer("P3", "王立", "wangli")])
    people, changes = merge(bureau(), new, ON)
    assert people.officer_by_login("wangli").id == "P3"
    assert people.officer("P1").login is None
    assert changes.officers.changed == (
        Change(Officer("P1", "王丽", "wangli"), Officer("P1", "王丽")),
    )


def test_a_department_that_stays_keeps_its_name_for_itself():
    new = bureau(departments=[Department(id="H2", name="户政管理支队")])
    with pytest.raises(PeopleError, match=r"the name '户政管理支队' is taken.*end it with 'to'"):
        merge(bureau(), new, ON)


def test_a_delegation_and_an_appointment_of_ones_own_are_two():
    delegated = replace(OFFICE, last=date(2027, 1, 1), instead_of="P2")
    people, changes = merge(bureau(OFFICE), bureau(OFFICE, delegated), ON)
    assert people.every_appointment == (OFFICE, delegated)
    assert changes.appointments.added == (delegated,)


days = st.integers(0, 20).map(lambda n: ON + timedelta(days=n - 10))


@st.composite
def appointment(draw):
    first, last = draw(days), draw(st.none() | days)
    return Appointment(
        officer=draw(st.sampled_from(["P1", "P2"])),
        role=draw(st.sampled_from(["office", "signer"])),
        department=draw(st.sampled_from(["A", "B"])),
        first=first if last is None else min(first, last),
        last=None if last is None else max(first, last),
        instead_of=draw(st.sampled_from([None, "P3"])),
    )


@st.composite
def bureaus(draw):
    ids = st.sampled_from(["P1", "P2", "P3"])
    heirs = st.none() | st.sampled_from(["A", "B"])
    logins = st.lists(
        st.tuples(ids, st.sampled_from(["a", "b", "c"])), unique_by=(lambda x: x[0], lambda x: x[1])
    )
    rights = st.frozensets(st.sampled_from(Right))
    return People(
        departments=[
            Department(id=key, name=draw(st.sampled_from([f"{key}科", f"{key}处"])), last=last,
                       successor=draw(heirs) if last else None)
            for key in draw(st.sets(st.sampled_from(["A", "B"])))
            for last in [draw(st.none() | days)]
        ],
        officers=[Officer(key, "王丽", login) for key, login in draw(logins)],
        appointments=draw(st.lists(appointment(), unique_by=lambda one: one.identity, max_size=8)),
        services=[ServiceAccount("nightly", draw(rights))] * draw(st.integers(0, 1)),
    )  # fmt: skip


@given(bureaus(), bureaus(), days, st.integers(0, 5))
def test_the_same_file_again_changes_nothing(old, new, on, later):
    once, _ = merge(old, new, on)
    twice, changes = merge(once, new, on + timedelta(days=later))
    assert twice == once
    assert not changes
    assert changes.lines() == ()


@given(bureaus(), bureaus(), days)
def test_changes_are_told_exactly_where_there_are_some(old, new, on):
    people, changes = merge(old, new, on)
    assert bool(changes) == (people != old) == bool(changes.lines())


def held(people, until):
    """Return each day before *until* on which somebody held something."""
    start = ON - timedelta(days=10)
    return {
        (one.officer, one.role, one.department, one.instead_of, day)
        for one in people.every_appointment
        for day in (start + timedelta(days=n) for n in range((until - start).days))
        if one.runs_on(day)
    }


@given(bureaus(), bureaus(), days)
def test_no_day_of_the_past_is_ever_lost(old, new, on):
    people, _ = merge(old, new, on)
    assert held(old, on) <= held(people, on) <= held(old, on) | held(new, on)


@given(bureaus(), bureaus(), days)
def test_from_the_day_of_loading_on_the_file_alone_counts(old, new, on):
    people, _ = merge(old, new, on)
    end = ON + timedelta(days=30)
    assert held(people, end) - held(people, on) == held(new, end) - held(new, on)


@given(bureaus(), bureaus(), days)
def test_nobody_is_ever_deleted_and_everybody_of_the_file_is_there(old, new, on):
    people, _ = merge(old, new, on)
    for kind, key in (("departments", "id"), ("officers", "id"), ("services", "name")):
        found = {getattr(one, key) for one in getattr(people, kind)}
        wanted = {getattr(one, key) for one in (*getattr(old, kind), *getattr(new, kind))}
        assert found == wanted
    logins = [one.login for one in people.officers if one.login]
    assert len(logins) == len(set(logins))
    for one in new.officers:
        assert people.officer(one.id) == one
