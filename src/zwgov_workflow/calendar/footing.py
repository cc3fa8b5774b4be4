"""What any run of days rests on: announcements alone, or something taken for granted."""

from __future__ import annotations

from typing import NamedTuple

from zwgov_workflow.calendar.almanac import Almanac

__all__ = ["Footing", "Status"]


class Status(NamedTuple):
    """Whether a date can still move, and what it takes for granted."""

    provisional: bool
    assumption: str | None


class Footing:
    """The status of runs of days, looked up rather than worked out.

    Assumptions begin and end on a few days, which cut the calendar into stretches within which
    nothing changes. The status of a run depends only on the stretches of its first and last day.
    """

    def __init__(self, almanac: Almanac) -> None:
        self._assumptions = almanac.assumptions
        self._firm = almanac.firm
        self._origin = almanac.span.first.toordinal()
        end = almanac.span.last.toordinal() + 1
        cuts = {self._origin}
        for span in (
            *(a.span for a in almanac.assumptions),
            *([almanac.firm] if almanac.firm else []),
        ):
            cuts |= {span.first.toordinal(), span.last.toordinal() + 1}
        self._starts = sorted(cuts - {end})
        pairs = zip(self._starts, [*self._starts[1:], end], strict=True)
        self._stretch_of = b"".join(bytes([i]) * (b - a) for i, (a, b) in enumerate(pairs))
        self._known: dict[tuple[int, int], Status] = {}

    def status(self, first: int, last: int) -> Status:
        """Return the status of the days from the ordinal *first* to *last*."""
        key = self._stretch_of[first - self._origin], self._stretch_of[last - self._origin]
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._work_out(*key)
        return known

    def _work_out(self, low: int, high: int) -> Status:
        first, last = self._starts[low], self._starts[high]
        firm = self._firm
        provisional = firm is None or not (
            firm.first.toordinal() <= first and last <= firm.last.toordinal()
        )
        met = [
            str(a)
            for a in self._assumptions
            if a.span.first.toordinal() <= last and first <= a.span.last.toordinal()
        ]
        return Status(provisional, "; ".join(met) or None)
