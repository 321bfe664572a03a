"""The console command: `zhibu COMMAND`, each a Django management command."""

import os
import sys
from importlib.metadata import version

from django.core.management import execute_from_command_line

ASKS_FOR_HELP: tuple[list[str], ...] = ([], ["help"], ["-h"], ["--help"])


def main() -> None:
    """Run a command with the settings of this package; alone, say which commands there are."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    words = sys.argv[1:]
    if words in ASKS_FOR_HELP:
        print(_overview())
    elif words in (["version"], ["--version"]):
        print(version("zhibu"))
    else:
        execute_from_command_line(["zhibu", *words])


def _overview() -> str:
    import django  # noqa: PLC0415 (slow)
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415 (slow)

    django.setup()
    ours = sorted((name, app) for name, app in get_commands().items() if str(app).startswith("zhibu."))
    lines = [
        f"  zhibu {name:<10} {load_command_class(app, name).help}" for name, app in [*ours, ("migrate", "django.core")]
    ]
    return "\n".join(["Zhibu 支部在线 " + version("zhibu"), "", *lines, "", "zhibu COMMAND --help lists the options."])
