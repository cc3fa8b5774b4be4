"""What is told of a bureau's verbs while they run: to the host's observer, and to the log.

Both learn ids, names, counts and durations, never a title, a form or the words of an error.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from zwgov_workflow.errors import Busy, WorkflowError

__all__ = ["Facts", "Observer", "Watch", "log"]

log = logging.getLogger("zwgov_workflow.service")
logging.getLogger("zwgov_workflow").addHandler(logging.NullHandler())

DONE = "done"


class Observer(Protocol):
    """Counts and timings, for a host to bind to its metrics.

    It is called in the thread of the verb, after the transaction, and should be quick. What it
    raises is logged and dropped. The labels take few values each: a bureau, a verb, the class of
    an error; never an id of a case.
    """

    def count(self, name: str, n: int, labels: Mapping[str, str]) -> None:
        """Take in that *n* more of something happened; the names are in docs/operations.md."""

    def timed(self, name: str, seconds: float, labels: Mapping[str, str]) -> None:
        """Take in that something took *seconds*."""


class Facts(dict[str, object]):
    """What a log record says beside its event: printed as ``name=value``, on one line.

    A caller's word for a case or a trigger can be any text: quoted, it passes for nothing else.
    """

    def __str__(self) -> str:
        return " ".join(f"{name}={_one_word(str(value))}" for name, value in self.items())


def _one_word(text: str) -> str:
    return text if text.isprintable() and not set(" ='\"").intersection(text) else repr(text)


class Watch:
    """Tells the observer and the log what the verbs of one bureau do."""

    def __init__(self, bureau: str, observer: Observer | None) -> None:
        self._bureau = bureau
        self._observer = observer

    def tell(self, level: int, event: str, **facts: object) -> None:
        """Log an event with its facts, which are ids, names and numbers."""
        if log.isEnabledFor(level):
            told = Facts(bureau=self._bureau, **facts)
            log.log(level, "%s %s", event, told, extra={"event": event, "facts": told})

    def count(self, name: str, n: int) -> None:
        """Count what happened, if anything did."""
        if self._observer is not None and n:
            try:
                self._observer.count(name, n, {"bureau": self._bureau})
            except Exception as error:  # noqa: BLE001 (metrics never break a verb)
                self._dropped(error)

    def timed(self, name: str, seconds: float, **labels: str) -> None:
        """Tell how long something took."""
        if self._observer is not None:
            try:
                self._observer.timed(name, seconds, {"bureau": self._bureau, **labels})
            except Exception as error:  # noqa: BLE001 (as above)
                self._dropped(error)

    def _dropped(self, error: Exception) -> None:
        self.tell(logging.WARNING, "observer.failed", error=type(error).__name__)

    @contextmanager
    def verb(self, verb: str, **facts: object) -> Iterator[None]:
        """Tell how a verb went and how long it took.

        Args:
            verb: Its name.
            facts: Ids and names that the log is to have beside it.
        """
        began, outcome = time.perf_counter(), DONE
        try:
            yield
        except BaseException as error:
            outcome = type(error).__name__
            level, event = _what(error)
            self.tell(level, event, verb=verb, **facts, error=outcome)
            raise
        else:
            self.tell(logging.DEBUG, "verb.done", verb=verb, **facts)
        finally:
            self.timed("verb", time.perf_counter() - began, verb=verb, outcome=outcome)


def _what(error: BaseException) -> tuple[int, str]:
    """Return how grave an error is to the operator, and what it is called in the log."""
    if isinstance(error, Busy):
        return logging.WARNING, "verb.busy"
    if isinstance(error, WorkflowError):
        return logging.INFO, "verb.refused"
    return logging.ERROR, "verb.failed"
