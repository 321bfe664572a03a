"""`zhibu dues compute` and `zhibu dues seal`."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhibu.dues.rules.cases import answer
from zhibu.dues.rules.envelope import close_envelope, public_key
from zhibu.kernel.clock import local_date, now

NEEDED = ("case_id", "member_kind", "base_yuan")


class Command(BaseCommand):
    """Check the calculation of dues with a file of cases; seal the pay office's figures."""

    help = "compute FILE: what each case costs and by which rule. seal FILE: seal pay figures for this installation."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb and its file."""
        parser.add_argument("verb", choices=["compute", "seal"])
        parser.add_argument("file", type=Path, help="CSV with one case a line")

    def handle(self, *args: Any, **options: Any) -> None:
        """compute prints CSV: case_id, amount_fen (or ERROR), rule. seal writes FILE.sealed."""
        if options["verb"] == "seal":
            self._seal(options["file"])
            return
        with options["file"].open(encoding="utf-8-sig", newline="") as file:
            self._answer(csv.DictReader(file))

    def _seal(self, path: Path) -> None:
        sealed = path.with_name(f"{path.name}.sealed")
        sealed.write_bytes(close_envelope(path.read_bytes(), to=public_key()))
        self.stdout.write(f"{sealed}: hand this over, and delete {path}.")

    def _answer(self, rows: "csv.DictReader[str]") -> None:
        if missing := [name for name in NEEDED if name not in (rows.fieldnames or ())]:
            raise CommandError(f"The file lacks the columns {', '.join(missing)}.")
        writer = csv.writer(self.stdout, lineterminator="")
        writer.writerow(("case_id", "amount_fen", "rule"))
        for row in rows:
            found = answer(row["case_id"], row["member_kind"] or "", row["base_yuan"] or "", on=local_date(now()))
            writer.writerow((found.case_id, found.amount_fen, found.rule))
