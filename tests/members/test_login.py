"""Name, password, lock-out, and the second factor of everybody with a role."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client, RequestFactory
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.clients import age_session
from tests.members.accounts import PASSWORD, code_of, give_device, give_password, log_in
from zhibu.audit.models import AuditRow
from zhibu.kernel.clock import now
from zhibu.members.errors import NoSuchPerson, NotAllowed
from zhibu.members.models import ConsentText
from zhibu.members.rules.guessing import pause_after
from zhibu.members.services import login
from zhibu.members.services.guessing import address_of, is_known


@pytest.fixture(autouse=True)
def _no_notices(db):
    ConsentText.objects.all().delete()
    cache.clear()


@pytest.fixture
def bob(world):
    person = world.person("bob")
    person.employee_number, person.mobile = "LB0042", "13900000042"
    person.save()
    return give_password(world.accounts["bob"])


@pytest.fixture
def alice(world):
    return give_password(world.accounts["alice"])


@pytest.mark.parametrize("name", ["bob", " BOB ", "lb0042", "LB 0042", "139 0000 0042"])
def test_a_member_enters_by_any_of_his_names(client, bob, name):
    response = log_in(client, name)
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(bob.pk)


def test_a_mobile_of_two_people_is_nobodys_name(client, world, bob):
    world.people["charlie"].mobile = "13900000042"
    world.people["charlie"].save()
    assert log_in(client, "13900000042").status_code == 200


@pytest.mark.parametrize(("name", "password"), [("bob", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_get_one_answer(client, bob, name, password):
    response = log_in(client, name, password)
    assert "用户名或密码不对" in response.content.decode()
    assert f'value="{name}"' in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open(client, bob):
    bob.is_active = False
    bob.save()
    assert log_in(client, "bob").status_code == 200


def test_the_fifth_failure_locks_the_name_there_and_says_until_when(client, bob):
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False):
        answers = [log_in(client, name, "wrong").status_code for name in ("bob", "LB0042", "13900000042", "bob", "bob")]
        locked = log_in(client, "bob")
    assert answers == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "11月20日 周五 12:15" in locked.content.decode()
    with time_machine.travel("2026-11-20T04:16:00Z", tick=False):
        assert log_in(client, "bob").status_code == 302


def test_a_strangers_failures_do_not_lock_the_owner_out(client, bob):
    for _ in range(6):
        stranger = log_in(Client(REMOTE_ADDR="203.0.113.9"), "bob", "wrong")
    assert stranger.status_code == 429
    assert log_in(Client(REMOTE_ADDR="203.0.113.10"), "bob").status_code == 302


def test_a_name_tried_from_many_addresses_is_slowed_down_for_strangers_alone(client, bob):
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False) as clock:
        log_in(client, "bob")
        client.post("/logout")
        for last in range(12):
            log_in(Client(REMOTE_ADDR=f"203.0.113.{last}"), "bob", "wrong")
        stranger = Client(REMOTE_ADDR="203.0.113.99")
        assert "请过 1 秒再试" in log_in(stranger, "bob").content.decode()
        assert 'value="bob"' in log_in(stranger, "bob").content.decode()
        assert log_in(client, "bob").status_code == 302
        clock.shift(3)
        assert log_in(stranger, "bob").status_code == 302


def test_an_address_that_tries_many_names_is_slowed_down(client, bob):
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False):
        guesser = Client(REMOTE_ADDR="203.0.113.9")
        for number in range(30):
            log_in(guesser, f"name{number}", "wrong")
        assert "再试" in log_in(guesser, "bob").content.decode()
        assert log_in(Client(REMOTE_ADDR="203.0.113.10"), "bob").status_code == 302


def test_a_known_browser_has_five_tries_and_is_then_a_strangers(client, bob):
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False):
        log_in(client, "bob")
        client.post("/logout")
        answers = [log_in(client, "bob", "wrong").status_code for _ in range(11)]
    assert answers == [200] * 9 + [429] * 2


def test_a_browser_is_known_for_one_name_and_without_forging(client, bob, alice):
    log_in(client, "bob")
    mark = client.cookies["zhibu_known"]
    assert (bool(mark["httponly"]), mark["path"], "bob" in mark.value) == (True, "/login", False)
    request = RequestFactory().get("/login")
    request.COOKIES = {"zhibu_known": mark.value}
    assert (is_known(request, {"username": "bob"}), is_known(request, {"username": "alice"})) == (True, False)
    request.COOKIES = {"zhibu_known": mark.value[:-1]}
    assert not is_known(request, {"username": "bob"})


@pytest.mark.parametrize(
    ("secure", "remote", "told", "address"),
    [
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (False, "203.0.113.9", "198.51.100.1", "203.0.113.9"),
        (False, "127.0.0.1", "198.51.100.1", None),
        (True, "", "", None),
    ],
)
def test_an_address_is_believed_from_our_own_proxy_alone(settings, secure, remote, told, address):
    settings.SECURE = secure
    request = RequestFactory(REMOTE_ADDR=remote).get("/login", headers={"X-Forwarded-For": told})
    assert address_of(request) == address


@pytest.mark.parametrize(("failures", "pause"), [(0, 0), (9, 0), (10, 1), (11, 2), (16, 64), (17, 120), (99, 120)])
def test_the_pause_doubles_up_to_two_minutes(failures, pause):
    assert pause_after(failures, free=10) == pause


@pytest.mark.parametrize(
    ("target", "lands"),
    [("/activities/", "/activities/"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("javascript:1", "/")],
)
def test_next_stays_on_this_host(client, bob, target, lands):
    assert log_in(client, "bob", next=target).url == lands


def test_an_ended_session_says_so(client, db):
    client.cookies["zhibu_session"] = "gone"
    assert "您的登录已经到期" in client.get("/login?next=/me").content.decode()


def test_whoever_holds_a_post_is_asked_for_a_code_and_may_go_on_as_a_member(client, alice):
    give_device(alice)
    assert log_in(client, "alice", next="/activities/").url == "/login/code?next=%2Factivities%2F"
    assert client.get("/me/devices").status_code == 200


def test_the_first_time_he_binds_an_authenticator(client, alice):
    log_in(client, "alice")
    assert client.get("/login/code").url == "/login/authenticator?next=%2F"
    page = client.get("/login/authenticator").content.decode()
    device = TOTPDevice.objects.get(user=alice)
    assert "data:image/svg+xml" in page
    assert client.get("/login/authenticator").status_code == 200
    assert TOTPDevice.objects.count() == 1
    assert client.post("/login/authenticator", {"code": code_of(device), "next": "/me/devices"}).url == "/me/devices"
    device.refresh_from_db()
    assert device.confirmed


def test_a_code_opens_the_roles_and_works_once(client, alice):
    device = give_device(alice)
    log_in(client, "alice")
    code = code_of(device)
    assert client.post("/login/code", {"code": f"{code[:3]} {code[3:]}"}).url == "/"
    second = Client()
    log_in(second, "alice")
    assert "已经用过" in second.post("/login/code", {"code": code}).content.decode()


def test_a_wrong_code_makes_the_next_one_wait(client, alice):
    device = give_device(alice)
    log_in(client, "alice")
    assert "验证码不对" in client.post("/login/code", {"code": "abcdef"}).content.decode()
    assert "再试" in client.post("/login/code", {"code": code_of(device)}).content.decode()
    device.refresh_from_db()
    assert device.throttling_failure_count == 1


def test_a_bound_authenticator_is_replaced_only_after_its_code(client, alice):
    give_device(alice)
    log_in(client, "alice")
    assert client.get("/login/authenticator").url.startswith("/login/code?next=")


def test_an_authenticator_is_replaced_only_after_a_fresh_code(client, alice):
    device = give_device(alice)
    log_in(client, "alice")
    client.post("/login/code", {"code": code_of(device)})
    assert client.get("/login/authenticator").status_code == 200
    with time_machine.travel(now() + timedelta(minutes=31)):
        age_session(client, active_at=int(now().timestamp()))
        assert client.get("/login/authenticator").url.startswith("/login/code?next=")


def test_a_page_hidden_for_want_of_the_code_asks_for_it(as_user):
    assert as_user("alice", verified=False).get("/nowhere?a=1").url == "/login/code?next=%2Fnowhere%3Fa%3D1"
    assert as_user("alice").get("/nowhere").status_code == 404
    assert as_user("bob", verified=False).get("/nowhere").status_code == 404


def test_the_code_is_shown_in_the_demo(client, alice, settings):
    device = give_device(alice)
    log_in(client, "alice")
    settings.DEMO, settings.DEMO_ACCOUNTS = True, ["alice"]
    assert code_of(device) in client.get("/login/code").content.decode()


def test_the_demo_shows_no_code_of_an_account_that_is_not_its_own(client, alice, settings):
    device = give_device(alice)
    log_in(client, "alice")
    settings.DEMO = True
    page = client.get("/login/code").content.decode()
    assert ("演示" in page, code_of(device) in page) == (False, False)


def test_the_code_is_shown_nowhere_else(client, alice):
    device = give_device(alice)
    log_in(client, "alice")
    assert "演示" not in client.get("/login/code").content.decode()
    assert code_of(device) not in client.get("/login/code").content.decode()


def test_a_password_to_be_changed_comes_first(client, bob):
    bob.must_change_password = True
    bob.save()
    log_in(client, "bob")
    assert client.get("/me/devices").url == "/me/password"
    data = {"current": PASSWORD, "password": "a longer one 99", "again": "a longer one 99"}
    assert client.post("/me/password", data).url == "/"
    assert client.get("/me/devices").status_code == 200
    assert AuditRow.objects.filter(action="change_password").count() == 1


@pytest.mark.parametrize(
    ("current", "password", "again"),
    [("wrong", "a longer one 99", "a longer one 99"), (PASSWORD, "short", "short"), (PASSWORD, "a longer one 99", "x")],
)
def test_a_password_is_not_changed_by_mistake(client, bob, current, password, again):
    log_in(client, "bob")
    assert client.post("/me/password", {"current": current, "password": password, "again": again}).status_code == 200
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)


def test_passwords_are_kept_by_argon2id():
    assert Argon2PasswordHasher().encode("x", "saltsaltsalt").startswith("argon2$argon2id$")


def test_the_security_administrator_forgets_a_lost_authenticator_with_a_reason(world, alice):
    give_device(alice)
    login.reset_device(world.viewer("olga"), account_id=alice.pk, reason="手机丢失", at=now())
    assert TOTPDevice.objects.filter(user=alice).count() == 0
    row = AuditRow.objects.get(action="reset_second_factor")
    assert (row.actor, row.subject, row.reason) == ("Olga", f"account:{alice.pk}", "手机丢失")


def test_nobody_else_does_and_not_for_himself(world, alice):
    with pytest.raises(NoSuchPerson):
        login.reset_device(world.viewer("stella"), account_id=alice.pk, reason="x", at=now())
    with pytest.raises(NotAllowed):
        login.reset_device(world.viewer("olga"), account_id=world.accounts["olga"].pk, reason="x", at=now())


def test_out_means_out(client, bob):
    log_in(client, "bob")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").url == "/login"
    assert client.get("/me/devices").url == "/login?next=%2Fme%2Fdevices"


def test_roles_lapse_after_a_quarter_of_an_hour_without_a_move(client, alice):
    with time_machine.travel("2026-11-20T04:00:00Z", tick=False) as clock:
        device = give_device(alice)
        log_in(client, "alice")
        client.post("/login/code", {"code": code_of(device)})
        for _ in range(3):
            clock.shift(timedelta(minutes=14))
            assert client.get("/nowhere").status_code == 404
        clock.shift(timedelta(minutes=16))
        sent = client.post("/logout-not-there", {"text": "typed"})
        assert (sent.status_code, "填写的内容还在" in sent.content.decode()) == (422, True)
        assert client.get("/nowhere").url.startswith("/login/code")
        assert client.get("/me/devices").status_code == 200


def test_personal_pages_leave_no_copy_behind(as_user, client):
    assert as_user("bob").get("/me/devices")["Cache-Control"] == "private, no-store"
    assert "private" in as_user("bob").get("/login")["Cache-Control"]
