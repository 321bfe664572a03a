"""Several at the same moment, on a database that threads share."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.concurrency.test_activities import race
from tests.factories.venues import a_group, a_hall, a_room, a_slot, a_visit
from tests.world import NOW, build_world
from zhibu.venues import services
from zhibu.venues.errors import GuideTaken, SlotFull, VenueTaken
from zhibu.venues.models import Passage, Reservation, Slot, Visit
from zhibu.venues.services import visits

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NINE = NOW.replace(hour=1) + timedelta(days=1)


def names(raised):
    return sorted(type(error).__name__ for error in raised)


def test_the_last_place_is_sold_once_whoever_is_faster():
    world = build_world()
    hall = a_hall(world, capacity=3)
    slot = a_slot(hall)
    raised = race(*(lambda: a_visit(hall, slot=slot, people=1, address=str(uuid4())) for _ in range(8)))
    assert names(raised) == ["NoneType"] * 3 + [SlotFull.__name__] * 5
    assert (Slot.objects.get(pk=slot.pk).taken, Visit.objects.count()) == (3, 3)


def test_without_the_condition_the_constraint_still_holds(monkeypatch):
    world = build_world()
    hall = a_hall(world, capacity=3)
    slot = a_slot(hall)
    monkeypatch.setattr(visits, "_take", lambda slot, people: _blindly(slot.pk, people))
    raised = race(*(lambda: a_visit(hall, slot=slot, people=1, address=str(uuid4())) for _ in range(8)))
    assert len([error for error in raised if error is not None]) == 5
    assert Slot.objects.get(pk=slot.pk).taken == Visit.objects.count() == 3


def _blindly(pk, people):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE venues_slot SET taken = taken + %s WHERE id = %s", [people, pk])


def test_one_of_eight_has_the_room():
    world = build_world()
    room = a_room(world)
    what = {"venue_id": room.pk, "starts_at": NINE, "ends_at": NINE + timedelta(hours=2), "purpose": "会", "at": NOW}
    people = [world.viewer(name) for name in ("alice", "bob", "charlie", "dana", "eve", "sam", "olga", "stella")]
    raised = race(*(lambda v=v: services.reserve(v, key=uuid4(), **what) for v in people))
    assert names(raised) == ["NoneType"] + [VenueTaken.__name__] * 7
    assert Reservation.objects.get().holds.count() == 4


def test_one_of_eight_guides():
    world = build_world()
    visit = a_group(a_hall(world))
    people = [world.viewer(name) for name in ("alice", "bob", "charlie", "dana", "eve", "sam", "olga", "stella")]
    raised = race(*(lambda v=v: services.take_guiding(v, visit_id=visit.pk, at=NOW) for v in people))
    assert names(raised) == [GuideTaken.__name__] * 7 + ["NoneType"]


def test_two_desks_let_a_code_in_once():
    world = build_world()
    visit = a_visit(a_hall(world))
    stella = world.viewer("stella")
    raised = race(
        *(lambda: services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at) for _ in range(4))
    )
    assert names(raised) == ["NoneType"] + ["VisitOver"] * 3
    assert Passage.objects.count() == 1
