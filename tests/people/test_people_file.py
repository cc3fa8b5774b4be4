"""A people file that is right is read as it says."""

from datetime import date

from zwgov_workflow.people import Appointment, Department, Officer, Right, ServiceAccount


def test_each_kind_of_entry_is_read(read, good):
    people = read(good)
    assert people.departments == (
        Department(id="HZ", name="户政管理支队"),
        Department(id="KX", name="科信支队", first=date(2026, 7, 1)),
        Department(
            id="XX",
            name="信通科",
            first=date(2010, 1, 1),
            last=date(2026, 6, 30),
            successor="KX",
        ),
    )
    assert people.officers == (
        Officer("P0031", "王丽", "wangli"),
        Officer("P0032", "马强"),
        Officer("P0033", "李静", "lijing"),
    )
    assert people.services == (ServiceAccount("nightly", frozenset({Right.SWEEP, Right.READ})),)
    assert Appointment(
        officer="P0033",
        role="office",
        department="HZ",
        first=date(2026, 8, 1),
        last=date(2026, 8, 15),
        instead_of="P0032",
    ) in people.every_appointment  # fmt: skip


def test_a_position_carries_each_of_its_roles(read, good):
    people = read(good)
    posts = people.appointments("P0031", date(2026, 3, 2))
    assert [(one.role, one.department, one.first, one.last) for one in posts] == [
        ("consulted", "HZ", date(2019, 12, 10), None),
        ("proposer", "HZ", date(2019, 12, 10), None),
    ]


def test_two_positions_that_share_a_role_give_it_for_the_longer_term(read, good):
    more = (
        "  - {officer: P0031, position: 科长, department: HZ, from: 2019-12-10, to: 2020-01-01}\n"
    )
    for text in (
        good.replace("services:\n", f"{more}services:\n"),
        good.replace("appointments:\n", f"appointments:\n{more}"),
    ):
        people = read(text)
        proposer = [one for one in people.every_appointment if one.role == "proposer"]
        assert [one.last for one in proposer] == [None]
        signer = people.holds("P0031", "signer", date(2020, 1, 1))
        assert signer is not None
        assert signer.last == date(2020, 1, 1)


def test_the_order_of_the_file_does_not_matter(read, good):
    lines = good.splitlines()
    start = lines.index("officers:") + 1
    lines[start : start + 3] = reversed(lines[start : start + 3])
    again = "\n".join(lines)
    assert again != good
    assert read(again) == read(good)


def test_a_name_is_taken_up_again_when_its_department_is_gone(read, good):
    people = read(good.replace("科信支队", "信通科"))
    assert people.department("信通科", date(2026, 6, 30)).id == "XX"
    assert people.department("信通科", date(2026, 7, 1)).id == "KX"
    assert people.department("信通科").id == "KX"


def test_a_delegation_may_rest_on_terms_that_follow_on_one_another(read, good):
    term = "from: 2019-12-10, to: 2027-01-01}"
    text = good.replace(
        term,
        "from: 2019-12-10, to: 2026-08-05}\n"
        "  - {officer: P0032, role: office, department: HZ, from: 2026-08-06, to: 2026-08-15}",
    )
    delegated = read(text).holds("P0033", "office", date(2026, 8, 6))
    assert delegated is not None
    assert delegated.instead_of == "P0032"


def test_positions_and_services_may_be_left_out(read):
    people = read(
        "format: 1\ndepartments: []\nofficers: [{id: P1, name: 王丽}]\nappointments: []\n"
    )
    assert people.officers == (Officer("P1", "王丽"),)
    assert people.services == ()


def test_a_service_may_have_all_its_rights_withdrawn(read, good):
    assert read(good.replace("[sweep, read]", "[]")).service("nightly").rights == frozenset()


def test_what_lies_just_within_a_limit_is_read(read, good):
    text = good.replace(
        "XX, from: 2020-01-01, to: 2026-06-30", "XX, from: 2010-01-01, to: 2010-01-01"
    )
    text = text.replace("name: 马强", f"name: {'强' * 200}").replace("lijing", "x" * 64)
    people = read(text)
    assert people.holds("P0033", "signer", date(2010, 1, 1), "XX") is not None
    assert people.officer("P0032").name == "强" * 200
    assert people.officer_by_login("x" * 64).id == "P0033"
