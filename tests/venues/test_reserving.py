"""Rooms and vehicles: nobody has one twice, on both databases."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.venues import NOBODY, a_hall, a_room
from tests.world import NOW
from zhibu.notify.models import Message
from zhibu.venues import services
from zhibu.venues.errors import HoursUnclear, NoSuchVenue, NoSuchVisit, ReasonNeeded, TimesUnclear, VenueTaken
from zhibu.venues.models import Hold, Reservation
from zhibu.venues.queries import visits

NINE = NOW.replace(hour=1) + timedelta(days=1)  # in Shanghai, a Saturday
HOUR = timedelta(hours=1)


def reserve(viewer, room, start=NINE, end=NINE + HOUR, **more):
    return services.reserve(
        viewer, key=uuid4(), venue_id=room.pk, starts_at=start, ends_at=end, purpose="班组会", at=NOW, **more
    )


def test_an_hour_is_held_by_halves_and_nobody_gets_one_of_them(world):
    room = a_room(world)
    made = reserve(world.viewer("bob"), room)
    assert list(Hold.objects.order_by("unit_at").values_list("unit_at", flat=True)) == [NINE, NINE + HOUR / 2]
    for shift in (timedelta(0), HOUR / 2, -HOUR / 2):
        with pytest.raises(VenueTaken):
            reserve(world.viewer("eve"), room, NINE + shift, NINE + shift + HOUR)
    reserve(world.viewer("eve"), room, NINE + HOUR, NINE + 2 * HOUR)
    assert list(visits.own_reservations(world.viewer("bob"), at=NOW)) == [made]


def test_the_database_refuses_a_second_hold(world):
    room = a_room(world)
    made = reserve(world.viewer("bob"), room)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(venue=room, reservation=made, unit_at=NINE)


def test_the_same_key_is_the_same_reservation(world):
    room, key, bob = a_room(world), uuid4(), world.viewer("bob")
    what = {"venue_id": room.pk, "starts_at": NINE, "ends_at": NINE + HOUR, "purpose": "会", "at": NOW}
    assert services.reserve(bob, key=key, **what) == services.reserve(bob, key=key, **what)
    assert Reservation.objects.count() == 1


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NOW - HOUR, NOW + HOUR), (NINE, NINE), (NINE + HOUR, NINE), (NINE + timedelta(minutes=10), NINE + HOUR),
        (NINE, NINE + timedelta(days=1, minutes=30)), (NINE + timedelta(days=40), NINE + timedelta(days=40, hours=1)),
    ],
)  # fmt: skip
def test_times_that_make_no_sense_are_refused(world, start, end):
    with pytest.raises(TimesUnclear):
        reserve(world.viewer("bob"), a_room(world), start, end)


def test_a_vehicle_goes_away_for_days_and_is_back_for_the_next(world):
    car = a_room(world, kind="vehicle")
    made = reserve(world.viewer("bob"), car, NINE, NINE + timedelta(days=3))
    assert made.holds.count() == 144
    with pytest.raises(VenueTaken):
        reserve(world.viewer("eve"), car, NINE + timedelta(days=2), NINE + timedelta(days=4))
    services.end_reservation(world.viewer("bob"), reservation_id=made.pk, at=NOW)
    reserve(world.viewer("eve"), car, NINE + timedelta(days=2), NINE + timedelta(days=4))


def test_weekly_hours_and_closed_days_bind_rooms_too(world):
    room, stella = a_room(world), world.viewer("stella")
    hours = {"weekdays": [6], "opens": time(8), "closes": time(10), "slot_minutes": 60, "capacity": 1, "at": NOW}
    services.add_hours(stella, venue_id=room.pk, **hours)
    with pytest.raises(HoursUnclear):
        services.add_hours(stella, venue_id=room.pk, **hours | {"opens": time(9), "closes": time(11)})
    with pytest.raises(TimesUnclear):
        reserve(world.viewer("bob"), room, NINE, NINE + 2 * HOUR)
    reserve(world.viewer("bob"), room, NINE, NINE + HOUR)
    services.close_day(stella, venue_id=room.pk, day=NINE.date(), reason="盘点", at=NOW)
    with pytest.raises(TimesUnclear):
        reserve(world.viewer("bob"), room, NINE - HOUR, NINE)


def test_a_manager_takes_it_back_with_a_reason_and_its_owner_is_told(world):
    made = reserve(world.viewer("bob"), a_room(world))
    stella = world.viewer("stella")
    with pytest.raises(NoSuchVisit):
        services.end_reservation(world.viewer("charlie"), reservation_id=made.pk, at=NOW, reason="我要用")
    with pytest.raises(ReasonNeeded):
        services.end_reservation(stella, reservation_id=made.pk, at=NOW)
    for _ in range(2):
        services.end_reservation(stella, reservation_id=made.pk, at=NOW, reason="接待")
    assert (Hold.objects.count(), Message.objects.get().person) == (0, world.person("bob"))


def test_strangers_reserve_nothing_and_a_hall_is_not_reserved_whole(world):
    with pytest.raises(NoSuchVenue):
        reserve(NOBODY, a_room(world))
    with pytest.raises(NoSuchVenue):
        reserve(world.viewer("bob"), a_hall(world))


def test_nobody_sets_up_a_venue_without_the_office_for_it(world):
    for name in ("alice", "bob", "dana", "sam"):
        with pytest.raises(NoSuchVenue):
            services.found_venue(
                world.viewer(name), key=uuid4(), organisation_id=world.hq.pk, kind="room", at=NOW, name="我的"
            )
