"""What a contributor meets first: which Python will do, and what to install where none does."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "requirements").mkdir()
    for name in (
        *("Makefile", "pyproject.toml"),
        *("requirements/venv.sh", "requirements/runtime.txt", "requirements/dev.txt"),
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def python_with(tmp_path):
    """Return a maker of interpreters that tell a lie first."""

    def make_python(lie):
        python = tmp_path / "fake-python"
        python.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -c "import sys; {lie}; exec(sys.argv[1])" "$2"\n'
        )
        python.chmod(0o755)
        return python

    return make_python


def run(checkout, *command):
    return subprocess.run(
        list(map(str, command)),
        cwd=checkout,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},  # not what an outer make hands down
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@needs_make
@pytest.mark.parametrize(
    "target", ["demo", "test", "cover", "check", "bench", "lock", "wheel-test"]
)
def test_a_python_too_old_is_named_with_what_to_install(checkout, python_with, target):
    python = python_with("sys.version_info = (3, 9, 18, 'final', 0)")

    done = run(checkout, "make", target, f"PYTHON={python}")

    assert done.returncode != 0
    assert f"{python} is Python 3.9.18: too old" in done.stderr
    assert "needs Python 3.11 or later" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert "make PYTHON=/path/to/python3.11" in done.stderr
    assert not (checkout / ".venv").exists()


@needs_make
def test_a_python_without_venv_is_named_with_the_package_it_lacks(checkout, python_with):
    python = python_with("sys.modules['ensurepip'] = None")

    done = run(checkout, "make", "demo", f"PYTHON={python}")

    assert done.returncode != 0
    assert "without venv: install the package python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


@needs_make
def test_a_python_that_is_not_there_is_named(checkout):
    done = run(checkout, "make", "demo", "PYTHON=/nowhere/python3")

    assert done.returncode != 0
    assert "/nowhere/python3 is not there, or does not run" in done.stderr


@needs_make
def test_make_alone_lists_every_target(checkout):
    [phony] = re.findall(r"^\.PHONY: (.+)$", (checkout / "Makefile").read_text(), re.MULTILINE)

    done = run(checkout, "make")

    assert done.returncode == 0
    assert re.findall(r"^  make ([a-z-]+) ", done.stdout, re.MULTILINE) == [
        target for target in phony.split() if target != "FORCE"
    ]


def test_a_half_made_environment_is_made_anew_and_a_whole_one_kept(checkout):
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / ".unfinished").touch()
    (venv / "left-over").touch()

    made = run(checkout, "sh", "requirements/venv.sh", venv, sys.executable)
    age = (venv / ".made").stat().st_mtime_ns
    kept = run(checkout, "sh", "requirements/venv.sh", venv)
    asked_for_again = run(checkout, "sh", "requirements/venv.sh", venv, sys.executable)

    assert (made.returncode, made.stderr) == (0, "")
    assert not (venv / "left-over").exists()
    assert not (venv / ".unfinished").exists()
    assert run(checkout, venv / "bin" / "python", "-m", "pip", "--version").returncode == 0
    assert kept.stdout == asked_for_again.stdout == ""
    assert (venv / ".made").stat().st_mtime_ns == age


def test_an_environment_of_another_checkout_is_made_anew(checkout):
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    (venv / ".made").write_text("/elsewhere\n")

    done = run(checkout, "sh", "requirements/venv.sh", venv, sys.executable)

    assert done.stdout.startswith(f"Making {venv}")
    assert (venv / ".made").read_text() == f"{checkout.resolve()}\n"


def test_a_folder_that_was_not_made_here_is_left_alone(checkout):
    home = checkout / "home"
    home.mkdir()
    (home / "letter").touch()

    done = run(checkout, "sh", "requirements/venv.sh", home, sys.executable)

    assert done.returncode == 1
    assert "was not made by this script" in done.stderr
    assert [path.name for path in home.iterdir()] == ["letter"]


def test_the_locks_agree_and_name_no_index():
    locks = {
        name: (ROOT / "requirements" / f"{name}.txt").read_text() for name in ("runtime", "dev")
    }
    pins = {
        name: set(re.findall(r"^([\w.-]+==\S+)", text, re.MULTILINE))
        for name, text in locks.items()
    }

    assert pins["runtime"] < pins["dev"]
    assert not any("://" in text or "--index" in text for text in locks.values())
