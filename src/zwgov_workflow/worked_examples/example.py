"""A worked example: a start, steps, and what is expected after them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zwgov_workflow.people import Department
from zwgov_workflow.sourcefile import Node

__all__ = ["Act", "Example", "ExampleFile", "Raw", "Step"]

Raw = str | list["Raw"] | dict[str, "Raw"]
"""What stands in the file, as text, lists and mappings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Somebody fires a trigger.

    Attributes:
        trigger: What is fired.
        by: The role it is fired as.
        officer: The person by name; without one, each role of a department has its own.
        seat: The department of that person, where it is not the one the case names.
        on: The day of the act.
        recorded_on: The day it is recorded.
        form: What is entered.
        refused: Why it is refused: the name of a requirement, role, field, deadline or group, or
            ``state``, ``day``; None where it is taken.
    """

    trigger: str
    by: str
    officer: str | None
    seat: str | None
    on: date
    recorded_on: date
    form: Mapping[str, Raw] = field(default_factory=dict)
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of a story: an act, a day that begins, a state given, or what is expected.

    Attributes:
        node: Where it stands in the file.
        case: The case it is about, as a path of groups from the root; empty for the root.
    """

    node: Node
    case: str = ""
    act: Act | None = None
    begins: date | None = None
    given_state: str | None = None
    given: Mapping[str, Raw] = field(default_factory=dict)
    expect: Mapping[str, tuple[Node, Raw]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A story.

    Attributes:
        name: What it shows, in words.
        clauses: The clauses it shows at work.
        machine: The machine of its root case.
        parameters: The parameters that it sets otherwise than the regulation does.
    """

    node: Node
    name: str
    clauses: tuple[str, ...]
    machine: str
    start: Step
    steps: tuple[Step, ...]
    parameters: Mapping[str, Raw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleFile:
    """The worked examples of a regulation, with the departments that have a history."""

    regulation: str
    departments: tuple[Department, ...]
    examples: tuple[Example, ...]
