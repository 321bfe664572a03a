"""zhibu restore FILE: put a backup in place."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from zhibu.config import archive


class Command(BaseCommand):
    """Stop the server first. What was there is kept beside it."""

    help = "Put the database and files of a backup in place (stop the server first)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which archive, and that one means it."""
        parser.add_argument("file")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, check, restore, migrate."""
        question = "This replaces the present database and files. Type yes to go on: "
        if not options["yes"] and input(question).strip() != "yes":
            raise CommandError("Nothing was changed.")
        try:
            manifest = archive.restore(Path(options["file"]).absolute())
        except archive.BadArchive as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        call_command("migrate", verbosity=0)
        self.stdout.write(f"Restored the backup made at {manifest['made_at']} by version {manifest['zhibu']}.")
