"""Keys: made, compared, replaced, lost; letters stay readable to somebody, or rise."""

import dataclasses

import pytest
from django.db import IntegrityError, transaction

from tests.factories.mailbox import (
    PASSPHRASE,
    Writer,
    a_box,
    a_note,
    confirmed_keys,
    make_key,
    officer,
    open_with,
    pair_of,
)
from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.mailbox import services
from zhibu.mailbox.errors import (
    KeyMalformed,
    KeyWaits,
    NoSuchBox,
    NoSuchKey,
    NoSuchLetter,
    NotAHolder,
    OwnKey,
    TwoHoldersNeeded,
)
from zhibu.mailbox.models import Key, Letter
from zhibu.mailbox.queries import boxes, keys
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.services.keys import NewSeat
from zhibu.members.enums import Role
from zhibu.members.models import RoleGrant

TERMS = {"name": "信箱", "reply_days": 15, "finding_days": 60, "elsewhere": ""}


@pytest.fixture
def officers(world):
    for name in ("dora", "dean", "dirk"):
        officer(world, name)


def test_a_key_waits_until_another_holder_compared_it(world, officers):
    dora, dean = make_key(world, "dora"), make_key(world, "dean")
    with pytest.raises(OwnKey):
        services.confirm_key(world.viewer("dora"), key_id=dora.pk, at=NOW)
    services.confirm_key(world.viewer("dora"), key_id=dean.pk, at=NOW)
    services.confirm_key(world.viewer("dean"), key_id=dora.pk, at=NOW)
    assert [key.person.name for key in boxes.keys_in_force([dora.person_id, dean.person_id])] == ["Dean", "Dora"]


def test_two_newcomers_cannot_confirm_each_other_once_there_are_holders(world, officers):
    confirmed_keys(world, "dora", "dean")
    officer(world, "dick")
    make_key(world, "dirk")
    dick = make_key(world, "dick")
    with pytest.raises(NoSuchKey):
        services.confirm_key(world.viewer("dirk"), key_id=dick.pk, at=NOW)


def test_who_compared_keys_elsewhere_does_not_bring_them_along(world):
    """Two accomplices are named where nobody has a key, vouch for each other, and are then given the office here."""
    box = a_box(world)
    for name in ("dick", "dirk"):
        officer(world, name, world.branch_b)
    keys_there = confirmed_keys(world, "dick", "dirk")
    for name in ("dick", "dirk"):
        RoleGrant.objects.create(
            account=world.accounts[name], role=Role.DISCIPLINE_OFFICER, organisation=world.hq, started_on=TODAY,
            granted_by="world",
        )  # fmt: skip
    assert [key.person.name for level in boxes.levels(box, concerned=[], on=TODAY) for key in level.keys] == [
        "Dean", "Dora"
    ]  # fmt: skip
    with pytest.raises(NoSuchKey):
        services.confirm_key(world.viewer("dirk"), key_id=keys_there["dick"].pk, at=NOW)
    services.confirm_key(world.viewer("dean"), key_id=keys_there["dick"].pk, at=NOW)
    names = {key.person.name for level in boxes.levels(box, concerned=[], on=TODAY) for key in level.keys}
    assert names == {"Dean", "Dora", "Dick"}


def test_two_newcomers_do_not_take_over_when_one_of_two_keys_is_given_up(world, officers):
    held = confirmed_keys(world, "dora", "dean")
    services.retire_key(world.viewer("dora"), key_id=held["dora"].pk, at=NOW)
    make_key(world, "dirk")
    again = make_key(world, "dora", of="dora2")
    with pytest.raises(NoSuchKey):
        services.confirm_key(world.viewer("dirk"), key_id=again.pk, at=NOW)


def test_the_same_key_again_is_the_same_and_a_second_waits(world, officers):
    assert make_key(world, "dora") == make_key(world, "dora")
    with pytest.raises(KeyWaits):
        make_key(world, "dora", of="other")


def test_only_holders_make_keys(world):
    with pytest.raises(NotAHolder):
        make_key(world, "alice")


