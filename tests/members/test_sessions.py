"""Devices: what is noted of them, signing out one or all."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from tests.members.accounts import PHONE, give_password, log_in
from zhibu.kernel.clock import now
from zhibu.members.models import Session
from zhibu.members.services.sessions import device_name, forget_expired


@pytest.fixture
def phone(world):
    give_password(world.accounts["bob"])
    browser = Client()
    log_in(browser, "bob")
    return browser


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "微信 · iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit Chrome/120 Mobile Safari", "Chrome · Android"),
        ("", ""),
    ],
)
def test_a_device_has_a_coarse_name(agent, name):
    assert device_name(agent) == name


def test_of_a_session_only_device_and_days_are_kept(world):
    give_password(world.accounts["bob"])
    browser = Client()
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False) as clock:
        log_in(browser, "bob")
        clock.shift(timedelta(days=2))
        browser.get("/me/devices")
    row = Session.objects.get()
    assert (row.account_id, row.device) == (world.accounts["bob"].pk, "微信 · iPhone")
    assert (row.started_on, row.last_seen_on) == (date(2026, 11, 20), date(2026, 11, 22))


def test_a_request_of_a_known_session_reads_it_without_a_query(phone, django_assert_num_queries):
    phone.get("/me/devices")
    with django_assert_num_queries(5):  # account, person, the list, whether he holds a post or role (two)
        phone.get("/me/devices")


def test_the_list_shows_ones_own_devices_alone(phone, as_user):
    assert "微信 · iPhone" in phone.get("/me/devices").content.decode()
    assert "微信 · iPhone" not in as_user("charlie").get("/me/devices").content.decode()
    assert Session.objects.get(device="微信 · iPhone").session_key not in phone.get("/me/devices").content.decode()


def test_one_device_is_signed_out(phone, world):
    other = Client()
    log_in(other, "bob")
    handle = next(s.handle for s in Session.objects.all() if s.session_key == phone.session.session_key)
    assert other.post(f"/me/devices/{handle}/end").status_code == 302
    assert phone.get("/me/devices").status_code == 302
    assert other.get("/me/devices").status_code == 200


def test_nobody_signs_out_a_device_of_somebody_else(phone, as_user):
    as_user("charlie").post(f"/me/devices/{Session.objects.get(device='微信 · iPhone').handle}/end")
    assert phone.get("/me/devices").status_code == 200


def test_everywhere_means_also_where_the_cache_still_knows_the_session(phone):
    other = Client()
    log_in(other, "bob")
    assert phone.post("/me/devices/end").url == "/login"
    assert [browser.get("/me/devices").status_code for browser in (phone, other)] == [302, 302]


def test_sessions_that_ran_out_are_forgotten(phone):
    assert forget_expired(at=now() + timedelta(days=13)) == 0
    assert forget_expired(at=now() + timedelta(days=15)) == 1


@pytest.mark.parametrize("way", ["/logout", "/me/devices/end", "/me/devices/{}/end"])
def test_whoever_signs_out_hears_no_more(phone, world, dropped, way):
    handle = Session.objects.get().handle
    phone.post(way.format(handle))
    assert dropped == [world.person("bob").pk]
