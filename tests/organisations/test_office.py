"""The back office shows each person his part, changes nothing and never shows class A values."""

import csv
import re

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.utils import label_for_field

from tests.factories.ledger import entry
from tests.world import NOW, World
from zhibu.audit.models import AuditRow
from zhibu.audit.services import record
from zhibu.kernel.crypto import SealedField
from zhibu.kernel.models import SavedFilter
from zhibu.kernel.office import ScopedAdmin
from zhibu.members.models import Person

CHINESE = re.compile(r"[\u3400-\u9fff]")
PARTS = {
    "/office/organisations/organisation/": {"alice", "stella"},
    "/office/members/person/": {"alice", "stella"},
    "/office/members/membership/": {"alice", "stella"},
    "/office/members/postholding/": {"alice", "stella"},
    "/office/members/rolegrant/": {"olga"},
    "/office/ledger/entry/": {"alice", "stella"},
    "/office/audit/auditrow/": {"dana"},
    "/office/activities/activity/": {"alice", "stella"},
    "/office/casework/case/": {"alice", "stella"},
    "/office/casework/outlay/": {"alice", "stella"},
    "/office/transfers/transfer/": {"alice", "stella"},
    "/office/transfers/letter/": {"alice", "stella"},
    "/office/transfers/kindrule/": {"stella"},
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
    assert table[0] == ["时间", "操作人", "动作", "对象", "原因"]
    assert [row[3:] for row in table[1:]] == [["thing:1", "'=1+1"], ["thing:0", "'=1+1"]]


def test_codes_are_shown_by_their_words_in_lists_and_filters(world: World, as_user):
    subject = f"account:{world.accounts['bob'].pk}"
    record(world.viewer("alice"), action="change_password", subject=subject, at=NOW)
    entry(world.person("bob"), world.branch_a, kind="party_lesson_attended")
    log = as_user("dana").get("/office/audit/auditrow/").content.decode()
    assert ("修改密码" in log, "change_password</" in log, f"账号 {world.accounts['bob'].pk}" in log) == (
        True,
        False,
        True,
    )
    book = as_user("alice").get("/office/ledger/entry/").content.decode()
    assert ("党课" in book, "party_lesson_attended</" in book) == (True, False)


def test_a_password_is_changed_on_the_products_own_page(as_user):
    assert as_user("alice").get("/office/password_change/").url == "/me/password"


def test_whoever_exports_is_written_down_with_the_list_the_filter_and_the_count(world: World, as_user):
    alice, bob = as_user("alice"), world.person("bob")
    pick = {"action": "export_csv", "_selected_action": [bob.membership.pk]}
    answer = alice.post("/office/members/membership/?category__exact=full", pick)
    assert list(csv.reader(answer.content.decode("utf-8-sig").splitlines())) == [
        ["姓名", "所在党支部", "所在党小组", "人员类别", "党籍状态", "加入党组织日期", "转为正式党员日期"],
        ["Bob", "甲支部", "甲一组", "正式党员", "正常", "2014-07-01", "2015-07-01"],
    ]
    row = AuditRow.objects.get(action="office.export")
    assert (row.actor, row.subject) == ("Alice", "members.membership")
    assert (row.detail["count"], row.detail["filters"]) == (1, "category__exact=full")


@pytest.mark.parametrize("path", PARTS)
def test_headings_columns_and_fields_are_in_the_readers_language(world, as_user, path):
    name = min(PARTS[path])
    page = as_user(name).get(path)
    for text in [page.context["title"], *(header["text"] for header in result_headers(page.context["cl"]))]:
        assert CHINESE.search(str(text)) or "<input" in str(text)
    assert "Type to search" not in page.content.decode()


def test_every_field_that_a_row_shows_has_a_name():
    for model, registered in admin.site._registry.items():
        hidden = {*registered.get_exclude(None), "id"}
        shown = registered.fields or [f.name for f in model._meta.local_fields if f.editable and f.name not in hidden]
        for name in {*shown, *registered.list_display}:
            assert CHINESE.search(str(label_for_field(name, model, registered))), (model, name)


def test_roles_are_listed_under_the_name_of_the_person(world, as_user):
    page = as_user("olga").get("/office/members/rolegrant/").content.decode()
    assert "Stella" in page
    grant = world.accounts["stella"].roles.get()
    assert "Stella" in as_user("olga").get(f"/office/members/rolegrant/{grant.pk}/change/").content.decode()


LIST = "/office/members/membership/"


def test_a_filter_is_kept_under_a_name_and_forgotten(world, as_user):
    alice = as_user("alice")
    data = {"name": "预备党员", "query": "category__exact=probationary&p=3&q="}
    answer = alice.post(f"{LIST}filters/", data)
    assert answer.url == f"{LIST}?category__exact=probationary"
    alice.post(f"{LIST}filters/", data | {"query": "category__exact=full"})
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.query) == ("预备党员", "category__exact=full")
    assert 'href="?category__exact=full"' in alice.get(LIST).content.decode()
    assert "预备党员</a>" not in as_user("stella").get(LIST).content.decode()
    assert "预备党员</a>" not in alice.get("/office/members/postholding/").content.decode()
    as_user("stella").post(f"{LIST}filters/", {"forget": kept.pk})
    assert SavedFilter.objects.exists()
    alice.post(f"{LIST}filters/", {"forget": kept.pk})
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("bob", 302), ("olga", 403), ("dana", 403)])
def test_nobody_keeps_filters_of_a_list_that_is_not_his(world, as_user, name, status):
    assert as_user(name).post(f"{LIST}filters/", {"name": "x", "query": "q=x"}).status_code == status
    assert not SavedFilter.objects.exists()
