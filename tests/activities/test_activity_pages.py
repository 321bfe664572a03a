from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from tests.clients import sign_in
from tests.factories.activities import a_checkin, an_activity
from tests.world import add_member
from zhibu.activities.enums import ActivityState, SignUpState
from zhibu.activities.models import Activity, CheckIn, SignUp
from zhibu.activities.services.codes import long_code, short_code
from zhibu.kernel.clock import SHANGHAI, now
from zhibu.members.models import Person

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _forget_wrong_codes():
    cache.clear()


@pytest.fixture
def alice(world):
    return sign_in(Client(), world.accounts["alice"])


@pytest.fixture
def bob(world):
    return sign_in(Client(), world.accounts["bob"], verified=False)


@pytest.fixture
def activity(world):
    return an_activity(world.branch_a, starts_at=now())


def local(moment):
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_for_one_row_and_for_three(world, bob, rows, django_assert_num_queries):
    for number in range(rows):
        an_activity(world.branch_a, starts_at=now() + HOUR, title=f"第{number}次")
    bob.get("/activities/")
    with django_assert_num_queries(4):
        text = bob.get("/activities/").content.decode()
    assert [f"第{n}次" in text for n in range(3)] == [n < rows for n in range(3)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_roll_call_asks_the_same_questions_for_one_row_and_for_three(
    world, alice, activity, rows, django_assert_num_queries
):
    for number in range(rows):
        a_checkin(activity, add_member(world, f"member{number}", world.branch_a), world.branch_a, at=now())
    alice.get(f"/activities/{activity.pk}/roll-call")
    with django_assert_num_queries(11):
        alice.get(f"/activities/{activity.pk}/roll-call")


def test_a_stranger_sees_nothing_in_the_list(world):
    an_activity(world.branch_a, starts_at=now() + HOUR)
    for name in ("charlie", "dana", "eve"):
        assert "学习党章" not in sign_in(Client(), world.accounts[name]).get("/activities/").content.decode()


def test_a_draft_is_not_shown_to_members(world, bob):
    activity = an_activity(world.branch_a, starts_at=now() + HOUR, state=ActivityState.DRAFT)
    assert bob.get(f"/activities/{activity.pk}/").status_code == 404
    assert "学习党章" not in bob.get("/activities/").content.decode()


def test_the_thinnest_form_makes_a_draft(world, alice):
    start = now() + HOUR
    answer = alice.post(
        "/activities/new",
        {"kind": "party_lesson", "title": "微党课", "starts_at": local(start), "organisation": world.branch_a.pk},
    )
    activity = Activity.objects.get()
    assert answer.url == f"/activities/{activity.pk}/"
    assert (activity.title, activity.state, activity.ends_at - activity.starts_at) == ("微党课", "draft", HOUR)


def test_a_wrong_form_keeps_what_was_typed_and_opens_the_fold(world, alice):
    start = now() + HOUR
    answer = alice.post(
        "/activities/new",
        {
            "kind": "party_lesson", "title": "微党课", "starts_at": local(start), "ends_at": local(start - HOUR),
            "organisation": world.branch_a.pk, "frequency": "weekly", "agenda": "第一项",
        },
    )  # fmt: skip
    text = answer.content.decode()
    assert (answer.status_code, Activity.objects.count()) == (200, 0)
    for words in ('value="微党课"', "第一项", "结束时间要晚于开始时间。", "请填写重复到哪一天。", "<details open"):
        assert words in text


def test_an_officer_cannot_create_for_another_branch(world, alice):
    data = {"kind": "visit", "title": "x", "starts_at": local(now()), "organisation": world.branch_b.pk}
    assert "organisation" in alice.post("/activities/new", data).context["form"].errors


def test_a_change_keeps_what_the_form_does_not_show(world, alice, activity):
    Activity.objects.filter(pk=activity.pk).update(host=world.person("bob"))
    activity.invitees.create(person=world.person("charlie"))
    form = alice.get(f"/activities/{activity.pk}/change").context["form"]
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    data |= {"starts_at": local(activity.starts_at), "ends_at": local(activity.ends_at), "title": "新标题"}
    assert alice.post(f"/activities/{activity.pk}/change", data).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.host, activity.invitees.count()) == ("新标题", world.person("bob"), 1)


