"""zhibu demo: load the invented organisation, once."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zhibu.config.demo import build
from zhibu.config.demo.cast import PASSWORD
from zhibu.config.demo.letters import PASSPHRASE, RECEIPTS
from zhibu.config.demo.roles import WHO
from zhibu.kernel.clock import now


class Command(BaseCommand):
    """Loads the demo when the database holds no organisation yet; prints the accounts either way."""

    help = "Load the demo organisation into an empty database and print its accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No arguments."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Load once, print always."""
        if not build.is_loaded():
            started = time.monotonic()
            build.load(at=now(), progress=self._progress)
            self.stdout.write(f"\nThe demo organisation is loaded ({time.monotonic() - started:.0f} s).")
        self.stdout.write(f"Demo accounts (password of all: {PASSWORD}):")
        for name, who in WHO:
            self.stdout.write(f"  {name:<10} {who}")
        self.stdout.write(f"Passphrase of both discipline officers for the mailbox: {PASSPHRASE}")
        self.stdout.write(f"Receipt of a letter that is under way: {RECEIPTS[1]}")

    def _progress(self, what: str, done: int, total: int) -> None:
        filled = 24 * done // total
        sys.stdout.write(f"\r  {what:<12} [{'#' * filled}{'.' * (24 - filled)}] {done}/{total}   ")
        sys.stdout.flush()
