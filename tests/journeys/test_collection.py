"""A request for information on three phones: asked, filled in, checked by the branch, re-checked by the committee."""

import pytest
from playwright.sync_api import expect

from tests.factories.collection import sent
from tests.journeys.conftest import check_page
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.collection.models import Confirmation, Request, Sheet
from zhibu.kernel.clock import now
from zhibu.members.models import Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_the_asker_to_the_committee(browse):
    world = build_world()
    Person.objects.filter(pk=world.person("bob").pk).update(education="大学本科毕业")
    stella, bob, alice = (browse(world.accounts[name]) for name in ("stella", "bob", "alice"))
    ask(stella)
    fill_in(bob)
    check(alice)
    follow_up(stella)
    person = Person.objects.get(pk=world.person("bob").pk)
    assert (person.mobile, person.education) == ("13800001234", "大学本科毕业")
    visit(bob, "/collection/mine")
    bob.get_by_text("已确认，仍然有效").click()
    expect(bob.get_by_text("党委确认：Stella").first).to_be_visible()


def ask(page):
    """Stella sees what it costs before she sends it."""
    visit(page, "/collection/")
    follow(page, "向党员采集")
    page.get_by_label("采集什么").fill("年度信息核对")
    page.get_by_label("做什么用").fill("更新名册，用于年报统计")
    page.get_by_label("手机号").check()
    page.get_by_text("学历和工作").click()
    page.get_by_label("学历").check()
    press(page, "存成草稿，看看负担")
    page.get_by_text("加一个平台没有的问题").click()
    page.get_by_label("问题", exact=True).fill("工作服尺码")
    press(page, "加上")
    expect(page.get_by_role("rowheader", name="工作服尺码")).to_be_visible()
    press(page, "发出")
    expect(page.get_by_text("已发出")).to_be_visible()
    assert Request.objects.get().state == "open"


def fill_in(page):
    """Bob types what is missing and leaves alone what is right; a wrong number loses nothing."""
    visit(page, "/collection/")
    follow(page, "去填写“年度信息核对”")
    expect(page.get_by_text("大学本科毕业").first).to_be_visible()
    page.get_by_label("手机号").fill("123")
    page.get_by_label("工作服尺码").fill("XL")
    press(page, "确认并交上来")
    expect(page.get_by_role("alert")).to_contain_text("手机号应为 11 位数字")
    expect(page.get_by_label("工作服尺码")).to_have_value("XL")
    page.get_by_label("手机号").fill("13800001234")
    press(page, "确认并交上来")
    expect(page.get_by_text("接下来由支部核对")).to_be_visible()


def check(page):
    """Alice sees before and after, and finds it right."""
    visit(page, "/collection/checks")
    follow(page, "Bob")
    expect(page.get_by_text("13800001234")).to_be_visible()
    press(page, "核对无误")
    expect(page.get_by_text("更正已写回档案")).to_be_visible()


def follow_up(page):
    """Stella re-checks several at once and reads the results."""
    visit(page, "/collection/checks")
    follow(page, "Bob")
    press(page, "核对无误")
    assert Sheet.objects.get(person__name="Bob").state == "done"
    assert Confirmation.objects.filter(stage="committee").count() == 2
    visit(page, f"/collection/requests/{Request.objects.get().pk}/results")
    expect(page.get_by_text("13800001234")).to_be_visible()
    expect(page.get_by_text("XL")).to_be_visible()
    visit(page, "/collection/burden")
    check_page(page)


def test_a_request_that_ends_while_it_is_filled_in_loses_nothing(browse):
    world = build_world()
    request = sent(world, fields=("mobile",), question="工作服尺码", at=now())
    sheet = Sheet.objects.get(person=world.person("bob"))
    bob, stella = browse(world.accounts["bob"]), browse(world.accounts["stella"])
    visit(bob, f"/collection/sheets/{sheet.pk}")
    bob.get_by_label("手机号").fill("13800001234")
    bob.get_by_label("工作服尺码").fill("XL")
    visit(stella, f"/collection/requests/{request.pk}")
    press(stella, "结束采集")
    press(bob, "确认并交上来")
    expect(bob.get_by_text("您填的都留存了")).to_be_visible()
    sheet.refresh_from_db()
    assert sheet.state == "kept"
    assert [item.answer for item in sheet.items.filter(field="")] == ["XL"]
