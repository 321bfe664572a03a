"""Home, services and me as people meet them."""

from datetime import timedelta

import pytest

from zhibu.kernel.clock import now
from zhibu.kernel.todo import Todo
from zhibu.portal import queries


@pytest.fixture
def offer(monkeypatch):
    """Apps that offer so many cards at once, and so many later."""

    def give(at_once=0, later=0):
        def source(name, count):
            return lambda viewer, *, at: [Todo(f"{name} {n}", "去看看", f"/{name}/{n}", None, n) for n in range(count)]

        monkeypatch.setattr(queries, "AT_ONCE", (source("now", at_once),))
        monkeypatch.setattr(queries, "LATER", (source("later", later),) if later else ())

    return give


def test_home_shows_at_most_five_cards_with_one_button_each(as_user, offer):
    offer(at_once=7)
    page = as_user("bob").get("/").content.decode()
    assert (page.count('class="card todo"'), page.count("去看看")) == (5, 5)
    assert 'href="/todo">看全部</a>' in page


def test_home_says_so_when_nothing_asks(as_user, offer):
    offer()
    assert "现在没有等您办理的事。" in as_user("bob").get("/").content.decode()


def test_home_fetches_slow_cards_as_a_part_and_shows_them_without_scripts_on_a_page(as_user, offer):
    offer(at_once=2, later=2)
    client = as_user("bob")
    home = client.get("/").content.decode()
    assert ('hx-get="/todo"' in home, "later 0" in home) == (True, False)
    part = client.get("/todo", headers={"HX-Request": "true"}).content.decode()
    assert ("later 0" in part, "<html" in part) == (True, False)
    assert "later 1" in client.get("/todo").content.decode()


def test_the_card_says_when_it_is_due(as_user, monkeypatch):
    soon = [Todo("今晚有党课", "报名", "/", now() + timedelta(minutes=20, seconds=30))]
    monkeypatch.setattr(queries, "AT_ONCE", (lambda viewer, *, at: soon,))
    assert ">20 分钟后</time>" in as_user("bob").get("/").content.decode()


def test_home_greets_by_name_and_lights_its_tab(as_user):
    page = as_user("bob").get("/").content.decode()
    assert "<h1>Bob，您好</h1>" in page
    assert '<a href="/" aria-current="page">' in page


def test_services_show_the_office_only_to_those_who_work_there(as_user):
    assert 'href="/office/"' in as_user("stella").get("/services").content.decode()
    assert 'href="/office/"' not in as_user("bob").get("/services").content.decode()


def test_a_role_without_the_second_factor_opens_no_door(as_user):
    assert 'href="/office/"' not in as_user("stella", verified=False).get("/services").content.decode()


def test_me_leads_to_display_and_out(as_user):
    page = as_user("bob").get("/me").content.decode()
    assert ('href="/display"' in page, 'action="/logout"' in page) == (True, True)
