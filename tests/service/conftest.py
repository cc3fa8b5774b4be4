"""A bureau in a file of its own for each test."""

import shutil

import pytest

pytest.register_assert_rewrite("office")

from office import Office, Trial  # noqa: E402 (after the line above)


@pytest.fixture(scope="session")
def set_up(tmp_path_factory):
    """A database with a bureau and its people, to be copied."""
    path = tmp_path_factory.mktemp("set_up") / "bureau.db"
    Office(f"sqlite:///{path}").engine.close()
    return path


@pytest.fixture
def url(tmp_path, set_up):
    shutil.copy(set_up, tmp_path / "bureau.db")
    return f"sqlite:///{tmp_path}/bureau.db"


@pytest.fixture
def office(url):
    found = Office(url)
    yield found
    found.engine.close()


@pytest.fixture
def tried(url):
    """The office with a small regulation of its own, and people for it."""
    found = Trial(url)
    yield found
    found.engine.close()
