"""Venues that a viewer sees, serves at the door, or manages; their slots and closed days."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.members.enums import Role
from zhibu.organisations.api import choices, organisations, within
from zhibu.venues.enums import VenueKind
from zhibu.venues.errors import NoSuchVenue
from zhibu.venues.models import ClosedDay, Hours, Slot, Steward, Venue

MANAGERS = (Role.PARTY_AFFAIRS, Role.UNION_OFFICER)
SYSTEM = Viewer.system("venues")


def venues(viewer: Viewer, *, to: str = "see") -> QuerySet[Venue]:
    """Open halls for everybody, rooms and vehicles for whoever is signed in; to "serve" for stewards and managers, to
    "manage" for party affairs and union officers of the organisation or above."""
    managed = within(viewer.paths(MANAGERS), field="organisation__path")
    served = managed | Q(pk__in=Steward.objects.filter(person_id=viewer.person_id or 0).values("venue_id"))
    shown = Q(is_open=True, kind=VenueKind.HALL) if viewer.is_anonymous else Q(is_open=True)
    scope = {"see": shown | served, "serve": served, "manage": managed}[to]
    return Venue.objects.filter(scope).select_related("organisation").order_by("kind", "name", "pk")


def get_venue(viewer: Viewer, pk: int, *, to: str = "see", kinds: Iterable[str] = VenueKind.values) -> Venue:
    """One venue, or NoSuchVenue alike for missing and forbidden."""
    found = venues(viewer, to=to).filter(pk=pk, kind__in=list(kinds)).first()
    if found is None:
        raise NoSuchVenue
    return found


def homes(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the organisations for which the viewer may set up a venue."""
    paths = viewer.paths(MANAGERS)
    allowed = set(organisations(SYSTEM).filter(within(paths)).values_list("pk", flat=True)) if paths else set()
    return [(pk, name) for pk, name in choices(SYSTEM) if pk in allowed]


def people_named(text: str) -> list[int]:
    """Ids of the people whom a full name or an employee number means, at most two: two mean "say which"."""
    named = Q(name=text) | Q(employee_number__iexact=text)
    return list(people(SYSTEM).filter(named).values_list("pk", flat=True)[:2])


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the hall: its slots, or why it is closed."""

    day: date
    slots: list[Slot] = field(default_factory=list)
    closed: str = ""

    @property
    def left(self) -> int:
        """Free places of the whole day."""
        return sum(slot.left for slot in self.slots)


def days(venue: Venue, *, at: datetime) -> list[Day]:
    """The coming days on which there is something to book, and the closed ones among them; two queries."""
    found: dict[date, Day] = {}
    last = at + timedelta(days=venue.days_ahead)
    for slot in venue.slots.filter(starts_at__gt=at, starts_at__lt=last, is_open=True).order_by("starts_at"):
        found.setdefault(local_date(slot.starts_at), Day(local_date(slot.starts_at))).slots.append(slot)
    for closed in closed_days(venue, at=at):
        if closed.day <= local_date(last):
            found[closed.day] = Day(closed.day, closed=closed.reason)
    return [found[day] for day in sorted(found)]


def closed_days(venue: Venue, *, at: datetime) -> QuerySet[ClosedDay]:
    """From today on."""
    return ClosedDay.objects.filter(venue=venue, day__gte=local_date(at)).order_by("day")


def weekly(venue: Venue) -> list[tuple[str, Hours]]:
    """Weekdays that have the same hours, in one line: ("周二、周三", one of them)."""
    alike: dict[tuple[time, time], list[Hours]] = {}
    for rule in venue.hours.all():
        alike.setdefault((rule.opens, rule.closes), []).append(rule)
    return [("、".join(rule.get_weekday_display() for rule in rules), rules[0]) for rules in alike.values()]


def bounds(day: date) -> tuple[datetime, datetime]:
    """The first moment of a day in Shanghai and of the next."""
    start = datetime.combine(day, datetime.min.time(), SHANGHAI)
    return start, start + timedelta(days=1)


def get_slot(viewer: Viewer, pk: int, *, at: datetime) -> Slot:
    """A slot of a hall that the viewer sees."""
    found = Slot.objects.filter(pk=pk, venue__in=venues(viewer).values("pk")).select_related("venue").first()
    if found is None:
        raise NoSuchVenue
    return found


def front(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """What the first page shows: halls, and for employees rooms and vehicles."""
    rows = list(venues(viewer).filter(is_open=True))
    return {
        "halls": [row for row in rows if row.kind == VenueKind.HALL],
        "others": [row for row in rows if row.kind != VenueKind.HALL],
        "served": list(venues(viewer, to="serve")) if viewer.person_id else [],
        "may_found": bool(viewer.paths(MANAGERS)),
    }
