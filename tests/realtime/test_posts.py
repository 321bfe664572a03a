"""Posts: numbered as they come, on the disk before they are acknowledged, safe to send again."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection

from tests.realtime.edges import serving
from tests.realtime.test_streams import ticket
from zhibu.realtime import registry, uplink
from zhibu.realtime.api import Post
from zhibu.realtime.distance import round_trip_ms
from zhibu.realtime.posts import LONGEST_RTT_MS, SPARE_MS

pytestmark = pytest.mark.django_db(transaction=True)
INSERT = "INSERT INTO hub_post (key, person, number) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


class Box:
    """A room that keeps posts in a table of three columns."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.batches: list[int] = []
        self.broken = self.shut = False
        self.last = 0
        self.hold = threading.Event()
        self.hold.set()

    def open(self, room: str) -> int:
        if self.shut:
            raise OperationalError("away")
        return self.last

    def admit(self, post: Post) -> dict | None:
        if post.body.get("late"):
            return {"code": "late", "sentence": "这一题已经结束。"}
        return None if "x" not in post.body else post.body["no such thing"]

    def store(self, posts: list[Post]) -> list[dict]:
        self.hold.wait(5)
        self.batches.append(len(posts))
        if self.broken:
            raise OperationalError("disk full")
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                self.synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
            cursor.executemany(INSERT, [(p.key, p.person_id, p.number) for p in posts])
        if any(post.body.get("spoiled") for post in posts):
            raise ValueError("spoiled")
        return [{"n": post.number} for post in posts]

    def stored(self, posts: list[Post], acknowledgements: list[dict]) -> None:
        self.told += [post.number for post in posts]


@pytest.fixture
def box(monkeypatch):
    taker = Box()
    monkeypatch.setitem(registry._uplinks, "box", taker)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS hub_post")  # a run that was killed
        cursor.execute("CREATE TABLE hub_post (key varchar(64) PRIMARY KEY, person bigint, number bigint)")
    yield taker
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE hub_post")


@pytest.fixture(params=["the short way", "the public way"])
def served(box, request):
    with serving(short=request.param == "the short way") as edge:
        yield edge


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, number FROM hub_post ORDER BY number")
        return cursor.fetchall()


def post(served, key="k", *, person_id=7, room="box.1", body=None, **more):
    text = ticket(person_id=person_id, rooms=["box.1", "box.2"])
    return served.ask("POST", "/rt/post", {"ticket": text, "room": room, "key": key, "body": body or {}, **more})


def test_what_is_acknowledged_is_stored(served, box):
    assert post(served)[:2] == (200, {"n": 1})
    assert rows() == [("k", 1)]
    assert box.told == [1]


def test_the_disk_has_it_before_the_acknowledgement(served, box):
    post(served)
    assert connection.vendor != "sqlite" or box.synchronous == 2  # FULL


def test_the_same_key_again_is_stored_once_and_gets_the_same_acknowledgement(served):
    answers = [post(served, "k")[:2] for _ in range(3)]
    assert answers == [(200, {"n": 1})] * 3
    assert rows() == [("k", 1)]


def test_a_double_tap_waits_for_the_first(served, box):
    box.hold.clear()
    with ThreadPoolExecutor(4) as pool:
        taps = [pool.submit(post, served, "k") for _ in range(4)]
        threading.Timer(0.5, box.hold.set).start()
        assert [tap.result()[:2] for tap in taps] == [(200, {"n": 1})] * 4
    assert rows() == [("k", 1)]


def test_many_at_once_are_stored_in_few_groups_none_lost_none_double(served, box):
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: post(served, f"k{n}", person_id=n + 1), range(200)))
    assert {status for status, _, _ in answers} == {200}
    assert sorted(answer["n"] for _, answer, _ in answers) == list(range(1, 201))
    assert [number for _, number in rows()] == list(range(1, 201))
    assert box.told == list(range(1, 201))
    assert sum(box.batches) == 200


def test_numbers_go_on_after_those_the_room_gave_before(served, box):
    box.last = 41
    assert post(served)[1] == {"n": 42}
    assert post(served, "other", room="box.2")[1] == {"n": 42}


def test_what_the_room_refuses_is_not_stored_and_says_why(served):
    assert post(served, body={"late": True})[:2] == (422, {"code": "late", "sentence": "这一题已经结束。"})
    assert rows() == []


def test_a_room_that_fails_is_not_the_member_s_fault(served):
    status, answer, _ = post(served, body={"x": 1})
    assert (status, answer["code"]) == (500, "fault")


def test_a_post_that_spoils_its_group_spoils_only_itself(served, box):
    box.hold.clear()
    with ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(post, served, f"k{n}", body={"spoiled": n == 3}) for n in range(8)]
        threading.Timer(0.5, box.hold.set).start()
        statuses = [one.result()[0] for one in sent]
    assert statuses == [200, 200, 200, 503, 200, 200, 200, 200]
    assert len(rows()) == 7


def test_while_the_database_is_away_nothing_is_acknowledged_and_the_same_key_works_later(served, box):
    box.broken = True
    status, answer, headers = post(served)
    assert (status, answer["code"], rows()) == (503, "not_stored", [])
    assert int(headers["retry-after"]) >= 1
    box.broken = False
    assert post(served)[0] == 200
    assert len(rows()) == 1


def test_a_room_that_cannot_be_opened_is_opened_with_the_next_try(served, box):
    box.shut = True
    assert post(served)[0] == 503
    box.shut = False
    assert post(served)[:2] == (200, {"n": 1})


