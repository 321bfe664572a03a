"""Two branches talk in their groups, each in a browser; one member is transferred while both pages are open."""

import pytest
from playwright.sync_api import expect

from tests.factories.groups import a_message, the_branch_group
from tests.journeys.conftest import check_page
from tests.world import TODAY
from zhibu.groups.models import Message
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer
from zhibu.members.services.membership import move_branch

pytestmark = pytest.mark.journey


@pytest.fixture
def two_groups(world):
    """The groups of branches A and B, with a line in each."""
    a, b = the_branch_group(world), the_branch_group(world, world.branch_b)
    a_message(a, world.person("alice"), "甲支部今晚学习", at=now())
    a_message(b, world.person("charlie"), "乙支部明早集合", at=now())
    return a, b


def send(page, text):
    """Write and press the button; without the stream the page's own form does it."""
    page.get_by_label("写消息").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def test_a_member_without_a_script_talks_by_the_form(browse, world, two_groups):
    a, _ = two_groups
    page = browse(world.accounts["bob"], java_script_enabled=False)
    page.goto(f"/groups/{a.pk}/")
    send(page, "我参加")
    expect(page.get_by_text("我参加", exact=True)).to_be_visible()
    assert Message.objects.filter(group=a, text="我参加").count() == 1


def test_a_transfer_moves_somebody_from_one_conversation_to_the_other(browse, world, two_groups):
    a, b = two_groups
    bob = browse(world.accounts["bob"], java_script_enabled=False)
    bob.goto("/groups/")
    expect(bob.get_by_role("link", name="甲支部")).to_be_visible()
    charlie = browse(world.accounts["charlie"], desktop=True)
    charlie.goto(f"/groups/{b.pk}/")
    check_page(charlie)
    move_branch(
        Viewer.system("test"), person_id=world.person("bob").pk, branch_id=world.branch_b.pk, moved_on=TODAY, at=now()
    )
    the_branch_group(world, at=now())  # what the worker does at once on a server
    answer = bob.goto(f"/groups/{a.pk}/")
    assert answer.status == 404
    bob.goto(f"/groups/{b.pk}/")
    expect(bob.get_by_text("乙支部明早集合", exact=True)).to_be_visible()
    send(bob, "大家好，我转来了")
    charlie.reload()
    expect(charlie.locator("[data-lines]").get_by_text("大家好，我转来了", exact=True)).to_be_visible()
    check_page(charlie)
