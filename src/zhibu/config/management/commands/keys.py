"""zhibu keys rotate: seal class A values again under the newest field key."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from zhibu.audit.api import record
from zhibu.kernel.clock import now
from zhibu.kernel.rotation import rotate
from zhibu.kernel.viewer import Viewer


class Command(BaseCommand):
    """Run after adding a key to FIELD_KEYS; the old key can be removed when it has ended."""

    help = "rotate: seal class A fields again under the newest key of FIELD_KEYS; may be stopped and run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb."""
        parser.add_argument("verb", choices=["rotate"])

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a batch, and one in the audit log at the end."""
        counts: dict[str, int] = {}
        for column, done in rotate():
            counts[column] = done
            self.stdout.write(f"{column}: {done}")
        record(Viewer.system("keys"), action="keys.rotated", at=now(), key=settings.FIELD_KEY_ID, counts=counts)
        self.stdout.write(f"Everything is sealed under {settings.FIELD_KEY_ID}.")
