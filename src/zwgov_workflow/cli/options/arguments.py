"""What a person writes on the command line, taken for what it means."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.errors import InvalidPeriod

if TYPE_CHECKING:
    from zwgov_workflow.calendar import DaySpan, PeriodRule

__all__ = [
    "json_option",
    "known_on_option",
    "parse_day",
    "parse_rule",
    "parse_span",
    "region_names",
    "region_option",
]

_CHINESE = re.compile(r"(?P<before>提前)?(?P<amount>[0-9]+) ?个?(?P<unit>工作日|自然日|日|天|月)")
_UNITS = {
    "工作日": "working days",
    "自然日": "calendar days",
    "日": "calendar days",
    "天": "calendar days",
    "月": "months",
}


def parse_day(text: str) -> date:
    """Return the day written as ``2026-02-11``."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    message = _("{text} is not a day; write it as 2026-02-11").format(text=text)
    raise typer.BadParameter(message)


def parse_rule(text: str) -> PeriodRule:
    """Return the period written as ``5 working days`` or as ``5个工作日``."""
    from zwgov_workflow.calendar import PeriodRule  # noqa: PLC0415 (help needs no calendar)

    if match := _CHINESE.fullmatch(text):
        before = " before" if match["before"] else ""
        text = f"{match['amount']} {_UNITS[match['unit']]}{before}"
    try:
        return PeriodRule.parse(text)
    except InvalidPeriod:
        message = _(
            "{text} is not a period; write '5 working days', '30 calendar days' or '2 months', "
            "with ' before' behind it to count backwards"
        ).format(text=text)
        raise typer.BadParameter(message) from None


def parse_span(text: str) -> DaySpan:
    """Return the days written as ``2026-02-11..2026-02-20``, or one day."""
    from zwgov_workflow.calendar import DaySpan  # noqa: PLC0415 (as above)

    first, to, last = text.partition("..")
    try:
        return DaySpan(parse_day(first), parse_day(last if to else first))
    except (ValueError, typer.BadParameter):
        message = _("{text} is no run of days; write it as 2026-02-11..2026-02-20")
        raise typer.BadParameter(message.format(text=text)) from None


def region_names(incomplete: str) -> list[str]:
    """Return the regions that begin as written, for completion."""
    from zwgov_workflow.calendar.region import regions  # noqa: PLC0415 (as above)

    return [code for code in regions() if code.startswith(incomplete)]


def region_option() -> Any:  # noqa: ANN401 (as typer has it)
    """Return the option ``--region``, its help in the language in use."""
    return typer.Option(
        help=_("CN, or a region with days of its own: CN-NX."),
        envvar="ZWGOV_REGION",
        autocompletion=region_names,
    )


def known_on_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--known-on``."""
    return typer.Option(help=_("As it was known on this day."), metavar="DAY")


def json_option() -> Any:  # noqa: ANN401 (as above)
    """Return the option ``--json``."""
    return typer.Option("--json", help=_("Print one JSON object."))
