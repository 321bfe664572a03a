"""One check-in with everything it does: session, viewer, rules, check-in, ledger, event, answer.

Fifty phones at once, each person's browser new to the server (no warm session). Measured twice: as `zhibu serve`
runs on SQLite, and as two granian workers on PostgreSQL. Every check-in is sent, some of them again; afterwards
the rows are counted: none lost, none double. The client shares the machine with the server.
"""

# ruff: noqa: PLC0415 (what needs Django is imported in the child, once its settings stand)

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

PEOPLE, PHONES, AGAIN = 1000, 50, 100
LIMITS = {"zhibu serve, SQLite": (250, 5.0, 150), "2 granian workers, PostgreSQL": (400, 5.0, 150)}
SECRET = "b" * 32


def fill(people: int) -> dict:
    """A branch, its members with sessions, and an activity that is on. Runs in the server's environment."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from tests.factories.activities import an_activity
    from tests.world import World, add_member, add_organisation

    from zhibu.activities.services.codes import long_code, prove
    from zhibu.kernel.clock import now

    engine = import_module(settings.SESSION_ENGINE)
    hq = add_organisation(None, "集团党委", "party_committee")
    branch = add_organisation(hq, "甲支部", "party_branch")
    world, keys = World(hq, branch, branch, branch, {}, {}), []
    for number in range(people):
        add_member(world, f"member{number}", branch)
        account = world.accounts[f"member{number}"]
        session = engine.SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        session.save()
        keys.append((session.session_key, account.person_id))
    sitting = an_activity(branch, starts_at=now(), hours=3).sessions.get()
    code = long_code(sitting.pk, at=now())  # scanned by each with his own phone
    scanned = [(key, prove(sitting.pk, code=code, at=now(), person_id=person_id)) for key, person_id in keys]
    return {"activity": sitting.activity_id, "keys": scanned}


def count(_: int) -> dict:
    """What stands in the database."""
    from zhibu.activities.models import CheckIn
    from zhibu.ledger.models import Entry

    return {"checkins": CheckIn.objects.count(), "facts": Entry.objects.count()}


def inside(what: str, environment: dict[str, str]) -> dict:
    """Run `fill` or `count` in a process with the server's settings."""
    command = [sys.executable, __file__, what, str(PEOPLE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def request_of(filled: dict, scanned: tuple[str, str]) -> bytes:
    """The POST of one person, ready to be sent."""
    key, proof = scanned
    body = f"csrfmiddlewaretoken={SECRET}&method=qr"
    cookies = f"zhibu_session={key}; zhibu_csrf={SECRET}; zhibu_scan={proof}"
    head = (
        f"POST /activities/{filled['activity']}/check-in HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}",
        "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}", "", body,
    )  # fmt: skip
    return "\r\n".join(head).encode()


async def phone(port: int, queue: list[bytes], times: list[float], answers: list[bytes]) -> None:
    """One connection that takes requests until none is left."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while queue:
        request, began = queue.pop(), time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next((line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
        await reader.readexactly(int(length.split(b":")[1]))
        times.append(time.perf_counter() - began)
        answers.append(head.split(b"\r\n", 1)[0] + (b" checked-in" if b"/checked-in" in head else b""))
    writer.close()


async def load(port: int, requests: list[bytes]) -> tuple[float, list[float], list[bytes]]:
    """All requests over fifty connections: seconds, each answer's time, each answer."""
    times: list[float] = []
    answers: list[bytes] = []
    began, queue = time.perf_counter(), list(requests)
    await asyncio.gather(*(phone(port, queue, times, answers) for _ in range(PHONES)))
    return time.perf_counter() - began, sorted(times), answers


def measure(name: str, server, port: int) -> None:
    """Fill, send, count, print a line."""
    filled = inside("fill", server.environment)
    requests = [request_of(filled, key) for key in filled["keys"]]
    asyncio.run(load(port, requests[:PHONES]))  # processes and connections are warm, sessions of the others cold
    before, memory = server.cpu_seconds(), server.memory_mib()
    seconds, times, answers = asyncio.run(load(port, requests[PHONES:]))
    cpu = 1000 * (server.cpu_seconds() - before) / len(times)
    _, _, again = asyncio.run(load(port, requests[:AGAIN]))
    wrong = sum(not answer.endswith(b"302 Found checked-in") for answer in answers + again)
    stands = inside("count", server.environment)
    rate, p99 = len(times) / seconds, 1000 * times[int(len(times) * 0.99)]
    least, most_cpu, most_p99 = LIMITS[name]
    lost, double = PEOPLE - stands["checkins"], stands["facts"] - stands["checkins"]
    good = rate >= least and cpu <= most_cpu and p99 <= most_p99 and not (lost or double or wrong)
    print(
        f"{name:32}{rate:8.0f}/s (≥{least}){cpu:8.2f} ms (≤{most_cpu:.0f}){p99:8.0f} ms (≤{most_p99})"
        f"{lost:6}{double:8}{wrong:7}{memory:8.0f} MiB  {'reached' if good else 'NOT reached'}"
    )


@contextmanager
def granian(port: int):
    """Two WSGI workers on a PostgreSQL of our own."""
    from bench.server import Server, _wait_for, zhibu
    from tools.test import postgres

    with tempfile.TemporaryDirectory(prefix="zhibu-bench-") as folder:
        Path(folder).chmod(0o755)
        with postgres(Path(folder)) as database:
            environment = os.environ | {"DATA_DIR": f"{folder}/data", "DATABASE_URL": database, "LOG_LEVEL": "ERROR"}
            environment |= {"PYTHONPATH": str(ROOT / "src"), "SECRET_KEY": SECRET, "INDEX_KEY": SECRET}
            environment |= {"FIELD_KEYS": f"k1:{SECRET}"}
            for words in (["migrate"], ["collectstatic", "--noinput"]):
                zhibu(*words, environment=environment)
            command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port)]
            command += ["--workers", "2", "--blocking-threads", "4", "--no-access-log", "zhibu.config.wsgi:application"]
            process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                _wait_for(f"http://127.0.0.1:{port}/healthz", process)
                yield Server(f"http://127.0.0.1:{port}", process.pid, environment)
            finally:
                process.terminate()
                process.wait(20)


def main() -> None:
    """Both lines of the table."""
    from bench.server import serving
    from tools.test import free_port

    print(f"\nCheck-in, {PEOPLE - PHONES} people, {PHONES} at once\n")
    print(f"{'':32}{'rate':>18}{'server CPU each':>17}{'p99':>19}{'lost':>6}{'double':>8}{'wrong':>7}{'memory':>12}")
    port = free_port()
    with serving(port, prepare=[["migrate"]]) as server:
        measure("zhibu serve, SQLite", server, port)
    port = free_port()
    with granian(port) as server:
        measure("2 granian workers, PostgreSQL", server, port)


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["count"]):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
        import django

        django.setup()
        print(json.dumps({"fill": fill, "count": count}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
