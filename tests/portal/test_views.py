"""Home, services and me as people meet them."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.activities import a_signup, an_activity
from tests.world import NOW
from zhibu.kernel.todo import Todo
from zhibu.portal import queries

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _friday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def later(monkeypatch):
    """Apps that offer so many cards later."""

    def give(count):
        def source(viewer, *, at):
            return [Todo(f"later {n}", "去看看", f"/later/{n}", None, n) for n in range(count)]

        monkeypatch.setattr(queries, "LATER", (source,))

    return give


def test_home_shows_at_most_five_cards_with_one_button_each(world, as_user):
    for number in range(7):
        an_activity(world.branch_a, title=f"党课 {number}", starts_at=NOW + (24 + number) * HOUR, needs_signup=True)
    page = as_user("bob").get("/").content.decode()
    assert (page.count('class="card todo"'), page.count(">报名</a>")) == (5, 5)
    assert 'href="/todo">看全部</a>' in page


def test_home_puts_what_is_on_first(world, as_user):
    an_activity(world.branch_a, title="明天的会", starts_at=NOW + 24 * HOUR)
    an_activity(world.branch_a, title="现在的课", starts_at=NOW)
    page = as_user("bob").get("/").content.decode()
    assert page.index("“现在的课”可以签到了。") < page.index("“明天的会”，请回复是否参加。")


def test_home_of_another_branch_shows_nothing_of_it(world, as_user):
    an_activity(world.branch_a, title="甲支部的课", starts_at=NOW)
    page = as_user("charlie").get("/").content.decode()
    assert ("甲支部的课" in page, "现在没有等您办理的事。" in page) == (False, True)


def test_what_is_answered_is_next_but_asks_for_nothing(world, as_user):
    activity = an_activity(world.branch_a, title="明天的会", starts_at=NOW + 24 * HOUR)
    a_signup(activity, world.person("bob"))
    page = as_user("bob").get("/").content.decode()
    assert ("现在没有等您办理的事。" in page, f'href="/activities/{activity.pk}/"' in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "verified", "count"), [("bob", False, 3), ("alice", True, 6), ("stella", True, 6)])
def test_home_asks_the_database_the_same_whatever_there_is(world, as_user, who, verified, count, rows):
    for number in range(rows):
        an_activity(world.hq, title=f"党课 {number}", starts_at=NOW + (24 + number) * HOUR)
    client = as_user(who, verified=verified)
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get("/").content
    assert page.count(b'class="card todo"') == rows
    assert len(asked) == count
    assert len(page) < 30 * 1024


def test_home_fetches_slow_cards_as_a_part_and_shows_them_without_scripts_on_a_page(as_user, later):
    later(2)
    client = as_user("bob")
    home = client.get("/").content.decode()
    assert ('hx-get="/todo"' in home, "later 0" in home) == (True, False)
    part = client.get("/todo", headers={"HX-Request": "true"}).content.decode()
    assert ("later 0" in part, "<html" in part) == (True, False)
    assert "later 1" in client.get("/todo").content.decode()


def test_home_greets_by_name_and_lights_its_tab(as_user):
    page = as_user("bob").get("/").content.decode()
    assert "<h1>Bob，您好</h1>" in page
    assert '<a href="/" aria-current="page">' in page


def test_services_show_the_office_only_to_those_who_work_there(as_user):
    assert 'href="/office/"' in as_user("stella").get("/services").content.decode()
    assert 'href="/office/"' not in as_user("bob").get("/services").content.decode()


def test_an_employee_without_membership_is_not_sent_to_dues(as_user):
    assert 'href="/dues/"' in as_user("bob").get("/services").content.decode()
    assert 'href="/dues/"' not in as_user("eve").get("/services").content.decode()


def test_a_role_without_the_second_factor_opens_no_door(as_user):
    assert 'href="/office/"' not in as_user("stella", verified=False).get("/services").content.decode()


def test_me_leads_to_display_and_out(as_user):
    page = as_user("bob").get("/me").content.decode()
    assert ('href="/display"' in page, 'action="/logout"' in page) == (True, True)
