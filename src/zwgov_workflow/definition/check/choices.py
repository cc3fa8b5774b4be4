"""Of the transitions of one trigger exactly one applies, in every case; of table rows too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from zwgov_workflow.definition.check.domains import (
    ALWAYS,
    Known,
    common_case,
    describe,
    every_case,
    holds,
)
from zwgov_workflow.definition.check.findings import Place, Subject, quoted
from zwgov_workflow.definition.condition import Condition
from zwgov_workflow.definition.model import Machine, Transition
from zwgov_workflow.definition.scope import Scope
from zwgov_workflow.errors import Finding, Message

__all__ = ["check_choices"]

Numbered = tuple[int, Transition]


def check_choices(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each gap and overlap among transitions, rules and table rows."""
    for _, machine, scope, place in subject.each_machine():
        proved: set[tuple[int, ...]] = set()
        for (trigger, state, role), found in _alternatives(machine).items():
            where = quoted(trigger)
            if state:
                where = Message("{trigger!r} from {state!r}", trigger=trigger, state=state)
            same = tuple(i for i, _ in found)
            if same not in proved:
                proved.add(same)
                forms = Message("{where} has two forms for {role!r}", where=where, role=role)
                yield from _one_form(subject, found, forms, place)
                yield from _exactly_one(subject, scope, found, where, place)
        for state, found in _rules(machine).items():
            yield from _disjoint_rules(subject, scope, found, state, place)
    yield from _tables(subject)


def _alternatives(machine: Machine) -> dict[tuple[str, str, str], list[Numbered]]:
    """Return the transitions that one actor may mean by one trigger in one state."""
    found: dict[tuple[str, str, str], list[Numbered]] = {}
    for i, transition in enumerate(machine.transitions):
        for state in machine.sources(transition) or ("",):
            for role in transition.by:
                if role != "rule":
                    key = transition.trigger, state, role
                    found.setdefault(key, []).append((i, transition))
    return found


def _rules(machine: Machine) -> dict[str, list[Numbered]]:
    found: dict[str, list[Numbered]] = {}
    for i, transition in enumerate(machine.transitions):
        if "rule" in transition.by:
            for state in machine.sources(transition):
                found.setdefault(state, []).append((i, transition))
    return found


def _one_form(
    subject: Subject, found: Sequence[Numbered], message: Message, place: Place
) -> Iterator[Finding]:
    """Check that the form is one: it is asked for before any condition is known."""
    first = found[0][1].form
    for i, transition in found[1:]:
        if transition.form != first:
            yield subject.finding(message, *place, "transitions", i, "form")


def _exactly_one(
    subject: Subject, scope: Scope, found: Sequence[Numbered], where: Message, place: Place
) -> Iterator[Finding]:
    conditions = [transition.when or ALWAYS for _, transition in found]
    last = found[-1][0]
    if len(found) == 1 and conditions[0] is ALWAYS:
        return
    cases = every_case(conditions, scope, subject.library, _known(scope, found))
    if cases is None:
        message = Message("{where}: {why}", where=where, why=Message("too many cases"))
        yield subject.finding(message, *place, "transitions", last, "when")
        return
    taken: set[int] = set()
    for case in cases:
        fitting = [i for (i, _), when in zip(found, conditions, strict=True) if holds(when, case)]
        if len(found) == 1 and not fitting:
            message = Message(
                "{where}: a condition that only refuses belongs in 'requires'", where=where
            )
            yield subject.finding(message, *place, "transitions", last, "when")
            return
        if len(fitting) != 1:
            what = Message("overlap") if fitting else Message("gap")
            at = fitting[-1] if fitting else last
            message = Message(
                "{where}: {what} when {case}", where=where, what=what, case=describe(case)
            )
            yield subject.finding(message, *place, "transitions", at, "when")
            return
        taken.update(fitting)
    for i in sorted({i for i, _ in found} - taken):
        message = Message("{where}: this condition never holds", where=where)
        yield subject.finding(message, *place, "transitions", i, "when")


