"""A server process with its edge, for journeys in which people see each other's steps at once."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tools.test import SETTINGS, free_port

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def serving(folder: Path, stage: str, *, database: str) -> Iterator[SimpleNamespace]:
    """`zhibu serve` on a migrated database that the stage fills: `url`, and what the stage printed."""
    # NAME_FILE comes before NAME: the worker's own backends must not reach the server.
    inherited = {key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in SETTINGS}
    environment = inherited | {"DATA_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONPATH": f"{ROOT}/src:{ROOT}"}
    environment["DEBUG"] = "1"  # styles as they are: compressing them takes longer than the journey
    environment |= {"DATABASE_URL": database, "REALTIME_URL": "memory://"}
    filled = json.loads(_run([sys.executable, "-m", "tests.journeys.stages", stage], environment))
    port = free_port()
    server = Server(environment, port)
    try:
        server.start()
        yield SimpleNamespace(url=f"http://localhost:{port}", server=server, **filled)
    finally:
        server.stop()


class Server:
    """The process; may be killed and started again."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment, self.port = environment, port

    def start(self) -> None:
        """Serve; returns when it answers."""
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603 (our own program)
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )
        for _ in range(1800):
            assert self.process.poll() is None, "The server ended before it answered."
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The server did not answer within three minutes.")

    def stage(self, name: str) -> Any:
        """Let something happen on the database of the running server; what the stage printed."""
        return json.loads(_run([sys.executable, "-m", "tests.journeys.stages", name], self.environment))

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """The ordinary end."""
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(  # noqa: S603 (our own program)
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
