"""The file that worked examples are kept in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from zwgov_workflow.people import Department
from zwgov_workflow.sourcefile import MapNode, Node, SeqNode, read_source
from zwgov_workflow.worked_examples.example import Act, Example, ExampleFile, Raw, Step

__all__ = ["read_examples"]

_ACT = ("case", "on", "recorded_on", "trigger", "by", "officer", "in", "form", "refused")


def read_examples(path: Path | str) -> ExampleFile:
    """Read a file of worked examples.

    Raises:
        DefinitionError: The file says what it may not, with file and line.
    """
    root = read_source(Path(path))
    root.allow(("examples_of", "format", "departments", "examples"))
    root.require_format()
    departments = root.get("departments")
    return ExampleFile(
        regulation=root["examples_of"].text(),
        departments=tuple(map(_department, departments.items() if departments else ())),
        examples=tuple(_example(node.mapping()) for node in root["examples"].items()),
    )


def _department(node: Node) -> Department:
    entry = node.mapping()
    entry.allow(("name", "until", "successor"))
    name, until, heir = entry["name"].text(), entry.get("until"), entry.get("successor")
    return Department(
        id=name,
        name=name,
        last=until.date() if until else None,
        successor=heir.text() if heir else None,
    )


def _example(node: MapNode) -> Example:
    node.allow(("name", "clauses", "with", "start", "steps"))
    start = node["start"].mapping()
    start.allow(("machine", *_ACT))
    parameters = node.get("with")
    day = start["on"].date()
    return Example(
        node=node,
        name=node["name"].text(),
        clauses=tuple(entry.text() for entry in node["clauses"].items()),
        machine=start["machine"].text(),
        start=Step(node=start, act=_act(start, day)),
        steps=tuple(_steps(steps, day)) if (steps := node.get("steps")) else (),
        parameters=_raws(parameters) if parameters else {},
    )


def _steps(node: Node, day: date) -> Iterator[Step]:
    """Yield the steps; one without a day is of the day before it."""
    for entry in node.items():
        step = entry.mapping()
        on = step.get("on")
        day = on.date() if on else day
        yield _step(step, day)


def _step(node: MapNode, day: date) -> Step:
    known = node.get("case")
    case = known.text() if known else ""
    if (expect := node.get("expect")) is not None:
        node.allow(("case", "on", "expect"))
        expected = {key: (value, _raw(value)) for key, value in expect.mapping()}
        begins = day if node.get("on") else None
        return Step(node=node, case=case, begins=begins, expect=expected)
    if (given := node.get("given")) is not None:
        node.allow(("case", "on", "given"))
        place = given.mapping()
        place.allow(("state", "data"))
        data = place.get("data")
        return Step(
            node=node,
            case=case,
            begins=day,
            given_state=place["state"].text(),
            given=_raws(data) if data else {},
        )
    node.allow(_ACT)
    if node.get("trigger") is None:
        return Step(node=node, case=case, begins=node["on"].date())
    return Step(node=node, case=case, act=_act(node, day))


def _act(node: MapNode, day: date) -> Act:
    recorded, form = node.get("recorded_on"), node.get("form")
    return Act(
        trigger=node["trigger"].text(),
        by=node["by"].text(),
        officer=_text(node, "officer"),
        seat=_text(node, "in"),
        on=day,
        recorded_on=recorded.date() if recorded else day,
        form=_raws(form) if form else {},
        refused=_text(node, "refused"),
    )


def _text(node: MapNode, key: str) -> str | None:
    found = node.get(key)
    return found.text() if found else None


def _raws(node: Node) -> Mapping[str, Raw]:
    return {key: _raw(value) for key, value in node.mapping()}


def _raw(node: Node) -> Raw:
    if isinstance(node, MapNode):
        return {key: _raw(value) for key, value in node}
    if isinstance(node, SeqNode):
        return [_raw(value) for value in node.values]
    return node.text()
