"""Messages in a hundred groups: posted by the fast path, stored, and shown to two thousand people.

Each person has one group open (twenty a group) and reads its stream; sixty-four connections post as fast as they are
acknowledged, for three seconds. The time to a reader is from before the post is sent until its bytes arrive, taken at
one reader of each group. Afterwards the rows are counted: none lost, none double. The client shares the machine.
"""

# ruff: noqa: PLC0415 (what needs Django is imported in the child, once its settings stand)

import asyncio
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

GROUPS, EACH, CONNECTIONS, SECONDS = 100, 20, 64, 3.0
LEAST_RATE, MOST_P99_MS = 3000, 150
SENT = re.compile(rb"sent (\d+\.\d+)")


def fill() -> list[dict]:
    """Groups with their people, and a ticket for each."""
    from tests.world import NOW

    from zhibu.groups.models import Group, Place
    from zhibu.kernel.clock import now
    from zhibu.members.models import Person
    from zhibu.realtime import tickets

    found = []
    for number in range(GROUPS):
        group = Group.objects.create(kind="crew", name=f"班组{number}", created_at=NOW)
        for seat in range(EACH):
            person = Person.objects.create(name=f"员工{number}-{seat}", created_at=NOW, updated_at=NOW)
            Place.objects.create(group=group, person=person, since=NOW)
            topic = f"group.{group.pk}"
            ticket = tickets.sign(person_id=person.pk, topics=[topic], rooms=[topic], at=now())
            found.append({"topic": topic, "ticket": ticket})
    return found


def count() -> list[int]:
    """Messages that stand in the database, and how many of them have a source of their own."""
    from zhibu.groups.models import Message

    return [Message.objects.count(), Message.objects.values("source").distinct().count()]


def inside(what: str, environment: dict[str, str]) -> list:
    """Run `fill` or `count` in a process with the server's settings."""
    command = [sys.executable, __file__, what]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


class Reader(asyncio.Protocol):
    """A stream that is read; one of each group looks at the clock."""

    times: list[float] = []

    def __init__(self, request: bytes, looks: bool, here: asyncio.Future) -> None:
        self._request, self._looks, self._here = request, looks, here

    def connection_made(self, transport) -> None:
        transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        if not self._here.done():
            self._here.set_result(None)
        if self._looks:
            at = time.time()
            self.times += [at - float(sent) for sent in SENT.findall(data)]


async def read_all(port: int, people: list[dict]) -> None:
    """Everybody opens his page."""
    loop, opened = asyncio.get_running_loop(), []
    for number, person in enumerate(people):
        head = f"GET /rt/stream?ticket={person['ticket']} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        here, looks = loop.create_future(), number % EACH == 0
        await loop.create_connection(lambda h=head, k=looks, f=here: Reader(h, k, f), "127.0.0.1", port)
        opened.append(here)
    await asyncio.wait_for(asyncio.gather(*opened), 30)


async def post(port: int, people: list[dict], until: float, answers: list[bytes], offset: int) -> None:
    """One connection that posts for one person after another."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = offset
    while time.time() < until:
        person, number = people[number % len(people)], number + CONNECTIONS
        said = {"text": f"收到，马上去看 sent {time.time():.6f}", "quote": None, "topic": None}
        body = json.dumps({"ticket": person["ticket"], "room": person["topic"], "key": f"k{number}", "body": said})
        writer.write(f"POST /rt/post HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        answers.append(await reader.readexactly(int(length.split(b":")[1])))
    writer.close()


async def load(port: int, people: list[dict]) -> tuple[float, list[bytes], list[float]]:
    """Seconds, acknowledgements, times to readers."""
    await read_all(port, people)
    answers: list[bytes] = []
    began = time.time()
    posters = (post(port, people, began + SECONDS, answers, offset) for offset in range(CONNECTIONS))
    await asyncio.gather(*posters)
    took = time.time() - began
    await asyncio.sleep(1)
    return took, answers, sorted(Reader.times)


def main() -> None:
    """One line."""
    import uvloop
    from bench.server import serving
    from tools.test import free_port

    port = free_port()
    with serving(port, prepare=[["migrate"]]) as server:
        people = inside("fill", server.environment)
        before = server.cpu_seconds()
        took, answers, times = uvloop.run(load(port, people))
        cpu = server.cpu_seconds() - before
        stored, distinct = inside("count", server.environment)
    good = sum(b'"message"' in answer for answer in answers)
    rate, p50, p99 = good / took, 1000 * times[len(times) // 2], 1000 * times[int(len(times) * 0.99)]
    reached = rate >= LEAST_RATE and p99 <= MOST_P99_MS and good == stored == distinct
    print(f"\nMessages into {GROUPS} groups shown to {len(people)} people, SQLite\n")
    print(f"{rate:.0f} stored/s (≥{LEAST_RATE}), shown p50 {p50:.0f} p99 {p99:.0f} ms (≤{MOST_P99_MS}), {good} of "
          f"{len(answers)} acknowledged, lost {good - stored}, double {stored - distinct}, "
          f"{1000 * cpu / max(1, good):.2f} ms CPU each  {'reached' if reached else 'NOT reached'}")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["count"]):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
        import django

        django.setup()
        print(json.dumps({"fill": fill, "count": count}[sys.argv[1]]()))
    else:
        main()
