"""zhibu doctor: is this installation well, and if not, what to do."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhibu.config.doctor import examine


class Command(BaseCommand):
    """Prints one line a check; ends with 1 when something needs a hand."""

    help = "Check settings, database, fonts, time and disk, and say what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No arguments."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at everything, even when the first thing is broken."""
        findings = list(examine())
        for finding in findings:
            mark = "✗" if finding.advice else "✓"
            self.stdout.write(f"{mark} {finding.name:<11} {finding.state}")
            if finding.advice:
                self.stdout.write(f"  → {finding.advice}")
        if ill := sum(bool(finding.advice) for finding in findings):
            raise CommandError(f"{ill} of {len(findings)} checks need a hand.")
