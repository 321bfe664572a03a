"""The console command: `zhibu COMMAND`, each a Django management command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command with the settings of this package."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    execute_from_command_line(["zhibu", *sys.argv[1:]])
