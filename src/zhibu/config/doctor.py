"""What `zhibu doctor` looks at: each check says what is wrong and what to do."""

import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO

from django.conf import settings
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection

from zhibu.kernel.clock import now

LEAST_FREE_BYTES = 1024**3
MOST_CLOCK_DRIFT_SECONDS = 5
FILES_A_READER = 1  # a socket each; what the process itself needs is small beside it


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `advice` is empty when all is well."""

    name: str
    state: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """All checks, in the order in which a fault would be mended."""
    for check in CHECKS:
        try:
            yield check()
        except Exception as error:
            name = check.__name__.strip("_")
            yield Finding(name, f"{type(error).__name__}: {error}", "Read the line above; docs/how-to/doctor.md helps.")


def _settings() -> Finding:
    serious = [message for message in run_checks() if message.is_serious()]
    advice = "; ".join(str(message) for message in serious)
    return Finding("settings", f"profile {settings.PROFILE}, {len(serious)} faults", advice)


def _database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return Finding("database", str(error).strip(), "Start the database, or correct DATABASE_URL.")
    return Finding("database", connection.vendor)


def _migrations() -> Finding:
    try:
        call_command("migrate", check_unapplied=True, verbosity=0, stdout=StringIO())
    except SystemExit:
        return Finding("migrations", "not up to date", "Run: zhibu migrate")
    return Finding("migrations", "up to date")


def _cache() -> Finding:
    cache.set("doctor", "well", 5)
    well = cache.get("doctor") == "well"
    return Finding(
        "cache", settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1], "" if well else "Check CACHE_URL."
    )


def _fonts() -> Finding:
    if shutil.which("fc-list") is None:
        return Finding("fonts", "fontconfig is missing", "Install the packages fontconfig and fonts-noto-cjk.")
    found = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False).stdout
    first = found.splitlines()[0] if found.strip() else ""
    return Finding("fonts", first or "no Chinese font", "" if first else "Install the package fonts-noto-cjk.")


def _printing() -> Finding:
    from weasyprint import HTML  # noqa: PLC0415 (optional)

    size = len(HTML(string="<p>支部</p>").write_pdf())
    return Finding("printing", f"PDF of {size} bytes")


def _time() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT strftime('%s','now')" if connection.vendor == "sqlite" else "SELECT extract(epoch FROM now())"
        )
        drift = abs(float(cursor.fetchone()[0]) - time.time())
    year_ok = 2025 < now().year < 2100
    well = drift < MOST_CLOCK_DRIFT_SECONDS and year_ok
    return Finding("time", f"{now():%F %T} UTC, database differs {drift:.1f} s", "" if well else "Switch on NTP.")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else "/").free
    advice = "" if free > LEAST_FREE_BYTES else "Free some space: below 1 GiB a full disk is near."
    return Finding("disk", f"{free / 1024**3:.1f} GiB free", advice)


def _secrets() -> Finding:
    folder = settings.DATA_DIR / "secrets"
    if not folder.exists():
        return Finding("secrets", "from the environment")
    loose = [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077]
    advice = f"Run: chmod 600 {folder}/*" if loose else ""
    return Finding("secrets", f"in {folder}; keep a copy apart from the backups", advice)


def _realtime() -> Finding:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    name = settings.REALTIME["bus"].rsplit(".", 1)[-1]
    least = FILES_A_READER * settings.REALTIME["readers"]
    advice = f"Raise the limit of open files (LimitNOFILE) to {least}." if hard < least else ""
    return Finding("realtime", f"{name}, {hard} open files at most", advice)


CHECKS: tuple[Callable[[], Finding], ...] = (
    _settings, _database, _migrations, _cache, _fonts, _printing, _time, _disk, _secrets, _realtime,
)  # fmt: skip
