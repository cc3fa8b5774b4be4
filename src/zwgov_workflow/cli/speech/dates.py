"""Days as they stand in a sentence, in the language in use."""

from __future__ import annotations

from datetime import date

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import speaks_english

__all__ = ["long_day", "run_in", "short_day", "short_span"]


def long_day(day: date) -> str:
    """Return a day with its year: 2026年2月11日, in English 2026-02-11."""
    if speaks_english():
        return day.isoformat()
    text = _("year {year}, month {month}, day {day}")
    return text.format(year=day.year, month=day.month, day=day.day)


def short_day(day: date, year: int) -> str:
    """Return a day, its year left out in Chinese where it is *year*: 2月11日."""
    if speaks_english() or day.year != year:
        return long_day(day)
    return _("month {month}, day {day}").format(month=day.month, day=day.day)


def short_span(first: date, last: date, year: int) -> str:
    """Return a run of days: 2月15日至23日, in English with both days in full."""
    if first == last:
        return short_day(first, year)
    end = short_day(last, year)
    if not speaks_english() and (first.year, first.month) == (last.year, last.month):
        end = _("day {day}").format(day=last.day)
    return _("{first} through {last}").format(first=short_day(first, year), last=end)


def run_in(text: str) -> str:
    """Return *text* as it stands within a sentence: 还有5个工作日, without spaces in Chinese."""
    return text if speaks_english() else text.replace(" ", "")
