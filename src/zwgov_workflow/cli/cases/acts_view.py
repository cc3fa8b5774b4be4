"""What an officer may do with a case: each act, where it leads, what stands in its way."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from rich.text import Text

from zwgov_workflow.cli.cases.sentences import cited
from zwgov_workflow.cli.desk.labels import Labels
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import listed
from zwgov_workflow.service import Available, Case, Reason

__all__ = ["act_json", "act_lines", "command", "in_order"]


def in_order(acts: Sequence[Available]) -> Sequence[Available]:
    """Return acts, what moves the case on first, what practice added or refuses today last."""

    def place(act: Available) -> tuple[bool, bool]:
        return bool(act.blocked_by), act.extension

    return sorted(acts, key=place)


def act_lines(labels: Labels, case: Case, act: Available) -> Iterator[Text]:
    """Yield the lines that tell of an act: name and end, what is asked, what is in the way."""
    name = " / ".join(act.labels)
    yield Text.assemble((name, "bold"), (f" ({act.trigger})", "dim"), _end(case, act))
    for reason in act.blocked_by:
        text = _("not possible today: {label}{sources}")
        yield Text(text.format(label=reason.label, sources=cited(reason.sources)), style="yellow")
    for reason in act.let_pass:
        text = _("possible, but it will be on record: {label}{sources}")
        yield Text(text.format(label=reason.label, sources=cited(reason.sources)), style="yellow")
    if act.blocked_by:
        return
    asked = [labels.field(field) for field in act.form["required"]]
    if asked:
        yield Text(_("asks for: {fields}").format(fields=listed(asked)))
    if act.by_form:
        demands = _("; ").join(f"{one.label}{cited(one.sources)}" for one in act.by_form)
        yield Text(_("depends on the form: {demands}").format(demands=demands), style="dim")


def command(case: Case, act: Available, officer: str) -> str:
    """Return what to type next; an act of several meanings goes by its trigger."""
    word = act.labels[0] if len(act.labels) == 1 else act.trigger
    return f"zwgov fire {case.number} {_quoted(word)} --as {officer}"


def _quoted(word: str) -> str:
    """Return *word* as a shell takes it; plain Chinese needs no quotes."""
    return shlex.quote(word) if re.search(r"[^\w，、（）“”]", word) else word


def _end(case: Case, act: Available) -> str:
    others = [lead for lead in act.leads_to if lead.state != case.state]
    if not others:
        return ""
    end = _("{state} (end)")
    states = (end.format(state=one.label) if one.final else one.label for one in others)
    return f" → {' / '.join(states)}"


def act_json(act: Available) -> dict[str, object]:
    """Return an act for JSON."""
    return {
        "trigger": act.trigger,
        "labels": list(act.labels),
        "role": act.role,
        "sources": list(act.sources),
        "leads_to": [
            {"state": one.state, "label": one.label, "final": one.final} for one in act.leads_to
        ],
        "blocked_by": [_reason(one) for one in act.blocked_by],
        "let_pass": [_reason(one) for one in act.let_pass],
        "by_form": [_reason(one) for one in act.by_form],
        "extension": act.extension,
        "form": dict(act.form),
    }


def _reason(one: Reason) -> dict[str, object]:
    return {"name": one.name, "label": one.label, "sources": list(one.sources)}