def test_the_host_is_chosen_by_name_and_gets_the_hosts_buttons(world, alice, bob):
    start = now() + HOUR
    data = {"kind": "party_lesson", "title": "微党课", "starts_at": local(start), "organisation": world.branch_a.pk}
    assert alice.get("/activities/new").context["form"]["host"].value() == "Alice"
    alice.post("/activities/new", data | {"host": " Bob "})
    made = Activity.objects.get()
    assert made.host == world.person("bob")
    assert bob.get(f"/activities/{made.pk}/attendance/").status_code == 200


@pytest.mark.parametrize(("typed", "sentence"), [("Charlie", "没有找到这位党员"), ("Eve", "没有找到这位党员")])
def test_nobody_outside_ones_organisations_is_made_host(world, alice, typed, sentence):
    data = {"kind": "visit", "title": "x", "starts_at": local(now()), "organisation": world.branch_a.pk, "host": typed}
    assert sentence in alice.post("/activities/new", data).content.decode()
    assert not Activity.objects.exists()


def test_of_two_with_one_name_the_host_is_told_by_number(world, alice):
    twin = add_member(world, "bob2", world.branch_a)
    Person.objects.filter(pk=twin.pk).update(name="Bob", employee_number="E7")
    data = {"kind": "visit", "title": "x", "starts_at": local(now()), "organisation": world.branch_a.pk}
    assert "请改填工号" in alice.post("/activities/new", data | {"host": "Bob"}).content.decode()
    alice.post("/activities/new", data | {"host": "e7"})
    assert Activity.objects.get().host == twin


def test_an_empty_host_field_takes_the_host_away(world, alice, activity):
    Activity.objects.filter(pk=activity.pk).update(host=world.person("bob"))
    form = alice.get(f"/activities/{activity.pk}/change").context["form"]
    assert form["host"].value() == "Bob"
    data = {field.html_name: field.value() for field in form if field.value() not in (None, False)}
    data |= {"starts_at": local(activity.starts_at), "ends_at": local(activity.ends_at), "host": ""}
    alice.post(f"/activities/{activity.pk}/change", data)
    assert Activity.objects.get(pk=activity.pk).host is None


def test_the_buttons_lead_through_the_life(world, alice):
    pk = an_activity(world.branch_a, state=ActivityState.DRAFT, starts_at=now() - HOUR / 2).pk
    for verb, state in [("publish", "published"), ("open", "open"), ("hold", "held")]:
        alice.post(f"/activities/{pk}/{verb}")
        assert Activity.objects.get().state == state


def test_a_scan_before_signing_in_is_remembered_over_the_login(world, activity, client):
    session = activity.sessions.get()
    scan = client.get(f"/activities/{activity.pk}/s/{session.pk}/{long_code(session.pk, at=now())}")
    assert scan.url == f"/activities/{activity.pk}/scanned"
    assert client.get(scan.url).url == f"/login?next=%2Factivities%2F{activity.pk}%2Fscanned"
    assert "zhibu_scan" not in client.cookies
    sign_in(client, world.accounts["bob"], verified=False)
    assert "data-auto-submit" in client.get(scan.url).content.decode()
    proof = client.cookies["zhibu_scan"]
    assert (bool(proof["httponly"]), proof["samesite"]) == (True, "Lax")
    answer = client.post(f"/activities/{activity.pk}/check-in", {"method": "qr"})
    assert answer.url == f"/activities/{activity.pk}/checked-in"
    assert CheckIn.objects.get().person == world.person("bob")


def test_a_browser_sent_on_before_signing_in_checks_one_person_in(world, activity, client):
    session = activity.sessions.get()
    client.get(f"/activities/{activity.pk}/s/{session.pk}/{long_code(session.pk, at=now())}")
    friend = Client()
    friend.cookies.load({name: cookie.value for name, cookie in client.cookies.items()})
    for browser, name in ((client, "bob"), (friend, "alice")):
        sign_in(browser, world.accounts[name], verified=False)
        browser.get(f"/activities/{activity.pk}/scanned")
        browser.post(f"/activities/{activity.pk}/check-in", {"method": "qr"})
    assert CheckIn.objects.get().person == world.person("bob")


def test_an_old_scan_says_what_to_do(activity, client):
    session = activity.sessions.get()
    old = long_code(session.pk, at=now() - timedelta(seconds=25))
    answer = client.get(f"/activities/{activity.pk}/s/{session.pk}/{old}")
    assert answer.status_code == 422
    assert "请看着主持人屏幕上现在的码再试一次" in answer.content.decode()


