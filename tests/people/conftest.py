"""A people file that is right, and how to read it or a changed one."""

import pytest

from zwgov_workflow.people import read_people

GOOD = """\
format: 1
positions:
  经办人: [proposer, consulted]
  科长: [proposer, signer]
departments:
  - {id: HZ, name: 户政管理支队}
  - {id: XX, name: 信通科, from: 2010-01-01, to: 2026-06-30, successor: KX}
  - {id: KX, name: 科信支队, from: 2026-07-01}
officers:
  - {id: P0031, name: 王丽, login: wangli}
  - {id: P0032, name: 马强}
  - {id: P0033, name: 李静, login: lijing}
appointments:
  - {officer: P0031, position: 经办人, department: HZ, from: 2019-12-10}
  - {officer: P0032, role: office, department: HZ, from: 2019-12-10, to: 2027-01-01}
  - {officer: P0033, role: office, department: HZ, from: 2026-08-01, to: 2026-08-15, instead_of: P0032}
  - {officer: P0033, role: signer, department: XX, from: 2020-01-01, to: 2026-06-30}
services:
  - {name: nightly, rights: [sweep, read]}
"""  # noqa: E501 (a line of a file)


@pytest.fixture
def good():
    """The text of a file that is right."""
    return GOOD


@pytest.fixture
def read(tmp_path):
    """Read a text as a people file."""

    def reading(text):
        path = tmp_path / "people.yaml"
        path.write_text(text, encoding="utf-8")
        return read_people(path)

    return reading
