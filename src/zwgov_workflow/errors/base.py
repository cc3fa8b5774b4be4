"""The base of every error, and those that belong to no part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = [
    "MOST_SHOWN",
    "DayAhead",
    "DefinitionError",
    "EngineFault",
    "Finding",
    "MissingPackage",
    "UnknownRegulation",
    "UnknownState",
    "WorkflowError",
]

MOST_SHOWN = 50
"""How many findings a message lists."""


class WorkflowError(Exception):
    """Base of every error of this package."""

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.args, dict(self.__dict__))


def _rebuild(
    kind: type[WorkflowError], args: tuple[object, ...], facts: dict[str, object]
) -> WorkflowError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing wrong with a file: where it stands (line 0: the file itself) and what it is."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}"


@dataclass(eq=False)
class DefinitionError(WorkflowError):
    """A file says something it may not; nothing of it was taken in."""

    findings: Sequence[Finding]

    def __str__(self) -> str:
        shown = [str(finding) for finding in self.findings[:MOST_SHOWN]]
        more = len(self.findings) - len(shown)
        return "\n".join(shown + [f"... and {more} more"] * bool(more))


@dataclass(eq=False, kw_only=True)
class UnknownRegulation(WorkflowError):
    """No regulation of that name is there."""

    name: str
    known: Sequence[str]
    close: Sequence[str] = ()

    def __str__(self) -> str:
        close = f" Did you mean {' or '.join(map(repr, self.close))}?" if self.close else ""
        return f"There is no regulation {self.name!r}; there are {', '.join(self.known)}.{close}"


@dataclass(eq=False, kw_only=True)
class UnknownState(WorkflowError):
    """No machine that is asked for has a state of that name."""

    state: str
    close: Sequence[str] = ()

    def __str__(self) -> str:
        close = f" Did you mean {' or '.join(map(repr, self.close))}?" if self.close else ""
        return f"There is no state {self.state!r}.{close}"


@dataclass(eq=False, kw_only=True)
class DayAhead(WorkflowError):
    """A sweep was to let a day begin that is still to come."""

    day: date
    today: date

    def __str__(self) -> str:
        return f"{self.day} lies ahead of {self.today}: only a dry run may look there."


@dataclass(eq=False, kw_only=True)
class EngineFault(WorkflowError):
    """The engine contradicts itself; nothing was changed."""

    case: str
    what: str

    def __str__(self) -> str:
        return f"Case {self.case}: {self.what}. This is a fault of the program or of its checker."


@dataclass(eq=False, kw_only=True)
class MissingPackage(WorkflowError, ImportError):
    """An optional package that this call needs is not installed."""

    package: str
    purpose: str

    def __str__(self) -> str:
        return f"{self.purpose} needs {self.package}: pip install {self.package}"
