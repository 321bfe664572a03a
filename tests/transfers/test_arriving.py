"""Members who come from outside: a letter is used once, within its time, and its receipt goes back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.transfers import LETTER, coming_in, on_the_way
from tests.world import NOW, TODAY, add_organisation
from zhibu.kernel.models import DueTask
from zhibu.members.errors import NotABranch
from zhibu.members.models import Membership, MembershipEvent, Person
from zhibu.members.models.person import citizen_id_index
from zhibu.organisations.enums import Kind
from zhibu.transfers import services
from zhibu.transfers.errors import DayWrong, LetterExpired, LetterUsed, NotACommittee, OnRollAlready
from zhibu.transfers.models import Transfer

NUMBER = "449900199001010017"


def give_number(world):
    """Bob is held under a citizen number."""
    Person.objects.filter(pk=world.person("bob").pk).update(
        citizen_id_index=citizen_id_index(NUMBER), citizen_id_mask="4499**********0017"
    )


def assigned(world, transfer, **more):
    return services.assign(world.viewer("alice"), transfer_id=transfer.pk, at=NOW + timedelta(days=2), **more)


def test_who_comes_is_a_member_from_the_day_the_committee_received_him(world):
    transfer = coming_in(world, paid_through=date(2026, 10, 1))
    assert (transfer.state, transfer.waits_for, transfer.received_on) == ("received", "in_branch", TODAY)
    assert not Person.objects.filter(name="周新").exists()
    done = assigned(world, transfer)
    person = Person.objects.get(name="周新")
    membership = Membership.objects.get(person=person)
    assert (membership.branch, membership.category, membership.joined_on, membership.full_on) == (
        world.branch_a, "full", date(2012, 7, 1), date(2013, 7, 1)
    )  # fmt: skip
    event = MembershipEvent.objects.get(person=person)
    assert (event.change, event.happened_on, event.reason) == ("transferred_in", TODAY, "中共邻省集团委员会")
    assert (done.state, done.person, done.particulars, done.waits_for) == ("assigned", person, "", "in_committee")
    assert done.due_on == TODAY + timedelta(days=30)
    closed = services.return_receipt(world.viewer("stella"), transfer_id=transfer.pk, at=NOW)
    assert closed.state == "closed"


def test_the_receiver_is_reminded_of_the_receipt_after_20_and_30_days(world):
    transfer = coming_in(world)
    assigned(world, transfer)
    rows = DueTask.objects.filter(key__startswith=f"transfer:{transfer.pk}:receipt")
    assert sorted((row.due_at.date() - TODAY).days for row in rows) == [20, 30]


def test_the_same_letter_is_registered_once(world):
    key = uuid4()
    assert coming_in(world, key=key) == coming_in(world, key=key)
    with pytest.raises(LetterUsed):
        coming_in(world)
    rejected = Transfer.objects.get()
    services.reject(world.viewer("alice"), transfer_id=rejected.pk, reason="wrong_addressee", at=NOW)
    assert coming_in(world).state == "received"


def test_an_expired_letter_and_a_date_to_come_are_refused(world):
    with pytest.raises(LetterExpired):
        coming_in(world, letter_issued_on=TODAY - timedelta(days=31))
    assert coming_in(world, letter_issued_on=TODAY - timedelta(days=30)).state == "received"
    with pytest.raises(DayWrong):
        coming_in(world, letter_number="x", letter_issued_on=TODAY + timedelta(days=1))


def test_who_is_on_the_roll_does_not_come_with_a_letter(world):
    give_number(world)
    with pytest.raises(OnRollAlready):
        coming_in(world, citizen_id=NUMBER.lower())


def test_who_left_with_a_letter_comes_back_as_the_same_person(world):
    give_number(world)
    out = on_the_way(world)
    services.register_receipt(world.viewer("stella"), transfer_id=out.pk, received_on=TODAY, at=NOW)
    back = coming_in(world, citizen_id=NUMBER, branch_id=world.branch_b.pk, joined_on=date(2014, 7, 1),
                     full_on=date(2015, 7, 1))  # fmt: skip
    services.assign(world.viewer("stella"), transfer_id=back.pk, at=NOW)
    membership = Membership.objects.get(person=world.person("bob"))
    assert (membership.branch, membership.status) == (world.branch_b, "normal")
    assert Person.objects.filter(name="周新").count() == 0


def test_only_the_committee_registers_and_only_for_a_branch_of_its_own(world):
    for name in ("alice", "bob", "dana"):
        with pytest.raises(NotACommittee):
            coming_in(world, name=name)
    with pytest.raises(NotABranch):
        coming_in(world, branch_id=world.hq.pk)
    group = add_organisation(world.branch_a, "甲二组", Kind.PARTY_GROUP)
    with pytest.raises(NotABranch):
        coming_in(world, branch_id=group.pk)


def test_the_page_of_registering(world, as_user):
    url = reverse("transfers:register")
    assert as_user("alice").get(url).status_code == 404
    page = as_user("stella").get(url).content.decode()
    assert page.count('class="sample"') == page.count('<div class="field">') - 1  # the branch explains itself
    said = LETTER | {"branch_id": world.branch_a.pk, "key": str(uuid4()), "citizen_id": NUMBER,
                     "paid_through": "2026-10"}  # fmt: skip
    assert as_user("stella").post(url, said | {"citizen_id": ""}).status_code == 422
