"""Entering people and changing what is held on them."""

from datetime import date

import pytest

from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel.errors import NotFound
from zhibu.members.enums import Category, MembershipChange, Sex
from zhibu.members.errors import AlreadyHeld, NotABranch, WrongParticulars
from zhibu.members.models import MembershipEvent, Person
from zhibu.members.services import accounts, records
from zhibu.organisations.errors import NoSuchOrganisation


def number(order="001", born="19800101"):
    """A number of an unallocated district with the right last character."""
    from zhibu.members.rules.citizen_id import check_character  # noqa: PLC0415

    body = f"449901{born}{order}"
    return body + check_character(body)


def entered(world, who="alice", **changes):
    values = {
        "name": "周小禾", "branch_id": world.branch_a.pk, "category": Category.FULL,
        "joined_on": date(2010, 7, 1), "full_on": date(2011, 7, 1), "citizen_id": number(), "at": NOW,
    } | changes  # fmt: skip
    return records.create_member(world.viewer(who), **values)


def test_a_member_entered_has_his_number_sealed_indexed_and_masked(world):
    person = Person.objects.get(pk=entered(world).pk)
    assert (person.citizen_id, person.citizen_id_mask) == (number(), f"4499**********{number()[-4:]}")
    assert (person.sex, person.birth_date) == (Sex.MALE, date(1980, 1, 1))


def test_a_member_entered_has_his_dated_events(world):
    person = entered(world)
    events = MembershipEvent.objects.filter(person=person).order_by("pk")
    assert list(events.values_list("change", "happened_on", "to_branch_id", "recorded_by")) == [
        (MembershipChange.ADMITTED, date(2010, 7, 1), world.branch_a.pk, "Alice"),
        (MembershipChange.CONVERTED, date(2011, 7, 1), world.branch_a.pk, "Alice"),
    ]


def test_the_audit_log_names_the_act_and_no_secret(world):
    person = entered(world)
    row = AuditRow.objects.get(action="member.create")
    assert (row.subject, row.detail) == (f"person:{person.pk}", {"branch": world.branch_a.pk})


def test_an_officer_enters_nobody_into_another_branch(world):
    with pytest.raises(NoSuchOrganisation):
        entered(world, who="charlie")
    with pytest.raises(NoSuchOrganisation):
        entered(world, branch_id=world.branch_b.pk)
    assert Person.objects.filter(name="周小禾").count() == 0


def test_a_committee_keeps_no_membership(world):
    with pytest.raises(NotABranch):
        entered(world, who="stella", branch_id=world.hq.pk)


def test_a_number_is_registered_once(world):
    entered(world)
    with pytest.raises(AlreadyHeld):
        entered(world, name="另一人")
    assert Person.objects.filter(name="另一人").count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"citizen_id": number()[:-1] + ("1" if number()[-1] != "1" else "2")}, "citizen_id"),
        ({"citizen_id": "123"}, "citizen_id"),
        ({"sex": Sex.FEMALE}, "sex"),
        ({"name": " "}, "name"),
        ({"mobile": "12345"}, "mobile"),
        ({"phone": "12"}, "phone"),
        ({"ethnicity": "火星族"}, "ethnicity"),
        ({"citizen_id": "", "birth_date": date(2027, 1, 1)}, "birth_date"),
        ({"joined_on": date(2026, 11, 21)}, "joined_on"),
        ({"joined_on": date(1997, 12, 31)}, "joined_on"),
        ({"full_on": None}, "full_on"),
        ({"full_on": date(2010, 6, 30)}, "full_on"),
        ({"full_on": date(2026, 11, 21)}, "full_on"),
        ({"category": Category.PROBATIONARY}, "full_on"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_field(world, changes, field):
    with pytest.raises(WrongParticulars) as refusal:
        entered(world, **changes)
    assert field in refusal.value.faults


def test_messy_forms_are_stored_plain(world):
    person = entered(world, name=" 周 小禾 ", mobile="+86 138-0000-1234", ethnicity="汉", citizen_id=f" {number()} ")
    assert (person.name, person.mobile, person.ethnicity) == ("周小禾", "13800001234", "汉族")
    assert person.citizen_id == number()


def test_an_employee_is_entered_by_staff_alone(world):
    person = records.create_employee(world.viewer("stella"), name="何青", employee_number=" 0071 ", at=NOW)
    assert (person.employee_number, hasattr(person, "membership")) == ("0071", False)
    with pytest.raises(NotFound):
        records.create_employee(world.viewer("alice"), name="何青二", at=NOW)


def test_a_change_writes_before_and_after_but_no_secret(world):
    bob = world.person("bob")
    records.change_person(
        world.viewer("alice"), person_id=bob.pk, mobile="13800001234", home_address="江边路 1 号", at=NOW
    )
    row = AuditRow.objects.get(action="person.change")
    assert row.detail == {
        "fields": ["home_address", "mobile"], "before": {"mobile": ""}, "after": {"mobile": "13800001234"},
    }  # fmt: skip
    assert Person.objects.get(pk=bob.pk).home_address == "江边路 1 号"


def test_a_change_to_the_same_value_writes_nothing(world):
    records.change_person(world.viewer("alice"), person_id=world.person("bob").pk, name="Bob", at=NOW)
    assert AuditRow.objects.count() == 0


def test_sex_and_number_must_agree_also_when_one_of_them_changes(world):
    person = entered(world)
    with pytest.raises(WrongParticulars):
        records.change_person(world.viewer("alice"), person_id=person.pk, sex=Sex.FEMALE, at=NOW)


@pytest.mark.parametrize("who", ["charlie", "bob", "dana"])
def test_nobody_else_changes_a_record(world, who):
    with pytest.raises(NotFound):
        records.change_person(world.viewer(who), person_id=world.person("bob").pk, name="X", at=NOW)


def test_an_account_is_opened_once(world):
    viewer, person = world.viewer("alice"), entered(world)
    account = accounts.create_account(viewer, person_id=person.pk, username=" Zhou ", password="long enough 7", at=NOW)
    assert (account.username, account.check_password("long enough 7")) == ("zhou", True)
    with pytest.raises(accounts.AccountTaken):
        accounts.create_account(viewer, person_id=person.pk, username="zhou2", password="long enough 7", at=NOW)
