"""`zhibu audit verify` and `zhibu audit seal`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhibu.audit import services
from zhibu.audit.queries import head
from zhibu.kernel.clock import now


class Command(BaseCommand):
    """The chain of the audit log: compare every row with it, or seal now."""

    help = "verify: compare every row of the audit log with its seal. seal: seal what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb."""
        parser.add_argument("verb", choices=["verify", "seal"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints the end of the chain (to be kept on paper); ends with 1 when anything does not agree."""
        if options["verb"] == "seal":
            services.seal(up_to=services.mark(), at=now())
        findings = list(services.verify())
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"{len(findings)} places do not agree with their seals.")
        if (last := head()) is not None:
            self.stdout.write(f"Sealed up to row {last.last_row_id}: {last.digest}")
        self.stdout.write("Every sealed row is as it was sealed.")
