"""`zhibu points lint FILE`: whether a scheme may be switched on, and which rule says no."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from zhibu.points.api import lint_text


class Command(BaseCommand):
    """Work on schemes of points from the command line."""

    help = "Check a scheme of points: zhibu points lint FILE [--json] [--profile PROFILE]"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The verb and its file."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        lint = verbs.add_parser("lint", help="list what keeps a scheme from being switched on")
        lint.add_argument("file", type=Path)
        lint.add_argument("--json", action="store_true", dest="as_json")
        lint.add_argument("--profile", choices=settings.PROFILES, default=settings.PROFILE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the problems; exit 1 when there is one."""
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.stderr.write(f"{options['file']}: {error}. Save the file as CSV in UTF-8 and try again.")
            sys.exit(2)
        rows, problems = lint_text(text, profile=options["profile"])
        if options["as_json"]:
            found = [dataclasses.asdict(problem) for problem in problems]
            self.stdout.write(json.dumps({"rows": rows, "problems": found}, ensure_ascii=False, indent=1))
        else:
            for problem in problems:
                place = f"{problem.row}: {problem.id}" if problem.row else "-"
                self.stdout.write(f"{place}: {problem.code}: {problem.message} [{problem.rule}]")
            self.stdout.write(f"{rows} indexes, {len(problems)} problems")
        if problems:
            sys.exit(1)
