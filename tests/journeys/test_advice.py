"""An employee gives advice without a name, the office reads and answers it, others support it, all on phones."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.advice import an_office
from tests.journeys.conftest import check_page
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.advice.models import Advice, Support

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_a_complaint_to_what_was_done(browse, live_server):
    cache.clear()
    world = build_world()
    an_office(world, officer="alice")
    bob, alice = browse(world.accounts["bob"]), browse(world.accounts["alice"])
    receipt = write(bob, live_server)
    visit(alice, live_server.url + reverse("advice:desk"))
    follow(alice, "夜班没有班车")
    press(alice, "公开")
    alice.get_by_label("答复的话，大家都看得到").fill("十二月起加开一班，0:30 发车。")
    press(alice, "公布答复")
    charlie = browse(world.accounts["charlie"])
    visit(charlie, live_server.url + reverse("advice:index"))
    follow(charlie, "夜班没有班车")
    expect(charlie.get_by_text("十二月起加开一班")).to_be_visible()
    press(charlie, "我也这样想，支持")
    expect(charlie.get_by_text("1 人支持")).to_be_visible()
    alice.get_by_label("采纳什么、什么时候办").fill("列入十二月班车计划")
    press(alice, "公布采纳")
    alice.get_by_label("办成了什么").fill("已开行")
    press(alice, "公布办成")
    look(browse(), live_server, receipt)
    assert (Advice.objects.get().author, Support.objects.count()) == (None, 1)


def write(page, live_server):
    """Bob, without his name; the page tells what that means."""
    visit(page, live_server.url + reverse("advice:index"))
    page.get_by_role("link", name="提一条意见").first.click()
    check_page(page)
    page.get_by_text("匿名是怎样做到的").click()
    page.get_by_label("题目").fill("夜班没有班车")
    page.get_by_label("内容").fill("夜班下班没有班车，回家要走很远。")
    page.get_by_label("匿名，系统也不记我是谁").check()
    press(page, "提交")
    return page.locator("#receipt").inner_text()


def look(page, live_server, receipt):
    """Anybody with the receipt, in a browser that is not signed in."""
    visit(page, live_server.url + reverse("advice:find"))
    page.get_by_label("回执").fill(receipt.lower())
    press(page, "查看")
    expect(page.get_by_text("已开行")).to_be_visible()
