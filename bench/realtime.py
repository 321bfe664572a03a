"""The hub and its uplink: what a delivery costs, how many a second, how soon a post is durable.

Clients are bench/readers.c and bench/posters.c, compiled into a temporary folder; the server has one core and the
client the other. BENCH_REFERENCE names a folder with csrv.c, a server in C that does nothing but send: the limit.
Without it the ratio is left out. `realtime.py fanout,ticks` runs some of the tables.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tools.test import free_port  # noqa: E402

FOLDER = Path(__file__).resolve().parent
SECRET = "b" * 32
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CORE, CLIENT_CORE = "0", "1"


@dataclass(frozen=True)
class Running:
    """A server that runs, and how it is asked."""

    port: int
    pid: int
    stream: str

    def cpu(self) -> float:
        """Seconds so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory_kib(self) -> int:
        """Proportional resident memory."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def compiled(folder: Path, source: Path) -> Path:
    """A program of one C file."""
    program = folder / source.stem
    subprocess.run(["cc", "-O2", "-w", "-o", program, source], check=True)
    return program


def _started(command: list, environment: dict[str, str], port: int, core: str = SERVER_CORE) -> subprocess.Popen:
    process = subprocess.Popen(["taskset", "-c", core, *map(str, command)], env=environment, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.1)
    raise SystemExit(f"{command[0]} does not listen")


@contextmanager
def edge(folder: Path, *, tick_ms: int = 0, fast: bool = True, database: str = "") -> Iterator[Running]:
    """The edge as the product runs it."""
    port = free_port()
    environment = os.environ | {
        "DATA_DIR": f"{folder}/data", "DATABASE_URL": database or f"sqlite:///{folder}/edge.sqlite3",
        "SECRET_KEY": SECRET, "INDEX_KEY": SECRET, "FIELD_KEYS": f"k1:{SECRET}", "LOG_LEVEL": "ERROR",
        "REALTIME_URL": f"memory://?rate=100000&fast={'yes' if fast else 'no'}", "TICK_MS": str(tick_ms),
    }  # fmt: skip
    core = SERVER_CORE if not database else f"{SERVER_CORE},{CLIENT_CORE}"
    process = _started([sys.executable, FOLDER / "edge.py", port], environment, port, core)
    try:
        yield Running(port, process.pid, f"@{folder}/paths")
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def limit(folder: Path) -> Iterator[Running | None]:
    """The C server, when there is one."""
    source = Path(os.environ.get("BENCH_REFERENCE", "/nowhere")) / "csrv.c"
    if not source.exists():
        yield None
        return
    port = free_port()
    process = _started([compiled(folder, source), port], dict(os.environ), port)
    try:
        yield Running(port, process.pid, "/stream")
    finally:
        process.terminate()
        process.wait(20)


def write_tickets(folder: Path, count: int) -> None:
    """A ticket each, as pages would have them."""
    code = (
        "import sys, django; django.setup()\n"
        "from zhibu.realtime import tickets\nfrom zhibu.kernel.clock import now\n"
        f"for n in range(1, {count} + 1):\n"
        "    print(tickets.sign(person_id=n, topics=['bench.1', f'person.{n}'], rooms=['bench.1'], at=now()))\n"
    )
    environment = os.environ | {"SECRET_KEY": SECRET, "DATA_DIR": f"{folder}/data", "PYTHONPATH": str(ROOT / "src")}
    environment |= {"DJANGO_SETTINGS_MODULE": "zhibu.config.settings", "INDEX_KEY": SECRET}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    tickets = done.stdout.split()
    (folder / "paths").write_text("".join(f"/rt/stream?ticket={ticket}\n" for ticket in tickets))


def run(folder: Path, server: Running, readers: int, *, seconds: float, rate=0, size=200, stalled=0) -> dict:
    """Readers of one topic: figures of the client, and what they cost the server."""
    before, memory = server.cpu(), server.memory_kib()
    command = ["taskset", "-c", CLIENT_CORE, folder / "readers", server.port, server.stream, "/pub"]
    command += [readers, seconds, rate, size, stalled]
    pipe = subprocess.PIPE
    with subprocess.Popen([str(word) for word in command], stdin=pipe, stdout=pipe, text=True) as client:
        figures = json.loads(client.stdout.readline())
        connected_cpu = server.cpu() - before
        client.stdout.readline()
        full, start = server.memory_kib(), server.cpu()
        client.stdin.write("go\n")
        client.stdin.flush()
        figures = {"connect_s": figures["seconds"], **json.loads(client.stdout.readline())}
        cpu = server.cpu() - start
        figures["memory_grown"] = server.memory_kib() - full
    time.sleep(0.3)
    million = max(1, figures["deliveries"]) / 1e6
    return figures | {
        "cpu": cpu / million, "client": figures["client_cpu"] / million, "a_second": 1e6 * million / figures["seconds"],
        "connect_cpu_ms": 1e6 * connected_cpu / readers, "kib": (full - memory) / readers,
    }  # fmt: skip


def fanout(folder: Path) -> None:
    """Fast path and fallback against the limit, run by run in turn."""
    print("\nFan-out, 200 bytes, closed loop; server CPU seconds for a million deliveries\n")
    print(f"{'readers':>8}{'limit':>8}{'hub':>8}{'ratio':>8}{'fallback':>10}{'ratio':>8}"
          f"{'5,000 in':>10}{'KiB each':>10}{'p50/p99 ms':>14}")  # fmt: skip
    for readers in (1000, 5000, 10000):
        write_tickets(folder, readers)
        with limit(folder) as least, edge(folder) as fast, edge(folder, fast=False) as slow:
            ours = run(folder, fast, readers, seconds=2)
            floor = run(folder, least, readers, seconds=2) if least else None
            theirs = run(folder, slow, readers, seconds=2)
        ratios = [f"{one['cpu'] / floor['cpu']:.2f}" if floor else "-" for one in (ours, theirs)]
        bare = f"{floor['cpu']:.2f}" if floor else "-"
        print(f"{readers:8}{bare:>8}{ours['cpu']:8.2f}{ratios[0]:>8}{theirs['cpu']:10.2f}{ratios[1]:>8}"
              f"{ours['connect_s']:9.2f}s{ours['kib']:10.1f}{ours['p50']:7.1f}/{ours['p99']:.1f}"
              f"   lost {ours['lost'] + theirs['lost']}")  # fmt: skip


def ticks(folder: Path) -> None:
    """Joined writes."""
    print("\nTicks of 50 ms, 5,000 readers on one core\n")
    write_tickets(folder, 5000)
    with edge(folder, tick_ms=50) as server:
        for rate in (10, 200, 300):
            got = run(folder, server, 5000, seconds=3, rate=rate)
            print(f"{rate:6}/s {got['a_second']:12,.0f} deliveries/s  p50 {got['p50']:.0f} p99 {got['p99']:.0f} ms"
                  f"  {got['cpu']:.2f} CPU s per million  lost {got['lost']}")  # fmt: skip


def stalled(folder: Path) -> None:
    """Ten of five hundred never read."""
    print("\nStalled readers: 10 of 500 never read, messages of 8,000 bytes\n")
    write_tickets(folder, 500)
    with edge(folder) as server:
        got = run(folder, server, 500, seconds=4, size=8000, stalled=10)
    print(f"{got['messages']} messages: p99 {got['p99']:.1f} ms for the others, lost {got['lost']}, "
          f"server grew {got['memory_grown'] / 1024:.1f} MiB")  # fmt: skip


def _posted(folder: Path, server: Running, people: int, seconds: float) -> dict:
    """Posts that nobody made before, by people of the tickets; figures of the client and the server's cost."""
    tickets = [line.partition("=")[2] for line in (folder / "paths").read_text().split()]
    count = people if not seconds else 60_000
    with (folder / "bodies").open("w") as bodies:
        for n in range(count):
            post = {"ticket": tickets[n % people], "room": "bench.1", "key": f"{time.time_ns()}-{n}"}
            bodies.write(json.dumps(post | {"body": {"choice": n % 4}}) + "\n")
    command = ["taskset", "-c", CLIENT_CORE, folder / "posters", server.port, folder / "bodies", people, seconds]
    before = server.cpu()
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, check=True)
    figures = json.loads(done.stdout)
    return figures | {"cpu_us": 1e6 * (server.cpu() - before) / max(1, figures["good"])}


