"""zhibu backup [FILE]: one archive with the database and all files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from zhibu.config import archive
from zhibu.kernel.clock import SHANGHAI, now


class Command(BaseCommand):
    """The server may go on working meanwhile."""

    help = "Write database and files to one archive; secrets are not in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", nargs="?", help="default: DATA_DIR/backups/zhibu-<time>.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and say what else to keep."""
        name = f"zhibu-{now().astimezone(SHANGHAI):%Y%m%d-%H%M%S}.tar.gz"
        target = Path(options["file"] or settings.DATA_DIR / "backups" / name)
        try:
            archive.make(target, at=now())
        except (archive.BadArchive, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        self.stdout.write(f"{target} ({target.stat().st_size / 1024**2:.1f} MiB)")
        self.stdout.write(
            "Keep the field keys (FIELD_KEYS, or DATA_DIR/secrets) in another place: without them it is mute."
        )
