"""The back office shows each person his part, changes nothing and never shows class A values."""

import csv

import pytest
from django.contrib import admin

from tests.factories.ledger import entry
from tests.world import NOW, World
from zhibu.audit.services import record
from zhibu.kernel.crypto import SealedField
from zhibu.kernel.office import ScopedAdmin
from zhibu.members.models import Person

PARTS = {
    "/office/organisations/organisation/": {"alice", "stella"},
    "/office/members/person/": {"alice", "stella"},
    "/office/members/membership/": {"alice", "stella"},
    "/office/members/postholding/": {"alice", "stella"},
    "/office/members/rolegrant/": {"olga"},
    "/office/ledger/entry/": {"alice", "stella"},
    "/office/audit/auditrow/": {"dana"},
    "/office/activities/activity/": {"alice", "stella"},
    "/office/kernel/duetask/": {"sam"},
    "/office/kernel/delivery/": {"sam"},
}


@pytest.mark.parametrize("path", PARTS)
def test_each_list_is_for_its_readers(world, as_user, path):
    people = ("alice", "stella", "dana", "sam", "olga")
    assert {name for name in people if as_user(name).get(path).status_code == 200} == PARTS[path]


@pytest.mark.parametrize("name", ["bob", "charlie", "eve"])
def test_whoever_holds_nothing_stays_outside(world, as_user, name):
    assert as_user(name).get("/office/").status_code == 302


def test_the_second_factor_is_needed(world, as_user):
    assert as_user("stella", verified=False).get("/office/").status_code == 302


def test_lists_are_scoped_as_the_pages_are(world, as_user):
    entry(world.person("bob"), world.branch_a, title="甲的事")
    entry(world.person("charlie"), world.branch_b, title="乙的事")
    page = as_user("alice").get("/office/ledger/entry/").content.decode()
    assert ("甲的事" in page, "乙的事" in page) == (True, False)


def test_nothing_is_added_changed_or_deleted(world, as_user):
    stella, person = as_user("stella"), world.person("bob")
    assert stella.get("/office/members/person/add/").status_code == 403
    assert stella.post(f"/office/members/person/{person.pk}/change/", {"name": "x"}).status_code == 403
    assert stella.post(f"/office/members/person/{person.pk}/delete/", {"post": "yes"}).status_code == 403


def test_class_a_values_are_never_shown(world, as_user):
    Person.objects.filter(name="Bob").update(
        citizen_id="449900199001010015", citizen_id_mask="4499**********0015", home_address="示例路 7 号"
    )
    stella, person = as_user("stella"), world.person("bob")
    pages = [stella.get("/office/members/person/"), stella.get(f"/office/members/person/{person.pk}/change/")]
    for page in pages:
        assert "449900199001010015" not in page.content.decode()
        assert "示例路 7 号" not in page.content.decode()


def test_only_scoped_lists_are_registered_and_none_lists_a_sealed_field():
    for model, registered in admin.site._registry.items():
        assert isinstance(registered, ScopedAdmin)
        sealed = {field.name for field in model._meta.local_fields if isinstance(field, SealedField)}
        assert not sealed & set(registered.list_display)


def test_what_is_chosen_can_be_exported(world: World, as_user):
    for number in range(2):
        record(world.viewer("alice"), action="things.changed", subject=f"thing:{number}", at=NOW, reason="=1+1")
    dana = as_user("dana")
    rows = dana.get("/office/audit/auditrow/").context["cl"].queryset.values_list("pk", flat=True)
    response = dana.post("/office/audit/auditrow/", {"action": "export_csv", "_selected_action": list(rows)})
    table = list(csv.reader(response.content.decode("utf-8-sig").splitlines()))
    assert table[0] == ["at", "actor", "action", "subject", "reason"]
    assert [row[3:] for row in table[1:]] == [["thing:1", "'=1+1"], ["thing:0", "'=1+1"]]
