"""Regulations on open government information as state machines, in Chinese working days."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from zwgov_workflow._version import __version__

if TYPE_CHECKING:
    from zwgov_workflow.calendar import DueDate, PeriodRule, WorkingCalendar
    from zwgov_workflow.errors import (
        CalendarError,
        CaseError,
        DefinitionError,
        PeopleError,
        StoreError,
        WorkflowError,
    )
    from zwgov_workflow.people import Officer, ServiceAccount
    from zwgov_workflow.service import (
        Case,
        ImportedCase,
        ImportedFact,
        ImportReport,
        WorkflowEngine,
    )

__all__ = [
    "CalendarError",
    "Case",
    "CaseError",
    "DefinitionError",
    "DueDate",
    "ImportReport",
    "ImportedCase",
    "ImportedFact",
    "Officer",
    "PeopleError",
    "PeriodRule",
    "ServiceAccount",
    "StoreError",
    "WorkflowEngine",
    "WorkflowError",
    "WorkingCalendar",
    "__version__",
]

_HOME = {
    "CalendarError": "errors",
    "Case": "service",
    "CaseError": "errors",
    "DefinitionError": "errors",
    "DueDate": "calendar",
    "ImportReport": "service",
    "ImportedCase": "service",
    "ImportedFact": "service",
    "Officer": "people",
    "PeopleError": "errors",
    "PeriodRule": "calendar",
    "ServiceAccount": "people",
    "StoreError": "errors",
    "WorkflowEngine": "service",
    "WorkflowError": "errors",
    "WorkingCalendar": "calendar",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that a small command stays small."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
