"""`zhibu ledger verify` and `zhibu ledger seal`."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer
from zhibu.ledger import services


class Command(BaseCommand):
    """Seals of the ledger: compare every entry with its seal, or seal now."""

    help = "verify: compare every entry with its seal. seal: seal what is new."

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb, and JSON for programs."""
        parser.add_argument("verb", choices=["verify", "seal"])
        parser.add_argument("--json", action="store_true", help="print findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 when anything does not agree."""
        if options["verb"] == "seal":
            self._seal()
        else:
            self._verify(as_json=options["json"])

    def _seal(self) -> None:
        mark, patience = services.mark(), 30
        while (count := services.seal(Viewer.system("ledger"), up_to=mark, at=now())) is None:
            if (patience := patience - 1) < 0:
                raise CommandError("Somebody has been writing for 30 seconds. Try again when the import is done.")
            time.sleep(1)
        self.stdout.write(f"{count} seals added, up to entry {mark.last_id}.")

    def _verify(self, *, as_json: bool) -> None:
        findings = list(services.verify())
        if as_json:
            self.stdout.write(json.dumps({"findings": [finding.as_dict() for finding in findings]}))
        elif findings:
            self.stdout.write("\n".join(map(str, findings)))
        else:
            self.stdout.write("Every sealed entry is as it was sealed.")
        if findings:
            raise CommandError(f"{len(findings)} places do not agree with their seals.")
