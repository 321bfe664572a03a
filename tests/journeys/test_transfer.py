"""A move between two branches on three phones, and a letter that leaves the house: everybody sees the same steps."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.transfers import with_secretary_of_b
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.members.models import Membership
from zhibu.transfers.models import Letter, Transfer

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_from_one_branch_to_the_other(browse, live_server):
    world = with_secretary_of_b(build_world())
    bob, alice, stella, charlie = (browse(world.accounts[name]) for name in ("bob", "alice", "stella", "charlie"))
    visit(bob, live_server.url + reverse("transfers:index"))
    follow(bob, "办理转接")
    follow(bob, "本党委内部调整")
    bob.get_by_label("接收支部").select_option(label="乙支部")
    press(bob, "提交申请")
    expect(bob.get_by_text("甲支部", exact=True).first).to_be_visible()
    address = live_server.url + reverse("transfers:transfer", args=[Transfer.objects.get().pk])
    visit(alice, address)
    follow(alice, "核对并确认")
    alice.get_by_label("党费已交到").fill("2026-10")
    press(alice, "确认无误")
    visit(stella, address)
    follow(stella, "党委审批")
    press(stella, "同意转接")
    visit(charlie, address)
    follow(charlie, "接收")
    press(charlie, "接收")
    visit(bob, address)
    steps = [page.locator("ol.steps strong").all_inner_texts() for page in (bob, charlie)]
    assert steps[0] == steps[1]
    assert len(steps[0]) == 6
    expect(bob.get_by_text("已办结").first).to_be_visible()
    assert Membership.objects.get(person=world.person("bob")).branch == world.branch_b


def test_a_letter_leaves_and_its_receipt_is_pasted(browse, live_server):
    world = build_world()
    bob, alice, stella = (browse(world.accounts[name]) for name in ("bob", "alice", "stella"))
    ask(bob, live_server.url)
    address = live_server.url + reverse("transfers:transfer", args=[Transfer.objects.get().pk])
    handle(alice, stella, address)
    visit(bob, address)
    with bob.expect_download() as download:
        bob.get_by_role("button", name="下载介绍信（PDF）").click()
    letter = Letter.objects.get()
    assert download.value.suggested_filename == f"{letter.number}.pdf"
    visit(bob, live_server.url + reverse("verify", args=[letter.code]))
    expect(bob.get_by_text("有效，尚未使用")).to_be_visible()
    visit(bob, address)
    follow(bob, "领取介绍信，启程")
    press(bob, "已领取")
    visit(stella, address)
    follow(stella, "登记回执")
    stella.get_by_label("接收日期").fill(f"{letter.issued_on:%Y-%m-%d}")
    press(stella, "登记回执")
    visit(bob, address)
    expect(bob.get_by_text("已办结").first).to_be_visible()
    assert Membership.objects.get(person=world.person("bob")).status == "transferred_out"


def ask(bob, site):
    """The browser asks for what is missing; nothing typed is lost."""
    visit(bob, site + reverse("transfers:start", args=["cross_province_letter"]))
    bob.get_by_label("转去的党组织").fill("示例市示例社区党支部")
    press(bob, "提交申请")
    expect(bob.get_by_label("转去的党组织")).to_have_value("示例市示例社区党支部")
    bob.get_by_label("介绍信抬头").fill("中共示例市示例区委组织部")
    bob.get_by_label("同意把转接需要的个人信息").check()
    press(bob, "提交申请")


def handle(alice, stella, address):
    """The branch confirms, the committee approves and issues."""
    visit(alice, address)
    follow(alice, "核对并确认")
    alice.get_by_label("党费已交到").fill("2026-10")
    press(alice, "确认无误")
    visit(stella, address)
    follow(stella, "党委审批")
    press(stella, "同意转接")
    follow(stella, "开介绍信")
    press(stella, "开出")
