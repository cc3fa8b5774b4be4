"""``manage.py deliver``: tell the engine of what is still due; for cron, every few minutes."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError

from django_host.outbox import deliver_all


class Command(BaseCommand):
    """Tell the engine of every document that is due."""

    help = "Tell the engine of every document that is due."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Do so, and fail where some are left."""
        left = deliver_all()
        if left:
            raise CommandError(f"{left} documents are still due.", returncode=75)
