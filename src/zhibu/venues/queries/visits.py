"""Visits: by their code, one's own, and as the door sees them."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.venues.enums import PassageKind, RemarkState, ReservationState, VisitState
from zhibu.venues.errors import NoSuchVisit
from zhibu.venues.models import Passage, Remark, Reservation, Venue, Visit
from zhibu.venues.queries.venues import bounds, venues
from zhibu.venues.rules import plain_code

STANDING = (VisitState.BOOKED, VisitState.ENTERED)


def code_index(code: str) -> str:
    """Under what a code is found."""
    return blind_index(plain_code(code), purpose="venues.code")


def visit_by_code(code: str) -> Visit:
    """The visit of a code, for whoever has it. Raises NoSuchVisit."""
    rows = Visit.objects.filter(code_index=code_index(code))
    found = rows.select_related("venue", "slot", "guide", "remark").first()
    if found is None:
        raise NoSuchVisit
    return found


def get_visit(viewer: Viewer, pk: int, *, to: str = "serve") -> Visit:
    """A visit to a hall that the viewer serves."""
    found = _visits().filter(pk=pk, venue__in=venues(viewer, to=to).values("pk")).first()
    if found is None:
        raise NoSuchVisit
    return found


def _visits() -> QuerySet[Visit]:
    return Visit.objects.select_related("venue", "slot", "guide", "person")


def visits_of_day(venue: Venue, day: date) -> QuerySet[Visit]:
    """The visits of a day that stand, in the order of their slots."""
    first, after = bounds(day)
    rows = _visits().filter(venue=venue, starts_at__gte=first, starts_at__lt=after, state__in=STANDING)
    return rows.order_by("starts_at", "pk")


def desk(venue: Venue, *, at: datetime) -> dict[str, Any]:
    """The door today: how many came, how many are inside, who is expected."""
    day = local_date(at)
    rows = Passage.objects.filter(venue=venue, day=day)
    sums = dict(rows.values_list("kind").annotate(Sum("people")))
    came, left = sums.get(PassageKind.ENTERED, 0), sums.get(PassageKind.LEFT, 0)
    return {
        "venue": venue, "visits": list(visits_of_day(venue, day)), "came": came, "inside": max(0, came - left),
        "latest": list(rows.order_by("-at", "-pk")[:6]), "day": day,
    }  # fmt: skip


def calendar(venue: Venue, *, first: date) -> list[dict[str, Any]]:
    """A week as the hall's people see it: how much of each day is taken, and the slots with visits; three queries."""
    start, end = bounds(first)[0], bounds(first + timedelta(days=6))[1]
    by_slot: dict[int, list[Visit]] = {}
    for visit in _visits().filter(venue=venue, starts_at__gte=start, starts_at__lt=end).order_by("pk"):
        by_slot.setdefault(visit.slot_id, []).append(visit)
    closed = dict(venue.closed_days.filter(day__range=(first, first + timedelta(days=6))).values_list("day", "reason"))
    found: list[dict[str, Any]] = [
        {"day": day, "rows": [], "closed": closed.get(day), "slots": 0, "taken": 0, "capacity": 0}
        for day in (first + timedelta(days=number) for number in range(7))
    ]
    for slot in venue.slots.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at"):
        day = found[(local_date(slot.starts_at) - first).days]
        if slot.pk in by_slot:
            day["rows"].append((slot, by_slot[slot.pk]))
        if slot.is_open:
            day["slots"] += 1
            day["taken"] += slot.taken
            day["capacity"] += slot.capacity
    return found


def open_guidings(viewer: Viewer, *, at: datetime) -> QuerySet[Visit]:
    """Groups that wish for a guide and have none; employees see no name of a visitor."""
    wanted = Q(wants_guide=True, guide=None, state=VisitState.BOOKED, starts_at__gt=at)
    return _visits().filter(wanted, venue__in=venues(viewer).values("pk")).order_by("starts_at")


def own_guidings(viewer: Viewer, *, at: datetime) -> QuerySet[Visit]:
    """Groups that the viewer guides, from a month ago on."""
    since = at - timedelta(days=30)
    rows = _visits().filter(guide_id=viewer.person_id or 0, starts_at__gt=since, state__in=STANDING)
    return rows.order_by("starts_at")


