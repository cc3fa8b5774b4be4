"""An account under which a program acts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Right", "ServiceAccount"]


class Right(Enum):
    """What a service account may do; the value is the word in the people file."""

    SWEEP = "sweep"
    """Run the clock: fire what has lapsed."""
    READ = "read"
    """Read every case and the feed of events."""
    IMPORT = "import"
    """Bring in cases from elsewhere."""
    ADMINISTER = "administer"
    """Load people, regulations and announcements, and seal."""


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """A program's account: no officer, but the author of what the program does.

    Attributes:
        name: What the people file calls it.
        rights: What it may do; with none it is known and can do nothing.
    """

    name: str
    rights: frozenset[Right]

    def __str__(self) -> str:
        return f"{self.name}: {', '.join(sorted(right.value for right in self.rights)) or 'none'}"
