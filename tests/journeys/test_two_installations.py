"""Two running servers exchange a letter and its receipt, each with a database and a key of its own."""

import sqlite3
import time
from contextlib import closing
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

    def __init__(self, served, folder):
        self.served, self.folder = served, folder

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

    def ask(self, sql):
        """One row of the database."""
        with closing(sqlite3.connect(self.folder / "zhibu.sqlite3")) as database:
            return database.execute(sql).fetchone()


def test_a_letter_and_its_receipt_travel_between_two_servers(tmp_path):
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    with serving(folders[0], "transfers") as first, serving(folders[1], "transfers") as second:
        a, b = House(first, folders[0]), House(second, folders[1])
        introduce(a, b)
        introduce(b, a)
        send(a)
        b.wait_for("stella", "/transfers/1", "转接途中")
        b.open("stella", "/transfers/1/receive", {"branch_id": second.branch_b})
        b.open("stella", "/transfers/1/assign", {})
        a.wait_for("bob", "/transfers/1", "已办结")
        left = "SELECT status FROM members_membership m JOIN members_person p ON p.id = m.person_id WHERE p.name='Bob'"
        assert a.ask(left) == ("transferred_out",)
        came = "SELECT branch_id, status FROM members_membership ORDER BY id DESC LIMIT 1"
        assert b.ask(came) == (second.branch_b, "normal")
        assert a.ask("SELECT state FROM transfers_envelope WHERE outgoing") == ("done",)


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