def test_what_was_taken_is_acknowledged_before_the_process_ends(box):
    box.hold.clear()
    with serving() as served, ThreadPoolExecutor(1) as pool:
        sent = pool.submit(post, served)
        while not served.sequencer.counters.posts:
            pass
        threading.Timer(0.3, box.hold.set).start()
        served.stop()
        assert sent.result()[:2] == (200, {"n": 1})
    assert rows() == [("k", 1)]


def test_a_full_queue_says_when_to_come_again(served, monkeypatch):
    monkeypatch.setattr(uplink, "MOST_WAITING", 0)
    status, answer, headers = post(served)
    assert (status, answer["code"]) == (503, "busy")
    assert 1 <= int(headers["retry-after"]) <= 5


def test_a_flood_from_one_account_is_slowed_and_the_others_are_not(box):
    with serving({"rate": 1.0}) as served:
        statuses = [post(served, f"k{n}")[0] for n in range(8)]
        assert (statuses[:4], statuses[-1]) == ([200] * 4, 429)
        assert post(served, "other", person_id=8)[0] == 200


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ticket": "forged.ticket"}, 401, "ticket"),
        ({"ticket": 7}, 401, "ticket"),
        ({"room": "box.3"}, 403, "not_yours"),
        ({"room": ["box.1"]}, 403, "not_yours"),
        ({"key": ""}, 422, "unreadable"),
        ({"key": "k" * 65}, 422, "unreadable"),
        ({"body": "text"}, 422, "unreadable"),
    ],
)
def test_what_a_ticket_does_not_allow_is_refused(served, change, status, code):
    text = ticket(rooms=["box.1"])
    got, answer, _ = served.ask("POST", "/rt/post", {"ticket": text, "room": "box.1", "key": "k", "body": {}} | change)
    assert (got, answer["code"]) == (status, code)
    assert rows() == []


@pytest.mark.parametrize(("data", "status"), [(b"", 422), (b"[]", 422), (b"\xff{", 422), (b"x" * 2**20, 413)])
def test_what_is_no_post_is_refused_with_a_sentence(served, data, status):
    got, answer, _ = served.ask("POST", "/rt/post", data)
    assert (got, bool(answer["sentence"])) == (status, True)


@pytest.mark.parametrize(("claim", "taken"), [(80, 80.0), (1e9, 500.0), (-5, 0.0), ("x", 0.0), (None, 0.0)])
def test_a_page_cannot_claim_any_distance(served, box, claim, taken):
    seen = []
    box.admit = lambda item: seen.append(item.rtt_ms)
    served.edge.is_proxied = True  # and the proxy says nothing: there is only the claim
    post(served, rtt=claim)
    assert seen == [taken]


@pytest.fixture
def distances(box):
    """What the room is told of distances."""
    seen = []
    box.admit = lambda item: seen.append(item.rtt_ms)
    return seen


def claim(served, key, ms, **headers):
    body = {"ticket": ticket(person_id=7, rooms=["box.1"]), "room": "box.1", "key": key, "body": {}, "rtt": ms}
    assert served.ask("POST", "/rt/post", body, **headers)[0] == 200


@pytest.fixture(params=[True, False], ids=["the short way", "the public way"])
def measuring(request):
    """An edge that measures, whichever way a post comes in."""

    def start(**options):
        return serving(options, short=True)

    def way(served):
        if not request.param:
            served.connects = http.client.HTTPConnection

    return start, way


def test_a_claimed_distance_is_bounded_by_what_the_kernel_measured(distances, measuring):
    """Next door, nobody is five hundred milliseconds away, whatever he sends."""
    start, way = measuring
    with start() as served:
        way(served)
        claim(served, "a", 500, **{"X-Client-RTT": "400000"})
        claim(served, "b", 3)
    assert SPARE_MS < distances[0] < SPARE_MS + 100
    assert distances[1] == 3


def test_behind_a_proxy_its_measure_counts(distances, measuring):
    start, way = measuring
    with start(proxied=True) as served:
        way(served)
        claim(served, "near", 500, **{"X-Client-RTT": "10000"})
        claim(served, "far", 300, **{"X-Client-RTT": "180000"})
        claim(served, "unknown", 300)
        claim(served, "nonsense", 300, **{"X-Client-RTT": "-1"})
    assert distances == [70.0, 300.0, 300.0, 300.0]


def test_where_the_kernel_tells_nothing_the_claim_is_believed_up_to_half_a_second():
    assert round_trip_ms(None) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 4000,
        b'{"a":' * 500 + b"1" + b"}" * 500,
        b'{"body":{"text":"\\ud800"}}',
        b'{"body":{"text":"a\\u0000b"}}',
        b'{"key":"\\uDFFF"}',
    ],
)
def test_what_would_spoil_a_group_is_refused_before_it_is_in_one(served, raw, caplog):
    status, answer, _ = served.ask("POST", "/rt/post", raw)
    assert (status, answer["code"]) in {(422, "unreadable"), (401, "ticket")}
    assert not caplog.records


def test_a_pair_of_letters_that_came_escaped_is_a_letter(served, box):
    assert post(served, "k", body={"text": "好\U0001f600"})[0] == 200


@pytest.mark.parametrize("ms", [10**400, -(10**400), float("inf"), float("nan"), "500", [500], True])
def test_a_distance_that_is_no_number_harms_nobody(served, distances, ms):
    assert post(served, "k", rtt=ms)[0] == 200
    assert 0 <= distances[0] <= LONGEST_RTT_MS
