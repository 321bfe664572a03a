"""`zhibu questions import FILE`: a table of questions into a bank, from the command line."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.management.base import BaseCommand, CommandParser

from zhibu.kernel.clock import now
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import organisations
from zhibu.questions import services

SYSTEM = Viewer.system("command line")


class Command(BaseCommand):
    """Work on the question bank from the command line."""

    help = "Import questions: zhibu questions import FILE [--organisation NAME] [--dry-run] [--json]"

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb and its file."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        bring = verbs.add_parser("import", help="read a table (xlsx or csv); its questions wait for review")
        bring.add_argument("file", type=Path)
        bring.add_argument("--organisation", help="short name of whose bank; without it the top of the tree")
        bring.add_argument("--dry-run", action="store_true", help="only list what is wrong")
        bring.add_argument("--skip-bad-rows", action="store_true", help="import the sound rows all the same")
        bring.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 1 when a row is bad and stays out, 2 when the file cannot be read."""
        wanted = Namespace(**options)
        try:
            report = self._import(wanted)
        except (OSError, Refused) as error:
            self.stderr.write(f"{wanted.file}: {error}")
            sys.exit(2)
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) if wanted.as_json else _lines(report))
        if report["bad_rows"]:
            sys.exit(1)

    def _import(self, wanted: Namespace) -> dict[str, Any]:
        organisation = _organisation(wanted.organisation)
        with wanted.file.open("rb") as file:
            found = services.preview_questions(SYSTEM, organisation_id=organisation, file=file)
            imported = 0
            if not wanted.dry_run and found.drafts and (not found.bad_rows or wanted.skip_bad_rows):
                file.seek(0)
                imported = _bring(organisation, file, wanted.file.name)
        problems = [problem.as_json() for problem in found.problems]
        return {"rows": found.rows, "bad_rows": found.bad_rows, "imported": imported, "problems": problems}


def _organisation(short_name: str | None) -> int:
    rows = organisations(SYSTEM).order_by("path")
    rows = rows.filter(short_name=short_name) if short_name else rows.filter(depth=1)
    return rows.values_list("pk", flat=True).first() or 0


def _bring(organisation: int, file: Any, name: str) -> int:
    """The same file into the same bank is the same import."""
    key = uuid5(NAMESPACE_URL, f"questions/{organisation}/{file.read().hex()}")
    file.seek(0)
    at = now()
    upload = services.upload_questions(SYSTEM, organisation_id=organisation, file=file, name=name, key=key, at=at)
    services.import_questions(SYSTEM, import_id=upload.pk, skip_bad_rows=True, at=at)
    return len(upload.drafts)


def _lines(report: dict[str, Any]) -> str:
    rows = [
        f"{one['row']}{one['column']}: {one['severity']}: {one['code']}: {one['message']}" for one in report["problems"]
    ]
    return "\n".join([*rows, f"{report['rows']} rows, {report['bad_rows']} bad, {report['imported']} imported"])
