"""What an audit of a register came to, for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from zwgov_workflow.calendar import PeriodRule
from zwgov_workflow.cli.calendars.due import period
from zwgov_workflow.cli.registers.audit_json import audit_json
from zwgov_workflow.cli.registers.audit_reasons import print_reasons
from zwgov_workflow.cli.registers.row_problems import problem_lines
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.registers.audit import Audit
from zwgov_workflow.registers.judged import Judged, Tally, latest, tallies, tally_of
from zwgov_workflow.registers.taking_in import Register

__all__ = ["Wanted", "print_audit"]

MOST_PROBLEMS = 20
WIDE = 76
"""From how many columns on the counts of two calendars fit beside one another."""

Group = Callable[[Judged], str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked beside the counts: so many of the latest, each site year by year."""

    late: int
    cross: bool


def print_audit(register: Register, found: Audit, wanted: Wanted, *, as_json: bool) -> None:
    """Print what an audit came to: what was measured by what, counts, reasons, the latest."""
    if as_json:
        print_json(audit_json(register, found, wanted.late))
        return
    terminal = console()
    for paragraph in _head(register, found):
        terminal.print(paragraph)
    by = register.plan.mapping.audit
    site = (by.by.column if by else None) or _("All")
    _print_counts(terminal, found, site, _site)
    terminal.print(Text(_legend(), style="dim"))
    _print_counts(terminal, found, _("Year"), _year)
    if wanted.cross:
        each = _("{site}, year").format(site=site)
        _print_counts(terminal, found, each, lambda one: f"{_site(one)} {_year(one)}")
    print_reasons(terminal, found)
    _print_latest(terminal, found, wanted.late)
    _print_problems(terminal, register, found)
    terminal.print()
    terminal.print(_last_words())
    versions = ", ".join(one.calendar.data_version for one in found.by_region.values())
    terminal.print(Text(_("Data: {version}").format(version=versions), style="dim"))


def _site(one: Judged) -> str:
    return one.entry.by or "–"


def _year(one: Judged) -> str:
    return str(one.entry.opened_on.year)


def _head(register: Register, found: Audit) -> Iterator[Text]:
    """Yield what was measured, by what, and that it was not governed by it."""
    regulation = found.document.regulation
    rule = found.machine.machine.deadlines[found.deadline]
    cited = " ".join(rule.clauses or ())
    text = _("{file} on {day}, measured against {title} ({version}): {deadline}{period}, {clauses}")
    told = text.format(
        file=register.path.name,
        day=found.day,
        title=regulation.title,
        version=regulation.version,
        deadline=rule.label or found.deadline,
        period=_period(found),
        clauses=cited,
    )
    yield Text(told, style="bold")
    text = _(
        "Measured against, not governed by: {older} of {n} documents are older than the "
        "regulation, which is in force from {day}. It is a yardstick here, whoever issued them."
    )
    yield Text(
        text.format(
            older=f"{found.older:,}", n=f"{found.documents:,}", day=regulation.in_force_from
        )
    )


def _period(found: Audit) -> str:
    rules = {one.rule for measured in found.by_region.values() for one in measured.judged}
    rule = rules.pop() if len(rules) == 1 else None
    return f" {period(PeriodRule.parse(rule))}" if rule else ""


def _print_counts(terminal: Console, found: Audit, head: str, group: Group) -> None:
    """Print the counts of each group: two calendars beside one another, or one below the other."""
    counted = {
        region: {**tallies(one.judged, group), "": tally_of(one.judged)}
        for region, one in found.by_region.items()
    }
    if terminal.width >= WIDE:
        _print_table(terminal, head, counted)
    else:
        for region, counts in counted.items():
            _print_table(terminal, head, {region: counts})


def _print_table(terminal: Console, head: str, counted: Mapping[str, Mapping[str, Tally]]) -> None:
    """Print a row for each group and, under no name, one for all: the first region in full."""
    first, *others = counted
    wide = terminal.width >= WIDE
    table = Table(
        box=None, padding=(0, 2 if wide else 1, 0, 0), pad_edge=False, header_style="bold"
    )
    table.add_column(head, overflow="fold")
    heads = [_("all"), _("in time"), _("late"), _("median"), _("most"), _("open")]
    heads[1:3] = [f"{first}\n{told}" for told in heads[1:3]]
    for other in others:
        heads += [f"{other}\n{told}" for told in (_("in time"), _("late"))]
    for told in heads:
        table.add_column(told, justify="right")
    for name in counted[first]:
        cells = [_name(name), *_cells(counted[first][name])]
        for other in others:
            tally = counted[other].get(name)
            cells += [f"{tally.in_time:,}", f"{tally.late:,}"] if tally else ["–", "–"]
        table.add_row(*cells, style="" if name else "bold")
    terminal.print()
    terminal.print(table)


def _name(group: str) -> str:
    return group or _("all")


def _cells(tally: Tally) -> Sequence[str]:
    median = "–" if tally.median is None else f"{tally.median:,}"
    most = "–" if tally.most is None else f"{tally.most:,}"
    counts = (tally.documents, tally.in_time, tally.late)
    still = f"{tally.open:,}"
    if tally.overdue:
        still += f" ({tally.overdue:,})"
    return [*(f"{n:,}" for n in counts), median, most, still]


def _legend() -> str:
    return _(
        "median, most: working days late, of those done late. open: not done; in brackets, how "
        "many of them are over the last day."
    )


def _print_latest(terminal: Console, found: Audit, n: int) -> None:
    """Print the documents that are furthest behind their last day."""
    region, measured = next(iter(found.by_region.items()))
    late = latest(measured.judged, n)
    if not late:
        return
    terminal.print()
    text = _("The latest, in working days after the last day ({region}):")
    terminal.print(Text(text.format(region=region), style="bold"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for one in late:
        days = _("formed {formed}, due {due}, done {done}").format(
            formed=one.entry.opened_on, due=one.due, done=one.done_on
        )
        called = " ".join(filter(None, (one.entry.name, one.entry.number)))
        table.add_row(
            f"{one.days_late:,}", "\n".join(filter(None, (called, days, one.entry.title)))
        )
    terminal.print(table)


def _print_problems(terminal: Console, register: Register, found: Audit) -> None:
    if found.problems:
        terminal.print()
        lines = len({problem.line for problem in found.problems})
        left_out = _("Left out: {n}").format(n=_n("{n} row", "{n} rows", lines))
        terminal.print(Text(left_out, style="yellow"))
        for line in problem_lines(register, found.problems, MOST_PROBLEMS):
            terminal.print(line, soft_wrap=True)
    if found.later:
        n = _n("{n} row", "{n} rows", found.later)
        terminal.print(_("Of a later day, and not looked at: {n}").format(n=n))


def _last_words() -> str:
    return _(
        "What was done is an imported fact of the register, nothing of it an act of this program. "
        "Computed from dates as they stand there, it is no finding about anybody."
    )
