"""Two running servers exchange a letter and its receipt, each with a database and a key of its own."""

import time
from contextlib import ExitStack, contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
from django.conf import settings

from tests.journeys.serving import serving

pytestmark = pytest.mark.journey
TOKEN = "a" * 32


class House:
    """One installation as its people use it."""

    def __init__(self, served):
        self.served = served

    def open(self, who, path, data=None):
        """A page, or a form that was sent; its text after redirects."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.served.sessions[who]}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}).encode() if data is not None else None
        request = Request(self.served.url + path, body, {"Cookie": cookies})  # noqa: S310 (a server of this test)
        with build_opener(HTTPCookieProcessor(CookieJar())).open(request, timeout=60) as answer:
            return answer.read().decode()

    def wait_for(self, who, path, words):
        """Until a page says it: the worker of the other side carries the message."""
        text = ""
        for _ in range(240):
            try:
                text = self.open(who, path)
            except HTTPError as missing:
                text = str(missing.code)
            if words in text:
                return
            time.sleep(0.5)
        raise AssertionError(f"{path} never said {words}: {text[-2000:]}")


@pytest.fixture
def houses(blank, tmp_path):
    """Two servers, each with a database and a key of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(_house(blank, tmp_path / name)) for name in ("a", "b")]


@contextmanager
def _house(blank, folder):
    folder.mkdir()
    with serving(folder, "transfers", database=blank(folder)) as served:
        yield House(served)


def test_a_letter_and_its_receipt_travel_between_two_servers(houses):
    a, b = houses
    introduce(a, b)
    introduce(b, a)
    send(a)
    b.wait_for("stella", "/transfers/1", "转接途中")
    b.open("stella", "/transfers/1/receive", {"branch_id": b.served.branch_b})
    b.open("stella", "/transfers/1/assign", {})
    a.wait_for("bob", "/transfers/1", "已办结")
    left, came = a.served.server.stage("memberships"), b.served.server.stage("memberships")
    assert left["bob"] == "transferred_out"
    assert left["sent"] == ["done"]
    assert came["newest"] == [b.served.branch_b, "normal"]


def introduce(house, other):
    """Staff enter the other installation's address and key."""
    data = {"name": "对方党委", "address": other.served.url, "public_key": other.served.public}
    assert "对方党委" in house.open("stella", "/transfers/peers", data)


def send(house):
    """Bob asks, Alice confirms, Stella approves and sends."""
    asked = {"to_unit": "对方支部", "addressee": "对方党委", "ground": "unit_changed", "agreed": "on",
             "key": "0" * 31 + "1"}  # fmt: skip
    house.open("bob", "/transfers/start/cross_province_online", asked)
    house.open("alice", "/transfers/1/confirm", {"paid_through": "2026-01"})
    house.open("stella", "/transfers/1/approve", {})
    house.open("stella", "/transfers/1/issue", {"valid_days": 90, "peer_id": 1})