def test_the_database_keeps_one_key_in_force_a_person(world, officers):
    key = confirmed_keys(world, "dora", "dean")["dora"]
    again = {"public": "x", "wrapped": "x", "opened_by": {}, "made_at": NOW, "confirmed_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.create(person=key.person, confirmed_by=world.person("dean"), **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Key.objects.filter(pk=key.pk).update(confirmed_by=key.person)


@pytest.mark.parametrize("change", [{"cost": 1}, {"memory": 1024}, {"salt": "YQ=="}, {"nonce": ""}])
def test_weak_wrapping_is_refused(world, officers, change):
    pair, wrapped = pair_of("dora")
    weak = dataclasses.replace(wrapped, opened_by=wrapped.opened_by | change)
    with pytest.raises(KeyMalformed):
        services.make_key(world.viewer("dora"), public=sealing.encode(pair.public), wrapped=weak, at=NOW)


def test_a_new_passphrase_leaves_letters_as_they_are(world):
    letter = Writer().send(a_box(world))
    pair, _old = pair_of("dora")
    wrapped = services.keys.Wrapped(*sealing.wrap(pair.private, "another long one", salt=b"t" * 16))
    key = Key.objects.get(person=world.person("dora"))
    services.rewrap_key(world.viewer("dora"), key_id=key.pk, wrapped=wrapped, at=NOW)
    assert keys.ring(world.viewer("dora"))[0]["wrapped"] == wrapped.wrapped
    assert open_with("dora", services.open_letter(world.viewer("dora"), number=letter.number, at=NOW))
    with pytest.raises(NoSuchKey):
        services.rewrap_key(world.viewer("dean"), key_id=key.pk, wrapped=wrapped, at=NOW)


def replaced(world, letter, *, concerned=()):
    """Dora takes a new key, Dean compares it and gives her what she lacks; returns how many letters that were."""
    fresh = make_key(world, "dora", of="dora2")
    services.confirm_key(world.viewer("dean"), key_id=fresh.pk, at=NOW)
    pair, _wrapped = pair_of("dean")
    rows = keys.owed_to_seal(world.viewer("dean"), fresh, on=TODAY)
    seats = [
        NewSeat(row["letter"], sealing.seal_key(sealing.open_key(row["sealed"], pair), fresh.public),
                row["notes"] and sealing.seal_key(sealing.open_key(row["notes"], pair), fresh.public), concerned)
        for row in rows
    ]  # fmt: skip
    return services.seat_letters(world.viewer("dean"), key_id=fresh.pk, seats=seats, at=NOW)


def test_a_lost_key_is_replaced_and_letters_are_sealed_again_with_their_notes(world):
    letter = Writer().send(a_box(world), "还在")
    a_note(world, "dean", letter)
    key = Key.objects.get(person=world.person("dora"))
    services.retire_key(world.viewer("dora"), key_id=key.pk, at=NOW)
    key.refresh_from_db()
    assert (key.wrapped, key.retired_at) == ("", NOW)
    assert replaced(world, letter) == 1
    opened = services.open_letter(world.viewer("dora"), number=letter.number, at=NOW)
    assert open_with("dora2", opened) == ["还在"]
    assert all(seat["notes"] for seat in opened["seats"] if seat["key"] == sealing.encode(pair_of("dora2")[0].public))
    assert AuditRow.objects.filter(action="mailbox.resealed").count() == 1


def test_what_is_about_the_holder_is_not_given_to_her(world):
    letter = Writer().send(a_box(world), concerned=[world.person("dora").pk])
    assert replaced(world, letter, concerned=(world.person("dora").pk,)) == 0
    assert letter.seats.count() == 1


def test_a_confirmed_new_key_retires_the_old_one_which_still_opens_old_letters(world):
    letter = Writer().send(a_box(world))
    fresh = make_key(world, "dora", of="dora2")
    services.confirm_key(world.viewer("dean"), key_id=fresh.pk, at=NOW)
    old = Key.objects.get(person=world.person("dora"), retired_at__isnull=False)
    assert old.wrapped
    assert open_with("dora", services.open_letter(world.viewer("dora"), number=letter.number, at=NOW))
    assert len(keys.ring(world.viewer("dora"))) == 2


def test_letters_that_nobody_can_open_rise_at_once(world):
    hq = a_box(world)
    branch = a_box(world, names=("ada", "abe"), organisation=world.branch_a)
    letter = Writer().send(branch)
    for name in ("ada", "abe"):
        services.retire_key(world.viewer(name), key_id=Key.objects.get(person__name=name.title()).pk, at=NOW)
    letter.refresh_from_db()
    assert (letter.level, letter.box) == (1, branch)
    assert open_with("dora", services.open_letter(world.viewer("dora"), number=letter.number, at=NOW))
    assert hq.pk != branch.pk


def test_the_level_above_sees_nothing_before(world):
    a_box(world)
    letter = Writer().send(a_box(world, names=("ada", "abe"), organisation=world.branch_a))
    assert letter.seats.count() == 4
    with pytest.raises(NoSuchLetter):
        services.open_letter(world.viewer("dora"), number=letter.number, at=NOW)


def test_a_box_opens_with_two_holders_and_by_its_own(world, officers):
    make_key(world, "dora")
    with pytest.raises(TwoHoldersNeeded):
        services.open_box(world.viewer("dora"), organisation_id=world.hq.pk, at=NOW, **TERMS)
    with pytest.raises(NotAHolder):
        services.open_box(world.viewer("dora"), organisation_id=world.branch_a.pk, at=NOW, **TERMS)
    with pytest.raises(NotAHolder):
        services.open_box(world.viewer("stella"), organisation_id=world.hq.pk, at=NOW, **TERMS)


def test_a_box_is_changed_closed_and_opened_again(world):
    box = a_box(world)
    services.close_box(world.viewer("dora"), box_id=box.pk, at=NOW)
    assert services.close_box(world.viewer("dora"), box_id=box.pk, at=NOW).closed_on == TODAY
    again = services.open_box(world.viewer("dean"), organisation_id=world.hq.pk, at=NOW, **TERMS | {"reply_days": 7})
    assert (again.pk, again.reply_days, again.closed_on) == (box.pk, 7, None)
    with pytest.raises(NoSuchBox):
        services.close_box(world.viewer("stella"), box_id=box.pk, at=NOW)
    actions = AuditRow.objects.filter(subject=f"mailbox:{box.pk}").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["mailbox.box_opened", "mailbox.box_closed", "mailbox.box_changed"]


def test_the_passphrase_is_nowhere_in_the_ring(world, officers):
    make_key(world, "dora")
    assert PASSPHRASE not in str(keys.ring(world.viewer("dora")))
    assert sealing.encode(pair_of("dora")[0].private) not in str(Key.objects.values())
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_keys_asks_as_often_for_four_fellows_as_for_one(world, count, django_assert_num_queries):
    box = a_box(world)
    Writer().send(box, "还在")
    for number in range(count):
        officer(world, f"dick{number}")
        newer = make_key(world, f"dick{number}")
        services.confirm_key(world.viewer("dean"), key_id=newer.pk, at=NOW)
    viewer = world.viewer("dean")
    with django_assert_num_queries(13):
        rows = keys.people_with_keys(viewer, on=TODAY)
    assert [(row["key"].person.name, row["owed"]) for row in rows] == [
        *((f"Dick{number}", 1) for number in range(count)), ("Dora", 0)
    ]  # fmt: skip
