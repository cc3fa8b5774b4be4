"""A bureau in a file, worked on through the command line."""

import shutil
from datetime import date

import pytest
from command_desk import ASKED, EXAMPLES, LETTER, MAIN, Desk, moment, started

from zwgov_workflow import WorkflowEngine


@pytest.fixture(scope="session")
def empty_bureau(tmp_path_factory):
    """A database with a bureau and its people, to be copied."""
    path = tmp_path_factory.mktemp("bureau") / "zwgov.db"
    engine = WorkflowEngine.open(
        f"sqlite:///{path}", bureau="psb", clock=lambda: moment("2026-01-05")
    )
    engine.load_people(EXAMPLES / "people.yaml", on=date(2019, 12, 10))
    engine.close()
    return path


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty working directory, with no settings from outside."""
    monkeypatch.chdir(tmp_path)
    for name in ("ZWGOV_DB", "ZWGOV_BUREAU"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def desk(zwgov, folder, monkeypatch):
    """The desk of somebody whose working directory has no database yet."""
    made = Desk(zwgov, folder)
    monkeypatch.setattr("zwgov_workflow.cli.desk.opening.now", lambda: moment(made.day))
    return made


@pytest.fixture
def bureau(desk, empty_bureau):
    """The desk of a bureau with its people and without cases."""
    shutil.copy(empty_bureau, desk.folder / "zwgov.db")
    return desk


@pytest.fixture(scope="session")
def asked_bureau(tmp_path_factory):
    """Where the database of ``asked`` is kept once it was made, to be copied."""
    return tmp_path_factory.mktemp("asked") / "zwgov.db"


@pytest.fixture
def asked(bureau, asked_bureau):
    """The desk of a bureau in which a letter was sent and signed for on 11 February 2026."""
    bureau.day = "2026-02-11"
    letter = bureau.file("letter.yaml", LETTER)
    if asked_bureau.exists():
        shutil.copy(asked_bureau, bureau.folder / "zwgov.db")
        return bureau
    bureau.day = "2026-02-09"
    started(bureau)
    bureau.done("fire", MAIN, "拟写征求意见函", "--as", "P0031", "--form", letter)
    bureau.day = "2026-02-10"
    bureau.done("fire", ASKED, "发函", "--as", "P0031")
    bureau.day = "2026-02-11"
    bureau.done("fire", ASKED, "签收", "--as", "P0032", "--set", "received_on=2026-02-11")
    shutil.copy(bureau.folder / "zwgov.db", asked_bureau)
    return bureau
