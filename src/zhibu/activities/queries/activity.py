"""Which activities a viewer may see, host or manage."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.activities.enums import OVER, RUNNING, ActivityState, Audience, SignUpState
from zhibu.activities.errors import NoSuchActivity
from zhibu.activities.models import Activity, CheckIn, Invitee, SignUp
from zhibu.activities.queries.audience import standing_of
from zhibu.activities.rules.audience import Standing
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, Category, Role
from zhibu.organisations.api import ancestor_paths, organisations, within
from zhibu.organisations.enums import PostTitle, State

MANAGERS = (*BRANCH_OFFICERS, PostTitle.PUBLICITY_MEMBER, PostTitle.GROUP_LEADER, Role.PARTY_AFFAIRS)
READERS = (*BRANCH_COMMITTEE, PostTitle.GROUP_LEADER, Role.PARTY_AFFAIRS, Role.SUPERIOR)

SYSTEM = Viewer.system("activities")


def activities(viewer: Viewer, *, to: str = "see") -> QuerySet[Activity]:
    """Activities that a viewer may "manage" (officers of the organisation or above), "host" (managers and the
    named host) or "see" (also whoever is meant, invited or signed up; drafts only for managers and readers)."""
    scope = within(viewer.paths(MANAGERS), field="organisation__path")
    if to in ("see", "host") and viewer.person_id:
        scope |= Q(host_id=viewer.person_id)
    if to == "see":
        scope |= within(viewer.paths(READERS), field="organisation__path")
        scope |= ~Q(state=ActivityState.DRAFT) & _for_person(viewer)
    return Activity.objects.filter(scope).select_related("organisation")


def get_activity(viewer: Viewer, pk: int, *, to: str = "see") -> Activity:
    """One activity with its organisation and sessions, or NoSuchActivity alike for missing and forbidden."""
    found = activities(viewer, to=to).filter(pk=pk).select_related("host", "series").first()
    if found is None:
        raise NoSuchActivity
    return found


def my_organisations(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer may hold activities: (id, name) in tree order."""
    held = organisations(SYSTEM).filter(within(viewer.paths(MANAGERS)), state=State.ACTIVE).order_by("path")
    return list(held.values_list("pk", "short_name"))


def may(viewer: Viewer, activity: Activity, *, to: str) -> bool:
    """The question of `activities(viewer, to="manage")` or "host" about one that is at hand."""
    if viewer.holds(MANAGERS, activity.organisation.path):
        return True
    return to == "host" and viewer.person_id is not None and activity.host_id == viewer.person_id


def mine(viewer: Viewer) -> QuerySet[Activity]:
    """Published activities that mean the viewer himself: on the roll, on the committee, invited or signed up."""
    if viewer.person_id is None:
        return Activity.objects.none()
    return Activity.objects.filter(~Q(state=ActivityState.DRAFT) & _for_person(viewer)).select_related("organisation")


def coming(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What is on or ahead for the viewer, soonest first; with `my_state`, his word about it."""
    rows = mine(viewer).filter(ends_at__gt=at - timedelta(hours=1)).exclude(state__in=OVER)
    return with_my_state(rows, viewer).order_by("starts_at", "pk")


def past(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What the viewer was meant for and is over, newest first."""
    over = Q(ends_at__lte=at - timedelta(hours=1)) | Q(state__in=OVER)
    return with_my_state(mine(viewer).filter(over), viewer).order_by("-starts_at", "-pk")


def managed(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What the viewer hosts or manages: unfinished ones first, then newest."""
    return activities(viewer, to="host").order_by("-starts_at", "-pk")


def with_my_state(rows: QuerySet[Activity], viewer: Viewer) -> QuerySet[Activity]:
    """Adds `my_state` (his sign-up, or None) and `i_came` to each row."""
    me = {"activity": OuterRef("pk"), "person_id": viewer.person_id}
    return rows.annotate(
        my_state=SignUp.objects.filter(**me).values("state")[:1],
        i_came=Exists(CheckIn.objects.filter(**me, undone_at=None)),
    )


def _for_person(viewer: Viewer) -> Q:
    """Meant, invited, signed up, or open to everybody."""
    if viewer.person_id is None:
        return Q(pk__in=[])
    me = {"activity": OuterRef("pk"), "person_id": viewer.person_id}
    named = Exists(Invitee.objects.filter(**me))
    said = Exists(SignUp.objects.filter(**me).exclude(state=SignUpState.WITHDRAWN))
    return Q(for_employees=True) | Q(named) | Q(said) | _meant(standing_of(viewer))


def _meant(standing: Standing) -> Q:
    flag = {Category.FULL: Q(for_full=True), Category.PROBATIONARY: Q(for_probationary=True)}
    if standing.category not in flag:
        return Q(pk__in=[])
    above = {*ancestor_paths(standing.branch_path), *ancestor_paths(standing.group_path)}
    roll = Q(audience=Audience.ROLL, organisation__path__in=above) & flag[Category(standing.category)]
    return roll | Q(audience=Audience.COMMITTEE, organisation_id__in=standing.posts_on)


def running(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What goes on now and means the viewer."""
    soon = at + timedelta(minutes=30)
    return mine(viewer).filter(state__in=RUNNING, starts_at__lte=soon, ends_at__gte=at).order_by("starts_at")
