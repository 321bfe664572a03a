"""A server of the product on a folder of its own, and what it costs: processor time and memory from /proc."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A running server: where, which process, which environment."""

    url: str
    pid: int
    environment: dict[str, str]

    def cpu_seconds(self) -> float:
        """User and system time of the process and its children so far."""
        return sum(_ticks(pid) for pid in self._family()) / TICKS

    def memory_mib(self) -> float:
        """Proportional resident memory of the process and its children, in MiB."""
        return sum(_pss(pid) for pid in self._family()) / 1024

    def _family(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [self.pid, *map(int, children)]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def zhibu(*words: str, environment: dict[str, str]) -> None:
    """Run a command of the product and fail with its words."""
    command = [sys.executable, str(ROOT / "manage.py"), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


@contextmanager
def serving(port: int, *, prepare: list[list[str]], settings: dict[str, str] | None = None) -> Iterator[Server]:
    """`zhibu serve` in a temporary folder after the commands of `prepare`; stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="zhibu-bench-") as folder:
        environment = os.environ | {"DATA_DIR": folder, "LOG_LEVEL": "ERROR"} | (settings or {})
        for words in prepare:
            zhibu(*words, environment=environment)
        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/healthz", process)
            yield Server(url, process.pid, environment)
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            sys.exit("The server ended before it answered.")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not answer within a minute.")
