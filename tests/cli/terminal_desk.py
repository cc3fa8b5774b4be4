"""A terminal at which somebody types: the command line behind a pseudo-terminal."""

import os
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

from coverage import Coverage

WAIT = 60
PRESSES, PATIENCE = 4, 5
ROOT = Path(__file__).parents[2]
BEGIN = """\
import fcntl, signal, sys, termios
import coverage; coverage.process_startup()  # where the tests themselves are measured
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started it may ignore Ctrl-C
from command_desk import moment
from zwgov_workflow.cli import main
from zwgov_workflow.cli.desk import opening
opening.now = lambda: moment(sys.argv[1])
sys.exit(main(sys.argv[2:]))
"""
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")


class Session:
    """One run of ``zwgov`` on a terminal of its own."""

    def __init__(self, day, *arguments):
        self.told = ""
        self._ours, theirs = os.openpty()
        attributes = termios.tcgetattr(theirs)
        attributes[3] &= ~termios.ECHO
        termios.tcsetattr(theirs, termios.TCSANOW, attributes)
        environ = {
            **os.environ, "TERM": "dumb", "COLUMNS": "200", "LC_ALL": "C.UTF-8",
            "ZWGOV_LANG": "zh", "PYTHONPATH": os.pathsep.join(sys.path), "INPUTRC": os.devnull,
        }  # fmt: skip
        if Coverage.current() is not None:
            environ |= {
                "COVERAGE_PROCESS_START": str(ROOT / "pyproject.toml"),
                "COVERAGE_FILE": str(ROOT / ".coverage"),
            }
        self._run = subprocess.Popen(
            [sys.executable, "-c", BEGIN, day, *arguments],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._read = 0

    def _more(self, until):
        ready, _, _ = select.select([self._ours], [], [], max(0, until - time.monotonic()))
        if not ready:
            raise AssertionError(f"nothing more came after {self.told!r}")
        try:
            content = os.read(self._ours, 65536)
        except OSError:  # what Linux says when the other end is closed
            content = b""
        self.told += _CONTROL.sub("", content.decode("utf-8", "replace"))
        return bool(content)

    def expect(self, text):
        """Wait until *text* has been printed since the last time."""
        until = time.monotonic() + WAIT
        while text not in self.told[self._read :]:
            assert self._more(until), f"{text!r} never came: {self.told!r}"
        self._read = self.told.index(text, self._read) + len(text)

    def type(self, *lines):
        """Answer the next prompts, one line each."""
        for line in lines:
            self.expect("> ")
            os.write(self._ours, f"{line}\n".encode())

    def answer(self, question, line):
        """Answer a yes-or-no question."""
        self.expect(question)
        os.write(self._ours, f"{line}\n".encode())

    def press(self, key):
        """Press a key at the next prompt; again where it came before the terminal was read."""
        self.expect("> ")
        for _ in range(PRESSES):
            os.write(self._ours, key)
            if select.select([self._ours], [], [], PATIENCE)[0]:
                return

    def close(self):
        """End it, however far it has come."""
        if self._run.poll() is None:
            self._run.kill()
        self._run.wait(WAIT)
        if self._ours is not None:
            os.close(self._ours)
            self._ours = None

    def ends(self):
        """Wait for the end; return the exit code and all that was printed."""
        until = time.monotonic() + WAIT
        while self._more(until):
            pass
        return self._run.wait(WAIT), self.told
