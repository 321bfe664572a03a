"""The short way of a post: what it takes, what it leaves to the public way, and that both say the same."""

import json
import socket

import pytest

from tests.realtime.edges import serving
from tests.realtime.test_posts import box, rows  # noqa: F401 (a fixture)
from tests.realtime.test_streams import ticket
from zhibu.realtime.arrivals import MOST_HELD_BYTES, whole_post, whole_stream

pytestmark = pytest.mark.django_db(transaction=True)
HEAD = b"POST /rt/post HTTP/1.1\r\nHost: x\r\nContent-Length: 2"


@pytest.mark.parametrize(
    "data",
    [
        HEAD + b"\r\n\r\n{",
        HEAD + b"\r\n\r\n{}x",
        HEAD + b"\r\n",
        HEAD + b"\r\nContent-Length: 3\r\n\r\n{}",
        HEAD + b"\r\nTransfer-Encoding: chunked\r\n\r\n{}",
        HEAD + b"\r\nExpect: 100-continue\r\n\r\n{}",
        HEAD + b"\r\nConnection: close\r\n\r\n{}",
        HEAD + b"\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n{}",
        HEAD.replace(b": 2", b" : 2") + b"\r\n\r\n{}",
        HEAD.replace(b": 2", b": +2") + b"\r\n\r\n{}",
        HEAD.replace(b"1.1", b"1.0") + b"\r\n\r\n{}",
        HEAD.replace(b"/rt/post", b"/rt/post?x=1") + b"\r\n\r\n{}",
        HEAD.replace(b"POST", b"GET") + b"\r\n\r\n{}",
    ],
)
def test_what_is_not_one_plain_whole_post_goes_the_public_way(data):
    assert whole_post(data) is None


@pytest.mark.parametrize("head", [HEAD, HEAD.replace(b"Content-Length", b"content-length"), HEAD + b"\r\nCookie: a=b"])
def test_one_plain_whole_post_goes_the_short_way(head):
    assert whole_post(head + b"\r\n\r\n{}") == b"{}"


FOLLOW = b"GET /rt/stream?ticket=a.b&after=7 HTTP/1.1\r\nHost: x"


@pytest.mark.parametrize(
    "data",
    [
        FOLLOW + b"\r\n",
        FOLLOW + b"\r\n\r\nmore",
        FOLLOW + b"\r\n\r\n" + FOLLOW + b"\r\n\r\n",
        FOLLOW + b"\r\nContent-Length: 0\r\n\r\n",
        FOLLOW + b"\r\nConnection: close\r\n\r\n",
        FOLLOW.replace(b"1.1", b"1.0") + b"\r\n\r\n",
        FOLLOW.replace(b"GET", b"HEAD") + b"\r\n\r\n",
        FOLLOW.replace(b"stream", b"poll") + b"\r\n\r\n",
    ],
)
def test_what_is_not_one_plain_request_for_a_stream_goes_the_public_way(data):
    assert whole_stream(data) is None


def test_a_plain_request_for_a_stream_goes_the_short_way():
    assert whole_stream(FOLLOW + b"\r\n\r\n") == {"ticket": "a.b", "after": "7"}
    again = FOLLOW.replace(b"&after=7", b"") + b"\r\nLast-Event-ID: 9\r\n\r\n"
    assert whole_stream(again) == {"ticket": "a.b", "after": "9"}


@pytest.fixture
def short(box):  # noqa: F811
    with serving(short=True) as served:
        yield served


@pytest.fixture
def line(short):
    with socket.create_connection(("127.0.0.1", short.port), timeout=5) as connection:
        yield connection


def asked(key: str, *, body: object = None, cookie: str = "") -> bytes:
    data = {"ticket": ticket(rooms=["box.1"]), "room": "box.1", "key": key, "body": body or {}}
    text = json.dumps(data).encode()
    head = f"POST /rt/post HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nContent-Length: {len(text)}\r\n\r\n"
    return head.encode() + text


def answers(line: socket.socket, count: int) -> list[tuple[int, dict]]:
    """Status and JSON of the next answers of one connection."""
    data, found = b"", []
    while len(found) < count:
        some = line.recv(65_536)
        assert some, "the connection was closed"
        data += some
        while b"\r\n\r\n" in data:
            head, _, rest = data.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            if len(rest) < length:
                break
            found.append((int(head[9:12]), json.loads(rest[:length])))
            data = rest[length:]
    return found


def test_a_connection_serves_one_post_after_the_other_on_both_ways(short, line):
    for number, key in enumerate("abc", 1):
        line.sendall(asked(key) if key != "b" else asked(key)[:30])
        if key == "b":
            line.sendall(asked(key)[30:])
        assert answers(line, 1) == [(200, {"n": number})]
    assert [key for key, _ in rows()] == ["a", "b", "c"]


def test_who_does_not_wait_for_his_answer_gets_all_of_them_in_order(short, line, box):  # noqa: F811
    box.hold.clear()
    line.sendall(asked("a"))
    while not short.sequencer.waiting:
        pass
    line.sendall(asked("b"))
    line.sendall(b"GET /rt/clock HTTP/1.1\r\nHost: x\r\n\r\n")
    box.hold.set()
    first, second, third = answers(line, 3)
    assert [first, second] == [(200, {"n": 1}), (200, {"n": 2})]
    assert "now" in third[1]


def test_who_sends_without_end_while_he_waits_is_cut_off(short, line, box):  # noqa: F811
    box.hold.clear()
    line.sendall(asked("a"))
    while not short.sequencer.waiting:
        pass
    with pytest.raises((ConnectionResetError, BrokenPipeError)):  # noqa: PT012
        for _ in range(1000):
            line.sendall(b"x" * MOST_HELD_BYTES)
    box.hold.set()


def test_a_refusal_of_the_room_is_said_in_its_words(short, line):
    line.sendall(asked("a", body={"late": True}))
    assert answers(line, 1) == [(422, {"code": "late", "sentence": "这一题已经结束。"})]
    assert rows() == []


@pytest.mark.parametrize(("cookie", "is_english"), [("", False), ("a=b; zhibu_language=en", True)])
def test_a_refusal_of_the_edge_is_said_in_the_browser_s_language(short, line, cookie, is_english):
    forged = asked("a", cookie=cookie).replace(b'"box.1"', b'"box.9"')
    line.sendall(forged)
    ((status, said),) = answers(line, 1)
    assert (status, said["code"]) == (403, "not_yours")
    assert said["sentence"].isascii() is is_english


@pytest.mark.parametrize(("cookie", "is_english"), [("", False), ("a=b; zhibu_language=en", True)])
def test_so_is_a_failure_that_comes_later(short, line, box, cookie, is_english):  # noqa: F811
    box.broken = True
    line.sendall(asked("a", cookie=cookie))
    ((status, said),) = answers(line, 1)
    assert (status, said["sentence"].isascii()) == (503, is_english)


def test_who_hangs_up_before_his_answer_harms_nobody(short, line, box):  # noqa: F811
    box.hold.clear()
    line.sendall(asked("a"))
    while not short.sequencer.waiting:
        pass
    line.close()
    box.hold.set()
    assert short.ask("POST", "/rt/post", json.loads(asked("b").partition(b"\r\n\r\n")[2]))[:2] == (200, {"n": 2})
    assert [key for key, _ in rows()] == ["a", "b"]
