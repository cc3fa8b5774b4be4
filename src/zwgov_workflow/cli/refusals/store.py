"""What is wrong with a bureau's people or its database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from zwgov_workflow.cli.refusals.naming import Naming
from zwgov_workflow.cli.speech.language import gettext_ as _
from zwgov_workflow.cli.speech.phrases import said
from zwgov_workflow.cli.speech.words import CLASHES, FAULT_WORDS, PEOPLE_WORDS, STORE_WORDS
from zwgov_workflow.errors import (
    Busy,
    CannotJoin,
    EngineFault,
    NoBureau,
    PeopleError,
    SchemaAhead,
    SchemaBehind,
    StoreError,
    UnknownDepartment,
    UnknownOfficer,
    UnknownService,
    WorkflowError,
)

__all__ = ["STORE_TEXTS"]


def _unknown_officer(error: UnknownOfficer, _naming: Naming) -> str:
    return _("there is no officer {officer}; people come from the people file").format(
        officer=error.officer
    )


def _unknown_department(error: UnknownDepartment, _naming: Naming) -> str:
    text = _("there is no department {department}")
    if error.close:
        text = _("there is no department {department}; did you mean {close}?")
    close = error.close[0] if error.close else ""
    return text.format(department=error.department, close=close)


def _unknown_service(error: UnknownService, _naming: Naming) -> str:
    text = _("there is no service account {service}; name it in the people file")
    return text.format(service=error.service)


def _no_bureau(error: NoBureau, _naming: Naming) -> str:
    text = _("the database holds no bureau {bureau}; set it up with zwgov init")
    if error.known:
        text = _("the database holds no bureau {bureau}, but {known}; set it up with zwgov init")
    return text.format(bureau=error.bureau, known="、".join(error.known))


def _behind(error: SchemaBehind, _naming: Naming) -> str:
    text = _("the database is at {found}, this program needs {needed}: run zwgov migrate")
    return text.format(found=error.found or _("(empty)"), needed=error.needed)


def _ahead(error: SchemaAhead, _naming: Naming) -> str:
    text = _(
        "the database is at {found}, and this program knows nothing beyond {newest}: install the "
        "newer program"
    )
    return text.format(found=error.found, newest=error.newest)


def _cannot_join(error: CannotJoin, _naming: Naming) -> str:
    text = _("the engine cannot work in the transaction of another program: {why}. {cure}")
    return text.format(why=error.why, cure=error.cure)


def _busy(error: Busy, _naming: Naming) -> str:
    text = _("the database was busy for {seconds} seconds; nothing was changed, try again")
    return text.format(seconds=f"{error.seconds:g}")


def _fault(error: EngineFault, naming: Naming) -> str:
    text = _("{case}: a fault of the program or of its checker, please report it: {what}")
    return text.format(case=naming.case(error.case), what=said(error.what, FAULT_WORDS))


def _people(error: PeopleError, _naming: Naming) -> str:
    return said(str(error), PEOPLE_WORDS, why=lambda why: said(why, CLASHES))


def _store(error: StoreError, _naming: Naming) -> str:
    return said(str(error), STORE_WORDS, why=_)


STORE_TEXTS: Mapping[type[WorkflowError], Callable[[Any, Naming], str]] = {
    PeopleError: _people,
    UnknownOfficer: _unknown_officer,
    UnknownDepartment: _unknown_department,
    UnknownService: _unknown_service,
    StoreError: _store,
    NoBureau: _no_bureau,
    SchemaBehind: _behind,
    SchemaAhead: _ahead,
    CannotJoin: _cannot_join,
    Busy: _busy,
    EngineFault: _fault,
}
"""What each error says where another language than English is spoken."""
