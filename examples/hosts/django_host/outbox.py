"""How the engine is told of a document: after the commit, by a key, as often as it takes.

Django's connection cannot be joined in safety. It begins and commits by ways of its own, behind
SQLAlchemy's back, and reads dates with converters of its own; and an engine of SQLAlchemy laid over
it rolls the transaction of Django back when it first connects. So the two have a transaction each:

1. Django commits the document together with the key of the command that is still due.
2. After the commit, the engine is given the command with that key.
3. What it came to is written into the row.

Stopped anywhere between, a row is left that says that it is due, and ``deliver_all`` does it again:
the engine knows the key, so that a second time changes nothing.
"""

from __future__ import annotations

import logging
from functools import cache

from django.conf import settings

from django_host.models import Document
from zwgov_workflow import CaseError, WorkflowEngine, WorkflowError

LOG = logging.getLogger(__name__)


@cache
def engine() -> WorkflowEngine:
    """Return the engine of this process."""
    return WorkflowEngine.open(settings.BUREAU_URL, bureau=settings.BUREAU)


def deliver(pk: int) -> None:
    """Tell the engine of a document as it was committed, and write down what it came to.

    The command is made of the row alone, so that it is the same each time.

    Raises:
        WorkflowError: The engine cannot say now, or people are missing; the row stays due.
    """
    document = Document.objects.get(pk=pk)
    try:
        case = engine().start(
            "secrecy_review",
            by=engine().officer(document.officer),
            data={
                "department": document.department,
                "title": document.title,
                "is_secrecy_matter": "no",
            },
            on=document.formed_on,
            key=document.key,
        )
    except CaseError as error:
        told = {"refused": type(error).__name__}
    else:
        told = {"case_id": case.id}
    Document.objects.filter(pk=pk).update(**told)


def deliver_soon(pk: int) -> None:
    """Tell the engine now, if that works; :func:`deliver_all` sees to the rest."""
    try:
        deliver(pk)
    except WorkflowError as error:
        LOG.warning("document %s is still due: %s", pk, type(error).__name__)


def deliver_all() -> int:
    """Tell the engine of every document that is due, and return how many still are."""
    due = (
        Document.objects.filter(case_id="", refused="").order_by("pk").values_list("pk", flat=True)
    )
    for pk in list(due):
        deliver_soon(pk)
    return due.all().count()
