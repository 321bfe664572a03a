"""`make test`: the whole suite on SQLite and on PostgreSQL with Redis, at the same time, under one closing line.

Private services are started on free ports in a temporary folder and stopped whatever happens. Each database has its
own pytest worker (`--dist each`), so the last line counts every test on both; linters, types and contracts are tests
of the first worker (tests/architecture/test_static.py).
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tools import system

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ("DATABASE_URL", "CACHE_URL", "TASKS_URL", "REALTIME_URL", "STORAGE_URL", "EMAIL_URL", "SECRET_KEY")
SETTINGS += ("INDEX_KEY", "FIELD_KEYS", "DEBUG", "SECURE", "PROFILE", "ALLOWED_HOSTS", "DATA_DIR")


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody accepts connections on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def service(command: list[str], port: int, log: Path, **options: Any) -> Iterator[None]:
    """A process that listens on a port for the time of the block; its own session, so Ctrl-C does not reach it."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, start_new_session=True, **options)
    try:
        wait_until(lambda: answers(port), process, log)
        yield
    finally:
        stop(process)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait up to 30 s; a service that ended before says why."""
    for _ in range(300):
        if process.poll() is not None:
            break
        if ready():
            return
        time.sleep(0.1)
    sys.exit(f"{process.args[0]} did not start:\n{log.read_text(errors='replace')}")  # type: ignore[index]


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask to end (SIGINT is PostgreSQL's fast shutdown), insist after 10 s."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def postgres(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """A PostgreSQL of our own, without fsync unless it is to be `durable`; yields its DATABASE_URL."""
    programs, port, data = system.postgres_bin(), free_port(), folder / "postgres"
    # PostgreSQL refuses to run as root.
    other: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    data.mkdir()
    if other:
        shutil.chown(data, "postgres", "postgres")
    other |= {"cwd": data}
    initdb = [f"{programs}/initdb", "-D", f"{data}/db", "-U", "zhibu", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*initdb, "--locale=C"], check=True, stdout=subprocess.DEVNULL, **other)
    fast = [] if durable else ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    options = [
        word for option in [*fast, "max_connections=200", "listen_addresses=127.0.0.1"] for word in ("-c", option)
    ]
    command = [f"{programs}/postgres", "-D", f"{data}/db", "-p", str(port), "-k", str(data), *options]
    with service(command, port, folder / "postgres.log", **other):
        wait_for_login(programs / "psql" if programs else Path("psql"), port)
        yield f"postgres://zhibu@127.0.0.1:{port}/postgres"


def wait_for_login(psql: Path, port: int) -> None:
    """The port opens a moment before PostgreSQL takes connections."""
    command = [str(psql), "-h", "127.0.0.1", "-p", str(port), "-U", "zhibu", "-d", "postgres", "-qc", ""]
    for _ in range(100):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
    sys.exit("PostgreSQL does not take connections.")


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis of our own that writes nothing to disk; yields its address."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with service(command, port, folder / "redis.log"):
        yield f"redis://127.0.0.1:{port}"


def worker(folder: Path, name: str, **settings: str) -> str:
    """An xdist worker with settings of its own. They go by files (NAME_FILE): `//` would end a value here."""
    home = folder / name
    home.mkdir()
    parts = [f"popen//id={name}", f"env:DATA_DIR={home}"]
    for key, value in settings.items():
        (home / key).write_text(value)
        parts.append(f"env:{key}_FILE={home / key}")
    return "//".join(parts)


def run_pytest(workers: list[str], arguments: list[str]) -> int:
    """One pytest over all workers; its exit code."""
    command = [sys.executable, "-m", "pytest", "--tb=short", "-o", "console_output_style=classic", "--dist", "each"]
    command += [word for spec in workers for word in ("--tx", spec)]
    clean = {key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in SETTINGS}
    process = subprocess.Popen([*command, *arguments], cwd=ROOT, env=clean, process_group=0)
    # Ctrl-C and kill reach pytest with its workers; it prints its closing line and we stop the services after it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: os.killpg(process.pid, signal.SIGINT))
    return process.wait()


def main(arguments: list[str]) -> int:
    """Start what the tests need, run them, stop it."""
    if system.provide("test"):
        return 1
    for number in (signal.SIGINT, signal.SIGTERM):  # a caller may have had them ignored
        signal.signal(number, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhibu-test-")))
        folder.chmod(0o755)  # PostgreSQL runs as another user
        database, cache = stack.enter_context(postgres(folder)), stack.enter_context(redis(folder))
        return run_pytest(
            [
                worker(folder, "sqlite", STATIC_CHECKS="1"),
                worker(folder, "postgresql", DATABASE_URL=database, CACHE_URL=f"{cache}/0"),
            ],
            arguments,
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
