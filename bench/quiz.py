"""Answers of a knowledge contest by real clients over HTTP, on SQLite (synchronous FULL) and on PostgreSQL (fsync on).

Four tables: answers a second that are on the disk before they are acknowledged; everybody's answer at one instant;
whole rounds of 130, 1,000 and 5,000 players, each with a stream and five answers; a kill -9 in the midst of a burst.
Afterwards the rows are counted: none lost, none double, and the order of the log is the order of sending. The client
shares the machine with the server; its own time is not in the server's figures.
"""

# ruff: noqa: PLC0415 (what needs Django is imported in the child, once its settings stand)

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

SECRET = "b" * 48
QUESTIONS = 5
RATE_CLIENTS, RATE_ROWS = (50, 1000), int(os.environ.get("QUIZ_ROWS", "20000"))
PEOPLE = RATE_ROWS // 50  # fifty questions each
SIZES = [int(size) for size in os.environ.get("QUIZ_SIZES", "130,1000,2000,5000").split(",")]


# What runs in a process with the server's settings.


def people_of(number: int) -> tuple[object, list[int]]:
    """A branch and so many members of it, by id."""
    from tests.world import NOW, add_organisation

    from zhibu.members.models import Membership, Person

    hq = add_organisation(None, "集团党委", "party_committee")
    branch = add_organisation(hq, "甲支部", "party_branch")
    rows = (Person(name=f"党员{n}", created_at=NOW, updated_at=NOW) for n in range(number))
    made = Person.objects.bulk_create(rows, batch_size=500)
    Membership.objects.bulk_create(
        (
            Membership(person=p, branch=branch, category="full", joined_on="2014-07-01", full_on="2015-07-01")
            for p in made
        ),
        batch_size=500,
    )
    return branch, [person.pk for person in made]


def a_round(branch: object, people: list[int], *, questions: int, begins_in: float, seconds: int, driven: bool) -> dict:
    """A round that everybody has entered; when it is `driven`, the worker opens and closes its questions."""
    from datetime import timedelta

    from zhibu.kernel.clock import now
    from zhibu.quiz.models import Entrant, Question, Round
    from zhibu.quiz.rules.sealing import new_secret, seal
    from zhibu.quiz.services.clock import plan_steps
    from zhibu.quiz.services.rounds import _set_clock

    at = now()
    round_ = Round.objects.create(
        organisation=branch, title="bench", seconds=seconds, pause=3, starts_at=at + timedelta(seconds=begins_in),
        state="sealed", created_by="bench", created_at=at,
    )  # fmt: skip
    sheet = {
        "id": 1, "kind": "single", "stem": "党的生日是哪一天", "options": ["一月", "七月"], "key": 1, "variants": [],
        "tolerance": "0", "explanation": "七一", "source": "",
    }  # fmt: skip
    rows = [Question(round=round_, number=n, sheet=sheet, secret=new_secret()) for n in range(1, questions + 1)]
    for row in rows:
        row.sealed = seal(sheet, secret=row.secret)
    asked = Question.objects.bulk_create(rows)
    _set_clock(round_, asked)
    if driven:
        plan_steps(round_.pk, round_.starts_at, at=at)
    else:
        Question.objects.filter(round=round_).update(
            opens_at=at - timedelta(seconds=1), closes_at=at + timedelta(hours=1)
        )
    entrants = (Entrant(round=round_, person_id=p, organisation=branch, joined_at=at) for p in people)
    Entrant.objects.bulk_create(entrants, batch_size=500)
    opens = [question.opens_at.timestamp() for question in asked]
    return {"round": round_.pk, "opens": opens, "tickets": [ticket(p, round_.pk, at) for p in people]}


def ticket(person: int, round_id: int, at: object) -> str:
    """As the page would have got it."""
    from zhibu.realtime import tickets

    return tickets.sign(person_id=person, topics=[f"quiz.{round_id}"], rooms=[f"quiz.{round_id}"], at=at)


