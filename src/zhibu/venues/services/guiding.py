"""Volunteers who guide a group through the hall; when it was done, the ledger knows."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import roll
from zhibu.realtime import api as realtime
from zhibu.venues.enums import GUIDED, VisitState
from zhibu.venues.errors import GuideTaken, NotServedYet
from zhibu.venues.models import Visit
from zhibu.venues.queries.visits import get_visit, open_guidings, own_guidings


def take_guiding(viewer: Viewer, *, visit_id: int, at: datetime) -> Visit:
    """Say that one will guide a group; the first who says so does, and nobody is in two places. Raises GuideTaken."""
    if mine := own_guidings(viewer, at=at).filter(pk=visit_id).first():
        return mine
    wanted = open_guidings(viewer, at=at).filter(pk=visit_id).first()
    if wanted is None:
        raise GuideTaken
    try:
        with transaction.atomic():
            free = Visit.objects.filter(pk=visit_id, guide=None, state=VisitState.BOOKED)
            if not free.update(guide_id=viewer.person_id or 0):
                raise GuideTaken
            realtime.publish(wanted.venue.topic)
    except IntegrityError as elsewhere:
        raise GuideTaken from elsewhere
    return own_guidings(viewer, at=at).get(pk=visit_id)


def leave_guiding(viewer: Viewer, *, visit_id: int, at: datetime) -> None:
    """Cannot come after all: the group is offered to others again, and nothing is noted."""
    with transaction.atomic():
        own_guidings(viewer, at=at).filter(pk=visit_id, state=VisitState.BOOKED).update(guide=None)


def confirm_guide(viewer: Viewer, *, visit_id: int, at: datetime) -> Visit:
    """The desk says that the volunteer guided the group: one fact of the ledger. Again is the same.

    Raises NotServedYet before the group came in, without a guide, and for the guide himself.
    """
    found = get_visit(viewer, visit_id)
    with transaction.atomic():
        visit = Visit.objects.select_for_update(of=("self",)).select_related("venue").get(pk=found.pk)
        if visit.state != VisitState.ENTERED or not visit.guide_id or visit.guide_id == viewer.person_id:
            raise NotServedYet
        if visit.guided_at is None:
            visit.guided_at = at
            visit.save(update_fields=["guided_at"])
            _record(viewer, visit, at)
    return visit


def _record(viewer: Viewer, visit: Visit, at: datetime) -> None:
    guide = visit.guide_id or 0
    home = roll("").filter(person_id=guide).values_list("branch_id", flat=True).first()
    fact = Fact(
        kind=GUIDED, member_id=guide, organisation_id=home or visit.venue.organisation_id,
        occurred_at=visit.starts_at, source_app="venues", source_key=f"guide:{visit.pk}", mode=Mode.OFFLINE,
        evidence=Evidence.STAFF, title=visit.venue.name, url=reverse("venues:venue", args=[visit.venue_id]),
    )  # fmt: skip
    record(viewer, fact, at=at)
