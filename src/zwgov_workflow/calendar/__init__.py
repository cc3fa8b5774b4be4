"""Which days are working days in China, and where a period ends.

The days are data, one file per announcement (:mod:`.announcement`); put together they are an
:mod:`.almanac`; :class:`WorkingCalendar` counts in it.
"""

from zwgov_workflow.calendar.almanac import DayFact, DayKind
from zwgov_workflow.calendar.announcement import Announcement, Holiday
from zwgov_workflow.calendar.announcement_file import read_announcement
from zwgov_workflow.calendar.assumption import Assumption, AssumptionKind
from zwgov_workflow.calendar.day import SHANGHAI, DaySpan
from zwgov_workflow.calendar.due import DueDate
from zwgov_workflow.calendar.explanation import CountedDay, Explanation, Step
from zwgov_workflow.calendar.period import Direction, PeriodRule, Unit
from zwgov_workflow.calendar.working import WorkingCalendar

__all__ = [
    "SHANGHAI",
    "Announcement",
    "Assumption",
    "AssumptionKind",
    "CountedDay",
    "DayFact",
    "DayKind",
    "DaySpan",
    "Direction",
    "DueDate",
    "Explanation",
    "Holiday",
    "PeriodRule",
    "Step",
    "Unit",
    "WorkingCalendar",
    "read_announcement",
]