def child(what: str, words: list[str]) -> object:
    """`ready`: no styles are needed. `fill`: a round. `count`: what stands, and whether the log agrees with it."""
    if what == "ready":
        from django.conf import settings

        from zhibu.config.static import _fingerprint

        return (Path(settings.STATIC_ROOT) / ".sources").write_text(_fingerprint())
    if what == "fill":
        people, questions, begins_in, seconds, driven = (json.loads(word) for word in words)
        branch, ids = people_of(people)
        options = {"questions": questions, "begins_in": begins_in, "seconds": seconds, "driven": driven}
        return a_round(branch, ids, **options)
    from zhibu.quiz.models import Answer, Round
    from zhibu.quiz.services.results import replay

    rows = list(Answer.objects.order_by("round_id", "number").values_list("person_id", "question", "number", "key"))
    ended = not Round.objects.exclude(state="ended").exists()
    return {"rows": rows, "differences": replay(Round.objects.get().pk) if ended else [], "ended": ended}


def inside(environment: dict[str, str], *words: object) -> dict:
    """Run `child` with the server's settings."""
    command = [sys.executable, __file__, "child", *[w if isinstance(w, str) else json.dumps(w) for w in words]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout)


# The server.


class Served:
    """`zhibu serve` on a folder; may be killed and started again."""

    def __init__(self, environment: dict[str, str]) -> None:
        from tools.test import free_port

        self.environment, self.port = environment, free_port()

    def start(self) -> None:
        """Returns when it answers."""
        from bench.server import _wait_for

        command = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL)
        _wait_for(f"http://127.0.0.1:{self.port}/healthz", self.process)

    def kill(self, how: int = signal.SIGKILL) -> None:
        """End it."""
        self.process.send_signal(how)
        self.process.wait(20)

    def cpu(self) -> float:
        """Seconds so far."""
        from bench.server import TICKS, _ticks

        return _ticks(self.process.pid) / TICKS


def environment_of(stack: ExitStack, database: str) -> dict[str, str]:
    """Settings of a fresh installation on a database of its own."""
    from bench.server import zhibu
    from tools.test import postgres

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zhibu-bench-")))
    folder.chmod(0o755)
    url = (
        stack.enter_context(postgres(folder, durable=True))
        if database == "PostgreSQL"
        else f"sqlite:///{folder}/z.sqlite3"
    )
    made = os.environ | {
        "DATA_DIR": f"{folder}/data", "DATABASE_URL": url, "LOG_LEVEL": "ERROR", "SECRET_KEY": SECRET,
        "INDEX_KEY": SECRET, "FIELD_KEYS": f"k1:{SECRET}", "PYTHONPATH": f"{ROOT}/src:{ROOT}",
        "REALTIME_URL": "memory://?rate=100000",
    }  # fmt: skip
    zhibu("migrate", "--verbosity", "0", environment=made)
    inside(made, "ready")
    return made


# The clients.


class Ear(asyncio.Protocol):
    """One stream: notes when each question's result came."""

    def __init__(self, request: bytes, heard: dict[int, list[float]]) -> None:
        self.request, self.heard, self.tail = request, heard, b""

    def connection_made(self, transport) -> None:
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        self.tail += data
        *lines, self.tail = self.tail.split(b"\n")
        for line in lines:
            if line.startswith(b"data:") and b'"e":"result"' in line:
                number = json.loads(line[5:])["d"]["n"]
                self.heard.setdefault(number, []).append(time.time())


def write_answers(folder: Path, filled: dict, places: list[tuple[int, int]]) -> Path:
    """A file of posts for bench/posters.c: one line a (person, question)."""
    file = folder / f"answers-{places[0][1]}"
    with file.open("w") as lines:
        for person, question in places:
            lines.write(json.dumps({
                "ticket": filled["tickets"][person], "room": f"quiz.{filled['round']}", "key": f"{person}-{question}",
                "body": {"q": question, "a": (person + question) % 2, "claim": 900}, "rtt": 5,
            }) + "\n")  # fmt: skip
    return file


def posters(folder: Path, port: int, answers: Path, people: int, *, seconds: float, at: float = 0) -> subprocess.Popen:
    """The client of bench/posters.c on its way; its figures are the line that it prints."""
    words = [folder / "posters", port, answers, people, seconds, f"{at:.3f}", answers.with_suffix(".acknowledged")]
    return subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, text=True)


