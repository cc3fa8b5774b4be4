"""Every error this package raises, split by who has to act.

::

    WorkflowError
    ├── DefinitionError            a file says what it may not: mend the file
    ├── CalendarError              no date can be given: ask otherwise, or add what is missing
    │   ├── UnknownRegion          no announcements are known for that region
    │   ├── NothingAnnounced       no announcement was known on that day
    │   ├── OutsideCalendar        the calendar has no such day
    │   ├── NotFirm                the day is known only as a projection
    │   ├── NaiveMoment            a moment without time zone has no day
    │   └── InvalidPeriod          not a period: "5 working days", "2 months before", ...
    ├── UnknownRegulation          no regulation of that name is there
    ├── CaseError                  a command is refused and changes nothing: tell the user why
    │   ├── UnknownCase            no such case, or none that the reader may see
    │   ├── NotInForce             no version of the regulation is in force on that day
    │   ├── NotPossible            the state knows no such trigger
    │   ├── NotAllowed             not the officer, role or department for it
    │   ├── AmbiguousRole          the officer holds two roles that mean different things
    │   ├── OtherMeaning           what was entered makes it another act than was meant
    │   ├── FormRejected           a field is missing, unknown or no value of its type
    │   ├── RequirementNotMet      a demand of the regulation is not fulfilled
    │   ├── DeadlinePassed         the right to act was lost with the period
    │   ├── WrongDay               a day in the future, or before what was recorded already
    │   ├── OpenChildren           the case cannot end while parts of it run
    │   ├── StaleVersion           the case changed since it was read
    │   ├── KeyReused              the key belongs to another command
    │   └── ImportRefused          rows of an import cannot be taken: mend the file
    ├── PeopleError                the people file and the command do not fit
    │   ├── UnknownOfficer         no officer of that id
    │   ├── UnknownDepartment      no department of that id or name
    │   └── UnknownService         no service account of that name
    ├── StoreError                 the database cannot be used as it is: call the operator
    │   ├── NoBureau               the database holds no such bureau
    │   ├── SchemaBehind           the database is older than this program
    │   ├── SchemaAhead            the database is newer than this program
    │   └── Busy                   another process holds the database: try again
    ├── EngineFault                the engine contradicts itself: report it
    └── MissingPackage             an optional package is not installed
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zwgov_workflow.errors.base import (
        MOST_SHOWN,
        DefinitionError,
        EngineFault,
        Finding,
        MissingPackage,
        UnknownRegulation,
        WorkflowError,
    )
    from zwgov_workflow.errors.calendar import (
        CalendarError,
        InvalidPeriod,
        NaiveMoment,
        NotFirm,
        NothingAnnounced,
        OutsideCalendar,
        UnknownRegion,
    )
    from zwgov_workflow.errors.cases import (
        AmbiguousRole,
        CaseError,
        DeadlinePassed,
        FieldProblem,
        FormRejected,
        ImportProblem,
        ImportRefused,
        KeyReused,
        NotAllowed,
        NotInForce,
        NotPossible,
        OpenChildren,
        OtherMeaning,
        RequirementNotMet,
        StaleVersion,
        UnknownCase,
        Unmet,
        WrongDay,
    )
    from zwgov_workflow.errors.people import (
        PeopleError,
        UnknownDepartment,
        UnknownOfficer,
        UnknownService,
    )
    from zwgov_workflow.errors.store import (
        Busy,
        NoBureau,
        SchemaAhead,
        SchemaBehind,
        StoreError,
    )

__all__ = [
    "MOST_SHOWN",
    "AmbiguousRole",
    "Busy",
    "CalendarError",
    "CaseError",
    "DeadlinePassed",
    "DefinitionError",
    "EngineFault",
    "FieldProblem",
    "Finding",
    "FormRejected",
    "ImportProblem",
    "ImportRefused",
    "InvalidPeriod",
    "KeyReused",
    "MissingPackage",
    "NaiveMoment",
    "NoBureau",
    "NotAllowed",
    "NotFirm",
    "NotInForce",
    "NotPossible",
    "NothingAnnounced",
    "OpenChildren",
    "OtherMeaning",
    "OutsideCalendar",
    "PeopleError",
    "RequirementNotMet",
    "SchemaAhead",
    "SchemaBehind",
    "StaleVersion",
    "StoreError",
    "UnknownCase",
    "UnknownDepartment",
    "UnknownOfficer",
    "UnknownRegion",
    "UnknownRegulation",
    "UnknownService",
    "Unmet",
    "WorkflowError",
    "WrongDay",
]

_PARTS = {
    "AmbiguousRole": "cases",
    "Busy": "store",
    "CalendarError": "calendar",
    "CaseError": "cases",
    "DeadlinePassed": "cases",
    "DefinitionError": "base",
    "EngineFault": "base",
    "FieldProblem": "cases",
    "Finding": "base",
    "FormRejected": "cases",
    "ImportProblem": "cases",
    "ImportRefused": "cases",
    "InvalidPeriod": "calendar",
    "KeyReused": "cases",
    "MOST_SHOWN": "base",
    "MissingPackage": "base",
    "NaiveMoment": "calendar",
    "NoBureau": "store",
    "NotAllowed": "cases",
    "NotFirm": "calendar",
    "NotInForce": "cases",
    "NotPossible": "cases",
    "NothingAnnounced": "calendar",
    "OpenChildren": "cases",
    "OtherMeaning": "cases",
    "OutsideCalendar": "calendar",
    "PeopleError": "people",
    "RequirementNotMet": "cases",
    "SchemaAhead": "store",
    "SchemaBehind": "store",
    "StaleVersion": "cases",
    "StoreError": "store",
    "UnknownCase": "cases",
    "UnknownDepartment": "people",
    "UnknownOfficer": "people",
    "UnknownRegion": "calendar",
    "UnknownRegulation": "base",
    "UnknownService": "people",
    "Unmet": "cases",
    "WorkflowError": "base",
    "WrongDay": "cases",
}


def __getattr__(name: str) -> object:
    """Import the errors of a part when one of them is first used: a small command needs few."""
    if name not in _PARTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_PARTS[name]}"), name)
    globals()[name] = value
    return value
