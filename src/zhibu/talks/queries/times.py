"""Announced talk times."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import ancestor_paths
from zhibu.talks.enums import Origin, TimeState
from zhibu.talks.errors import NoSuchTalk
from zhibu.talks.models import Entrant, Talk, TalkTime
from zhibu.talks.rules.draw import script
from zhibu.talks.rules.timing import RECENT, in_the_minute, is_over


def times(viewer: Viewer, *, to: str = "see") -> QuerySet[TalkTime]:
    """Those of his branch and above that a member may join, and those he hosts."""
    if viewer.is_system:
        return TalkTime.objects.select_related("host", "organisation")
    scope = Q(host_id=viewer.person_id or 0)
    if to == "see" and viewer.is_member:
        over = [*ancestor_paths(viewer.branch_path), *ancestor_paths(viewer.group_path)]
        scope |= Q(organisation__path__in=over)
    rows = TalkTime.objects.filter(scope).exclude(state=TimeState.CANCELLED)
    return rows.select_related("host", "organisation").order_by("-moment")


def get_time(viewer: Viewer, pk: int, *, to: str = "see") -> TalkTime:
    """One talk time, or NoSuchTalk alike for missing and forbidden."""
    found = times(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchTalk
    return found


def talked_lately(host_id: int, person_id: int, at: datetime) -> bool:
    """Whether the two talked within the last three months: then the draw leaves him out, whoever asked."""
    return Talk.objects.filter(host_id=host_id, guest_id=person_id, starts_at__gt=at - RECENT).exclude(
        origin=Origin.BOOKED, guest_confirmed_at=None
    ).exists()  # fmt: skip


def page_of(viewer: Viewer, time: TalkTime, *, at: datetime) -> dict[str, Any]:
    """What the page of a talk time shows: to everybody the proof, to each his own ticket, names to nobody."""
    mine = Entrant.objects.filter(time=time, person_id=viewer.person_id or 0).first()
    talk = Talk.objects.filter(time=time).filter(Q(host_id=viewer.person_id) | Q(guest_id=viewer.person_id)).first()
    drawn = time.state == TimeState.DRAWN
    return {
        "time": time, "mine": mine, "talk": talk, "is_host": time.host_id == viewer.person_id,
        "is_on": in_the_minute(time.moment, at), "is_over": is_over(time.moment, at), "before": at < time.moment,
        "count": len(time.pool) if drawn else Entrant.objects.filter(time=time).exclude(shaken_at=None).count(),
        "script": script(time.seed, time.pool) if drawn else "", "seed": time.seed if drawn else "",
        "seconds": max(0, round((time.moment - at).total_seconds())),
    }  # fmt: skip
