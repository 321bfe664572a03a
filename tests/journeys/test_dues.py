"""Dues from both sides: a member pays on his phone, another collects; the pay office seals its file."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import check_page
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.dues.models import Order, Receipt
from zhibu.dues.rules.envelope import open_envelope

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _trial_gateway(settings):
    settings.DUES_GATEWAYS = ["trial"]


def test_a_member_pays_and_the_collector_sees_the_sum_alone(browse, live_server):
    world = build_world()
    bob, alice = browse(world.accounts["bob"]), browse(world.accounts["alice"])
    visit(bob, live_server.url + reverse("dues:index"))
    follow(bob, "填写党费基数")
    bob.get_by_label("应计入的月收入（元）").fill("10000")
    bob.get_by_label("其中不计入的（元）").fill("23600")
    press(bob, "算出我的党费")
    expect(bob.get_by_text("减去的比收入还多").first).to_be_visible()
    bob.get_by_label("其中不计入的（元）").fill("2360")
    press(bob, "算出我的党费")
    bob.get_by_text("怎样算出来的").click()
    expect(bob.get_by_text("¥7,640.00 × 1.5% = ¥114.6000")).to_be_visible()
    pay_the_last_month(bob)
    visit(alice, live_server.url + reverse("dues:branch", args=[world.branch_a.pk]))
    expect(alice.get_by_text("第三档 1.5%")).to_be_visible()
    expect(alice.get_by_text("已交", exact=True)).to_be_visible()
    assert "7,640" not in alice.content()
    assert Receipt.objects.get().number == 1


def pay_the_last_month(page):
    """All but the last month are left out; the trial counter takes the money and its notice comes at once."""
    ticks = page.locator("input[name=month]")
    for place in range(ticks.count() - 1):
        ticks.nth(place).uncheck()
    press(page, "交党费")
    follow(page, "去付款")
    press(page, "确认付款")
    expect(page.get_by_text("已收到，谢谢您")).to_be_visible()
    assert Order.objects.get().state == "paid"


def test_cash_is_registered_by_one_and_confirmed_by_another(browse, live_server):
    world = build_world()
    bob, alice, stella = (browse(world.accounts[name]) for name in ("bob", "alice", "stella"))
    visit(bob, live_server.url + reverse("dues:base"))
    bob.get_by_label("应计入的月收入（元）").fill("5000")
    press(bob, "算出我的党费")
    visit(alice, live_server.url + reverse("dues:branch", args=[world.branch_a.pk]))
    follow(alice, "登记交费：Bob")
    alice.locator("input[name=months]").last.check()
    press(alice, "登记")
    expect(alice.get_by_text("等另一位同志复核")).to_be_visible()
    visit(stella, live_server.url + reverse("dues:waiting"))
    press(stella, "复核Bob的交费")
    expect(stella.get_by_text("已复核入账")).to_be_visible()
    visit(bob, live_server.url + reverse("dues:order", args=[Order.objects.get().number]))
    expect(bob.get_by_text("收据号")).to_be_visible()


def test_the_pay_office_seals_its_file_in_the_browser(browse, live_server, tmp_path, db):
    office = browse(desktop=True)
    path = tmp_path / "bases.csv"
    path.write_text("employee_number,member_kind,base_yuan\nE001,wage_earner,7640.00\n")
    visit(office, live_server.url + reverse("dues:seal"))
    office.get_by_label("选择文件").set_input_files(path)
    with office.expect_download() as told:
        office.get_by_role("button", name="封好并下载").click()
    sealed = Path(told.value.path()).read_bytes()
    assert b"7640" not in sealed
    assert open_envelope(sealed) == path.read_bytes()
    expect(office.get_by_text("已封好")).to_be_visible()
    check_page(office)
