"""Hours that can be booked."""

from datetime import datetime

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import ancestor_paths
from zhibu.talks.enums import Office
from zhibu.talks.errors import NoSuchTalk
from zhibu.talks.models import Hour


def hours(viewer: Viewer, *, to: str = "see") -> QuerySet[Hour]:
    """Those offered over his branch and group, and his own."""
    scope = Q(host_id=viewer.person_id or 0)
    if to == "see" and viewer.branch_path:
        over = [*ancestor_paths(viewer.branch_path), *ancestor_paths(viewer.group_path)]
        scope |= Q(organisation__path__in=over)
    elif to == "see" and viewer.person_id:
        scope |= Q(office=Office.UNION)  # employees without membership
    return Hour.objects.filter(scope).select_related("host", "organisation").order_by("starts_at")


def free(viewer: Viewer, *, at: datetime) -> QuerySet[Hour]:
    """Those to come that nobody booked and that are not his own."""
    return hours(viewer).filter(starts_at__gt=at, talk=None).exclude(host_id=viewer.person_id or 0)


def own(viewer: Viewer, *, at: datetime) -> QuerySet[Hour]:
    """His own to come; who booked is seen by the talk."""
    return hours(viewer, to="host").filter(starts_at__gt=at).select_related("talk__guest")


def get_hour(viewer: Viewer, pk: int, *, to: str = "see") -> Hour:
    """One hour, or NoSuchTalk alike for missing and forbidden."""
    found = hours(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchTalk
    return found
