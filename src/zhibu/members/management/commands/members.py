"""zhibu members import FILE: a roster from the command line."""

import json
from argparse import ArgumentParser
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhibu.kernel.clock import SHANGHAI, now
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.members.models import RosterImport
from zhibu.members.rules.roster.reading import Preview
from zhibu.members.services.roster_import import import_roster
from zhibu.members.services.roster_upload import preview_roster


class Command(BaseCommand):
    """Previews or imports a roster; ends with 1 when it cannot."""

    help = "Import a roster of members (import FILE [--dry-run] [--json])."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One subcommand so far."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("import", help="preview a roster, or import it")
        add.add_argument("file", type=Path)
        add.add_argument("--dry-run", action="store_true", help="only say what is wrong")
        add.add_argument("--json", action="store_true", help="for programs")
        add.add_argument("--skip-bad-rows", action="store_true", help="import the good rows although others are bad")
        add.add_argument("--found-branches", action="store_true", help="set up the branches that are new")
        add.add_argument("--today", type=date.fromisoformat, help="judge dates as of this day (YYYY-MM-DD)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Preview, then import unless it is a dry run. A refusal is a sentence, not a traceback."""
        try:
            self._preview(options) if options["dry_run"] else self._import(options)
        except FileNotFoundError as missing:
            raise CommandError(f"没有这个文件：{options['file']}") from missing
        except Refused as refusal:
            raise CommandError(f"{refusal} ({refusal.code})") from refusal

    def _preview(self, options: dict[str, Any]) -> None:
        with options["file"].open("rb") as file:
            found = preview_roster(_viewer(), file=file, at=_moment(options))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False, indent=1))
        else:
            self._show(found)

    def _show(self, found: Preview) -> None:
        for problem in found.problems:
            mark = "✗" if problem.is_error else "!"
            self.stdout.write(f"{mark} {problem.row}{problem.column} {problem.code}: {problem.message}")
        errors = len(found.bad_rows)
        self.stdout.write(f"{found.rows} 行，{errors} 行有错误")
        if found.new_branches:
            self.stdout.write(f"新的党支部：{'、'.join(found.new_branches)}")

    def _import(self, options: dict[str, Any]) -> None:
        with options["file"].open("rb") as file:
            done = import_roster(
                _viewer(), file=file, name=options["file"].name, skip_bad_rows=options["skip_bad_rows"],
                found_new_branches=options["found_branches"], at=_moment(options), clock=now,
            )  # fmt: skip
        figures = _figures(done)
        line = f"导入 #{done.pk}：新增 {figures['created']}，更新 {figures['changed']}，跳过 {figures['bad_rows']}"
        self.stdout.write(json.dumps(figures) if options["json"] else line)


def _figures(done: RosterImport) -> dict[str, int]:
    plan = done.plan
    same = done.rows - done.bad_rows - plan["created"] - plan["changed"]
    counts = {"created": plan["created"], "changed": plan["changed"], "same": same, "bad_rows": done.bad_rows}
    return {"import": done.pk, "rows": done.rows} | counts


def _viewer() -> Viewer:
    return Viewer.system("zhibu members import")


def _moment(options: dict[str, Any]) -> datetime:
    """The present, or noon of the day asked for."""
    return datetime.combine(options["today"], time(12), SHANGHAI) if options["today"] else now()
