"""Pages of the list and of the record, as the people concerned meet them."""

import io
import re
from datetime import date, timedelta

import pytest
import time_machine
from pypdf import PdfReader

from tests.clients import age_session, sign_in
from tests.factories.activities import a_checkin, an_activity
from tests.members.accounts import code_of, give_device
from tests.world import NOW, add_member
from zhibu.activities.enums import ActivityKind, LeftOutGround
from zhibu.activities.forms.minutes import LeftOutForm
from zhibu.activities.models import AbsenceAlert, ActivityWaiver, Attendance, Minutes, RollCall, Shift

LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _two_hours_later():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def activity(world):
    return an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING, host=world.person("alice"))


@pytest.fixture
def alice(world, client):
    return sign_in(client, world.accounts["alice"])


def roll(world, **states):
    return {f"state_{world.person(name).pk}": state for name, state in states.items()} | {
        f"reason_{world.person(name).pk}": "" for name in states
    }


def sheet(world, found, **changes):
    """What a browser would send of the edit page without rows, with some changes."""
    rows = {
        f"{prefix}-{name}": 0
        for prefix in ("speeches", "motions", "resolutions", "left_out")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    head = {
        "version": found.version, "started_at": "2026-11-20T12:00", "ended_at": "2026-11-20T13:00", "place": "三号",
        "chair_id": world.person("alice").pk, "recorder_id": world.person("bob").pk, "topics": "讨论计划",
    }  # fmt: skip
    return rows | head | changes


def one_motion(**changes):
    empty = dict.fromkeys(
        ["written_for", "written_against", "written_abstained", "seats", "ballots_issued", "ballots_returned"], "0"
    )
    row = {"text": "通过计划", "rule": "ordinary", "present": "2", "votes_for": "2", "votes_against": "0",
           "abstained": "0", "tallies": ""} | empty | changes  # fmt: skip
    return {f"motions-0-{name}": value for name, value in row.items()} | {"motions-TOTAL_FORMS": 1}


def begun(world, alice, activity):
    alice.post(f"/activities/{activity.pk}/attendance/", roll(world, alice="present", bob="present") | {"sign": "1"})
    alice.post(f"/activities/{activity.pk}/minutes/begin")
    return Minutes.objects.get()


def test_an_officer_goes_from_roll_call_to_signed_minutes(world, alice, activity):
    bob = sign_in(type(alice)(), world.accounts["bob"])
    found = begun(world, alice, activity)
    assert RollCall.objects.get().signed_by == "Alice"
    answer = alice.post(f"/activities/{activity.pk}/minutes/edit", sheet(world, found) | one_motion() | {"done": "1"})
    assert answer.headers["Location"] == f"/activities/{activity.pk}/minutes/"
    for person in (alice, bob):
        page = person.get(f"/activities/{activity.pk}/minutes/").content.decode()
        assert "应到有表决权 2 人，须到 1 人，实到 2 人；赞成须 2 票，赞成 2 票。" in page
        digest = re.search(r'name="digest" value="(\w{64})"', page)[1]
        person.post(f"/activities/{activity.pk}/minutes/sign", {"digest": digest})
    assert Minutes.objects.get().locked_at == LATER
    assert "不再改动" in bob.get(f"/activities/{activity.pk}/minutes/").content.decode()


def digest_on(page):
    return re.search(r'name="digest" value="(\w{64})"', page)[1]


def test_a_signature_asks_for_the_code_again_after_thirty_minutes(world, alice, activity):
    found = begun(world, alice, activity)
    alice.post(f"/activities/{activity.pk}/minutes/edit", sheet(world, found) | one_motion() | {"done": "1"})
    device, sign = give_device(world.accounts["alice"]), f"/activities/{activity.pk}/minutes/sign"
    moment = int(LATER.timestamp())
    for age, asked in ((30 * 60, False), (30 * 60 + 1, True)):
        age_session(alice, code_at=moment - age)
        page = alice.get(f"/activities/{activity.pk}/minutes/").content.decode()
        assert ("签字前请再输入一次" in page) == asked
    answer = alice.post(sign, {"digest": digest_on(page)})
    assert (answer.status_code, Minutes.objects.get().signatures.count()) == (422, 0)
    assert digest_on(answer.content.decode()) == digest_on(page)
    wrong = alice.post(sign, {"digest": digest_on(page), "code": "abcdef"})
    assert (wrong.status_code, "验证码不对" in wrong.content.decode()) == (422, True)
    type(device).objects.update(throttling_failure_count=0)
    assert alice.post(sign, {"digest": digest_on(page), "code": code_of(device)}).status_code == 302
    assert [row.person.name for row in Minutes.objects.get().signatures.all()] == ["Alice"]
    assert alice.session["code_at"] == moment


def test_whoever_left_the_code_out_at_the_door_gives_it_before_he_signs(world, alice, activity):
    found = begun(world, alice, activity)
    alice.post(f"/activities/{activity.pk}/minutes/edit", sheet(world, found) | one_motion() | {"done": "1"})
    device = give_device(world.accounts["alice"])
    without = sign_in(type(alice)(), world.accounts["alice"], verified=False)
    page = without.get(f"/activities/{activity.pk}/minutes/").content.decode()
    sign = f"/activities/{activity.pk}/minutes/sign"
    assert without.post(sign, {"digest": digest_on(page)}).status_code == 422
    assert without.post(sign, {"digest": digest_on(page), "code": code_of(device)}).status_code == 302


def test_the_record_prints_with_page_numbers_and_its_digest(world, alice, activity):
    found = begun(world, alice, activity)
    alice.post(f"/activities/{activity.pk}/minutes/edit", sheet(world, found) | one_motion())
    for address in (f"/activities/{activity.pk}/minutes.pdf", f"/activities/{activity.pk}/minutes/motions/1.pdf"):
        answer = alice.get(address)
        text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "SHA-256" in text
        assert "通过计划" in text
    assert alice.get(f"/activities/{activity.pk}/minutes/motions/2.pdf").status_code == 404


def test_an_empty_row_is_left_out_and_a_ticked_one_taken_out(world, alice, activity):
    found = begun(world, alice, activity)
    address = f"/activities/{activity.pk}/minutes/edit"
    bob = world.person("bob").pk
    speech = {"speeches-TOTAL_FORMS": 2, "speeches-0-person_id": bob, "speeches-0-points": "赞成。"}
    alice.post(address, sheet(world, found) | speech)
    found.refresh_from_db()
    assert [row.points for row in found.speeches.all()] == ["赞成。"]
    alice.post(address, sheet(world, found) | speech | {"speeches-INITIAL_FORMS": 1, "speeches-0-remove": "on"})
    found.refresh_from_db()
    assert list(found.speeches.all()) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ended_at": "2026-11-20T11:00"}, "结束时间要晚于开始时间"),
        (one_motion(votes_for="3"), "之和多于实到"),
        (one_motion(rule="election", seats="1", tallies="张三"), "每行写一位候选人"),
        ({"resolutions-TOTAL_FORMS": 1, "resolutions-0-text": "办", "resolutions-0-due_on": "2026-12-01"}, "要一起填"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(world, alice, activity, change, sentence):
    found = begun(world, alice, activity)
    answer = alice.post(
        f"/activities/{activity.pk}/minutes/edit", sheet(world, found, closing="写了很久的小结") | change
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "写了很久的小结" in page
    assert Minutes.objects.get().version == found.version


def test_two_editors_see_both_texts_and_nothing_is_lost(world, alice, activity):
    found = begun(world, alice, activity)
    address = f"/activities/{activity.pk}/minutes/edit"
    alice.post(address, sheet(world, found, closing="先保存的小结"))
    bob = sign_in(type(alice)(), world.accounts["bob"])
    answer = bob.post(address, sheet(world, found, closing="后保存的小结"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "先保存的小结" in page
    assert "后保存的小结" in page
    assert Minutes.objects.get().closing == "先保存的小结"
    bob.post(address, sheet(world, Minutes.objects.get(), closing="合并后的小结"))
    assert Minutes.objects.get().closing == "合并后的小结"


def test_an_addendum_without_a_reason_keeps_its_text(world, alice, activity):
    found = begun(world, alice, activity)
    Minutes.objects.filter(pk=found.pk).update(locked_at=LATER, digest="0" * 64, content=sheet_content(alice, activity))
    answer = alice.post(
        f"/activities/{activity.pk}/minutes/add", {"key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "text": "更正地点"}
    )
    assert answer.status_code == 422
    assert "更正地点" in answer.content.decode()


def sheet_content(client, activity):
    return client.get(f"/activities/{activity.pk}/minutes/").context["record"]


def test_the_list_marks_late_entry_and_refuses_a_leave_without_reason(world, alice, activity):
    a_checkin(activity, world.person("bob"), world.branch_a)
    address = f"/activities/{activity.pk}/attendance/"
    assert "已签到" in alice.get(address).content.decode()
    answer = alice.post(address, roll(world, alice="excused", bob="present") | {"sign": "1"})
    assert answer.status_code == 422
    assert "请填写请假原因" in answer.content.decode()
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        alice.post(address, roll(world, alice="present", bob="present") | {"sign": "1"})
        assert "补录 +9 天" in alice.get(address).content.decode()


def test_a_line_is_corrected_and_made_up_from_its_page(world, alice, activity):
    alice.post(f"/activities/{activity.pk}/attendance/", roll(world, alice="present", bob="absent") | {"sign": "1"})
    address = f"/activities/{activity.pk}/attendance/{world.person('bob').pk}/"
    assert alice.post(address, {"state": "excused"}).status_code == 422
    assert "登记补课" in alice.get(address).content.decode()
    assert alice.post(f"{address}make-up", {"made_up_on": ""}).status_code == 422
    alice.post(f"{address}make-up", {"made_up_on": "2026-11-20", "note": "自学"})
    assert Attendance.objects.get(person=world.person("bob")).state == "made_up"
    alice.post(address, {"state": "present", "reason": "签到表漏登"})
    assert Attendance.objects.get(person=world.person("bob")).state == "present"


def test_waivers_and_shifts_are_kept_on_their_pages(world, alice):
    bob = world.person("bob").pk
    period = {"starts_on": "2026-11-01", "ends_on": "2026-12-01"}
    words = {"person_id": bob, "ground": "ill", "reason": "住院治疗"}
    assert alice.post("/activities/waivers/", words | period | {"ends_on": "2026-10-01"}).status_code == 422
    alice.post("/activities/waivers/", words | period)
    assert "住院治疗" in alice.get("/activities/waivers/").content.decode()
    alice.post(f"/activities/waivers/{ActivityWaiver.objects.get().pk}/end")
    assert ActivityWaiver.objects.get().ended_early_on == date(2026, 11, 20)
    shift = {"person_ids": [bob], "starts_at": "2026-11-20T08:00", "ends_at": "2026-11-20T20:00"}
    assert alice.post("/activities/shifts/", shift | {"ends_at": "2026-11-20T08:00"}).status_code == 422
    alice.post("/activities/shifts/", shift)
    assert Shift.objects.get().person_id == bob


def test_an_alert_is_closed_with_what_was_found_out(world, alice):
    alert = AbsenceAlert.objects.create(
        person=world.person("bob"), branch=world.branch_a, level=3, since_month=date(2026, 8, 1), raised_at=NOW
    )
    assert "Bob" in alice.get("/activities/absences/").content.decode()
    assert alice.post(f"/activities/absences/{alert.pk}/close", {"note": ""}).status_code == 422
    alice.post(f"/activities/absences/{alert.pk}/close", {"note": "已谈心"})
    assert "Bob" not in alice.get("/activities/absences/").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(world, alice, activity, people, django_assert_num_queries):
    for number in range(people):
        add_member(world, f"member{number}", world.branch_a)
    alice.get(f"/activities/{activity.pk}/attendance/")
    with django_assert_num_queries(LIST_QUERIES):
        alice.get(f"/activities/{activity.pk}/attendance/")


@pytest.mark.parametrize("people", [1, 3])
def test_the_record_costs_the_same_for_one_and_for_three(world, alice, activity, people, django_assert_num_queries):
    for number in range(people):
        add_member(world, f"member{number}", world.branch_a)
    begun(world, alice, activity)
    with django_assert_num_queries(RECORD_QUERIES):
        alice.get(f"/activities/{activity.pk}/minutes/")


LIST_QUERIES = 15
RECORD_QUERIES = 15


def test_a_row_that_a_browser_sends_untouched_is_no_row():
    sent = {"person_id": "", "ground": LeftOutGround.values[0], "consent": ""}
    assert LeftOutForm(sent, people=[]).has_changed() is False