def test_full_width_digits_are_taken_as_meant(bob, activity):
    code = short_code(activity.sessions.get().pk, at=now())
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    answer = bob.post(f"/activities/{activity.pk}/check-in", {"method": "code", "code": f" {wide[:3]} {wide[3:]}"})
    assert answer.url == f"/activities/{activity.pk}/checked-in"


def test_the_second_tap_gets_the_same_answer(bob, activity):
    code = short_code(activity.sessions.get().pk, at=now())
    answers = [bob.post(f"/activities/{activity.pk}/check-in", {"method": "code", "code": code}).url for _ in range(2)]
    assert answers == [f"/activities/{activity.pk}/checked-in"] * 2
    assert CheckIn.objects.count() == 1


def test_the_screen_changes_only_its_part(alice, activity):
    page = alice.get(f"/activities/{activity.pk}/screen").content.decode()
    part = alice.get(f"/activities/{activity.pk}/screen", headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in page, "<html" in part) == (True, False)
    assert "<svg" in part
    assert f"{short_code(activity.sessions.get().pk, at=now())[:3]} " in part


def test_the_government_profile_shows_no_code_and_no_button(alice, bob, activity, settings):
    settings.PROFILE = "government"
    assert alice.get(f"/activities/{activity.pk}/screen").status_code == 422
    text = bob.get(f"/activities/{activity.pk}/").content.decode()
    assert "签到码" not in text
    assert f"/activities/{activity.pk}/code" not in text
    assert "点名和补录" in alice.get(f"/activities/{activity.pk}/").content.decode()


def test_ticked_names_are_entered_without_javascript(world, alice, activity):
    answer = alice.post(
        f"/activities/{activity.pk}/roll-call", {"method": "roll_call", "people": [world.person("bob").pk]}
    )
    assert answer.url == f"/activities/{activity.pk}/roll-call"
    assert "主持人点名" in alice.get(answer.url).content.decode()


def test_an_offline_batch_is_answered_in_json(world, alice, activity):
    bob, charlie = world.person("bob").pk, world.person("charlie").pk
    key = "00000000-0000-4000-8000-000000000001"
    batch = f'[{{"person": {bob}, "key": "{key}", "age": 60}}, {{"person": {charlie}, "key": "{key[:-1]}2", "age": 1}}]'
    data = {"method": "roll_call", "batch": batch}
    url, accept = f"/activities/{activity.pk}/roll-call", {"Accept": "application/json"}
    assert alice.post(url, data, headers=accept).json() == {"new": [bob], "already": [], "unknown": [charlie]}
    assert alice.post(url, data, headers=accept).json() == {"new": [], "already": [bob], "unknown": [charlie]}


@pytest.mark.parametrize("batch", ["x", "{}", "[1]", '[{"person": 1}]', '[{"person":1,"key":"x","age":1}]', "7"])
def test_a_broken_batch_is_refused_whole(alice, activity, batch):
    answer = alice.post(f"/activities/{activity.pk}/roll-call", {"method": "roll_call", "batch": batch})
    assert (answer.status_code, CheckIn.objects.count()) == (422, 0)


def test_somebody_found_by_name_is_added_and_can_be_ticked(world, alice, activity):
    url = f"/activities/{activity.pk}/roll-call"
    assert "加入列席" in alice.get(f"{url}?q=Char").content.decode()
    alice.post(f"/activities/{activity.pk}/guests", {"person": world.person("charlie").pk, "is_guest": "1"})
    assert f'value="{world.person("charlie").pk}"' in alice.get(url).content.decode()


def test_leave_is_asked_and_answered_on_pages(world, alice, bob):
    activity = an_activity(world.branch_a, starts_at=now() + HOUR)
    bob.post(f"/activities/{activity.pk}/leave", {"reason": "出差"})
    assert "出差" in alice.get(f"/activities/{activity.pk}/signups").content.decode()
    alice.post(f"/activities/signups/{SignUp.objects.get().pk}/decide", {"granted": "1"})
    assert SignUp.objects.get().state == SignUpState.LEAVE_GRANTED


def test_an_undo_asks_why(world, alice, activity):
    row = a_checkin(activity, world.person("bob"), world.branch_a, at=now())
    assert alice.post(f"/activities/check-ins/{row.pk}/undo", {"reason": ""}).status_code == 200
    assert CheckIn.objects.get().undone_at is None


def test_the_calendar_file_names_the_address(bob, activity):
    answer = bob.get(f"/activities/{activity.pk}/calendar.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"URL:http://testserver/activities/{activity.pk}/" in answer.content.decode()
