"""A bad people file is refused, with the line and what to do."""

# ruff: noqa: E501 (a change, and the message it brings, in one row)

import pytest

from findings_told import lines
from zwgov_workflow import DefinitionError
from zwgov_workflow.errors import MOST_SHOWN


@pytest.fixture
def refusal(read, tmp_path):
    def refused(text):
        with pytest.raises(DefinitionError) as caught:
            read(text)
        return [line.removeprefix(f"{tmp_path}/") for line in lines(caught.value.findings)]

    return refused


def changed(good, old, new):
    assert good.count(old) == 1, "the row changes another place than it means"
    return good.replace(old, new)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("format: 1", "format: 2", "1: this version reads 'format: 1'"),
        ("positions:", "position:", "2: there is no key 'position' here. Did you mean 'positions'?"),
        ("{name: nightly", "{nam: nightly", "19: there is no key 'nam' here. Did you mean 'name'?"),
        ("name: 户政管理支队", "from: 2019-01-01", "6: the key 'name' is missing"),
        ("name: 王丽, login: wangli", "name: 王丽, from: 2019-01-01", "10: there is no key 'from' here; known: id, name, login"),
        ("role: signer", "rolle: signer", "17: there is no key 'rolle' here. Did you mean 'role'?"),
        ("rights: [sweep", "right: [sweep", "19: there is no key 'right' here. Did you mean 'rights'?"),
        ("name: nightly", "name: night ly", "19: 'night ly' is not one word of at most 64 characters"),
        ("login: lijing", "login: li jing", "12: 'li jing' is not one word of at most 64 characters"),
        ("login: lijing", 'login: "li\\ajing"', "12: 'li\\x07jing' is not one word of at most 64 characters"),
        ("login: lijing", f"login: {'x' * 65}", f"12: '{'x' * 65}' is not one word of at most 64 characters"),
        ("name: 马强", 'name: "马\\n强"', "11: '马\\n强' is not one line of at most 200 characters"),
        ("name: 马强", 'name: " 马强"', "11: ' 马强' is not one line of at most 200 characters"),
        ("name: 马强", f"name: {'强' * 201}", f"11: '{'强' * 70}' is not one line of at most 200 characters"),
        ("from: 2026-07-01", "from: 1.7.2026", "8: '1.7.2026' is not a date; write it as 2026-02-11"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_of_the_form_is_refused(refusal, good, old, new, message):
    assert refusal(changed(good, old, new)) == [f"people.yaml:{message}"]


@pytest.mark.parametrize("section", ["departments", "officers", "appointments"])
def test_a_section_left_out_would_end_everything_and_is_refused(refusal, good, section):
    head, _, tail = good.partition(f"{section}:\n")
    rest = tail.splitlines()
    while rest and rest[0].startswith(" "):
        rest.pop(0)
    text = head + "\n".join(rest) + "\n"
    assert refusal(text) == [f"people.yaml:1: the key '{section}' is missing"]


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ("id: KX, name: 科信支队", "id: HZ, name: 科信支队", ["7: 'KX' is no department of this file; known: HZ, XX", "8: the id 'HZ' stands twice; first on line 6"]),
        ("name: 科信支队, from: 2026-07-01", "name: 信通科, from: 2026-06-30", ["8: while 'XX' exists, the name '信通科' is taken"]),
        ("name: 科信支队", "name: 户政管理支队", ["8: while 'HZ' exists, the name '户政管理支队' is taken"]),
        ("name: 科信支队", "name: HZ", ["8: its name 'HZ' is the id of another department"]),
        ("from: 2010-01-01, to: 2026-06-30, successor", "from: 2026-07-01, to: 2026-06-30, successor", ["7: 2026-06-30 lies before 2026-07-01, where it begins"]),
        ("successor: KX", "successor: KXZ", ["7: 'KXZ' is no department of this file. Did you mean 'KX'?"]),
        ("id: HZ, name: 户政管理支队", "id: HZ, name: 户政管理支队, successor: KX", ["6: a successor follows on a last day; say with 'to' which"]),
        ("successor: KX", "successor: XX", ["7: the successors go round: XX, then XX"]),
        ("id: KX, name: 科信支队, from: 2026-07-01", "id: KX, name: 科信支队, to: 2030-01-01, successor: XX", ["7: the successors go round: XX, then KX, then XX"]),
    ],
)  # fmt: skip
def test_departments_must_fit_together(refusal, good, old, new, messages):
    assert refusal(changed(good, old, new)) == [f"people.yaml:{message}" for message in messages]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: P0032", "id: P0031", "11: the id 'P0031' stands twice; first on line 10"),
        ("login: lijing", "login: wangli", "12: the login 'wangli' stands twice; first on line 10"),
        ("[sweep, read]}", "[sweep]}\n  - {name: nightly, rights: []}", "20: the name 'nightly' stands twice; first on line 19"),
        ("[sweep, read]", "[sweep, reed]", "19: 'reed' is no right. Did you mean 'read'?"),
        ("[sweep, read]", "[sweep, all]", "19: 'all' is no right; known: administer, import, read, sweep"),
        ("[sweep, read]", "[sweep, sweep]", "19: the right 'sweep' stands twice"),
        ("[proposer, signer]", "[proposer, Signer]", "4: 'Signer' is not the name of a role, such as secrecy_office"),
        ("[proposer, signer]", "[proposer, proposer]", "4: the role 'proposer' stands twice"),
        ("[proposer, signer]", "[]", "4: a position carries at least one role"),
        ("科长: [proposer, signer]", "经办人: [signer]", "4: the key '经办人' stands twice; first on line 3"),
    ],
)  # fmt: skip
def test_officers_services_and_positions_must_be_told_apart(refusal, good, old, new, message):
    found = refusal(changed(good, old, new))
    assert f"people.yaml:{message}" in found
    assert all("is no officer" in other for other in found if other != f"people.yaml:{message}")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("P0031, position: 经办人", "P00311, position: 经办人", "14: 'P00311' is no officer of this file. Did you mean 'P0031'?"),
        ("P0031, position: 经办人", "X, position: 经办人", "14: 'X' is no officer of this file; known: P0031, P0032, P0033"),
        ("instead_of: P0032", "instead_of: P032", "16: 'P032' is no officer of this file. Did you mean 'P0032'?"),
        ("经办人, department: HZ", "经办人, department: HZZ", "14: 'HZZ' is no department of this file. Did you mean 'HZ'?"),
        ("position: 经办人", "position: 经办", "14: '经办' is no position of this file. Did you mean '经办人'?"),
        ("position: 经办人", "role: 经办人", "14: '经办人' is not the name of a role, such as secrecy_office"),
        ("position: 经办人", "position: 经办人, role: office", "14: say either the 'role' or the 'position' of the officer"),
        ("position: 经办人, ", "", "14: say either the 'role' or the 'position' of the officer"),
        ("HZ, from: 2019-12-10}", "HZ}", "14: the key 'from' is missing"),
        ("to: 2027-01-01", "to: 2019-12-09", "15: 2019-12-09 lies before 2019-12-10, where it begins"),
        ("from: 2020-01-01, to: 2026-06-30", "from: 2009-12-31, to: 2026-06-30", "17: 'XX' exists only from 2010-01-01"),
        ("from: 2020-01-01, to: 2026-06-30", "from: 2020-01-01, to: 2026-07-01", "17: 'XX' exists only to 2026-06-30; end the appointment by then"),
        ("from: 2020-01-01, to: 2026-06-30", "from: 2020-01-01", "17: 'XX' exists only to 2026-06-30; end the appointment by then"),
        ("XX, from: 2020-01-01, to: 2026-06-30}", "HZ, from: 2020-01-01}\n  - {officer: P0033, role: signer, department: HZ, from: 2020-01-01, to: 2021-01-01}", "18: the appointment stands twice; first on line 17"),
    ],
)  # fmt: skip
def test_an_appointment_must_fit_officers_and_departments(refusal, good, old, new, message):
    assert refusal(changed(good, old, new)) == [f"people.yaml:{message}"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("to: 2026-08-15, instead_of", "instead_of", "16: a delegation has a term; say with 'to' when it ends"),
        ("instead_of: P0032", "instead_of: P0033", "16: 'P0033' cannot act instead of himself"),
        ("instead_of: P0032", "instead_of: P0031", "16: 'P0031' is not office in 'HZ' on each day from 2026-08-01 to 2026-08-15"),
        ("to: 2027-01-01", "to: 2026-08-14", "16: 'P0032' is not office in 'HZ' on each day from 2026-08-01 to 2026-08-15"),
        ("from: 2019-12-10, to: 2027-01-01", "from: 2026-08-02", "16: 'P0032' is not office in 'HZ' on each day from 2026-08-01 to 2026-08-15"),
        ("from: 2019-12-10, to: 2027-01-01}", "from: 2019-12-10, to: 2026-08-05}\n  - {officer: P0032, role: office, department: HZ, from: 2026-08-07}", "17: 'P0032' is not office in 'HZ' on each day from 2026-08-01 to 2026-08-15"),
        ("role: office, department: HZ, from: 2026-08-01", "role: office, department: KX, from: 2026-08-01", "16: 'P0032' is not office in 'KX' on each day from 2026-08-01 to 2026-08-15"),
        ("role: office, department: HZ, from: 2026-08-01", "position: 科长, department: HZ, from: 2026-08-01", "16: 'P0032' is not proposer, signer in 'HZ' on each day from 2026-08-01 to 2026-08-15"),
        ("\n  - {officer: P0033, role: signer, department: XX, from: 2020-01-01, to: 2026-06-30}", "\n  - {officer: P0031, role: office, department: HZ, from: 2026-08-02, to: 2026-08-03, instead_of: P0033}", "17: 'P0033' is not office in 'HZ' on each day from 2026-08-02 to 2026-08-03"),
    ],
)  # fmt: skip
def test_a_delegation_needs_a_term_and_somebody_to_stand_in_for(refusal, good, old, new, message):
    assert refusal(changed(good, old, new)) == [f"people.yaml:{message}"]