def _rows(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "edge.sqlite3")) as database:
        return database.execute("SELECT count(*) FROM bench_post").fetchone()[0]


def uplink(folder: Path) -> None:
    """Posts that are on the disk when they are acknowledged."""
    print("\nPosts to a room that only stores, SQLite with synchronous=FULL\n")
    write_tickets(folder, 5000)
    with edge(folder) as server:
        stored = _rows(folder)
        for people, seconds in ((50, 2), (1000, 2), (1000, 0), (5000, 0)):
            got = _posted(folder, server, people, seconds)
            lost, stored = got["good"] - (_rows(folder) - stored), _rows(folder)
            what = f"{got['good'] / got['seconds']:8,.0f}/s" if seconds else f"all in {got['max']:.0f} ms"
            when = "for 2 s" if seconds else "at once"
            cost = f"{got['cpu_us']:.0f} us each  not taken {got['bad']}  lost {lost}"
            print(f"{people:6} people {when} {what:>16}  p50 {got['p50']:.1f} p99 {got['p99']:.1f} ms  {cost}")


def beside(folder: Path) -> None:
    """Fifty people post without a pause while 5,000 readers of the same process receive ten messages a second."""
    print("\nPosts while 5,000 readers receive 10 messages/s\n")
    write_tickets(folder, 5000)
    with edge(folder) as server:
        stored = _rows(folder)
        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(run, folder, server, 5000, seconds=5, rate=10)
            time.sleep(4)  # they are connected by then
            got = _posted(folder, server, 50, 2)
            heard = reading.result()
        lost = got["good"] - (_rows(folder) - stored)
        rate = got["good"] / got["seconds"]
        print(f"    50 people for 2 s {rate:8,.0f}/s  p50 {got['p50']:.1f} p99 {got['p99']:.1f} ms"
              f" (≤ 40)  lost {lost}; readers p99 {heard['p99']:.0f} ms, lost {heard['lost']}")  # fmt: skip


TABLES = {"uplink": uplink, "beside": beside, "fanout": fanout, "ticks": ticks, "stalled": stalled}


def main(words: list[str]) -> None:
    """The tables that were named, or all."""
    wanted = [name for word in words for name in word.split(",")] or list(TABLES)
    with tempfile.TemporaryDirectory(prefix="zhibu-bench-") as place:
        folder = Path(place)
        compiled(folder, FOLDER / "readers.c")
        compiled(folder, FOLDER / "posters.c")
        for name in wanted:
            TABLES[name](folder)


if __name__ == "__main__":
    main(sys.argv[1:])
