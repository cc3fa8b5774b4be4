"""What a look at an installation finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Grade", "Symptom"]


class Grade(Enum):
    """How bad it is; the later, the worse. The value is the exit code."""

    WELL = (0, "well")
    ADVICE = (0, "advice")
    """Nothing is wrong yet, or nobody may want it otherwise."""
    WANTING = (1, "wanting")
    """Somebody has something to do."""
    BUSY = (75, "busy")
    BROKEN = (4, "broken")
    """Nothing can be done before this is mended."""

    @property
    def code(self) -> int:
        """The exit code of a look whose worst finding this is."""
        return self.value[0]

    @property
    def word(self) -> str:
        """The word for it in JSON."""
        return self.value[1]


@dataclass(frozen=True)
class Symptom:
    """What was looked at, how bad it is, what is known of it, and what to do about it."""

    name: str
    grade: Grade
    text: str
    cure: str | None = None
