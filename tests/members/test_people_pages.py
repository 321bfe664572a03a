"""Pages about people: what they show, to whom, in how many queries."""

from datetime import date

import pytest
from django.utils.html import escape

from tests.members.test_records import number
from tests.world import NOW, add_member
from zhibu.audit.models import AuditRow
from zhibu.members.enums import Category, Status
from zhibu.members.models import Membership, MembershipEvent, Person, PostHolding, RoleGrant
from zhibu.members.services import records


def names(response):
    return [person.name for person in response.context["page"].object_list]


def many(world, count):
    for at in range(count):
        add_member(world, f"zz{at}", world.branch_a)


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_takes_eight_queries_however_long(world, as_user, django_assert_num_queries, more):
    many(world, more)
    browser = as_user("alice")
    browser.get("/people/")
    with django_assert_num_queries(8):
        response = browser.get("/people/")
    assert len(names(response)) == 2 + more


@pytest.mark.parametrize("more", [1, 3])
def test_a_record_takes_the_same_queries_however_much_happened(world, as_user, django_assert_num_queries, more):
    bob = world.person("bob")
    for day in range(1, more + 1):
        PostHolding.objects.create(
            person=bob, organisation=world.branch_a, title="youth_member", started_on=date(2020, 1, day),
            ended_on=date(2020, 2, day),
        )  # fmt: skip
        MembershipEvent.objects.create(
            person=bob, change="lost", happened_on=date(2020, 1, day), recorded_by="x", recorded_at=NOW,
            to_branch=world.branch_a,
        )  # fmt: skip
    officer, own = as_user("alice"), as_user("bob")
    officer.get(f"/people/{bob.pk}")
    with django_assert_num_queries(7):
        assert officer.get(f"/people/{bob.pk}").status_code == 200
    own.get("/me/record")
    with django_assert_num_queries(8):
        assert own.get("/me/record").status_code == 200


def test_an_officer_lists_his_branch_and_staff_the_tree(world, as_user):
    assert names(as_user("alice").get("/people/")) == ["Alice", "Bob"]
    assert names(as_user("stella").get("/people/")) == ["Stella", "Alice", "Bob", "Charlie"]
    assert names(as_user("alice").get("/people/", {"status": "employee"})) == []
    assert names(as_user("stella").get("/people/", {"status": "employee"})) == ["Dana", "Eve", "Olga", "Sam"]


def test_people_are_found_by_name_number_mobile_and_whole_identity_number(world, as_user):
    browser = as_user("alice")
    records.change_person(
        world.viewer("alice"), person_id=world.person("bob").pk, citizen_id=number(), mobile="13800001234",
        employee_number="A7", at=NOW,
    )  # fmt: skip
    for text in ("ob", "138 0000 1234", "a7", number(), f" {number()} "):
        assert names(browser.get("/people/", {"q": text})) == ["Bob"]
    for text in (number()[:10], "1380000", number("003")):
        assert names(browser.get("/people/", {"q": text})) == []


def test_the_list_is_filtered_and_takes_nonsense_calmly(world, as_user):
    Membership.objects.filter(person=world.person("bob")).update(category=Category.PROBATIONARY, full_on=None)
    Membership.objects.filter(person=world.person("charlie")).update(status=Status.SUSPENDED)
    browser = as_user("stella")
    assert names(browser.get("/people/", {"category": "probationary"})) == ["Bob"]
    assert names(browser.get("/people/", {"status": "suspended"})) == ["Charlie"]
    assert names(browser.get("/people/", {"branch": world.branch_a.pk})) == ["Alice", "Bob"]
    assert len(names(browser.get("/people/", {"branch": "x", "status": "y", "page": "-1"}))) == 3


def test_the_list_shows_masks_alone(world, as_user):
    records.change_person(
        world.viewer("alice"), person_id=world.person("bob").pk, citizen_id=number(), mobile="13800001234", at=NOW
    )
    page = as_user("alice").get("/people/").content.decode()
    assert f"4499**********{number()[-4:]}" in page
    assert "138****1234" in page
    assert number() not in page


def form_values(world, **changes):
    return {
        "name": "周小禾", "sex": "1", "ethnicity": "汉族", "citizen_id": number(), "birth_date": "1980-01-01",
        "branch_id": world.branch_a.pk, "category": "full", "joined_on": "2010-07-01", "full_on": "2011-07-01",
    } | changes  # fmt: skip


def test_an_officer_enters_a_member(world, as_user):
    response = as_user("alice").post("/people/new", form_values(world))
    made = Person.objects.get(name="周小禾")
    assert (response.status_code, response["Location"]) == (302, f"/people/{made.pk}")
    assert made.membership.branch == world.branch_a


def test_a_form_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(world, as_user):
    wrong = form_values(world, citizen_id="449901198001010011", full_on="2009-01-01", mobile="12")
    response = as_user("alice").post("/people/new", wrong)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"citizen_id", "full_on", "mobile"}
    assert 'value="周小禾"' in response.content.decode()
    assert Person.objects.filter(name="周小禾").count() == 0


def test_an_officer_offers_only_branches_he_manages(world, as_user):
    response = as_user("alice").post("/people/new", form_values(world, branch_id=world.branch_b.pk))
    assert set(response.context["form"].errors) == {"branch_id"}