def test_everything_wrong_is_told_at_once_in_the_order_of_the_file(refusal, good):
    text = good
    for old, new in (
        ("[proposer, signer]", "[]"),
        ("name: 科信支队", "name: HZ"),
        ("login: lijing", "login: wangli"),
        ("P0031, position", "P0013, position"),
        ("to: 2027-01-01", "to: soon"),
        ("[sweep, read]", "[reed]"),
    ):
        text = changed(text, old, new)
    assert [line.split(": ")[0] for line in refusal(text)] == [
        f"people.yaml:{line}" for line in (4, 8, 12, 14, 15, 19)
    ]


def test_an_entry_that_is_wrong_is_not_also_called_missing(refusal, good):
    text = changed(good, "name: 户政管理支队", "nam: 户政管理支队")
    text = changed(text, "{id: P0032, name: 马强}", "{id: P0032}")
    text = changed(text, "[proposer, consulted]", "[]")
    assert [line.split(":")[1] for line in refusal(text)] == ["3", "6", "11"]


def test_a_section_that_is_no_list_is_told_once(refusal, good):
    head, rest = good.split("services:\n")
    assert rest
    assert refusal(f"{head}services:\n  nightly: [sweep]\n") == [
        "people.yaml:19: expected a list, found 'key: value' lines"
    ]
    assert refusal(changed(good, "{id: P0032, name: 马强}", "马强"))[0] == (
        "people.yaml:11: expected 'key: value' lines, found the text '马强'"
    )
    assert refusal("format: 1\npositions: []\ndepartments:\nofficers: {}\nappointments: []\n") == [
        "people.yaml:2: expected 'key: value' lines, found a list",
        "people.yaml:3: expected 'key: value' lines, found the text ''",
        "people.yaml:4: expected a list, found 'key: value' lines",
    ]


def test_only_the_findings_that_are_shown_are_searched_a_better_word_for(refusal, good):
    line = "  - {officer: P003X, role: office, department: HZ, from: 2019-12-10}\n"
    many = "".join(line.replace("office,", f"office_{i},") for i in range(MOST_SHOWN + 1))
    found = refusal(changed(good, "services:\n", f"{many}services:\n"))
    assert found[MOST_SHOWN - 1].endswith("is no officer of this file. Did you mean 'P0033'?")
    assert found[MOST_SHOWN].endswith("'P003X' is no officer of this file")
