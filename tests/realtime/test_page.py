"""A page in a browser: hears, comes back after the edge was away, sends again what was not stored."""

import json
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.realtime import test_posts
from tests.realtime.edges import serving
from tests.realtime.test_streams import ticket
from zhibu.realtime import api

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
box = test_posts.box
STATIC = Path(api.__file__).parent / "static"
PAGE = """<!doctype html><meta charset="utf-8"><title>live</title><p id="heard"></p>
<div data-live-topics="%(topics)s" data-live-ticket="%(ticket)s" data-live-renew="/live/ticket"
 data-live-worker="/static/realtime/worker.js"><p data-live-away hidden>away</p>
<p data-live-unsent hidden>unsent</p></div>
<script type="module" src="/use.js?%(topics)s"></script>"""
USE = """import { on, post, now } from "/static/realtime/live.js";
for (const topic of document.querySelector("[data-live-topics]").dataset.liveTopics.split(" "))
  on(topic, "*", ({ i }, event) => (document.getElementById("heard").textContent += `${event}${i ?? ""} `));
window.send = (text, key) => post("box.1", { text }, key).catch((refusal) => refusal);
window.clock = now;"""


class Site:
    """The edge with a page beside it: what Django would serve."""

    def __init__(self, edge) -> None:
        self.edge, self.away = edge, False

    async def __call__(self, scope, receive, send) -> None:
        path, query = scope["path"], scope["query_string"].decode()
        if path.startswith("/rt/") and not self.away:
            await self.edge(scope, receive, send)
            return
        status, kind, body = self.answer(path, query)
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def answer(self, path: str, query: str) -> tuple[int, str, bytes]:
        if path.startswith("/rt/"):
            return 503, "text/plain", b"away"
        if path.startswith("/static/"):
            return 200, "text/javascript", (STATIC / path.removeprefix("/static/")).read_bytes()
        if path == "/use.js":
            return 200, "text/javascript", USE.encode()
        topics = [part.split("=")[1] for part in query.split("&") if "=" in part]
        text = ticket(*topics, rooms=["box.1"])
        if path == "/live/ticket":
            return 200, "application/json", json.dumps({"ticket": text}).encode()
        return 200, "text/html", (PAGE % {"topics": " ".join(topics), "ticket": text}).encode()


@pytest.fixture
def site(box):
    with serving() as served:
        served.site = Site(served.edge)
        served.server.config.loaded_app = served.site
        yield served


@pytest.fixture
def browser(site, chromium):
    context = chromium.new_context(base_url=f"http://127.0.0.1:{site.port}")
    yield context
    context.close()


def is_there(page: Page, text: str) -> None:
    page.wait_for_function("(text) => document.getElementById('heard').textContent === text", arg=text, timeout=20_000)


def readers(site, count: int) -> None:
    until = time.monotonic() + 15
    while len(site.hub.readers) != count and time.monotonic() < until:
        time.sleep(0.05)
    assert len(site.hub.readers) == count


def publish(topic, number):
    api.publish(topic, "m", {"i": number})


def test_two_pages_share_one_stream_and_each_hears_its_own_topics(site, browser):
    first, second = browser.new_page(), browser.new_page()
    first.goto("/?topic=quiz.1")
    readers(site, 1)
    second.goto("/?topic=quiz.1&topic=quiz.2")
    until = time.monotonic() + 10
    while site.hub.counters.events == 0 and time.monotonic() < until:
        if "quiz.2" in next(iter(site.hub.readers)).topics:
            publish("quiz.1", 1)
            publish("quiz.2", 2)
        time.sleep(0.1)
    is_there(second, "m1 m2 ")
    is_there(first, "m1 ")
    readers(site, 1)


def test_a_page_comes_back_by_itself_and_misses_nothing(site, browser):
    page = browser.new_page()
    page.goto("/?topic=quiz.1")
    readers(site, 1)
    publish("quiz.1", 1)
    is_there(page, "m1 ")
    site.site.away = True
    site.call(lambda: [reader.cut() for reader in site.hub.readers])
    page.wait_for_selector("[data-live-away]", state="visible", timeout=10_000)
    publish("quiz.1", 2)
    site.site.away = False
    is_there(page, "m1 m2 ")
    page.wait_for_selector("[data-live-away]", state="hidden", timeout=10_000)


def test_what_was_not_stored_is_sent_again_until_it_is_and_counted_once(site, browser, box):
    page = browser.new_page()
    page.goto("/?topic=quiz.1")
    readers(site, 1)
    box.broken = True
    page.evaluate("void (window.sent = window.send('您好', 'key-1'))")
    page.wait_for_selector("[data-live-unsent]", state="visible", timeout=10_000)
    box.broken = False
    acknowledged = page.evaluate("window.sent")
    page.wait_for_selector("[data-live-unsent]", state="hidden", timeout=5_000)
    assert test_posts.rows() == [("key-1", acknowledged["n"])]


def test_the_page_knows_the_server_s_clock(site, browser):
    page = browser.new_page()
    page.goto("/?topic=quiz.1")
    readers(site, 1)
    assert abs(page.evaluate("window.clock()") - time.time() * 1000) < 2000
