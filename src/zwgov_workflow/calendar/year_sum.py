"""The days off of a year held against the statute."""

from __future__ import annotations

from dataclasses import dataclass

from zwgov_workflow.errors import Message

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
        return Message(
            "{weekdays} weekdays off − {makeup} make-up days = {net}; {decree}: {statutory} days"
            "{more}",
            weekdays=self.weekdays_off,
            makeup=self.makeup_days,
            net=net,
            decree=self.decree,
            statutory=self.statutory,
            more=Message(" + {n} beyond the statute = {due}", n=self.beyond, due=due)
            if self.beyond
            else "",
        )