def _known(scope: Scope, found: Sequence[Numbered]) -> Known:
    """Return what is known once the form is filled in: its fields, and data that nobody empties."""
    form = scope.form_of(found[0][1])
    start = found[0][1].starting
    fields = {**(scope.machine.data if start else {}), **form}
    required = {
        name
        for name, field in fields.items()
        if not field.type.optional and field.required_when is None
    }
    emptied = {name for name, kind, _ in scope.declared() if kind.optional}
    for transition in scope.machine.transitions:
        emptied |= {name for name, setting in transition.sets.items() if setting.literal == "empty"}
    own = {name for name, field in scope.machine.data.items() if field.required_when is None}
    offered = {name: field.only for name, field in fields.items() if field.only}
    return Known(frozenset(required | (own - emptied)), offered)


def _disjoint_rules(
    subject: Subject, scope: Scope, found: Sequence[Numbered], state: str, place: Place
) -> Iterator[Finding]:
    for i, rule in found:
        if common_case([rule.when or ALWAYS], scope, subject.library) is None:
            message = Message(
                "rule {trigger!r} of {state!r}: this condition never holds",
                trigger=rule.trigger,
                state=state,
            )
            yield subject.finding(message, *place, "transitions", i, "when")
    for (_, a), (i, b) in combinations(found, 2):
        both = common_case([a.when or ALWAYS, b.when or ALWAYS], scope, subject.library)
        rules = Message(
            "rules {one!r} and {other!r} of {state!r}", one=a.trigger, other=b.trigger, state=state
        )
        if isinstance(both, str):
            message = Message("{where}: {why}", where=rules, why=both)
            yield subject.finding(message, *place, "transitions", i, "when")
        elif both is not None:
            message = Message("{rules} both hold when {case}", rules=rules, case=describe(both))
            yield subject.finding(message, *place, "transitions", i, "when")


def _tables(subject: Subject) -> Iterator[Finding]:
    for name, table in subject.regulation.tables.items():
        rows = [row.when for row in table.rules]
        for scope, transition in _users(subject, name):
            findings = list(_one_row(subject, scope, transition, name, rows))
            yield from findings
            if findings:
                break


def _users(subject: Subject, table: str) -> Iterator[tuple[Scope, Transition]]:
    """Yield the transitions that look a table up, each in its machine."""
    for _, machine, scope, _ in subject.each_machine():
        for transition in machine.transitions:
            looked_up = [setting.table for setting in transition.sets.values()]
            looked_up += [field.choices_from for field in scope.form_of(transition).values()]
            if table in [path.partition(".")[0] for path in looked_up if path is not None]:
                yield scope, transition


def _one_row(
    subject: Subject, scope: Scope, user: Transition, name: str, rows: Sequence[Condition]
) -> Iterator[Finding]:
    """Check that one row fits in every case in which *user* looks the table up."""
    asked = {path for row in rows for path in row.paths()}
    when = user.when or ALWAYS
    optional = {path for path in asked if (kind := scope.type_of(path)) and kind.optional}
    known = Known(frozenset(asked - optional))
    cases = every_case([*rows, when], scope, subject.library, known)
    table = Message("table {name!r}", name=name)
    if cases is None:
        message = Message("{where}: {why}", where=table, why=Message("too many cases"))
        yield subject.finding(message, "tables", name)
        return
    for case in cases:
        fitting = [i for i, row in enumerate(rows) if holds(row, case)]
        if len(fitting) == 1 or not holds(when, case):
            continue
        if fitting:
            first, second = fitting[:2]
            message = Message(
                "{table}: rows {first} and {second} when {case}",
                table=table,
                first=first + 1,
                second=second + 1,
                case=describe(case),
            )
            yield subject.finding(message, "tables", name, "rules", second)
        else:
            message = Message("{table}: no row when {case}", table=table, case=describe(case))
            yield subject.finding(message, "tables", name)
        return
