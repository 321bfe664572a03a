"""Display wishes, error pages and the frame of every page."""

import pytest
from django.http import HttpRequest

from zhibu.kernel import views

WISHES = {"elder": "on", "scale": "1.25", "theme": "dark", "language": "en"}


def test_wishes_are_kept_in_cookies_and_the_page_is_seen_with_them(client, db):
    answer = client.post("/display", WISHES)
    assert answer.status_code == 302
    assert {name: cookie.value for name, cookie in answer.cookies.items() if name.startswith("zhibu_")} == {
        "zhibu_elder": "1", "zhibu_scale": "1.25", "zhibu_theme": "dark", "zhibu_language": "en",
    }  # fmt: skip
    assert b'<html lang="en" data-theme="dark" data-scale="1.25" data-elder>' in client.get("/display").content


def test_wishes_that_do_not_exist_change_nothing_and_say_so(client, db):
    answer = client.post("/display", WISHES | {"scale": "9"})
    assert (answer.status_code, answer.cookies.get("zhibu_scale")) == (422, None)
    assert b'role="alert"' in answer.content


def test_a_forged_cookie_is_ignored(client, db):
    client.cookies["zhibu_theme"], client.cookies["zhibu_scale"] = '"><script>', "7"
    assert b'data-theme="auto" data-scale="1">' in client.get("/display").content


@pytest.mark.parametrize(("wish", "target"), [("/me", "/me"), ("https://elsewhere.example/", "/display")])
def test_after_saving_one_returns_only_to_our_own_pages(client, db, wish, target):
    assert client.post(f"/display?next={wish}", WISHES).headers["Location"] == target


def test_the_style_guide_is_not_for_members(client, world):
    assert client.get("/styleguide").status_code == 404


def test_the_style_guide_shows_every_component_to_builders(client, db, settings):
    settings.DEBUG = True
    page = client.get("/styleguide").content.decode()
    assert [
        name for name in ("todo", "steps", "timeline", "empty", "toasts", "error-summary") if name not in page
    ] == []


def test_a_missing_page_says_what_to_do(client, db):
    answer = client.get("/no-such-page")
    assert (answer.status_code, 'class="refusal"' in answer.content.decode()) == (404, True)


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.bad_request, 400), (views.forbidden, 403), (views.server_error, 500), (views.csrf_failure, 403)],
)
def test_error_pages_need_nothing_but_a_request(view, status):
    answer = view(HttpRequest())
    assert (answer.status_code, 'class="refusal"' in answer.content.decode()) == (status, True)


def test_the_frame_lights_one_tab_and_offers_a_way_past_it(client, db):
    page = client.get("/display").content.decode()
    assert page.count('aria-current="page"') == 1
    assert page.index('class="skip-link" href="#main"') < page.index('class="tabs"')
