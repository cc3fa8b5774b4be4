"""The register of documents, and the outbox that is a part of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models


def new_key() -> str:
    """Return a key by which the engine knows the command again."""
    return str(uuid4())


class Document(models.Model):
    """A document, and the secrecy review that it asks for.

    ``key`` is made with the row and never changes. Until ``case_id`` or ``refused`` is filled in,
    the engine has still to be told.
    """

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    department = models.CharField(max_length=40)
    officer = models.CharField(max_length=40)
    formed_on = models.DateField()
    key = models.CharField(max_length=60, unique=True, default=new_key)
    case_id = models.CharField(max_length=36, blank=True)
    refused = models.CharField(max_length=60, blank=True)

    class Meta:
        """How rows are found that the engine has not been told of."""

        indexes: ClassVar = [models.Index(fields=["case_id", "refused"], name="document_untold")]

    def __str__(self) -> str:
        return self.number
