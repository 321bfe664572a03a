"""Slots of the coming days from the weekly hours, and days on which a hall stays closed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime
from zhibu.venues.enums import VenueKind, VisitState
from zhibu.venues.errors import ReasonNeeded
from zhibu.venues.models import ClosedDay, Slot, Venue, Visit
from zhibu.venues.queries.venues import bounds, get_venue
from zhibu.venues.rules import moments
from zhibu.venues.services.telling import tell_called_off


def open_slots(venue: Venue, *, at: datetime) -> int:
    """Make the slots of the coming days; those that are there stay, unbooked ones that no longer fit go.

    Safe to repeat. Returns how many slots the coming days hold.
    """
    if venue.kind != VenueKind.HALL:
        return 0
    wanted = _wanted(venue, local_date(at), at)
    with transaction.atomic():
        stale = Slot.objects.filter(venue=venue, starts_at__gt=at, visits=None)
        fitting = [slot.pk for slot in stale if _shape(slot) in {_shape(one) for one in wanted}]
        stale.exclude(pk__in=fitting).delete()
        Slot.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


def _shape(slot: Slot) -> tuple[datetime, datetime, int]:
    return slot.starts_at, slot.ends_at, slot.capacity


def _wanted(venue: Venue, today: date, at: datetime) -> list[Slot]:
    hours = list(venue.hours.all())
    closed = set(venue.closed_days.filter(day__gte=today).values_list("day", flat=True))
    days = [today + timedelta(days=number) for number in range(venue.days_ahead + 1)]
    return [
        Slot(venue=venue, starts_at=start, ends_at=end, capacity=rule.capacity)
        for day in days
        if day not in closed
        for rule in hours
        if rule.weekday == day.isoweekday()
        for start, end in moments(day, rule.opens, rule.closes, rule.slot_minutes)
        if start > at
    ]


def open_slots_everywhere(*, at: datetime) -> int:
    """What the clock does several times a day."""
    return sum(open_slots(venue, at=at) for venue in Venue.objects.filter(kind=VenueKind.HALL, is_open=True))


def close_day(viewer: Viewer, *, venue_id: int, day: date, reason: str, at: datetime) -> ClosedDay:
    """Stay closed on a day. Who had booked reads why on the page of his code; employees are told. Again is the same.

    Raises ReasonNeeded.
    """
    venue = get_venue(viewer, venue_id, to="serve")
    if not reason.strip() or day < local_date(at):
        raise ReasonNeeded
    with transaction.atomic():
        closed, created = ClosedDay.objects.get_or_create(
            venue=venue, day=day,
            defaults={"reason": reason.strip(), "announced_by_name": viewer.name, "announced_at": at},
        )  # fmt: skip
        if created:
            _call_off_all(viewer, venue, closed, at)
            audit(viewer, action="venues.day_closed", subject=f"venue:{venue.pk}", at=at, day=f"{day:%F}")
            realtime.publish(venue.topic)
    return closed


def _call_off_all(viewer: Viewer, venue: Venue, closed: ClosedDay, at: datetime) -> None:
    first, after = bounds(closed.day)
    that_day = Q(starts_at__gte=max(first, at), starts_at__lt=after)
    slots = list(Slot.objects.select_for_update().filter(that_day, venue=venue))
    booked = list(Visit.objects.filter(slot__in=slots, state=VisitState.BOOKED).select_related("venue"))
    Visit.objects.filter(pk__in=[visit.pk for visit in booked]).update(
        state=VisitState.CALLED_OFF, reason=closed.reason
    )
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(is_open=False, taken=0)
    for visit in booked:
        tell_called_off(viewer, visit, at=at)


def reopen_day(viewer: Viewer, *, venue_id: int, day: date, at: datetime) -> None:
    """Open after all; visits that were called off stay so."""
    venue = get_venue(viewer, venue_id, to="serve")
    first, after = bounds(day)
    with transaction.atomic():
        if ClosedDay.objects.filter(venue=venue, day=day).delete()[0]:
            Slot.objects.filter(venue=venue, starts_at__gte=first, starts_at__lt=after).update(is_open=True)
            open_slots(venue, at=at)
            audit(viewer, action="venues.day_reopened", subject=f"venue:{venue.pk}", at=at, day=f"{day:%F}")
