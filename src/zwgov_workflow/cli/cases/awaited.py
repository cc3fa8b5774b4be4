"""What a case waits for: who is next, until when, and what follows if nobody acts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zwgov_workflow.cli.cases.sentences import cited
from zwgov_workflow.cli.desk.desk import Desk
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.dates import long_day, run_in
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.language import ngettext_ as _n
from zwgov_workflow.cli.speech.phrases import listed
from zwgov_workflow.engine.case import Deadline
from zwgov_workflow.service import DueDeadline, Holder, Why

__all__ = ["held_by", "next_acts", "standing", "what_follows"]

MOST_OFFICERS = 5
"""How many officers of a role are named before they are only counted."""


def next_acts(labels: Labels, why: Why) -> Iterator[tuple[str, str]]:
    """Yield what can be done next and by whom, the steps of the law before those of practice."""
    late = {trigger for trigger in why.holders if labels.is_extension(trigger)}
    for trigger in sorted(why.holders, key=lambda name: name in late):
        roles = (held_by(labels, holder) for holder in why.holders[trigger])
        yield labels.trigger(trigger), _("; ").join(roles)


def held_by(labels: Labels, holder: Holder) -> str:
    """Return a role with the officers who hold it, and their department."""
    role = labels.role(holder.role)
    who = [labels.officer(officer) for officer in holder.officers[:MOST_OFFICERS]]
    text = listed(who) or _("nobody holds it today")
    more = len(holder.officers) - len(who)
    if more > 0:
        text += _n(" and {n} other", " and {n} others", more)
    if holder.department is None:
        return _("{role} ({who})").format(role=role, who=text)
    department = labels.department(holder.department)
    if department in role:
        return _("{role} ({who})").format(role=role, who=text)
    return _("{role} ({department}: {who})").format(role=role, department=department, who=text)


def what_follows(labels: Labels, why: Why, name: str) -> str:
    """Return what follows when a deadline passes unmet; nothing where it only warns."""
    found = why.lapses.get(name)
    if found is None:
        return ""
    fires = labels.machine.machine.deadlines[name].on_lapse.fire is not None
    text = _("if it passes unmet, a breach is put on record: {what}{sources}")
    if fires:
        text = _("if it passes unmet: {what}{sources}")
    return text.format(what=found.label, sources=cited(found.sources))


def standing(desk: Desk, labels: Labels, why: Why) -> Iterator[str]:
    """Yield in sentences why the case stands where it stands, and what is awaited."""
    text = _("It stands at “{state}”{sources}.")
    yield text.format(state=why.state.label, sources=cited(why.state.sources))
    if why.case.final:
        yield _("Nothing more is awaited.")
        return
    if why.waits:
        yield _("{text}.").format(text=why.waits)
    for one in why.deadlines:
        yield _running(desk, labels, why, one)
    for row in why.case.deadlines.values():
        if row.overdue:
            text = _("“{deadline}” ended on {day}, and what it is for is still to be done.")
            yield text.format(deadline=labels.deadline(row.name), day=long_day(row.due))
    for what, who in next_acts(labels, why):
        yield _("Can be done: “{what}”, by {who}.").format(what=what, who=who)
    if not why.holders:
        yield _("No officer can do anything now: the clock, a rule or another case moves it on.")


def _running(desk: Desk, labels: Labels, why: Why, one: DueDeadline) -> str:
    row: Deadline = one.deadline
    text, day = _("“{deadline}” ends on {day}"), row.due
    if row.paused_on is not None:
        text, day = _("“{deadline}” stands still since {day}"), row.paused_on
    elif row.due < desk.today:
        text = _("“{deadline}” ended on {day}")
    clauses: Sequence[str | None] = (
        text.format(deadline=labels.deadline(row.name), day=long_day(day)),
        run_in(desk.left(why.case, row.due) or "") if row.running else None,
        what_follows(labels, why, row.name),
    )
    return _("{clauses}.").format(clauses=_("; ").join(filter(None, clauses)))
