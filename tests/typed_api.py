"""Uses of the public API that mypy must accept; also run as a test."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_type

from zwgov_workflow import (
    DueDate,
    ImportedCase,
    ImportedFact,
    ImportReport,
    PeriodRule,
    ServiceAccount,
    WorkflowEngine,
    WorkingCalendar,
)
from zwgov_workflow.calendar import (
    Announcement,
    Assumption,
    DayFact,
    DaySpan,
    Direction,
    Explanation,
    Unit,
)


def bring_in(engine: WorkflowEngine, importer: ServiceAccount) -> Sequence[str]:
    """Import a case as a host would."""
    fact = ImportedFact(trigger="publish", on=date(2026, 3, 9), data={"channels": ["报刊"]})
    row = ImportedCase(
        source="line 2",
        state="open",
        on=date(2026, 2, 2),
        data={"department": "HZ", "formed_on": date(2026, 2, 2)},
        due={"publish_by": date(2026, 3, 6)},
        facts=[fact],
    )
    report = engine.import_cases("proactive_disclosure", (row for row in [row]), by=importer)
    assert_type(report, ImportReport)
    assert_type(report.cases, int)
    return [f"{one.source}: {one.problem}" for one in report.problems]


def use() -> None:
    """Use each part once, as a host would."""
    calendar = WorkingCalendar.of("CN-NX", known_on=date(2026, 1, 1))
    assert_type(calendar.is_working_day(date(2026, 2, 14)), bool)
    assert_type(calendar.add_working_days(date(2026, 2, 11), 5), date)
    assert_type(calendar.working_days_between(date(2026, 2, 11), date(2026, 2, 25)), int)
    due = calendar.due_date("5 working days", date(2026, 2, 11), strict=True)
    assert_type(due, DueDate)
    assert_type(due.on, date)
    assert_type(due.provisional, bool)
    assert_type(due.assumption, str | None)
    assert_type(due.data_version, str)
    rule = PeriodRule(15, Unit.CALENDAR_DAYS, Direction.BACKWARD)
    still = [DaySpan(date(2026, 3, 2), date(2026, 3, 6))]
    assert_type(calendar.explain(rule, date(2026, 5, 6), excluded=still), Explanation)
    assert_type(calendar.fact(date(2026, 2, 14)), DayFact)
    assert_type(calendar.assumptions(date(2026, 1, 1), date(2026, 12, 31)), Sequence[Assumption])
    assert_type(calendar.announcements, Sequence[Announcement])
    assert_type(calendar.firm, DaySpan | None)
