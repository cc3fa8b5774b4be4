"""The directory says who held which role where, on any day."""

import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zwgov_workflow.errors import UnknownDepartment, UnknownOfficer, UnknownService
from zwgov_workflow.people import Appointment, Department, Officer, People
from zwgov_workflow.people.appointment import unbroken

DAY = date(2026, 3, 2)


def department(key, last=None, successor=None, first=date.min):
    return Department(id=key, name=f"{key}科", first=first, last=last, successor=successor)


def post(officer, role, where, *, first=date(2020, 1, 1), last=None, instead_of=None):
    return Appointment(
        officer=officer, role=role, department=where, first=first, last=last, instead_of=instead_of
    )


def people(departments=("A", "B", "C"), appointments=()):
    return People(
        departments=[
            one if isinstance(one, Department) else department(one) for one in departments
        ],
        officers=[Officer("P1", "王丽", "wangli"), Officer("P2", "马强"), Officer("P3", "李静")],
        appointments=appointments,
    )


def test_who_is_not_there_is_an_error_and_never_a_quiet_no():
    bureau = people()
    for ask in (
        lambda: bureau.officer("P9"),
        lambda: bureau.officer_by_login("P2"),
        lambda: bureau.appointments("P9", DAY),
        lambda: bureau.holds("P9", "office", DAY),
        lambda: bureau.in_service("P9", DAY),
    ):
        with pytest.raises(UnknownOfficer):
            ask()
    for ask in (
        lambda: bureau.department("Z"),
        lambda: bureau.exists("A科", DAY),
        lambda: bureau.successor("Z", DAY),
        lambda: bureau.holds("P1", "office", DAY, "Z"),
        lambda: bureau.holders("office", DAY, "Z"),
    ):
        with pytest.raises(UnknownDepartment):
            ask()
    with pytest.raises(UnknownService):
        bureau.service("nightly")


def test_an_officer_is_found_by_id_or_login():
    assert people().officer("P2").name == "马强"
    assert people().officer_by_login("wangli").id == "P1"


def test_a_department_is_found_by_id_or_name_and_a_near_word_is_offered():
    bureau = people([Department(id="HZ", name="户政管理支队"), department("A")])
    assert bureau.department("户政管理支队") is bureau.department("HZ")
    with pytest.raises(UnknownDepartment, match=r"Did you mean '户政管理支队'\?"):
        bureau.department("户政")
    with pytest.raises(UnknownDepartment) as caught:
        bureau.exists("HQ", DAY)
    assert caught.value.close == ("HZ",)


def test_a_department_exists_from_its_first_to_its_last_day():
    bureau = people([department("A", first=date(2020, 1, 1), last=date(2026, 6, 30)), "B"])
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [bureau.exists("A", day) for day in days] == [False, True, True, False]
    assert [bureau.abolished(day) for day in days] == [frozenset()] * 3 + [frozenset({"A"})]
    assert bureau.exists("B", date.min)


def test_the_chain_of_successors_is_followed_to_one_that_exists():
    bureau = people(
        [
            department("A", date(2020, 1, 1), "B"),
            department("B", date(2022, 1, 1), "C", first=date(2020, 1, 2)),
            department("C", date(2024, 1, 1), None, first=date(2022, 1, 2)),
        ]
    )
    assert bureau.successor("A", date(2021, 1, 1)) == "B"
    assert bureau.successor("A", date(2023, 1, 1)) == "C"
    assert bureau.successor("B", date(2023, 1, 1)) == "C"
    assert bureau.successor("A", date(2024, 1, 2)) is None
    assert bureau.successor("C", date(2023, 1, 1)) is None


def test_successors_that_go_round_end_nowhere():
    bureau = people([department("A", DAY, "B"), department("B", DAY, "A")])
    assert bureau.successor("A", DAY + timedelta(days=1)) is None


def test_a_role_is_held_from_the_first_to_the_last_day():
    bureau = people(
        appointments=[post("P1", "office", "A", first=date(2026, 1, 1), last=date(2026, 1, 31))]
    )
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    held = [bureau.holds("P1", "office", day) is not None for day in days]
    assert held == [False, True, True, False]
    assert [bureau.in_service("P1", day) for day in days] == held
    assert [bureau.holders("office", day) for day in days] == [(), ("P1",), ("P1",), ()]
    assert [bureau.seat("office", day) for day in days] == [None, "A", "A", None]


def test_a_role_is_held_where_it_is_held():
    bureau = people(appointments=[post("P1", "signer", "B"), post("P1", "office", "A")])
    assert bureau.holds("P1", "office", DAY, "A") == post("P1", "office", "A")
    assert bureau.holds("P1", "office", DAY, "B") is None
    assert bureau.holds("P2", "office", DAY) is None
    assert len(bureau.appointments("P1", DAY)) == 2


def test_ones_own_appointment_goes_before_a_delegation():
    own = post("P1", "office", "B")
    delegated = post("P1", "office", "A", last=date(2026, 12, 31), instead_of="P2")
    bureau = people(appointments=[delegated, own, post("P2", "office", "A")])
    assert bureau.holds("P1", "office", DAY) == own
    assert bureau.holds("P1", "office", DAY, "A") == delegated
    assert bureau.holders("office", DAY, "A") == ("P1", "P2")


def test_of_several_departments_the_smallest_id_is_taken():
    bureau = people(appointments=[post("P1", "office", "C"), post("P1", "office", "B")])
    held = bureau.holds("P1", "office", DAY)
    assert held is not None
    assert held.department == "B"
    assert bureau.seat("office", DAY) == "B"


def test_holders_are_named_once_and_in_order():
    posts = [post("P3", "office", "A"), post("P1", "office", "C"), post("P1", "office", "B")]
    assert people(appointments=posts).holders("office", DAY) == ("P1", "P3")


def test_an_abolished_department_is_the_seat_of_nothing():
    bureau = people([department("A", DAY), "B"], [post("P1", "office", "A")])
    assert bureau.seat("office", DAY) == "A"
    assert bureau.seat("office", DAY + timedelta(days=1)) is None


def test_an_empty_bureau_has_nobody():
    bureau = People.empty()
    assert bureau == People()
    assert bureau != people()
    assert bureau != "nobody"
    assert bureau.holders("office", DAY) == ()
    assert bureau.abolished(DAY) == frozenset()


def test_people_are_a_value():
    bureau = people(appointments=[post("P1", "office", "A"), post("P2", "signer", "B")])
    again = people(appointments=[post("P2", "signer", "B"), post("P1", "office", "A")])
    assert bureau == again == pickle.loads(pickle.dumps(bureau))
    assert len({bureau, again}) == 1
    assert repr(bureau) == "<People: 3 departments, 3 officers, 2 appointments, 0 services>"
    with pytest.raises(AttributeError):
        bureau.officers = ()


days = st.integers(0, 12).map(lambda n: DAY + timedelta(days=n))


@given(st.lists(st.tuples(days, st.none() | days), max_size=5), days, days)
def test_terms_are_unbroken_where_each_day_is_in_one(terms, one, other):
    first, last = sorted((one, other))
    posts = [
        post("P1", "office", "A", first=begin, last=end)
        for begin, end in terms
        if end is None or begin <= end
    ]
    asked = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert unbroken(posts, first, last) == all(
        any(term.runs_on(day) for term in posts) for day in asked
    )