def test_a_blank_sealed_field_stays_as_it_is(world, as_user):
    bob = world.person("bob")
    records.change_person(world.viewer("alice"), person_id=bob.pk, home_address="江边路 1 号", at=NOW)
    browser = as_user("alice")
    assert "江边路" not in browser.get(f"/people/{bob.pk}/edit").content.decode()
    browser.post(f"/people/{bob.pk}/edit", {"name": "Bob", "sex": "0", "degree": "学士"})
    bob = Person.objects.get(pk=bob.pk)
    assert (bob.degree, bob.home_address) == ("学士", "江边路 1 号")


def test_a_step_is_taken_by_its_form_and_refused_with_a_sentence(world, as_user):
    browser, bob = as_user("alice"), world.person("bob")
    browser.post(f"/people/{bob.pk}/steps/lost", {"lost_since": "2026-10-01", "reason": "搬家"})
    assert Membership.objects.get(person=bob).is_lost is True
    values = {"ground": "lost", "suspended_on": "2026-11-01", "document": "甲〔2026〕1 号"}
    refused = browser.post(f"/people/{bob.pk}/steps/suspend", values)
    assert refused.status_code == 422
    assert "失去联系还不满六个月" in refused.content.decode()
    assert browser.get(f"/people/{bob.pk}/steps/nonsense").status_code == 404
    assert browser.get(f"/people/{bob.pk}/steps/convert").status_code == 422


def test_an_officer_opens_a_field_after_giving_a_reason(world, as_user):
    bob, browser = world.person("bob"), as_user("alice")
    records.change_person(world.viewer("alice"), person_id=bob.pk, citizen_id=number(), at=NOW)
    assert number() not in browser.post(f"/people/{bob.pk}/open/citizen_id", {"reason": ""}).content.decode()
    assert number() in browser.post(f"/people/{bob.pk}/open/citizen_id", {"reason": "核对转接材料"}).content.decode()


def test_a_person_takes_his_record_along(world, as_user):
    bob, browser = world.person("bob"), as_user("bob")
    records.change_person(world.viewer("alice"), person_id=bob.pk, home_address="江边路 1 号", at=NOW)
    copy = browser.post("/me/record/json").json()
    assert copy["person"]["home_address"] == "江边路 1 号"
    assert copy["membership"]["branch"] == world.branch_a.name
    assert copy["account"]["username"] == "bob"
    assert browser.post("/me/record/pdf").content.startswith(b"%PDF")
    assert browser.get("/me/record/json").status_code == 405


def test_an_employee_has_a_record_without_membership(as_user, world):
    page = as_user("eve").get("/me/record")
    assert page.status_code == 200
    assert "党龄" not in page.content.decode()


def test_a_member_asks_and_an_officer_answers(world, as_user):
    member, officer = as_user("bob"), as_user("alice")
    page = member.get("/me/corrections/new", {"field": "mobile"})
    key = page.context["form"]["key"].value()
    values = {"proposed": "13800001234", "reason": "换号", "key": str(key)}
    member.post("/me/corrections/new?field=mobile", values)
    (row,) = officer.get("/corrections/").context["page"].object_list
    officer.post(f"/corrections/{row.pk}", {"accept": "yes"})
    assert Person.objects.get(name="Bob").mobile == "13800001234"
    assert escape("已更正") in member.get("/me/corrections").content.decode()
    assert officer.get(f"/corrections/{row.pk}").status_code == 200


def test_a_refusal_of_a_correction_is_explained(world, as_user):
    as_user("bob").post(
        "/me/corrections/new?field=mobile",
        {"proposed": "13800001234", "reason": "换号", "key": "6d1f3f6e-0000-4000-8000-000000000009"},
    )
    row = world.person("bob").corrections.get()
    response = as_user("alice").post(f"/corrections/{row.pk}", {"accept": "no", "answer": ""})
    assert set(response.context["form"].errors) == {"answer"}


def test_staff_of_one_branch_has_nothing_to_do_with_employees(as_user, world):
    RoleGrant.objects.filter(account=world.accounts["stella"]).update(organisation=world.branch_a)
    stella, eve = as_user("stella"), world.person("eve")
    assert names(stella.get("/people/", {"status": "employee"})) == []
    assert stella.get(f"/people/{eve.pk}").status_code == 404
    assert stella.get("/people/new-employee").status_code == 404
    assert names(stella.get("/people/")) == ["Alice", "Bob"]


def test_people_are_chosen_on_the_list_and_get_their_slips(world, as_user):
    dora, alice = add_member_without_account(world, "dora"), as_user("alice")
    page = alice.get("/people/").content.decode()
    assert page.count('name="people"') == 1
    assert f'value="{dora.pk}" form="invite"' in page
    slips = alice.post("/invitations/new", {"people": [dora.pk], "days": 14})
    assert [slip["person"].name for slip in slips.context["slips"]] == ["Dora"]


def test_the_list_hands_its_filter_to_the_export(world, as_user):
    stella = as_user("stella")
    assert "/rosters?branch=1&amp;filtered=1#export" in stella.get("/people/?branch=1&page=1").content.decode()
    page = stella.get(f"/rosters?branch={world.branch_b.pk}&filtered=1").content.decode()
    assert f'<input type="hidden" name="branch" value="{world.branch_b.pk}"' in page
    answer = stella.post("/rosters/export", {"reason": "核对", "branch": world.branch_b.pk, "status": ""})
    assert answer.status_code == 200
    assert AuditRow.objects.get(action="roster.export").detail["count"] == 1


def add_member_without_account(world, name):
    person = add_member(world, name, world.branch_a)
    world.accounts.pop(name).delete()
    return person
