"""What a page costs: a member's home, and the staff's list of 5,000 people, as `zhibu serve` runs on SQLite.

Two hundred requests over one connection that stays open, with a signed-in person's cookie; processor time of the
server's processes from /proc. Queries are counted by the same pages in one process. The client shares the machine.
"""

# ruff: noqa: PLC0415 (what needs Django is imported in the child, once its settings stand)

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

PEOPLE, BRANCHES, REQUESTS, WARM = 5000, 100, 200, 20
HOME, LIST = "/", "/people/"
INSIDE = re.compile("data:|#|%23")  # what a style sheet brings itself


def fill(people: int) -> dict:
    """A committee with branches, a roster of that many, a member with things to do, staff. In the server's settings."""
    from bench import roster_file
    from django.conf import settings
    from django.test import Client
    from tests.clients import sign_in
    from tests.world import World, add_member, add_organisation, add_person

    from zhibu.kernel.clock import now
    from zhibu.kernel.viewer import Viewer
    from zhibu.members.models import RoleGrant
    from zhibu.members.services.roster_import import import_roster

    hq = add_organisation(None, "集团党委", "party_committee")
    found = [add_organisation(hq, name, "party_branch") for name in roster_file.BRANCHES[:BRANCHES]]
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        roster_file.write(Path(file.name), people, branches=BRANCHES)
        agreed = {"skip_bad_rows": True, "found_new_branches": True}
        import_roster(Viewer.system("bench"), file=file, name="roster.xlsx", at=now(), clock=now, **agreed)
    world = World(hq, found[0], found[0], found[1], {}, {})
    add_member(world, "bob", found[0])
    add_person(world, "stella")
    since = {"started_on": date(2025, 1, 6), "granted_by": "bench"}
    RoleGrant.objects.create(account=world.accounts["stella"], role="party_affairs", organisation=hq, **since)
    _activities(found)
    cookie = settings.SESSION_COOKIE_NAME
    return {
        name: f"{cookie}={sign_in(Client(), world.accounts[name]).cookies[cookie].value}" for name in ("bob", "stella")
    }


def _activities(branches: list) -> None:
    """A week ahead with something on every day in each of twenty branches."""
    from tests.factories.activities import an_activity

    from zhibu.kernel.clock import now

    for branch in branches[:20]:
        for day in range(1, 8):
            an_activity(branch, starts_at=now() + timedelta(days=day), title=f"第{day}天的活动")


def count(_: int) -> dict:
    """Queries of both pages, by Django's own client in one process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    answers = {}
    for path, cookie in ((HOME, os.environ["BOB"]), (LIST, os.environ["STELLA"])):
        client = Client(headers={"host": "127.0.0.1"})
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.split("=", 1)[1]
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        answers[path] = len(queries)
    return answers


def inside(what: str, environment: dict[str, str]) -> dict:
    """Run `fill` or `count` in a process with the server's settings."""
    command = [sys.executable, __file__, what, str(PEOPLE)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def get(
    connection: http.client.HTTPConnection, path: str, cookie: str = "", *, packed: bool = False
) -> tuple[str, bytes]:
    """The head and the body of a page as they came over the wire."""
    headers = {"Cookie": cookie} | ({"Accept-Encoding": "br, gzip"} if packed else {})
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
    return str(answer.headers), body


def cpu_of(server, connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    """Milliseconds of the server's processor for one request."""
    for _ in range(WARM):
        get(connection, path, cookie)
    before = server.cpu_seconds()
    for _ in range(REQUESTS):
        get(connection, path, cookie)
    return 1000 * (server.cpu_seconds() - before) / REQUESTS


def first_visit(connection: http.client.HTTPConnection, cookie: str) -> tuple[int, set[str]]:
    """Bytes of the home page and everything it brings along, packed, heads too; and the other hosts it asks."""
    waiting, met, total, hosts = [HOME], set(), 0, set()
    while waiting:
        path = waiting.pop()
        head, body = get(connection, path, cookie, packed=True)
        total += len(head) + len(body)
        _, plain = get(connection, path, cookie)
        for address in _brought(path, plain.decode("utf-8", "replace")):
            parts = urlsplit(address)
            if parts.netloc:
                hosts.add(parts.netloc)
            elif parts.path not in met:
                met.add(parts.path)
                waiting.append(parts.path)
    return total, hosts


def _brought(path: str, text: str) -> list[str]:
    """Addresses that a browser loads by itself: styles, scripts, pictures, modules imported at once."""
    if path.endswith(".js"):
        found = re.findall(r"""^import\s+(?:[\w{}*,\s]+\sfrom\s+)?["']([^"']+)["']""", text, re.MULTILINE)
    elif path.endswith(".css"):
        found = [address for address in re.findall(r"""url\(["']?([^"')]+)""", text) if not INSIDE.match(address)]
    elif path.endswith(".svg"):
        found = []
    else:
        found = re.findall(r"""<(?:script|img|use)[^>]+?(?:src|href)=["']([^"'#]+)""", text)
        found += re.findall(r"""<link[^>]+rel=["'](?:stylesheet|icon)["'][^>]*href=["']([^"']+)""", text)
    return [urljoin(path, address) for address in found]


def line(what: str, measured: float, limit: float, unit: str) -> None:
    """One row of the table."""
    shown = f"{measured:.1f}".removesuffix(".0")
    print(
        f"{what:44}{shown:>10} {unit:8}{'≤':>3}{limit:>5} {unit:8}  {'reached' if measured <= limit else 'NOT reached'}"
    )


def measure(server, port: int) -> None:
    """Fill, ask, print."""
    cookies = inside("fill", server.environment)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    home = cpu_of(server, connection, HOME, cookies["bob"])
    people = cpu_of(server, connection, LIST, cookies["stella"])
    size = len(get(connection, HOME, cookies["bob"])[1])
    visit, hosts = first_visit(connection, cookies["bob"])
    memory = server.memory_mib()
    queries = inside("count", server.environment | {name.upper(): cookie for name, cookie in cookies.items()})
    line("member home, queries", queries[HOME], 8, "")
    line("member home, server CPU", home, 12, "ms")
    line("member home, HTML", size / 1024, 30, "KiB")
    line("member home, first visit over the wire", visit / 1024, 150, "KiB")
    line("member home, other hosts asked", len(hosts), 0, "")
    line(f"staff list over {PEOPLE:,} people, queries", queries[LIST], 12, "")
    line(f"staff list over {PEOPLE:,} people, server CPU", people, 30, "ms")
    line("the whole product in memory (PSS)", memory, 250, "MiB")


def main() -> None:
    """One table."""
    from bench.server import serving
    from tools.test import free_port

    port = free_port()
    print(f"\nPages, {PEOPLE:,} people in {BRANCHES} branches, {REQUESTS} requests each\n")
    with serving(port, prepare=[["migrate"]]) as server:
        measure(server, port)


if __name__ == "__main__":
    if sys.argv[1:2] in (["fill"], ["count"]):
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
        import django

        django.setup()
        print(json.dumps({"fill": fill, "count": count}[sys.argv[1]](int(sys.argv[2]))))
    else:
        main()
