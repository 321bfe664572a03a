"""The bridge: what a WSGI application answers, and how it crosses to the loop."""

import asyncio

import pytest

from zhibu.config.bridge import GATHERED_BYTES, Bridge

SCOPE = {
    "type": "http", "method": "POST", "path": "/报名", "query_string": b"a=1", "http_version": "1.1", "scheme": "http",
    "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 9), "headers": [(b"content-length", b"6"), (b"x-a", b"1")],
}  # fmt: skip


class Parts:
    """A body that notes that it was closed."""

    def __init__(self, *parts: bytes, fails: bool = False) -> None:
        self.parts, self.fails, self.is_closed = parts, fails, False

    def __iter__(self):
        yield from self.parts
        if self.fails:
            raise ValueError("in the middle")

    def close(self) -> None:
        self.is_closed = True


def crossing(pages, *messages):
    """What the loop was sent, for the messages of a request."""
    sent, coming = [], list(messages or [{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return coming.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(Bridge(pages, threads=1)(SCOPE, receive, send))
    return sent


def page(parts):
    def pages(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return parts

    return pages


def test_a_usual_page_crosses_once():
    parts = Parts(b"a", b"b")
    assert crossing(page(parts)) == [
        {"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]},
        {"type": "http.response.body", "body": b"ab", "more_body": False},
    ]
    assert parts.is_closed


def test_a_long_answer_goes_out_in_parts():
    whole = [b"x" * GATHERED_BYTES, b"y", b"z" * GATHERED_BYTES, b"end"]
    _, *bodies = crossing(page(Parts(*whole)))
    assert [(len(one["body"]), one["more_body"]) for one in bodies] == [
        (GATHERED_BYTES, True), (GATHERED_BYTES + 1, True), (3, False),
    ]  # fmt: skip
    assert b"".join(one["body"] for one in bodies) == b"".join(whole)


def test_an_empty_answer_is_an_answer():
    assert [one.get("body") for one in crossing(page(Parts()))] == [None, b""]


def test_a_body_that_comes_in_parts_is_read_whole_and_the_request_is_as_it_was():
    seen = {}

    def pages(environ, start_response):
        seen.update(environ, text=environ["wsgi.input"].read(6))
        start_response("204 No Content", [])
        return []

    parts = [("abc", True), ("def", False)]
    crossing(pages, *({"type": "http.request", "body": text.encode(), "more_body": more} for text, more in parts))
    assert seen["text"] == b"abcdef"
    assert (seen["REQUEST_METHOD"], seen["QUERY_STRING"], seen["CONTENT_LENGTH"], seen["HTTP_X_A"]) == (
        "POST", "a=1", "6", "1",
    )  # fmt: skip
    assert seen["PATH_INFO"].encode("latin1").decode() == "/报名"


def test_an_answer_that_breaks_off_is_closed_and_said_to_the_server():
    parts = Parts(b"a", fails=True)
    with pytest.raises(ValueError, match="in the middle"):
        crossing(page(parts))
    assert parts.is_closed


def test_who_left_before_he_asked_costs_nothing():
    assert crossing(None, {"type": "http.disconnect"}) == []
