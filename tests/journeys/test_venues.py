"""A visitor without an account books, is let in by the steward, writes in the book; a colleague guides the group."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.venues import a_hall
from tests.journeys.conftest import check_page
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.kernel.clock import now
from zhibu.ledger.models import Entry
from zhibu.venues import services
from zhibu.venues.models import Slot, Visit

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hall():
    world = build_world()
    made = a_hall(world, at=now() - timedelta(days=1), capacity=40)
    services.name_steward(world.viewer("stella"), venue_id=made.pk, person_id=world.person("eve").pk, at=now())
    return world, made


def test_a_school_books_is_guided_and_writes(browse, live_server, hall):
    world, venue = hall
    school = browse()
    visit(school, live_server.url + reverse("venues:index"))
    follow(school, "党建展馆")
    book(school)
    code = school.locator("#code").inner_text()
    assert re.fullmatch(r"[2-9A-Z]{5}-[2-9A-Z]{5}", code)
    guide(browse(world.accounts["bob"]), live_server)
    bring_it_to_today(code)
    door = browse(world.accounts["eve"])
    visit(door, live_server.url + reverse("venues:desk", args=[venue.pk]))
    door.get_by_label("预约码").fill(code.lower())
    press(door, "查这个码")
    door.get_by_label("实到几人").fill("11")
    press(door, "放行")
    expect(door.get_by_text("11 今天入馆")).to_be_visible()
    press(door, "进 5 人")
    expect(door.get_by_text("16 今天入馆")).to_be_visible()
    press(door, "确认讲解")
    assert Entry.objects.get().member == world.person("bob")
    write(school, door)


def book(school):
    """A slot, and a group of twelve who first say too little."""
    school.locator("#slots .list a").first.click()
    check_page(school)
    school.get_by_label("几个人").fill("12")
    school.get_by_label("怎么称呼您").fill("李老师")
    press(school, "预约")
    expect(school.get_by_text("散客一次最多 5 人").first).to_be_visible()
    school.get_by_label("我们是团体").check()
    school.get_by_label("单位或团体名称").fill("第三小学")
    school.get_by_label("电话").fill("13800000000")
    school.get_by_label("团体需要讲解").check()
    press(school, "预约")


def bring_it_to_today(code):
    """The slot may be tomorrow's; the door opens today."""
    booked = services.find_visit(code, address=None)
    start = now()
    Slot.objects.filter(pk=booked.slot_id).update(starts_at=start, ends_at=start + timedelta(hours=1))
    Visit.objects.filter(pk=booked.pk).update(starts_at=start)


def guide(page, live_server):
    """Bob takes the group."""
    visit(page, live_server.url + reverse("venues:guiding"))
    page.get_by_role("button", name=re.compile("我来讲")).click()
    expect(page.get_by_text("去不了", exact=True)).to_be_visible()
    check_page(page)


def write(school, door):
    """A few words, read by the steward, then shown."""
    school.reload()
    school.get_by_label("留言", exact=True).fill("孩子们听得入神")
    press(school, "留言")
    follow(door, "审看留言")
    press(door, "刊出")
    follow(school, "党建展馆")
    expect(school.get_by_text("孩子们听得入神")).to_be_visible()