def figures(client: subprocess.Popen) -> dict:
    """When it has ended."""
    return json.loads(client.communicate()[0])


def one_by_one(filled: dict) -> list[tuple[int, int]]:
    """Fifty questions of everybody, question by question."""
    return [(person, question) for question in range(1, 51) for person in range(len(filled["tickets"]))]


async def whole_round(folder: Path, server: Served, filled: dict) -> dict:
    """Streams, five questions at their times, everybody at one instant; when each result came to the last stream."""
    heard: dict[int, list[float]] = {}
    loop, count = asyncio.get_running_loop(), len(filled["tickets"])
    answers = [
        write_answers(folder, filled, [(person, number) for person in range(count)])
        for number in range(1, QUESTIONS + 1)
    ]
    for start in range(0, count, 250):
        asked = [
            f"GET /rt/stream?ticket={one} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            for one in filled["tickets"][start : start + 250]
        ]
        some = (loop.create_connection(lambda r=r: Ear(r, heard), "127.0.0.1", server.port) for r in asked)
        await asyncio.gather(*some)
    before, ended = server.cpu(), []
    for file, opens in zip(answers, filled["opens"], strict=True):
        await asyncio.sleep(max(0, opens - 1 - time.time()))
        client = posters(folder, server.port, file, count, seconds=0, at=opens + 1)
        ended.append(await loop.run_in_executor(None, figures, client))
    await asyncio.sleep(max(0, filled["opens"][-1] + filled["seconds"] + 5 - time.time()))
    late = [
        1000 * (max(heard[n]) - opens - filled["seconds"]) for n, opens in enumerate(filled["opens"], 1) if n in heard
    ]
    return {
        "cpu": server.cpu() - before, "last": max(one["max"] for one in ended), "late": max(late, default=0),
        "refused": sum(one["bad"] for one in ended),
        "heard": min((len(times) for times in heard.values()), default=0),
    }  # fmt: skip


# The tables.


def stands(server: Served, expected: int) -> tuple[int, int, int, int]:
    """Lost, double, out of order, differences between log and result."""
    found = inside(server.environment, "count")
    places = [(person, question) for person, question, _, _ in found["rows"]]
    return (
        expected - len(set(places)),
        len(places) - len(set(places)),
        inversions(found["rows"]),
        len(found["differences"]),
    )


def inversions(rows: list[list]) -> int:
    """Neighbours of the log that were sent in the other order; a burst sends person 0 first."""
    turned = 0
    for question in {row[1] for row in rows}:
        order = [int(key.split("-")[0]) for _, q, _, key in rows if q == question]
        turned += sum(a > b for a, b in pairwise(order))
    return turned


def rate(folder: Path, database: str) -> None:
    """Answers a second, from fifty phones and from a thousand."""
    for people in RATE_CLIENTS:
        with ExitStack() as stack:
            server = Served(environment_of(stack, database))
            filled = inside(server.environment, "fill", PEOPLE, 50, 5, 300, False)
            answers = write_answers(folder, filled, one_by_one(filled))
            server.start()
            stack.callback(server.kill, signal.SIGTERM)
            before = server.cpu()
            found = figures(posters(folder, server.port, answers, people, seconds=-1))
            cpu = 1e6 * (server.cpu() - before) / found["good"]
            lost, double, _, _ = stands(server, RATE_ROWS)
            print(
                f"{database:12}{people:7}{found['good'] / found['seconds']:10.0f}/s (≥12000){cpu:8.0f} µs CPU"
                f"{found['p99']:8.0f} ms{lost:6}{double:8}"
            )


def bursts(folder: Path, database: str) -> None:
    """1,000 and 5,000 at one instant."""
    for people, most in ((1000, 120), (5000, 600)):
        with ExitStack() as stack:
            server = Served(environment_of(stack, database))
            filled = inside(server.environment, "fill", people, QUESTIONS, 5, 300, False)
            server.start()
            stack.callback(server.kill, signal.SIGTERM)
            found = []
            for question in (1, 2, 3):
                answers = write_answers(folder, filled, [(person, question) for person in range(people)])
                found.append(figures(posters(folder, server.port, answers, people, seconds=0)))
            lost, double, turned, _ = stands(server, 3 * people)
            last = sorted(one["max"] for one in found)
            refused = sum(one["bad"] for one in found)
            print(
                f"{database:12}{people:7}{last[1]:10.0f} ms (≤{most}; {last[0]:.0f}-{last[2]:.0f})"
                f"{lost:6}{double:8}{turned:8}{refused:8}"
            )


