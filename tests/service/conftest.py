"""A bureau in a file of its own for each test."""

import pytest

pytest.register_assert_rewrite("office")

from office import Office  # noqa: E402 (after the line above)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/bureau.db"


@pytest.fixture
def office(url):
    found = Office(url)
    yield found
    found.engine.close()
