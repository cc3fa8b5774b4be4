"""What every test shares."""

import os

import pytest
from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=200)
settings.load_profile("default")


@pytest.fixture
def zwgov(monkeypatch, capsys):
    """Run the command line in this process: returns exit code, standard output and error."""
    from zwgov_workflow.cli import main  # noqa: PLC0415 (coverage is to see its import)

    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    for name in ("ZWGOV_LANG", "ZWGOV_REGION", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments, **environ):
        for name, value in environ.items():
            monkeypatch.setitem(os.environ, name, value)
        code = main(arguments)
        told = capsys.readouterr()
        lines = (line.rstrip() for line in told.out.splitlines())
        return code, "\n".join(lines), told.err

    return run
