"""The door: counting, letting in, guides, the visitors' book, figures."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories.venues import NOBODY, a_group, a_hall, a_remark, a_slot, a_visit
from tests.world import NOW
from zhibu.ledger.models import Entry
from zhibu.venues import services
from zhibu.venues.errors import (
    CountUnclear,
    GuideTaken,
    NoSuchVenue,
    NoSuchVisit,
    NotServedYet,
    NotToday,
    ReasonNeeded,
    RemarkUnclear,
    VisitOver,
)
from zhibu.venues.models import Passage, Remark, Slot, Visit
from zhibu.venues.queries import figures, visits


@pytest.fixture
def stella(world):
    return world.viewer("stella")


def count(viewer, hall, people, *, kind="in", at=NOW, **more):
    return services.count(viewer, venue_id=hall.pk, key=uuid4(), kind=kind, people=people, at=at, **more)


def test_a_code_opens_the_door_once(world, stella):
    hall = a_hall(world)
    visit = a_visit(hall, people=4)
    key = uuid4()
    for _ in range(2):
        services.admit(stella, visit_id=visit.pk, key=key, people=3, at=visit.starts_at)
    with pytest.raises(VisitOver):
        services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    assert (Passage.objects.get().people, Visit.objects.get().state) == (3, "entered")


def test_another_day_does_not_open_it(world, stella):
    visit = a_visit(a_hall(world))
    with pytest.raises(NotToday):
        services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at + timedelta(days=1))


def test_the_desk_knows_who_is_inside(world, stella):
    hall = a_hall(world)
    count(stella, hall, 5)
    count(stella, hall, 2, kind="out")
    count(stella, hall, -1, note="多记一人")
    desk = visits.desk(hall, at=NOW)
    assert (desk["came"], desk["inside"], desk["visits"]) == (4, 2, [])


@pytest.mark.parametrize(("people", "note"), [(0, ""), (-1, " "), (1000, "")])
def test_a_count_is_a_number_and_a_correction_has_a_reason(world, stella, people, note):
    with pytest.raises(CountUnclear):
        count(stella, a_hall(world), people, note=note)


def test_what_was_counted_is_never_changed(world, stella):
    passage = count(stella, a_hall(world), 5)
    with pytest.raises(DatabaseError), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(people=6)


def test_thirty_thousand_since_the_opening(world, stella):
    hall = a_hall(world, opened_on=date(2017, 6, 29))
    count(stella, hall, 29_990, kind="before", note="纸质登记簿", day=date(2026, 10, 31))
    visit = a_visit(hall, people=4)
    services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    count(stella, hall, 6)
    found = figures.figures(hall, at=NOW)
    assert (found["total"], found["before"], found["month"]) == (30_000, 29_990, 10)
    assert found["chart"].labels[-1] == "2026-11"
    assert list(found["chart"].series[0].values) == [0] * 11 + [10]


def test_only_managers_carry_over_and_strangers_count_nothing(world, stella):
    hall = a_hall(world)
    services.name_steward(stella, venue_id=hall.pk, person_id=world.person("eve").pk, at=NOW)
    count(world.viewer("eve"), hall, 1)
    for viewer, kind in ((world.viewer("eve"), "before"), (world.viewer("bob"), "in"), (NOBODY, "in")):
        with pytest.raises(NoSuchVenue):
            count(viewer, hall, 1, kind=kind, note="账本")
    assert Passage.objects.count() == 1


def test_the_first_volunteer_guides_and_the_ledger_knows_when_it_is_done(world, stella):
    visit = a_group(a_hall(world))
    bob = world.viewer("bob")
    for _ in range(2):
        services.take_guiding(bob, visit_id=visit.pk, at=NOW)
    with pytest.raises(GuideTaken):
        services.take_guiding(world.viewer("eve"), visit_id=visit.pk, at=NOW)
    with pytest.raises(NotServedYet):
        services.confirm_guide(stella, visit_id=visit.pk, at=NOW)
    services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    for _ in range(2):
        services.confirm_guide(stella, visit_id=visit.pk, at=visit.starts_at)
    entry = Entry.objects.get()
    assert (entry.kind, entry.member, entry.organisation) == ("hall_guide", world.person("bob"), world.branch_a)


def test_nobody_confirms_himself(world, stella):
    visit = a_group(a_hall(world))
    services.take_guiding(stella, visit_id=visit.pk, at=NOW)
    services.admit(stella, visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    with pytest.raises(NotServedYet):
        services.confirm_guide(stella, visit_id=visit.pk, at=visit.starts_at)
    assert not Entry.objects.exists()


def test_nobody_guides_in_two_places(world):
    hall, bob = a_hall(world, capacity=30), world.viewer("bob")
    first, second = a_group(hall), a_group(hall)
    services.take_guiding(bob, visit_id=first.pk, at=NOW)
    with pytest.raises(GuideTaken):
        services.take_guiding(bob, visit_id=second.pk, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.filter(pk=second.pk).update(guide=world.person("bob"))
    services.leave_guiding(bob, visit_id=first.pk, at=NOW)
    services.take_guiding(bob, visit_id=second.pk, at=NOW)
    assert list(visits.open_guidings(bob, at=NOW)) == [first]


def test_words_are_shown_after_somebody_read_them(world, stella):
    hall = a_hall(world)
    remark = a_remark(world, hall)
    assert list(visits.remarks(hall)) == []
    services.decide_remark(stella, remark_id=remark.pk, shown=True, reason="", at=NOW)
    assert list(visits.remarks(hall)) == [remark]
    with pytest.raises(ReasonNeeded):
        services.decide_remark(stella, remark_id=remark.pk, shown=False, reason=" ", at=NOW)
    services.decide_remark(stella, remark_id=remark.pk, shown=False, reason="写了他人姓名", at=NOW)
    assert list(visits.remarks(hall)) == []
    with pytest.raises(NoSuchVisit):
        services.decide_remark(world.viewer("alice"), remark_id=remark.pk, shown=True, reason="", at=NOW)


def test_who_did_not_come_writes_nothing_and_who_came_writes_once(world):
    hall = a_hall(world)
    visit = a_visit(hall)
    with pytest.raises(RemarkUnclear):
        services.write_remark(NOBODY, code=visit.code, text="好", signature="", at=NOW)
    came = a_remark(world, hall)
    again = services.write_remark(NOBODY, code=came.visit.code, text="再写", signature="", at=NOW)
    assert (again, Remark.objects.get().text) == (came, "讲得好")


def test_slots_follow_the_hours_and_booked_ones_stay(world, stella):
    hall = a_hall(world)
    visit = a_visit(hall)
    assert services.open_slots(hall, at=NOW) == Slot.objects.filter(venue=hall).count()
    for rule in list(hall.hours.all()):
        services.drop_hours(stella, venue_id=hall.pk, hours_id=rule.pk, at=NOW)
    assert list(Slot.objects.filter(venue=hall)) == [visit.slot]


def test_the_clock_opens_the_next_day(world):
    hall = a_hall(world)
    before = Slot.objects.filter(venue=hall).count()
    services.open_slots_everywhere(at=NOW + timedelta(days=1))
    assert Slot.objects.filter(venue=hall).count() == before + 8
    assert a_slot(hall).capacity == 10
