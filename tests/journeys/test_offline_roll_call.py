"""A network that goes away, a finger that taps twice, a phone's back button: nothing is lost, nothing is double."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.factories.activities import an_activity
from tests.journeys.conftest import check_page
from zhibu.activities.enums import ActivityState, CheckInMethod
from zhibu.activities.models import CheckIn, SignUp
from zhibu.activities.services.checkin import check_in
from zhibu.activities.services.codes import short_code
from zhibu.kernel.clock import now
from zhibu.ledger.models import Entry

pytestmark = pytest.mark.journey


@pytest.fixture
def open_now(world):
    """An activity of branch A whose check-in is open."""
    return an_activity(world.branch_a, starts_at=now(), state=ActivityState.OPEN, title="学习党章")


def tick(page, *names):
    for name in names:
        page.get_by_role("checkbox", name=name).check()
    page.get_by_role("button", name="记下勾选的人").click()


def test_a_roll_called_without_a_network_arrives_once(browse, world, open_now):
    page = browse(world.accounts["alice"])
    page.goto(f"/activities/{open_now.pk}/roll-call")
    page.context.set_offline(True)
    tick(page, "Alice", "Bob")
    expect(page.get_by_text("没有网络，已在本机记下")).to_be_visible()
    tick(page)  # the same names once more, for good measure
    check_page(page)
    assert CheckIn.objects.count() == 0
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    assert sorted(CheckIn.objects.values_list("person__name", flat=True)) == ["Alice", "Bob"]
    assert Entry.objects.count() == 2


def test_what_waits_on_a_phone_survives_closing_the_page_and_meets_a_check_in_made_meanwhile(browse, world, open_now):
    page = browse(world.accounts["alice"])
    page.goto(f"/activities/{open_now.pk}/roll-call")
    page.context.set_offline(True)
    tick(page, "Alice", "Bob")
    expect(page.get_by_text("没有网络，已在本机记下")).to_be_visible()
    code = short_code(open_now.sessions.get().pk, at=now())
    check_in(world.viewer("bob"), activity_id=open_now.pk, method=CheckInMethod.CODE, code=code, at=now())
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"/activities/{open_now.pk}/roll-call")
    expect(page.get_by_role("checkbox")).to_have_count(0)
    assert CheckIn.objects.get(person=world.person("bob")).method == CheckInMethod.CODE
    assert Entry.objects.count() == 2


def test_a_second_tap_sends_one_request(browse, world, open_now):
    page = browse(world.accounts["bob"], verified=False)
    page.goto(f"/activities/{open_now.pk}/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("link", name="请假").click()
    page.get_by_label("请假原因").fill("值夜班")
    page.get_by_role("button", name="提交请假").dblclick()
    expect(page.get_by_text("等主持人答复")).to_be_visible()
    assert [url.rsplit("/", 1)[1] for url in sent] == ["leave"]
    assert SignUp.objects.count() == 1


def test_the_back_button_after_signing_up_shows_what_stands(browse, world):
    an_activity(world.branch_a, starts_at=now() + timedelta(hours=1), needs_signup=True, title="参观学习")
    page = browse(world.accounts["bob"], verified=False)
    page.goto("/activities/")
    page.get_by_role("link", name="参观学习").click()
    page.get_by_role("button", name="报名", exact=True).click()
    expect(page.get_by_text("您已报名。")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("已报名").first).to_be_visible()
    assert SignUp.objects.get().person == world.person("bob")
