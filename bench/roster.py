"""Measures the roster: preview and import of a file, rows a second and memory. Prints a table."""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibu.kernel.viewer import Viewer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))


def main() -> None:
    """Write a file, start on an empty database, preview, import, import again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--branches", type=int, default=400)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        # In a process of its own: writing a workbook takes more memory than reading it.
        pid = os.fork()
        if pid == 0:
            _write(path, arguments.rows, arguments.branches)
            os._exit(0)
        os.waitpid(pid, 0)
        _measure(path, folder, arguments.branches)


def _write(path: Path, rows: int, branches: int) -> None:
    import roster_file  # noqa: PLC0415 (in the child only)

    roster_file.write(path, rows, branches=branches)


def _measure(path: Path, folder: str, branches: int) -> None:
    os.environ.setdefault("DATA_DIR", folder)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
    import django  # noqa: PLC0415 (after the environment is set)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from zhibu.kernel.clock import now  # noqa: PLC0415
    from zhibu.kernel.viewer import Viewer  # noqa: PLC0415
    from zhibu.members.services import roster_import, roster_upload  # noqa: PLC0415

    viewer = Viewer.system("bench")
    _found_branches(viewer, branches)
    print("| step | rows | seconds | CPU seconds | rows/s | rows/CPU s | peak memory MB |")
    print(f"|---|---|---|---|---|---|---|\n| start | 0 | 0 | 0 | | | {_memory()} |")
    with path.open("rb") as file:
        started = _clocks()
        preview = roster_upload.preview_roster(viewer, file=file, at=now())
        _line("preview", preview.rows, started)
        upload = roster_upload.upload_roster(viewer, file=file, name=path.name, key=os.urandom(16).hex(), at=now())
        roster_import.ask_import(viewer, roster_id=upload.pk, skip_bad_rows=True, found_new_branches=True, at=now())
        started = _clocks()
        roster_import.work_on(roster_id=upload.pk, clock=now)
        _line("import (file to committed)", preview.rows, started)
        started = _clocks()
        again = roster_upload.preview_roster(viewer, file=file, at=now())
        _line(f"preview of the same file again: {again.plan}", again.rows, started)


def _clocks() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _found_branches(viewer: "Viewer", branches: int) -> None:
    """The branches stand before: what is measured is the roster."""
    import roster_file  # noqa: PLC0415

    from zhibu.kernel.clock import local_date, now  # noqa: PLC0415
    from zhibu.organisations.api import found  # noqa: PLC0415
    from zhibu.organisations.enums import Kind  # noqa: PLC0415

    common = {"founded_on": local_date(now()), "at": now()}
    top = found(viewer, parent_id=None, name="党委", short_name="党委", kind=Kind.PARTY_COMMITTEE, **common)
    for name in roster_file.BRANCHES[:branches]:
        found(viewer, parent_id=top.pk, name=name, short_name=name, kind=Kind.PARTY_BRANCH, **common)


def _line(step: str, rows: int, started: tuple[float, float]) -> None:
    seconds, worked = (after - before for before, after in zip(started, _clocks(), strict=True))
    speeds = f"{rows / seconds:,.0f} | {rows / worked:,.0f}"
    print(f"| {step} | {rows:,} | {seconds:.1f} | {worked:.1f} | {speeds} | {_memory()} |", flush=True)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
