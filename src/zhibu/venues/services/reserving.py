"""Rooms and vehicles: nobody has one twice."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.venues.enums import ReservationState, VenueKind
from zhibu.venues.errors import ReasonNeeded, TimesUnclear, VenueTaken
from zhibu.venues.models import Hold, Reservation, Venue
from zhibu.venues.queries.venues import get_venue
from zhibu.venues.queries.visits import get_reservation
from zhibu.venues.rules import LONGEST, is_on_units, units
from zhibu.venues.services.telling import tell_reservation_ended

RESERVED = (VenueKind.ROOM, VenueKind.VEHICLE)


def reserve(
    viewer: Viewer, *, key: UUID, venue_id: int, starts_at: datetime, ends_at: datetime, purpose: str, at: datetime
) -> Reservation:
    """Have a room or a vehicle for a time. The same `key` again is the same.

    Raises TimesUnclear, VenueTaken.
    """
    venue = get_venue(viewer, venue_id, kinds=RESERVED)
    if there := Reservation.objects.filter(key=key, person_id=viewer.person_id or 0).first():
        return there
    _check_times(venue, starts_at, ends_at, at)
    try:
        with transaction.atomic():
            made = Reservation.objects.create(
                key=key, venue=venue, person_id=viewer.person_id or 0, purpose=purpose.strip()[:100],
                starts_at=starts_at, ends_at=ends_at, made_at=at,
            )  # fmt: skip
            Hold.objects.bulk_create(
                Hold(venue=venue, reservation=made, unit_at=unit) for unit in units(starts_at, ends_at)
            )
    except IntegrityError as taken:
        raise VenueTaken from taken
    return made


def _check_times(venue: Venue, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    on_units = is_on_units(starts_at) and is_on_units(ends_at)
    if not venue.is_open or not on_units or not at < starts_at < ends_at:
        raise TimesUnclear
    if ends_at - starts_at > LONGEST[venue.kind] or (starts_at - at).days > venue.days_ahead:
        raise TimesUnclear
    if venue.closed_days.filter(day__range=(local_date(starts_at), local_date(ends_at))).exists():
        raise TimesUnclear
    _check_hours(venue, starts_at, ends_at)


def _check_hours(venue: Venue, starts_at: datetime, ends_at: datetime) -> None:
    """A venue with weekly hours is reserved within one of them; one without is there day and night."""
    hours = list(venue.hours.all())
    first, last = starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI)
    within = any(
        rule.weekday == first.isoweekday()
        and first.date() == last.date()
        and rule.opens <= first.time()
        and last.time() <= rule.closes
        for rule in hours
    )
    if hours and not within:
        raise TimesUnclear


def end_reservation(viewer: Viewer, *, reservation_id: int, at: datetime, reason: str = "") -> Reservation:
    """Give it back, or as its manager take it back with a reason; the time is free at once. Again is the same.

    Raises ReasonNeeded, TimesUnclear once it is over.
    """
    found = get_reservation(viewer, reservation_id)
    own = found.person_id == viewer.person_id
    if not own and not reason.strip():
        raise ReasonNeeded
    if found.ends_at <= at:
        raise TimesUnclear
    with transaction.atomic():
        held = Reservation.objects.filter(pk=found.pk, state=ReservationState.HELD)
        if held.update(state=ReservationState.CANCELLED, reason=reason.strip()[:100]):
            Hold.objects.filter(reservation=found).delete()
            if not own:
                audit(
                    viewer, action="venues.reservation_ended", subject=f"reservation:{found.pk}", at=at,
                    reason=reason.strip()[:100],
                )  # fmt: skip
                tell_reservation_ended(viewer, found, at=at)
    return get_reservation(viewer, reservation_id)
