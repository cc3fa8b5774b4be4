"""How long a period is and how it is counted: ``5 working days``, ``15 calendar days before``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from zwgov_workflow.errors import InvalidPeriod, Message

__all__ = ["Direction", "PeriodRule", "Unit", "parse_period"]


class Unit(Enum):
    """What is counted."""

    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    MONTHS = "months"


class Direction(Enum):
    """Which way from the anchor."""

    FORWARD = "forward"
    BACKWARD = "before"


LONGEST = 9999
"""The largest amount of a period."""

_TEXT = re.compile(
    r"(?P<amount>[0-9]{1,9}) (?P<unit>working day|calendar day|month)s?"
    r"(?P<before> before)?(?P<roll>, (?:not )?rolled)?"
)


@dataclass(frozen=True, slots=True)
class PeriodRule:
    """A period: an amount of a unit, forward or backward, and whether its end rolls.

    The day of the anchor is never counted (民法典 第二百零一条). Rolling means that a last day on
    a day off moves on, in the direction of counting, to the next working day (第二百零三条);
    periods in working days end on one anyway.

    Attributes:
        amount: How many; at least 1.
        unit: Working days (工作日), calendar days (自然日) or months (第二百零二条).
        direction: From the anchor on, or back from it ("at least 15 days before").
        roll: Whether the end rolls, where that is not the usual: forward periods in calendar days
            and months roll, others do not. What is usual is kept as None; see :attr:`rolls`.

    Raises:
        InvalidPeriod: A value is not of its kind, the amount is not between 1 and 9999, or a
            period in working days is to roll.
    """

    amount: int
    unit: Unit
    direction: Direction = Direction.FORWARD
    roll: bool | None = None

    def __post_init__(self) -> None:
        if type(self.amount) is not int or not 1 <= self.amount <= LONGEST:
            why = Message("the amount is no number from 1 to {most}", most=LONGEST)
            raise InvalidPeriod(repr(self.amount), why)
        if not isinstance(self.unit, Unit):
            raise InvalidPeriod(repr(self.unit), Message("the unit is not a Unit"))
        if not isinstance(self.direction, Direction):
            raise InvalidPeriod(repr(self.direction), Message("the direction is not a Direction"))
        if self.roll not in (None, True, False):
            raise InvalidPeriod(repr(self.roll), Message("roll is not True, False or None"))
        if self.roll and self.unit is Unit.WORKING_DAYS:
            why = Message("a period in working days ends on one and cannot roll")
            raise InvalidPeriod(str(self), why)
        if self.roll is self._usual_roll:
            object.__setattr__(self, "roll", None)

    @property
    def rolls(self) -> bool:
        """Whether an end on a day off moves on."""
        return self._usual_roll if self.roll is None else self.roll

    @property
    def backward(self) -> bool:
        """Whether it is counted back from its anchor."""
        return self.direction is Direction.BACKWARD

    @property
    def _usual_roll(self) -> bool:
        return self.unit is not Unit.WORKING_DAYS and self.direction is Direction.FORWARD

    @classmethod
    def parse(cls, text: str) -> PeriodRule:
        """Read a rule from its text.

        ``5 working days``, ``30 calendar days``, ``2 months``; behind it `` before`` to count
        backwards, and ``, rolled`` or ``, not rolled`` where the end does not roll as usual.

        Raises:
            InvalidPeriod: The text is none of these.
        """
        return parse_period(text)

    def __str__(self) -> str:
        unit = self.unit.value[:-1] if self.amount == 1 else self.unit.value
        before = " before" if self.direction is Direction.BACKWARD else ""
        roll = ""
        if self.roll is not None:
            roll = ", rolled" if self.roll else ", not rolled"
        return f"{self.amount} {unit}{before}{roll}"


@lru_cache(maxsize=256)
def parse_period(text: str) -> PeriodRule:
    """Return the rule of a text, as :meth:`PeriodRule.parse` does; the same text is read once."""
    match = _TEXT.fullmatch(text)
    if match is None:
        raise InvalidPeriod(text)
    roll = match["roll"]
    return PeriodRule(
        amount=int(match["amount"]),
        unit=Unit(match["unit"] + "s"),
        direction=Direction.BACKWARD if match["before"] else Direction.FORWARD,
        roll=None if roll is None else roll == ", rolled",
    )
