"""Writes the generated pages of docs/reference; `--check` says which are out of date."""

import ast
import dataclasses
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/zhibu"
REFERENCE = ROOT / "docs/reference"
MADE = "<!-- Made by tools/reference.py; change the source instead. -->"


def settings_page() -> str:
    """Every environment variable with its default and the comment beside it."""
    text = (SOURCE / "config/settings.py").read_text()
    rows = [f"| `{name}` | {default} | {note} |" for name, default, note in sorted(_variables(text))]
    head = ["# Settings", "", "Every setting is an environment variable; `NAME_FILE` names a file that holds it.", ""]
    return "\n".join([*head, "| variable | default | what |", "|---|---|---|", *rows, ""])


# What a variable is for; a variable without a line here fails the check.
NOTES = {
    "ALLOWED_HOSTS": "host names that pages are served under, by comma",
    "CACHE_URL": "`locmem://`, `redis://host:port/db` or `dummy://`",
    "CSRF_TRUSTED_ORIGINS": "origins that may post forms, when a proxy changes the host",
    "DATABASE_URL": "`sqlite:///path` or `postgres://user:password@host:port/name`",
    "DATA_DIR": "folder of everything that is kept: database, files, secrets, backups",
    "DEBUG": "development only: error pages with source, unhashed static files",
    "DEMO": "demo only: the sign-in page shows the code of demo accounts",
    "EMAIL_URL": "`console://`, `memory://` or `smtp://user:password@host:port`",
    "FIELD_KEY": "secret that seals class A fields when FIELD_KEYS is not set; made at the first start",
    "FIELD_KEYS": "`id:secret,id:secret`; the last seals, all open (docs/how-to/rotate-keys.md)",
    "DUES_GATEWAYS": "ways of paying dues on line, by comma: `trial` (no real money); none: at the counter only",
    "ICE_URLS": "`stun:host:3478,turn:host:3478`: servers that help two browsers to a call",
    "INDEX_KEY": "secret of the blind index; never changes; made at the first start",
    "LOG_LEVEL": "least level that is logged",
    "PROFILE": "`government`, `state_enterprise` or `private_enterprise`: what may be switched on",
    "REALTIME_URL": "`memory://`, `unix:///path` or `redis://host:port/db`; options: docs/how-to/realtime.md",
    "SECRET_KEY": "secret that signs sessions and codes; made at the first start",
    "SECURE": "pages are served by HTTPS only: secure cookies, HSTS, X-Forwarded-Proto of the proxy",
    "STORAGE_URL": "`file:///folder`; files are never served by path",
    "TASKS_URL": "`db://` (worker polls), `redis://…` (worker is woken) or `inline://` (at once)",
    "TURN_SECRET": "shared with coturn (`static-auth-secret`); passwords made from it hold two hours",
    "UPLOAD_LIMIT_BYTES": "largest file that a form takes, in bytes",
}


def _variables(text: str) -> Iterator[tuple[str, str, str]]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        called = ast.unparse(node.func)
        if called.startswith("env.") or called == "_secret":
            name = str(node.args[0].value)
            default = next((ast.unparse(k.value) for k in node.keywords if k.arg == "default"), "made at first start")
            yield name, f"`{default}`".replace("|", "\\|"), NOTES[name]


def events_page() -> str:
    """Who announces, who hears."""
    from zhibu.kernel import events  # noqa: PLC0415 (needs Django)

    heard = events.handlers()
    rows = [
        f"| `{_name(kind)}` | {_fields(kind)} | {_doc(kind)} | {_hearers(heard.get(kind, []))} |" for kind in _events()
    ]
    head = ["# Events", "", "Facts that apps announce, and who reacts (docs/explanation/events.md).", ""]
    return "\n".join([*head, "| event | fields | what happened | heard by |", "|---|---|---|---|", *rows, ""])


def _events() -> list[type]:
    from zhibu.kernel.events import Event  # noqa: PLC0415 (needs Django)

    for path in SOURCE.glob("*/events.py"):
        importlib.import_module(f"zhibu.{path.parent.name}.events")
    # A dataclass with slots leaves its first draft among the subclasses; the name finds each once.
    found = {_name(kind): kind for kind in Event.__subclasses__() if kind.__module__.startswith("zhibu.")}
    return [found[name] for name in sorted(found)]


def _name(kind: type) -> str:
    return f"{kind.__module__.split('.')[1]}.{kind.__qualname__}"


def _fields(kind: type) -> str:
    return ", ".join(f"`{field.name}`" for field in dataclasses.fields(kind))


def _doc(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _hearers(names: list[str]) -> str:
    return ", ".join(f"`{name.removeprefix('zhibu.')}`" for name in names) or "nobody yet"


def commands_page() -> str:
    """The commands of `zhibu`."""
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415 (needs Django)

    ours = sorted((name, app) for name, app in get_commands().items() if str(app).startswith("zhibu."))
    rows = [f"| `zhibu {name}` | {load_command_class(app, name).help} |" for name, app in ours]
    head = ["# Commands", "", "`zhibu COMMAND --help` lists the options. Django's own commands work too.", ""]
    return "\n".join([*head, "| command | what it does |", "|---|---|", *rows, ""])


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "events.md": events_page,
    "commands.md": commands_page,
}


def pages() -> dict[Path, str]:
    """Path and right text of each generated page."""
    return {REFERENCE / name: f"{MADE}\n\n{make()}" for name, make in PAGES.items()}


def main() -> int:
    """Write, or with --check compare."""
    import django  # noqa: PLC0415 (needs settings first)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    django.setup()
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    if "--check" in sys.argv:
        print("\n".join(f"{path.relative_to(ROOT)} is out of date: make reference" for path in stale))
        return bool(stale)
    for path, text in pages().items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
