"""One page of a case: what, where it stands, who is next, until when, why, what one may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from zwgov_workflow.audit import EventRecord
from zwgov_workflow.cli.cases.acts_view import act_json, act_lines, command, in_order
from zwgov_workflow.cli.cases.awaited import next_acts, what_follows
from zwgov_workflow.cli.cases.case_view import print_head
from zwgov_workflow.cli.cases.sentences import cited, story
from zwgov_workflow.cli.cases.why_view import why_json
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.terminal import console, print_json
from zwgov_workflow.cli.speech.wrapping import print_columns, print_command, print_text
from zwgov_workflow.engine.case import Deadline
from zwgov_workflow.people import Officer
from zwgov_workflow.service import Available, Relative, Why

__all__ = ["print_page"]

Row = tuple[str | Text, str | Text]


def print_page(
    desk: Desk,
    why: Why,
    events: Sequence[EventRecord],
    acts: Sequence[Available],
    *,
    as_json: bool,
) -> None:
    """Print the page of a case.

    Args:
        desk: The bureau as the reader sees it.
        why: Why the case stands where it stands.
        events: Its history.
        acts: What the reader may do with it; nothing where he is a service account.
        as_json: Print an object for programs.
    """
    labels = desk.labels(why.case)
    if as_json:
        print_json({**why_json(desk, labels, why), "acts": [act_json(act) for act in acts]})
        return
    terminal = console()
    print_head(terminal, why.case)
    if why.case.due is not None:
        style = "bold red" if why.case.due < desk.today else "bold"
        due = desk.due(why.case, why.case.due) + (_(" (provisional)") if _is_open(why) else "")
        print_text(terminal, due, style=style)
    terminal.print()
    print_columns(terminal, _answers(desk, labels, why, events))
    if any(row.provisional and row.live for row in why.case.deadlines.values()):
        _print_provisional(terminal)
    _print_acts(terminal, desk, labels, why, acts)
    _section(terminal, _("Fields"), _fields(labels, why))
    _section(terminal, _("Parts"), _parts(desk, labels, why))


def _is_open(why: Why) -> bool:
    """Return whether the first due day may still be moved by a notice."""
    rows = why.case.deadlines.values()
    return any(row.provisional and row.running and row.due == why.case.due for row in rows)


def _print_provisional(terminal: Console) -> None:
    text = _(
        "Provisional: the days off up to that day are not all announced; the notice may move it."
    )
    print_text(terminal, text, style="yellow")


def _answers(desk: Desk, labels: Labels, why: Why, events: Sequence[EventRecord]) -> Iterator[Row]:
    for question, answers in (
        (_("About"), _what(labels, why)),
        (_("Status"), _status(labels, why, events)),
        (_("Next"), _next(labels, why)),
        (_("Until"), _until(desk, labels, why)),
        (_("Why"), _why(labels, why)),
    ):
        head = question
        for answer in answers:
            yield Text(head, style="bold"), answer
            head = ""


def _what(labels: Labels, why: Why) -> Iterator[str]:
    case = why.case
    yield f"{labels.machine.regulation.title}: {case.label}"
    if why.parent is not None:
        yield _("part of {case}").format(case=_named(why.parent))
    opened = _("opened {opened}, last acted on {last}, version {version}")
    yield opened.format(opened=case.opened_on, last=case.last_on, version=case.version)


def _named(relative: Relative) -> str:
    return f"{relative.number} {relative.label}: {relative.state_label}"


def _status(labels: Labels, why: Why, events: Sequence[EventRecord]) -> Iterator[str | Text]:
    case = why.case
    text = _("{state}, and nothing more is awaited") if case.final else "{state}"
    yield Text(text.format(state=case.state_label), style="bold")
    undone = {event.supersedes for event in events}
    moved = [
        event.seq
        for event in events
        if event.to_state not in (None, event.from_state) and event.seq not in undone
    ]
    yield from (one.text for one in story(labels, why, events) if one.seq in moved[-1:])


def _next(labels: Labels, why: Why) -> Iterator[str]:
    if why.waits and not why.case.final:
        yield why.waits
    if why.case.final:
        yield _("nobody; it has ended")
    for what, who in next_acts(labels, why):
        text = _("still possible: {what}: {who}") if why.case.final else "{what}: {who}"
        yield text.format(what=what, who=who)
    if not why.holders and not why.case.final:
        yield _("the clock, a rule or another case")


def _until(desk: Desk, labels: Labels, why: Why) -> Iterator[str | Text]:
    rows = sorted(why.case.deadlines.values(), key=lambda row: (not _awaits(row), row.due))
    for row in rows:
        text = f"{labels.deadline(row.name)}: {desk.deadline(why.case, row)}"
        late = _awaits(row) and row.due < desk.today
        yield Text(text, style="bold red" if late else "" if _awaits(row) else "dim")
        follows = what_follows(labels, why, row.name) if row.live else ""
        if follows:
            yield follows
    if not rows:
        yield _("no deadline")


def _awaits(row: Deadline) -> bool:
    return row.live or row.overdue


def _why(labels: Labels, why: Why) -> Iterator[str]:
    yield f"{why.state.label}{cited(why.state.sources)}"
    for one in why.deadlines:
        yield f"{one.label}{cited(one.sources)}"
    for found in why.breaches:
        text = _("breach on record: {label}{sources}")
        yield text.format(label=labels.breach(found.name), sources=cited(found.sources))


def _print_acts(
    terminal: Console, desk: Desk, labels: Labels, why: Why, acts: Sequence[Available]
) -> None:
    reader = desk.reader
    terminal.print()
    if not isinstance(reader, Officer):
        terminal.print(Text(_("A service account may look, and do nothing."), style="dim"))
        return
    text = _("What {officer} may do") if acts else _("There is nothing that {officer} may do now.")
    terminal.print(Text(text.format(officer=reader.name), style="bold"))
    for act in in_order(acts):
        first, *rest = act_lines(labels, why.case, act)
        print_columns(terminal, [("·", first), *(("", line) for line in rest)])
        if not act.blocked_by:
            print_command(terminal, command(why.case, act, reader.id))


def _section(terminal: Console, title: str, rows: Iterator[Row]) -> None:
    found = list(rows)
    if found:
        terminal.print()
        terminal.print(Text(title, style="bold"))
        print_columns(terminal, found)


def _fields(labels: Labels, why: Why) -> Iterator[Row]:
    """Yield the fields in the order of the regulation, then those that only its steps set."""
    data = why.case.data
    known = [name for name in labels.fields if name in data]
    for name in dict.fromkeys((*known, *data)):
        if labels.is_labelled(name):
            yield labels.field(name), labels.value(name, data[name])


def _parts(desk: Desk, labels: Labels, why: Why) -> Iterator[Row]:
    for part in why.parts:
        state = part.state_label
        if part.due is not None:
            state += f", {desk.due(why.case, part.due)}"
        style = "red" if part.due is not None and part.due < desk.today else ""
        yield f"{part.number} {part.label}", Text(state, style=style)
    for group, n in why.unseen.items():
        yield labels.group(group), _n("{n} that you may not see", "{n} that you may not see", n)