def own_visits(viewer: Viewer, *, at: datetime) -> QuerySet[Visit]:
    """What the viewer booked with his account and is not over."""
    since = at - timedelta(days=7)
    return _visits().filter(person_id=viewer.person_id or 0, starts_at__gt=since).order_by("starts_at")


def own_reservations(viewer: Viewer, *, at: datetime) -> QuerySet[Reservation]:
    """Rooms and vehicles that the viewer has, from today on."""
    rows = Reservation.objects.filter(person_id=viewer.person_id or 0, ends_at__gt=at, state=ReservationState.HELD)
    return rows.select_related("venue").order_by("starts_at")


def reservations(venue: Venue, *, at: datetime) -> QuerySet[Reservation]:
    """Who has a room or vehicle, from now on; colleagues may ask each other."""
    rows = Reservation.objects.filter(venue=venue, ends_at__gt=at, state=ReservationState.HELD)
    return rows.select_related("person").order_by("starts_at")


def get_reservation(viewer: Viewer, pk: int) -> Reservation:
    """One's own, or one of a venue that the viewer manages."""
    scope = Q(person_id=viewer.person_id or 0) | Q(venue__in=venues(viewer, to="manage").values("pk"))
    found = Reservation.objects.filter(scope, pk=pk).select_related("venue").first()
    if found is None:
        raise NoSuchVisit
    return found


def remarks(venue: Venue) -> QuerySet[Remark]:
    """What stands in the visitors' book for everybody."""
    return Remark.objects.filter(venue=venue, state=RemarkState.SHOWN).order_by("-written_at", "-pk")


def get_remark(viewer: Viewer, pk: int) -> Remark:
    """A remark in the book of a hall that the viewer serves."""
    found = Remark.objects.filter(pk=pk, venue__in=venues(viewer, to="serve").values("pk")).first()
    if found is None:
        raise NoSuchVisit
    return found


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """What one booked or promised for the next two days, and for stewards entries of the visitors' book to read."""
    soon = at + timedelta(days=2)
    cards = [
        Todo(_("%(name)s参观，%(n)d 人") % {"name": row.venue.name, "n": row.people}, _("看预约码"),
             reverse("venues:visit", args=[row.code]), row.starts_at, 4)
        for row in own_visits(viewer, at=at).filter(starts_at__range=(at, soon), state=VisitState.BOOKED)[:3]
    ]  # fmt: skip
    cards += [
        Todo(_("您答应为%(name)s的一个团体讲解") % {"name": row.venue.name}, _("查看"), reverse("venues:guiding"),
             row.starts_at, 3)
        for row in own_guidings(viewer, at=at).filter(starts_at__range=(at, soon))[:3]
    ]  # fmt: skip
    return cards + _to_read(viewer)


def _to_read(viewer: Viewer) -> list[Todo]:
    waiting = Count("remarks", filter=Q(remarks__state=RemarkState.WAITING))
    rows = venues(viewer, to="serve").annotate(waiting=waiting).filter(waiting__gt=0)[:3]
    return [
        Todo(_("%(name)s有 %(n)d 条留言等您看") % {"name": row.name, "n": row.waiting}, _("去看"),
             reverse("venues:remarks", args=[row.pk]), None, 5)
        for row in rows
    ]  # fmt: skip


def held_about(viewer: Viewer) -> dict[str, list[dict[str, Any]]]:
    """What is held on a person, as plain values for his own copy."""
    me = viewer.person_id or 0
    visits, guidings = _visits().filter(person_id=me), _visits().filter(guide_id=me)
    reserved = Reservation.objects.filter(person_id=me).select_related("venue").order_by("starts_at")
    return {
        "visits": [_plain(row) | {"people": row.people} for row in visits.order_by("starts_at")],
        "guidings": [_plain(row) for row in guidings.order_by("starts_at")],
        "reservations": [_plain(row) | {"purpose": row.purpose} for row in reserved],
    }


def _plain(row: Visit | Reservation) -> dict[str, Any]:
    return {"venue": row.venue.name, "starts_at": row.starts_at.isoformat(), "state": row.state}
