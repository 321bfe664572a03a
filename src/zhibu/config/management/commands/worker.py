"""zhibu worker: delivers events and runs what is due."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from zhibu.config import worker


class Command(BaseCommand):
    """Runs until a signal stops it; several may run at once, each row is claimed by one."""

    help = "Deliver events and run what is due, apart from the web processes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Once, for cron and tests."""
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        if options["once"]:
            self.stdout.write(f"{worker.step()} tried")
            return
        stop = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        worker.run(stop)
