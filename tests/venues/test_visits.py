"""Booking without an account: as little data as possible, the last place once, the code as the only way back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction

from tests.factories.venues import NOBODY, SCHOOL, WANG, a_group, a_hall, a_slot, a_visit
from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel.clock import local_date
from zhibu.members.services.export import take_along
from zhibu.notify.models import Message
from zhibu.venues import services
from zhibu.venues.errors import (
    ContactNeeded,
    NoSuchVisit,
    ReasonNeeded,
    SlotFull,
    SlotOver,
    TooManyBookings,
    TooManyCodes,
    TooManyPeople,
    VisitOver,
)
from zhibu.venues.models import Slot, Visit
from zhibu.venues.queries import venues, visits
from zhibu.venues.rules import LETTERS
from zhibu.venues.services.visits import Contact


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def test_a_stranger_books_with_a_name_to_call(world):
    hall = a_hall(world)
    visit = a_visit(hall, contact=Contact("王女士"), people=3)
    assert (visit.person_id, visit.state, a_slot(hall).taken) == (None, "booked", 3)
    assert len(visit.code) == 10
    assert set(visit.code) <= set(LETTERS)
    assert services.find_visit(f" {visit.shown_code.lower()} ", address="1.2.3.4") == visit


def test_name_phone_and_code_are_sealed_in_the_database(world):
    visit = a_visit(a_hall(world), contact=WANG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM venues_visit WHERE id = %s", [visit.pk])
        row = " ".join(map(str, cursor.fetchone()))
    assert not any(word in row for word in ("王女士", "13900000000", visit.code))


def test_an_employee_leaves_no_name_and_no_number(world):
    visit = a_visit(a_hall(world), viewer=world.viewer("eve"), contact=WANG)
    assert (visit.person, visit.contact_name, visit.contact_phone) == (world.person("eve"), "", "")


def test_the_same_key_is_the_same_visit(world):
    hall, key = a_hall(world), uuid4()
    slot = a_slot(hall)
    made = [services.book_visit(NOBODY, key=key, slot_id=slot.pk, people=2, contact=WANG, at=NOW) for _ in range(2)]
    assert made[0] == made[1]
    assert a_slot(hall).taken == 2


def test_the_last_place_is_sold_once(world):
    hall = a_hall(world, capacity=5)
    a_visit(hall, people=4)
    with pytest.raises(SlotFull):
        a_visit(hall, people=2)
    a_visit(hall, people=1)
    assert a_slot(hall).left == 0


def test_the_database_refuses_a_place_too_many(world):
    slot = a_slot(a_hall(world, capacity=5))
    with pytest.raises(IntegrityError), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(taken=6)


@pytest.mark.parametrize(
    ("contact", "people", "group", "refusal"),
    [
        (Contact(), 1, False, ContactNeeded),
        (Contact("王"), 6, False, TooManyPeople),
        (Contact("王", "", "三小"), 6, True, ContactNeeded),
        (Contact("王", "12345", "三小"), 6, True, ContactNeeded),
        (Contact("王", "13900000000", " "), 6, True, ContactNeeded),
        (WANG, 0, False, SlotFull),
        (WANG, 11, True, SlotFull),
    ],
)
def test_what_is_missing_is_said(world, contact, people, group, refusal):
    with pytest.raises(refusal):
        a_visit(a_hall(world), contact=contact, people=people, is_group=group)
    assert Visit.objects.count() == 0


def test_a_slot_that_began_is_over_and_a_far_one_is_too_far(world):
    hall = a_hall(world)
    slot = a_slot(hall)
    for at in (slot.starts_at, slot.starts_at - timedelta(days=31)):
        with pytest.raises(SlotOver):
            a_visit(hall, slot=slot, at=at)


def test_a_paused_hall_is_not_there_for_strangers(world):
    hall = a_hall(world)
    slot = a_slot(hall)
    services.change_venue(world.viewer("stella"), venue_id=hall.pk, is_open=False, at=NOW)
    assert list(venues.venues(NOBODY)) == []
    with pytest.raises(SlotOver):
        a_visit(hall, viewer=world.viewer("stella"), slot=slot)


def test_cancelling_gives_the_places_back_once(world):
    hall = a_hall(world)
    visit = a_visit(hall, people=3)
    for _ in range(2):
        services.cancel_visit(NOBODY, code=visit.code, at=NOW)
    gone = Visit.objects.get()
    assert (a_slot(hall).taken, gone.state, gone.contact_name, gone.contact_phone) == (0, "cancelled", "", "")


def test_who_is_in_cannot_cancel(world):
    visit = a_visit(a_hall(world))
    services.admit(world.viewer("stella"), visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    with pytest.raises(VisitOver):
        services.cancel_visit(NOBODY, code=visit.code, at=visit.starts_at)


def test_an_address_books_ten_times_an_hour_and_another_goes_on(world):
    hall = a_hall(world, capacity=50)
    for _ in range(10):
        a_visit(hall, people=1, address="10.0.0.1")
    with pytest.raises(TooManyBookings):
        a_visit(hall, people=1, address="10.0.0.1")
    a_visit(hall, people=1, address="10.0.0.2")
    a_visit(hall, viewer=world.viewer("bob"), people=1, address="10.0.0.1")
    assert Visit.objects.count() == 12


def test_twenty_wrong_codes_and_the_address_waits(world):
    visit = a_visit(a_hall(world))
    for _ in range(20):
        with pytest.raises(NoSuchVisit):
            services.find_visit("AAAAAAAAAA", address="10.0.0.1")
    with pytest.raises(TooManyCodes):
        services.find_visit(visit.code, address="10.0.0.1")
    assert services.find_visit(visit.code, address="10.0.0.2") == visit


def test_the_hall_cancels_with_a_reason_and_tells_the_employee(world):
    visit = a_visit(a_hall(world), viewer=world.viewer("eve"), people=2)
    with pytest.raises(ReasonNeeded):
        services.call_off(world.viewer("stella"), visit_id=visit.pk, reason=" ", at=NOW)
    services.call_off(world.viewer("stella"), visit_id=visit.pk, reason="停电", at=NOW)
    assert (Visit.objects.get().state, Visit.objects.get().reason) == ("called_off", "停电")
    assert Message.objects.get().person == world.person("eve")


def test_a_contact_is_read_for_a_reason_that_the_audit_log_keeps(world):
    visit = a_visit(a_hall(world))
    with pytest.raises(NoSuchVisit):
        services.read_contact(world.viewer("alice"), visit_id=visit.pk, reason="好奇", at=NOW)
    assert services.read_contact(world.viewer("stella"), visit_id=visit.pk, reason="改时间", at=NOW).contact_phone
    row = AuditRow.objects.get(action="venues.contact_read")
    assert row.subject == f"visit:{visit.pk}"


def test_names_and_numbers_are_gone_a_week_after_the_visit(world):
    hall = a_hall(world)
    group, own = a_group(hall), a_visit(hall, viewer=world.viewer("eve"))
    assert services.erase_due(at=group.starts_at + timedelta(days=6)) == 0
    assert services.erase_due(at=group.starts_at + timedelta(days=7)) == 2
    group.refresh_from_db()
    own.refresh_from_db()
    assert (group.contact_name, group.contact_phone, group.group_name, group.people) == ("", "", "", 8)
    assert own.person is None
    with pytest.raises(NoSuchVisit):
        services.read_contact(world.viewer("stella"), visit_id=group.pk, reason="回访", at=NOW)


def test_a_closed_day_ends_its_visits_and_opens_again_without_them(world):
    hall = a_hall(world)
    slot = a_slot(hall, after=NOW + timedelta(days=1))
    visit = a_visit(hall, slot=slot, viewer=world.viewer("eve"))
    day = local_date(slot.starts_at)
    stella = world.viewer("stella")
    for _ in range(2):
        services.close_day(stella, venue_id=hall.pk, day=day, reason="设备检修", at=NOW)
    visit.refresh_from_db()
    assert (visit.state, visit.reason) == ("called_off", "设备检修")
    shown = next(one for one in venues.days(hall, at=NOW) if one.day == day)
    assert (shown.slots, shown.closed) == ([], "设备检修")
    with pytest.raises(SlotOver):
        a_visit(hall, slot=Slot.objects.get(pk=slot.pk))
    services.reopen_day(stella, venue_id=hall.pk, day=day, at=NOW)
    assert next(one for one in venues.days(hall, at=NOW) if one.day == day).left == 80


def test_a_group_shows_volunteers_no_name(world, as_user):
    a_group(a_hall(world, at=NOW))
    assert SCHOOL.name not in as_user("bob").get("/venues/guiding").content.decode()


def test_ones_copy_of_ones_record_has_ones_visits(world):
    a_visit(a_hall(world), viewer=world.viewer("eve"))
    held = take_along(world.viewer("eve"), form="json", at=NOW)["venues"]
    assert [row["venue"] for row in held["visits"]] == ["党建展馆"]
    assert (held["guidings"], held["reservations"]) == ([], [])


def test_what_asks_for_a_visitor_is_on_his_home_page(world):
    visit = a_visit(a_hall(world), viewer=world.viewer("eve"))
    cards = visits.things_to_do(world.viewer("eve"), at=NOW)
    assert [(card.due_at, card.url) for card in cards] == [(visit.starts_at, f"/venues/visits/{visit.code}")]
    assert visits.things_to_do(world.viewer("bob"), at=NOW) == []
