"""Setting a venue up: what it is, when it is open, who stands at its door."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.venues.errors import HoursUnclear, NoSuchVenue
from zhibu.venues.models import Hours, Steward, Venue
from zhibu.venues.queries.venues import get_venue, homes
from zhibu.venues.rules import moments
from zhibu.venues.services.opening import open_slots


def found_venue(viewer: Viewer, *, key: UUID, organisation_id: int, kind: str, at: datetime, **what: Any) -> Venue:
    """Set up a hall, a room or a vehicle for an organisation. The same `key` again is the same. Raises NoSuchVenue."""
    if organisation_id not in dict(homes(viewer)):
        raise NoSuchVenue
    defaults = {"organisation_id": organisation_id, "kind": kind, "created_by_name": viewer.name, "created_at": at}
    with transaction.atomic():
        venue, created = Venue.objects.get_or_create(key=key, defaults=defaults | what)
        if created:
            audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, fields=sorted(what))
    return venue


def change_venue(viewer: Viewer, *, venue_id: int, at: datetime, **what: Any) -> Venue:
    """Change what is said of a venue, or whether it can be booked (`is_open`)."""
    venue = get_venue(viewer, venue_id, to="manage")
    with transaction.atomic():
        for name, value in what.items():
            setattr(venue, name, value)
        venue.save(update_fields=list(what))
        audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, fields=sorted(what))
        open_slots(venue, at=at)
    return venue


def add_hours(
    viewer: Viewer, *, venue_id: int, weekdays: list[int], opens: time, closes: time, slot_minutes: int, capacity: int,
    at: datetime,
) -> list[Hours]:  # fmt: skip
    """Open on weekdays from a time to a time; slots of the coming days follow at once. Raises HoursUnclear."""
    venue = get_venue(viewer, venue_id, to="manage")
    if not weekdays or not list(moments(date(2026, 1, 5), opens, closes, slot_minutes)) or capacity < 1:
        raise HoursUnclear
    with transaction.atomic():
        Venue.objects.select_for_update().get(pk=venue.pk)
        if venue.hours.filter(Q(opens__lt=closes, closes__gt=opens), weekday__in=weekdays).exists():
            raise HoursUnclear
        made = [
            Hours.objects.create(
                venue=venue, weekday=weekday, opens=opens, closes=closes, slot_minutes=slot_minutes, capacity=capacity
            )
            for weekday in sorted(set(weekdays))
        ]
        open_slots(venue, at=at)
        audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, fields=["hours"])
    return made


def drop_hours(viewer: Viewer, *, venue_id: int, hours_id: int, at: datetime) -> None:
    """No longer open then; slots that nobody booked go, booked ones stay."""
    venue = get_venue(viewer, venue_id, to="manage")
    with transaction.atomic():
        Venue.objects.select_for_update().get(pk=venue.pk)
        gone, _by_kind = venue.hours.filter(pk=hours_id).delete()
        if gone:
            open_slots(venue, at=at)
            audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, fields=["hours"])


def name_steward(viewer: Viewer, *, venue_id: int, person_id: int, at: datetime) -> Steward:
    """Name somebody for the door; again is the same."""
    venue = get_venue(viewer, venue_id, to="manage")
    with transaction.atomic():
        steward, created = Steward.objects.get_or_create(
            venue=venue, person_id=person_id, defaults={"named_by_name": viewer.name, "named_at": at}
        )
        if created:
            audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, person=person_id)
    return steward


def release_steward(viewer: Viewer, *, venue_id: int, steward_id: int, at: datetime) -> None:
    """Somebody no longer stands at the door."""
    venue = get_venue(viewer, venue_id, to="manage")
    with transaction.atomic():
        if venue.stewards.filter(pk=steward_id).delete()[0]:
            audit(viewer, action="venues.changed", subject=f"venue:{venue.pk}", at=at, fields=["stewards"])
