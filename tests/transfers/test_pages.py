"""The pages: samples beside the fields, nothing typed is lost, a refusal says what to do."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.transfers import LETTER, a_move, confirmed
from tests.world import add_member
from zhibu.kernel.clock import local_date, now
from zhibu.transfers.models import Transfer


def start_page(kind="internal_move"):
    return reverse("transfers:start", args=[kind])


def asked(world, **more):
    return {"to_branch": world.branch_b.pk, "ground": "unit_changed", "key": str(uuid4())} | more


def test_a_member_asks_on_his_phone(world, as_user):
    answer = as_user("bob").post(start_page(), asked(world))
    transfer = Transfer.objects.get()
    assert answer.headers["Location"] == reverse("transfers:transfer", args=[transfer.pk])
    page = as_user("bob").get(answer.headers["Location"]).content.decode()
    assert "现在由 <strong>甲支部</strong> 办理" in page
    assert "转出支部核对" in page


@pytest.mark.parametrize("kind", ["internal_move", "same_system", "cross_province_letter", "military_or_secret"])
def test_every_field_shows_its_sample(world, as_user, kind):
    page = as_user("alice").get(start_page(kind)).content.decode()
    fields = page.count('<div class="field">')
    assert fields == page.count('class="sample"') > 4


def test_what_was_typed_stays_when_something_is_missing(world, as_user):
    answer = as_user("bob").post(start_page("cross_province_letter"), {"to_unit": "示例支部", "key": str(uuid4())})
    assert answer.status_code == 422
    assert 'value="示例支部"' in answer.content.decode()


def test_an_officer_names_a_member_by_name_or_number(world, as_user):
    alice = as_user("alice")
    assert alice.post(start_page(), asked(world, who="Charlie")).status_code == 422
    add_member(world, "frank", world.branch_a)
    twin = add_member(world, "frank2", world.branch_a)
    type(twin).objects.filter(pk=twin.pk).update(name="Frank", employee_number="A7")
    refused = alice.post(start_page(), asked(world, who="Frank"))
    assert "同名的有" in refused.content.decode()
    assert alice.post(start_page(), asked(world, who="a7")).status_code == 302
    assert Transfer.objects.get().person == twin


def test_the_steps_are_taken_on_pages(world, as_user):
    transfer = a_move(world)
    url = reverse("transfers:act", args=[transfer.pk, "confirm"])
    assert "范本" in as_user("alice").get(url).content.decode()
    assert as_user("alice").post(url, {"paid_through": "2026-10"}).status_code == 302
    assert as_user("alice").post(url, {"paid_through": "2026-10"}).status_code == 422
    transfer.refresh_from_db()
    assert (transfer.state, str(transfer.paid_through)) == ("branch_confirmed", "2026-10-01")


def test_the_future_is_refused_with_the_form_still_filled(world, as_user):
    url = reverse("transfers:act", args=[a_move(world).pk, "confirm"])
    answer = as_user("alice").post(url, {"paid_through": "2999-01", "note": "已核对"})
    assert answer.status_code == 422
    assert "不能晚于本月" in answer.content.decode()


def test_an_unknown_kind_or_act_is_no_page(world, as_user):
    transfer = confirmed(world, a_move(world))
    assert as_user("bob").get(start_page("abroad")).status_code == 404
    assert as_user("bob").get(reverse("transfers:act", args=[transfer.pk, "steal"])).status_code == 404


def test_data_goes_outside_with_consent_alone(world, as_user):
    said = {"to_unit": "示例支部", "addressee": "示例党委", "ground": "unit_changed", "key": str(uuid4())}
    refused = as_user("bob").post(start_page("cross_province_letter"), said)
    assert refused.status_code == 422
    assert as_user("bob").post(start_page("cross_province_letter"), said | {"agreed": "on"}).status_code == 302
    assert Transfer.objects.get().steps.get().note == "工作单位变动；同意向接收方提供转接所需的个人信息"


@pytest.mark.parametrize(
    ("field", "wrong"), [("citizen_id", "449900199001010018"), ("ethnicity", "火星族"), ("mobile", "8888")]
)
def test_a_slip_in_a_letter_is_found_by_whoever_copies_it(world, as_user, field, wrong):
    said = {
        **LETTER, "letter_issued_on": local_date(now()), "full_on": "", "citizen_id": "449900199001010017",
        "key": str(uuid4()), "branch_id": world.branch_a.pk,
    }  # fmt: skip
    stella, page = as_user("stella"), reverse("transfers:register")
    answer = stella.post(page, said | {field: wrong})
    assert (answer.status_code, wrong in answer.content.decode(), Transfer.objects.count()) == (422, True, 0)
    assert stella.post(page, said).status_code == 302