def rounds(folder: Path, database: str) -> None:
    """So many players, five questions, streams and results."""
    for people in SIZES:
        with ExitStack() as stack:
            server = Served(environment_of(stack, database))
            server.start()
            stack.callback(server.kill, signal.SIGTERM)
            wait = 25 + people / 100
            filled = inside(server.environment, "fill", people, QUESTIONS, wait, 5, True) | {"seconds": 5}
            found = asyncio.run(whole_round(folder, server, filled))
            lost, double, turned, differences = stands(server, QUESTIONS * people)
            cpu = found["cpu"] / (QUESTIONS * people / 1000)
            print(
                f"{database:12}{people:7}{cpu:8.2f} s (≤0.15){found['cpu']:9.1f} s{found['last']:8.0f} ms"
                f"{found['late']:9.0f} ms{found['heard']:8}{lost:6}{double:8}{turned:8}{differences:8}", flush=True
            )  # fmt: skip


def killed(folder: Path, database: str) -> None:
    """kill -9 in the midst; the pages send again what was not acknowledged, under the same keys."""
    with ExitStack() as stack:
        server = Served(environment_of(stack, database))
        filled = inside(server.environment, "fill", PEOPLE, 50, 5, 300, False)
        places = one_by_one(filled)
        answers = write_answers(folder, filled, places)
        server.start()
        stack.callback(lambda: server.kill(signal.SIGTERM))
        client = posters(folder, server.port, answers, 50, seconds=-1)
        time.sleep(1.2)
        server.kill()
        figures(client)
        numbers = answers.with_suffix(".acknowledged").read_text().split()
        acknowledged = {"{}-{}".format(*places[int(number)]) for number in numbers}
        kept = {key for _, _, _, key in inside(server.environment, "count")["rows"]}
        server.start()
        figures(posters(folder, server.port, answers, 50, seconds=-1))
        lost, double, _, _ = stands(server, RATE_ROWS)
        print(
            f"{database:12}{len(acknowledged):8} acknowledged before, {len(acknowledged - kept)} of them gone;"
            f" all sent again: {lost} lost, {double} double"
        )


TABLES = {
    "rate": (rate, f"{'':12}{'phones':>7}{'on disk and acknowledged':>21}{'':11}{'p99':>11}{'lost':>6}{'double':>8}"),
    "bursts": (bursts, f"{'':12}{'people':>7}{'last acknowledged':>22}"
                         f"{'lost':>16}{'double':>8}{'turned':>8}{'refused':>8}"),
    "rounds": (rounds, f"{'':12}{'people':>7}{'CPU per 1,000':>16}{'altogether':>11}{'last ack':>11}{'result late':>12}"
                       f"{'heard':>8}{'lost':>6}{'double':>8}{'turned':>8}{'replay':>8}"),
    "killed": (killed, ""),
}  # fmt: skip


def main() -> None:
    """All tables, or those of QUIZ_TABLES, on the databases of QUIZ_DATABASES, with QUIZ_SIZES players."""
    from bench.realtime import compiled

    databases = os.environ.get("QUIZ_DATABASES", "SQLite,PostgreSQL").split(",")
    with tempfile.TemporaryDirectory(prefix="zhibu-bench-") as place:
        folder = Path(place)
        compiled(folder, ROOT / "bench" / "posters.c")
        for name in os.environ.get("QUIZ_TABLES", ",".join(TABLES)).split(","):
            measure, heading = TABLES[name]
            print(f"\nKnowledge contest: {name}\n{heading}", flush=True)
            for database in databases:
                measure(folder, database)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
        import django

        django.setup()
        print(json.dumps(child(sys.argv[2], sys.argv[3:])))
    else:
        main()
