"""The days off of a year held against the statute."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["YearSum"]


@dataclass(frozen=True, slots=True)
class YearSum:
    """The days off of a year held against the statute.

    Moving days off about (调休) gives nobody more of them: weekdays off less make-up days are the
    statutory days, and what an announcement says it gives beyond them.
    """

    weekdays_off: int
    makeup_days: int
    statutory: int
    decree: str
    beyond: int = 0

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.weekdays_off - self.makeup_days == self.statutory + self.beyond

    def __str__(self) -> str:
        net, due = self.weekdays_off - self.makeup_days, self.statutory + self.beyond
        more = f" + {self.beyond} beyond the statute = {due}" if self.beyond else ""
        return (
            f"{self.weekdays_off} weekdays off − {self.makeup_days} make-up days = {net}; "
            f"{self.decree}: {self.statutory} days{more}"
        )
