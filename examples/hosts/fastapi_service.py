"""A web service for officers, with FastAPI: one engine for all threads, one document register.

Who asks is told by the header ``X-Officer``. A reverse proxy sets it after the bureau's login and
removes what a client sent under that name; nothing but the proxy may reach this service.

Start it with ``uvicorn --factory fastapi_service:from_environment``.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Column, Engine, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.exc import OperationalError

from zwgov_workflow import Case, Officer, WorkflowEngine, WorkflowError, configure_sqlite
from zwgov_workflow.errors import (
    Busy,
    CaseError,
    FormRejected,
    KeyReused,
    NotAllowed,
    PeopleError,
    StaleVersion,
    StoreError,
    UnknownCase,
    UnknownOfficer,
    UnknownRegulation,
)

METADATA = MetaData()
DOCUMENT = Table(
    "document",
    METADATA,
    Column("number", String(60), primary_key=True),
    Column("title", String(200), nullable=False),
    Column("case_id", String(36), nullable=False),
)
"""The host's own table, in the engine's database: the register of documents (公文登记簿)."""


@dataclass(frozen=True)
class Service:
    """What the threads of the service share."""

    engine: WorkflowEngine
    host: Engine


def create_app(url: str, bureau: str, **options: Any) -> FastAPI:  # noqa: ANN401
    """Return the service; it opens the database when it starts, in each worker by itself.

    Args:
        url: Where the engine's tables are, and the host's.
        bureau: The bureau's name in the database.
        **options: For :meth:`WorkflowEngine.open`, such as ``clock``.
    """
    busy_seconds = options.get("busy_seconds", 5.0)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = WorkflowEngine.open(url, bureau=bureau, **options)
        host = configure_sqlite(create_engine(url), busy_seconds=busy_seconds)
        METADATA.create_all(host)
        app.state.busy_seconds = busy_seconds
        app.state.service = Service(engine, host)
        yield
        host.dispose()
        engine.close()

    app = FastAPI(title="政府信息公开办理", lifespan=lifespan)
    app.include_router(router)
    app.add_exception_handler(WorkflowError, refused)
    app.add_exception_handler(OperationalError, database_refused)
    return app


def from_environment() -> FastAPI:
    """Return the service of the bureau that the environment names."""
    return create_app(os.environ["BUREAU_URL"], os.environ["BUREAU"])


# Errors


STATUS: Mapping[type[WorkflowError], int] = {  # the first that fits counts
    UnknownOfficer: 401,
    NotAllowed: 403,
    UnknownCase: 404,
    UnknownRegulation: 404,
    StaleVersion: 412,
    FormRejected: 422,
    KeyReused: 422,
    CaseError: 409,
    PeopleError: 422,
    Busy: 503,
    StoreError: 500,
}


async def refused(_request: Request, error: Exception) -> JSONResponse:
    """Answer an error of the library: its type, what it says, and its facts by name."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    plain: Any = error
    facts = asdict(plain) if is_dataclass(type(error)) else {}
    told = {"type": type(error).__name__, "message": str(error), **facts}
    headers = {"Retry-After": "1"} if isinstance(error, Busy) else {}
    return JSONResponse({"error": jsonable_encoder(told)}, status, headers)


async def database_refused(request: Request, error: Exception) -> JSONResponse:
    """Answer what the database refuses the host himself: that it is busy, as the engine would."""
    driver = getattr(error, "orig", None)
    if getattr(driver, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return await refused(request, Busy(seconds=request.app.state.busy_seconds))
    raise error


# Who asks, and how


def service_of(request: Request) -> Service:
    """Return what the threads share."""
    service: Service = request.app.state.service
    return service


Shared = Annotated[Service, Depends(service_of)]


def officer_of(service: Shared, x_officer: Annotated[str, Header()]) -> Officer:
    """Return the officer whom the reverse proxy names."""
    return service.engine.officer(x_officer)


Asking = Annotated[Officer, Depends(officer_of)]


@dataclass(frozen=True)
class Terms:
    """On which terms a command is given: its key, and the version of the case it is meant for."""

    key: str | None
    version: int | None


def terms_of(
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=120)] = None,
    if_match: Annotated[str | None, Header(pattern=r'^"\d+"$')] = None,
) -> Terms:
    """Return the terms that the request's headers name."""
    return Terms(idempotency_key, None if if_match is None else int(if_match.strip('"')))


OnTerms = Annotated[Terms, Depends(terms_of)]


# What is said


