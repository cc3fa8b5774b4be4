"""A bureau in a file of its own for each test, and the examples where they can be imported."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hosting import EXAMPLES, NOW

from zwgov_workflow import WorkflowEngine


@pytest.fixture(scope="session")
def set_up(tmp_path_factory):
    """A database with a bureau and its people, to be copied."""
    path = tmp_path_factory.mktemp("set_up") / "bureau.db"
    engine = WorkflowEngine.open(f"sqlite:///{path}", bureau="zhongwei-psb", clock=lambda: NOW)
    engine.load_people(EXAMPLES / "people.yaml", on=date(2026, 1, 1))
    engine.close()
    return path


@pytest.fixture
def file(tmp_path, set_up):
    return Path(shutil.copy(set_up, tmp_path / "bureau.db"))


@pytest.fixture
def url(file):
    return f"sqlite:///{file}"


@pytest.fixture
def engine(url):
    found = WorkflowEngine.open(url, bureau="zhongwei-psb", clock=lambda: NOW)
    yield found
    found.close()
