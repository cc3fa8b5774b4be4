"""The log of a command on standard error: a line an event, as text or as JSON."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from zwgov_workflow.calendar.day import SHANGHAI

__all__ = ["logging_to_stderr"]

ROOT = "zwgov_workflow"


def _when(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, SHANGHAI).isoformat(timespec="milliseconds")


class TextLine(logging.Formatter):
    """A record as a line: moment, level, event, facts."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return f"{_when(record)} {record.levelname} {record.getMessage()}"


class JsonLine(logging.Formatter):
    """A record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        told = {
            "at": _when(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": getattr(record, "event", record.msg),
            **getattr(record, "facts", {}),
        }
        return json.dumps(told, ensure_ascii=False, default=str)


@contextmanager
def logging_to_stderr(form: str) -> Iterator[None]:
    """Write the package's log of what goes on within to standard error.

    Args:
        form: ``text``, ``json``, or ``none`` for no log.
    """
    if form == "none":
        yield
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLine() if form == "json" else TextLine())
    logger = logging.getLogger(ROOT)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
