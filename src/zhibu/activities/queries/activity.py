"""Which activities a viewer may see, host or manage."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhibu.activities.enums import OVER, RUNNING, ActivityState, Audience, SignUpState
from zhibu.activities.errors import NoSuchActivity
from zhibu.activities.models import Activity, CheckIn, Invitee, SignUp
from zhibu.activities.rules.audience import COMMITTEE_TITLES
from zhibu.kernel.prepared import Prepared
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_on
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
    rows = mine(viewer).filter(ends_at__gt=at - JUST_OVER).exclude(state__in=OVER)
    return with_my_state(rows, viewer.person_id).order_by("starts_at", "pk")


def next_up(viewer: Viewer, *, at: datetime) -> list[Activity]:
    """The first ten that are on or ahead and not cancelled: `coming`, for the page that everybody opens most."""
    above = _above(viewer)
    if viewer.person_id is None or viewer.category not in FLAGS or len(above) > DEEPEST:
        return list(coming(viewer, at=at).filter(state__in=RUNNING)[:10])
    padded = above + [""] * (DEEPEST - len(above))
    return _NEXT_UP[viewer.category].rows(viewer.person_id, at - JUST_OVER, *padded)


def _next_up(category: str, person_id: int, since: datetime, *above: str) -> QuerySet[Activity]:
    rows = Activity.objects.filter(_for(person_id, category, above), state__in=RUNNING, ends_at__gt=since)
    return with_my_state(rows.select_related("organisation"), person_id).order_by("starts_at", "pk")[:10]


FLAGS = {Category.FULL.value: "for_full", Category.PROBATIONARY.value: "for_probationary"}
JUST_OVER = timedelta(hours=1)
DEEPEST = 12  # levels of the tree from its root to a group, as far as the prepared reading goes
_NEXT_UP = {category: Prepared(partial(_next_up, category), int, datetime, *[str] * DEEPEST) for category in FLAGS}


def past(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What the viewer was meant for and is over, newest first."""
    over = Q(ends_at__lte=at - JUST_OVER) | Q(state__in=OVER)
    return with_my_state(mine(viewer).filter(over), viewer.person_id).order_by("-starts_at", "-pk")


def managed(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What the viewer hosts or manages: unfinished ones first, then newest."""
    return activities(viewer, to="host").order_by("-starts_at", "-pk")


def with_my_state(rows: QuerySet[Activity], person_id: int | None) -> QuerySet[Activity]:
    """Adds `my_state` (the person's sign-up, or None) and `i_came` to each row."""
    me = {"activity": OuterRef("pk"), "person_id": person_id}
    return rows.annotate(
        my_state=SignUp.objects.filter(**me).values("state")[:1],
        i_came=Exists(CheckIn.objects.filter(**me, undone_at=None)),
    )


def _for_person(viewer: Viewer) -> Q:
    """Meant, invited, signed up, or open to everybody."""
    if viewer.person_id is None:
        return Q(pk__in=[])
    return _for(viewer.person_id, viewer.category, _above(viewer))


def _above(viewer: Viewer) -> list[str]:
    """The paths of the viewer's branch and group and of everything above them."""
    return sorted({*ancestor_paths(viewer.branch_path), *ancestor_paths(viewer.group_path)})


def _for(person_id: int, category: str, above: Iterable[str]) -> Q:
    me = {"activity": OuterRef("pk"), "person_id": person_id}
    named = Exists(Invitee.objects.filter(**me))
    said = Exists(SignUp.objects.filter(**me).exclude(state=SignUpState.WITHDRAWN))
    return Q(for_employees=True) | Q(named) | Q(said) | _meant(person_id, category, list(above))


def _meant(person_id: int, category: str, above: list[str]) -> Q:
    if category not in FLAGS:
        return Q(pk__in=[])
    roll = Q(audience=Audience.ROLL, organisation__path__in=above, **{FLAGS[category]: True})
    posts = officers_on(above, *COMMITTEE_TITLES).filter(person_id=person_id).values("organisation_id")
    return roll | Q(audience=Audience.COMMITTEE, organisation_id__in=posts)


def running(viewer: Viewer, *, at: datetime) -> QuerySet[Activity]:
    """What goes on now and means the viewer."""
    soon = at + timedelta(minutes=30)
    return mine(viewer).filter(state__in=RUNNING, starts_at__lte=soon, ends_at__gte=at).order_by("starts_at")
