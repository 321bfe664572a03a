"""One finding for a whole branch: by the body that confirms it, for everybody but oneself, once."""

from datetime import date
from uuid import uuid4

import pytest

from tests.world import NOW, World, add_member
from zhibu.ledger.models import Entry
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.points import services
from zhibu.points.enums import DECLARED_CODES, Formula, IndexKind
from zhibu.points.errors import NotDeclarable, NotForYou, NotInTheYear
from zhibu.points.models import Declaration, Index

DAY = date(2026, 3, 20)


@pytest.fixture
def pledge(scheme):
    """An index that the branch committee confirms for everybody."""
    found = scheme.indexes.filter(review="branch_committee", kind__in=[IndexKind.BASE, IndexKind.BONUS])
    return found.filter(sources__kind__in=DECLARED_CODES).order_by("code").first()


def record(world: World, who: str, index, *, people=("alice", "bob", "charlie"), key=None, day=DAY, branch=None):
    return services.record_for_branch(
        world.viewer(who), key=key or uuid4(), branch_id=(branch or world.branch_a).pk, index_id=index.pk,
        person_ids=[world.person(name).pk for name in people], happened_on=day, text="支委会评议。", at=NOW,
    )  # fmt: skip


def test_everybody_of_the_branch_but_oneself_gets_the_fact(world: World, pledge):
    add_member(world, "anna", world.branch_a)
    assert record(world, "alice", pledge, people=("alice", "bob", "charlie", "anna")) == 2
    facts = Entry.objects.filter(source_app="points").values_list("member__name", "occurred_at__date")
    assert sorted(facts) == [("Anna", DAY), ("Bob", DAY)]
    assert set(Declaration.objects.values_list("state", flat=True)) == {"approved"}


def test_sending_the_form_twice_records_once(world: World, pledge):
    key = uuid4()
    assert [record(world, "alice", pledge, key=key), record(world, "alice", pledge, key=key)] == [1, 0]
    assert Entry.objects.filter(source_app="points").count() == 1


def test_the_outsider_records_nothing(world: World, pledge):
    for who, refusal in (("charlie", NoSuchOrganisation), ("bob", NotForYou), ("dana", NotForYou)):
        with pytest.raises(refusal):
            record(world, who, pledge)
    assert Declaration.objects.count() == 0


@pytest.mark.parametrize("against", [{"kind": IndexKind.PENALTY}, {"formula": Formula.FULL_MINUS_MISSED}])
def test_a_finding_against_people_is_never_made_in_bulk(world: World, pledge, against):
    Index.objects.filter(pk=pledge.pk).update(**against)
    with pytest.raises(NotDeclarable):
        record(world, "alice", pledge)


def test_a_day_to_come_is_refused(world: World, pledge):
    with pytest.raises(NotInTheYear):
        record(world, "alice", pledge, day=date(2026, 12, 24))


def test_the_page_ticks_everybody_and_keeps_what_was_typed(world: World, as_user, pledge):
    alice = as_user("alice")
    page = alice.get(f"/points/record/{world.branch_a.pk}").content.decode()
    assert page.count('name="person_ids"') == page.count("checked") == 1
    wrong = alice.post(f"/points/record/{world.branch_a.pk}", {"text": "支委会三月评议", "key": str(uuid4())})
    assert (wrong.status_code, "支委会三月评议" in wrong.content.decode()) == (422, True)
