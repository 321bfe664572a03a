"""A talk, from the announcement to a promise that is kept: two phones, and the draw made again by the page's script."""

import html
import subprocess
import sys
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.talks import a_time
from tests.journeys.conftest import check_page
from tests.journeys.steps import press, visit
from tests.world import build_world
from zhibu.kernel.clock import now
from zhibu.talks.models import Message, TalkTime, Undertaking

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET = "夜班太连着了，孩子没人接"


def test_from_the_announcement_to_a_promise(browse, live_server):
    world = build_world()
    time = a_time(world, moment=now() + timedelta(hours=1), at=now())
    alice, bob = browse(world.accounts["alice"]), browse(world.accounts["bob"])
    page_of_time = live_server.url + reverse("talks:time", args=[time.pk])
    visit(bob, page_of_time)
    press(bob, "我想参加")
    move(time, now() - timedelta(seconds=5))
    visit(bob, page_of_time)
    press(bob, "摇")
    expect(bob.get_by_text("您的票已经放进去")).to_be_visible()
    move(time, now() - timedelta(seconds=90))
    visit(alice, page_of_time)
    press(alice, "现在抽取")
    expect(alice.get_by_text("抽到了Bob")).to_be_visible()
    visit(bob, page_of_time)
    assert run(bob.locator("#draw-script").inner_html()) == bob.locator("#drawn-ticket").inner_text()
    talk_in_the_room(alice, bob)
    promise(alice, bob)


def move(time, moment):
    TalkTime.objects.filter(pk=time.pk).update(moment=moment)


def run(source):
    """What the program on the page prints."""
    program = [sys.executable, "-I", "-c", html.unescape(source)]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def talk_in_the_room(alice, bob):
    """Both open the room, compare the phrase and write; the database never sees the words."""
    for page in (bob, alice):
        page.get_by_role("link", name="去聊聊").click()
    for page in (alice, bob):
        expect(page.get_by_text("已加密", exact=True)).to_be_visible(timeout=20_000)
    phrases = {page.locator("[data-phrase]").inner_text() for page in (alice, bob)}
    assert len(phrases) == 1
    assert len(phrases.pop().replace(" ", "")) == 15
    bob.get_by_label("想说的话").fill(SECRET)
    bob.get_by_role("button", name="发送").click()
    expect(alice.get_by_text(SECRET)).to_be_visible(timeout=20_000)
    check_page(alice)
    sealed = Message.objects.get().sealed
    assert SECRET not in sealed
    assert len(sealed) > len(SECRET)
    bob.reload()
    expect(bob.get_by_text(SECRET)).to_be_visible()


def promise(alice, bob):
    """A promise is written by one and seen by both."""
    alice.get_by_label("答应了什么").fill("调整排班")
    alice.get_by_label("哪天之前").fill("2099-01-01")
    press(alice, "写下来")
    bob.reload()
    expect(bob.get_by_text("调整排班")).to_be_visible()
    for page in (alice, bob):
        press(page, "我们谈过了")
    press(alice, "办好了")
    assert Undertaking.objects.get().done_at is not None
