"""The door: letting a visit in, counting who came without one and who left."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime
from zhibu.venues.enums import PassageKind, VenueKind, VisitState
from zhibu.venues.errors import CountUnclear, NotToday, VisitOver
from zhibu.venues.models import Passage, Visit
from zhibu.venues.queries.venues import get_venue
from zhibu.venues.queries.visits import get_visit

MOST = 999
MOST_BEFORE = 100_000_000


def admit(viewer: Viewer, *, visit_id: int, key: UUID, at: datetime, people: int | None = None) -> Visit:
    """Let a visit in today with as many as came; a code opens the door once. Raises NotToday, VisitOver."""
    found = get_visit(viewer, visit_id)
    if local_date(found.starts_at) != local_date(at):
        raise NotToday
    number = people or found.people
    if not 1 <= number <= MOST:
        raise CountUnclear
    with transaction.atomic():
        visit = Visit.objects.select_for_update(of=("self",)).select_related("venue").get(pk=found.pk)
        if visit.state == VisitState.ENTERED and Passage.objects.filter(key=key).exists():
            return visit
        if visit.state != VisitState.BOOKED:
            raise VisitOver
        visit.state, visit.entered_at = VisitState.ENTERED, at
        visit.save(update_fields=["state", "entered_at"])
        _passage(viewer, visit.venue_id, key, PassageKind.ENTERED, number, at, visit=visit)
        realtime.publish(visit.venue.topic)
    return visit


def count(
    viewer: Viewer, *, venue_id: int, key: UUID, kind: str, people: int, at: datetime, note: str = "",
    day: date | None = None,
) -> Passage:  # fmt: skip
    """People who came in or went out without a code; a negative number with a reason takes back what was too much.

    `kind` "before" carries over the visitors counted before this book began, for managers, with where the number
    comes from. The same `key` again is the same. Raises CountUnclear.
    """
    before = kind == PassageKind.BEFORE
    venue = get_venue(viewer, venue_id, to="manage" if before else "serve", kinds=[VenueKind.HALL])
    most = MOST_BEFORE if before else MOST
    if kind not in PassageKind.values or people == 0 or abs(people) > most:
        raise CountUnclear
    if (people < 0 or before) and not note.strip():
        raise CountUnclear
    try:
        with transaction.atomic():
            passage = _passage(viewer, venue.pk, key, PassageKind(kind), people, at, note=note, day=day)
            realtime.publish(venue.topic)
    except IntegrityError:
        return Passage.objects.get(key=key)
    return passage


def _passage(
    viewer: Viewer, venue_id: int, key: UUID, kind: PassageKind, people: int, at: datetime, *, note: str = "",
    visit: Visit | None = None, day: date | None = None,
) -> Passage:  # fmt: skip
    return Passage.objects.create(
        venue_id=venue_id, key=key, kind=kind, people=people, at=at, day=day or local_date(at), note=note.strip()[:100],
        visit=visit, recorded_by_name=viewer.name,
    )  # fmt: skip
