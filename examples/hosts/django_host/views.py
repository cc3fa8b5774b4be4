"""What the host's pages do."""

from __future__ import annotations

import json
from functools import partial

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from django_host.models import Document
from django_host.outbox import deliver_soon


@require_POST
def register(request: HttpRequest) -> JsonResponse:
    """Register a document; its secrecy review starts when that is committed.

    The officer is named by a header that the reverse proxy sets after the bureau's login.
    """
    asked = json.loads(request.body)
    with transaction.atomic():
        document = Document.objects.create(officer=request.headers["X-Officer"], **asked)
        transaction.on_commit(partial(deliver_soon, document.pk), robust=True)
    document.refresh_from_db()
    told = {"number": document.number, "case": document.case_id, "refused": document.refused}
    return JsonResponse(told, status=201)
