"""Opening sealed fields: logged, with a reason, and the person sees it."""

import pytest
from django.db import DatabaseError, transaction

from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel.errors import NotFound
from zhibu.members.errors import ReasonNeeded
from zhibu.members.models import Reveal
from zhibu.members.services import records, reveal


@pytest.fixture
def bob(world):
    return records.change_person(
        world.viewer("alice"), person_id=world.person("bob").pk, home_address="江边路 1 号", at=NOW
    )


def test_an_officer_opens_a_field_for_a_reason_and_it_is_written_down(world, bob):
    opened = reveal.reveal(
        world.viewer("alice"), person_id=bob.pk, field="home_address", reason="走访慰问", at=NOW
    )  # fmt: skip
    assert opened == "江边路 1 号"
    look = Reveal.objects.get()
    assert (look.person_id, look.field, look.looked_by, look.reason) == (bob.pk, "home_address", "Alice", "走访慰问")
    row = AuditRow.objects.get(action="person.reveal")
    assert (row.reason, row.detail) == ("走访慰问", {"field": "home_address"})


def test_without_a_reason_nothing_is_opened(world, bob):
    with pytest.raises(ReasonNeeded):
        reveal.reveal(world.viewer("alice"), person_id=bob.pk, field="home_address", reason=" ", at=NOW)
    assert Reveal.objects.count() == 0


@pytest.mark.parametrize("who", ["charlie", "dana", "bob", "sam"])
def test_nobody_else_opens_anything(world, bob, who):
    with pytest.raises(NotFound):
        reveal.reveal(world.viewer(who), person_id=bob.pk, field="home_address", reason="x", at=NOW)


def test_only_sealed_fields_are_opened(world, bob):
    with pytest.raises(NotFound):
        reveal.reveal_own(world.viewer("bob"), field="mobile", at=NOW)


def test_a_look_is_not_taken_back(world, bob):
    reveal.reveal_own(world.viewer("bob"), field="home_address", at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Reveal.objects.update(reason="")


def test_a_person_sees_his_own_value_and_who_looked(world, bob, as_user):
    reveal.reveal(world.viewer("alice"), person_id=bob.pk, field="home_address", reason="走访慰问", at=NOW)
    page = as_user("bob").get("/me/record").content.decode()
    assert "江边路" not in page
    assert "Alice 查看了家庭住址" in page
    assert "原因：走访慰问" in page
    opened = as_user("bob").post("/me/record/open/home_address")
    assert "江边路 1 号" in opened.content.decode()
    assert "no-store" in opened["Cache-Control"]
