"""zhibu serve: the whole product in one process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from zhibu.config.ports import port_is_free
from zhibu.config.server import serve
from zhibu.config.static import collect_changed


class Command(BaseCommand):
    """Serves pages and runs the worker and the schedule beside them."""

    help = "Serve pages; worker and schedule run in the same process (embedded mode)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and whether somebody else runs the worker."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true", help="a separate `zhibu worker` runs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect static files, then serve."""
        host, port = options["host"], options["port"]
        if not port_is_free(host, port):
            raise CommandError(f"Port {port} on {host} is taken. Choose another: zhibu serve --port {port + 1}")
        self._prepare()
        self.stdout.write(f"Zhibu 支部在线: http://{host}:{port}/  (Ctrl-C stops)")
        serve(host=host, port=port, with_worker=not options["no_worker"])

    def _prepare(self) -> None:
        try:
            call_command("migrate", check_unapplied=True, verbosity=0)
        except SystemExit as unapplied:
            raise CommandError("The database is not up to date. Run: zhibu migrate") from unapplied
        except DatabaseError as error:
            raise CommandError(f"The database does not answer ({error}). Run: zhibu doctor") from error
        collect_changed()
