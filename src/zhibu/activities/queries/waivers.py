"""Reads about waivers, shifts and alerts, each with its viewer."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.activities.errors import NoSuchAlert, NoSuchWaiver
from zhibu.activities.models import AbsenceAlert, ActivityWaiver, Shift
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import memberships
from zhibu.members.enums import BRANCH_OFFICERS, COUNTED


def waivers(viewer: Viewer, *, to: str = "see") -> QuerySet[ActivityWaiver]:
    """Waivers of people whom the viewer manages, and his own."""
    scope = Q(person_id__in=memberships(viewer, to="manage").values("person_id"))
    if to == "see" and viewer.person_id:
        scope |= Q(person_id=viewer.person_id)
    return ActivityWaiver.objects.filter(scope).select_related("person", "approved_by").order_by("-ends_on", "-pk")


def get_waiver(viewer: Viewer, pk: int, *, to: str = "see") -> ActivityWaiver:
    """One waiver, or NoSuchWaiver alike for missing and forbidden."""
    found = waivers(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchWaiver
    return found


def shifts(viewer: Viewer) -> QuerySet[Shift]:
    """Shifts of people whom the viewer manages, newest first."""
    people = memberships(viewer, to="manage").values("person_id")
    return Shift.objects.filter(person_id__in=people).select_related("person").order_by("-starts_at", "person__name")


def alerts(viewer: Viewer) -> QuerySet[AbsenceAlert]:
    """Open alerts of the branches whose officer the viewer himself is; nobody above sees names."""
    mine = [grant.organisation_id for grant in viewer.grants if grant.role in BRANCH_OFFICERS]
    found = AbsenceAlert.objects.filter(branch_id__in=mine, closed_at=None)
    return found.select_related("person", "branch").order_by("-level", "raised_at")


def get_alert(viewer: Viewer, pk: int) -> AbsenceAlert:
    """One alert of the viewer's own branch, or NoSuchAlert."""
    found = alerts(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchAlert
    return found


def alert_todos(viewer: Viewer) -> list[Todo]:
    """One card for the branch's officers, without names."""
    count = alerts(viewer).count()
    if not count:
        return []
    sentence = _("有 %(count)d 位同志较长时间没有参加组织生活，请了解情况、主动关心。") % {"count": count}
    return [Todo(sentence, _("去看看"), reverse("activities:alerts"), weight=4)]


def manageable(viewer: Viewer) -> list[tuple[int, str]]:
    """People whom the viewer manages, as (id, name), by name."""
    found = memberships(viewer, to="manage").filter(status__in=COUNTED).order_by("person__name")
    return [(pk, name) for pk, name in found.values_list("person_id", "person__name")]