class CaseOut(BaseModel):
    """A case as the service tells it."""

    id: str
    number: str
    machine: str
    state: str
    state_label: str
    final: bool
    version: int
    due: date | None
    data: dict[str, Any]

    @classmethod
    def of(cls, case: Case, response: Response) -> CaseOut:
        """Return what is told of a case; its version goes along as the entity's tag."""
        response.headers["ETag"] = f'"{case.version}"'
        return cls.model_validate({**case_facts(case), "data": dict(case.data)})


def case_facts(case: Case) -> dict[str, Any]:
    """Return the facts of a case that stand in lists as well."""
    names = ("id", "number", "machine", "state", "state_label", "final", "version", "due")
    return {name: getattr(case, name) for name in names}


class AvailableOut(BaseModel):
    """What may be done, with what is asked for as JSON Schema."""

    trigger: str
    labels: list[str]
    role: str
    form: dict[str, Any]


class Start(BaseModel):
    """A case to start."""

    machine: str
    data: dict[str, Any]
    on: date | None = None


class Act(BaseModel):
    """A trigger to fire."""

    trigger: str
    form: dict[str, Any] = {}
    on: date | None = None


class Registration(Act):
    """A document, and the act that it is about."""

    title: str
    case: str


# The endpoints. They are plain functions: FastAPI runs each in a thread of its pool.

router = APIRouter()


@router.get("/startable")
def startable(service: Shared, _asking: Asking, machine: str) -> list[AvailableOut]:
    """Tell how a case of a machine is started."""
    found = service.engine.startable(machine)
    return [AvailableOut.model_validate(one, from_attributes=True) for one in found]


@router.post("/cases", status_code=201)
def start(
    service: Shared, asking: Asking, terms: OnTerms, body: Start, response: Response
) -> CaseOut:
    """Start a case."""
    case = service.engine.start(body.machine, by=asking, data=body.data, on=body.on, key=terms.key)
    return CaseOut.of(case, response)


@router.get("/cases/{case_id}")
def case(service: Shared, asking: Asking, case_id: str, response: Response) -> CaseOut:
    """Tell how a case stands."""
    return CaseOut.of(service.engine.case(case_id, reader=asking), response)


@router.get("/cases/{case_id}/available")
def available(service: Shared, asking: Asking, case_id: str) -> list[AvailableOut]:
    """Tell what the officer may do with a case today."""
    found = service.engine.available(case_id, asking)
    return [AvailableOut.model_validate(one, from_attributes=True) for one in found]


@router.post("/cases/{case_id}/acts")
def fire(  # noqa: PLR0913, PLR0917 (FastAPI reads the signature)
    service: Shared, asking: Asking, terms: OnTerms, case_id: str, body: Act, response: Response
) -> CaseOut:
    """Fire a trigger of a case."""
    case = service.engine.fire(
        case_id,
        body.trigger,
        by=asking,
        form=body.form,
        on=body.on,
        key=terms.key,
        expect_version=terms.version,
    )
    return CaseOut.of(case, response)


@router.get("/cases/{case_id}/history")
def history(service: Shared, asking: Asking, case_id: str) -> list[dict[str, Any]]:
    """Tell what was done in a case."""
    return [
        {"seq": event.seq, "trigger": event.trigger, "by": event.officer, "on": event.occurred_on}
        for event in service.engine.history(case_id, reader=asking)
    ]


@router.get("/inbox")
def inbox(service: Shared, asking: Asking) -> list[dict[str, Any]]:
    """Tell which cases wait for the officer, the soonest due first."""
    return [
        {"case": case_facts(item.case), "triggers": item.triggers, "due": item.due}
        for item in service.engine.inbox(asking)
    ]


@router.put("/documents/{number}")
def register(  # noqa: PLR0913, PLR0917 (FastAPI reads the signature)
    service: Shared,
    asking: Asking,
    terms: OnTerms,
    number: str,
    body: Registration,
    response: Response,
) -> CaseOut:
    """Register a document and fire the act that it is about: both are done, or neither.

    It reads before it writes, so its transaction begins with the write lock.
    """
    host = service.host.execution_options(zw_begin="IMMEDIATE")
    entry = {"number": number, "title": body.title, "case_id": body.case}
    with host.begin() as connection, service.engine.using(connection) as joined:
        query = select(DOCUMENT).where(DOCUMENT.c.number == number)
        known = connection.execute(query).mappings().one_or_none()
        if known is None:
            connection.execute(insert(DOCUMENT).values(entry))
        elif dict(known) != entry:
            raise HTTPException(409, "another document has this number")
        case = joined.fire(
            body.case,
            body.trigger,
            by=asking,
            form=body.form,
            on=body.on,
            key=terms.key,
            expect_version=terms.version,
        )
    return CaseOut.of(case, response)
