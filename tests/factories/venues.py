"""Halls, slots, visits and rooms, made through the services."""

from datetime import time, timedelta
from uuid import uuid4

from tests.world import NOW
from zhibu.kernel.viewer import Viewer
from zhibu.venues import services
from zhibu.venues.models import Slot
from zhibu.venues.services.visits import Contact

NOBODY = Viewer.anonymous()
WANG = Contact("王女士", "13900000000")
SCHOOL = Contact("李老师", "13800000000", "第三小学")


def a_hall(world, *, at=NOW, capacity=10, **what):
    """A hall of the committee, open every day from nine to five in slots of an hour."""
    stella = world.viewer("stella")
    hall = services.found_venue(
        stella, key=uuid4(), organisation_id=world.hq.pk, kind="hall", at=at, name="党建展馆", place="一号楼", **what
    )
    services.add_hours(
        stella, venue_id=hall.pk, weekdays=[1, 2, 3, 4, 5, 6, 7], opens=time(9), closes=time(17), slot_minutes=60,
        capacity=capacity, at=at,
    )  # fmt: skip
    return hall


def a_room(world, *, kind="room", at=NOW):
    """A room that can be had day and night."""
    return services.found_venue(
        world.viewer("stella"), key=uuid4(), organisation_id=world.hq.pk, kind=kind, at=at, name="201 会议室"
    )


def a_slot(hall, *, after=NOW):
    """The first slot that begins after a moment."""
    return Slot.objects.filter(venue=hall, starts_at__gt=after).order_by("starts_at").first()


def a_visit(hall, *, viewer=NOBODY, people=2, contact=WANG, at=NOW, slot=None, **wishes):
    """A visit in the next slot, from an address of its own."""
    wishes = {"address": str(uuid4())} | wishes
    slot = slot or a_slot(hall, after=at)
    return services.book_visit(viewer, key=uuid4(), slot_id=slot.pk, people=people, contact=contact, at=at, **wishes)


def a_group(hall, *, people=8, at=NOW, **wishes):
    """A school that wishes for a guide."""
    return a_visit(hall, people=people, contact=SCHOOL, is_group=True, wants_guide=True, at=at, **wishes)


def a_remark(world, hall, *, at=NOW):
    """Words of somebody who came."""
    visit = a_visit(hall, at=at)
    services.admit(world.viewer("stella"), visit_id=visit.pk, key=uuid4(), at=visit.starts_at)
    return services.write_remark(NOBODY, code=visit.code, text="讲得好", signature="", at=visit.starts_at)


def in_a_while(hall):
    """Half an hour on the next day, as a reservation has it."""
    start = (NOW + timedelta(days=1)).replace(hour=1, minute=0)
    return start, start + timedelta(hours=1)
