"""Who is meant by an activity: always whole sets, never person by person."""

from django.db.models import Q, QuerySet

from zhibu.activities.enums import Audience
from zhibu.activities.models import Activity, Invitee
from zhibu.activities.rules.audience import COMMITTEE_TITLES, Standing, categories
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_above, roll


def standing_of(viewer: Viewer, *, posts: bool = True) -> Standing:
    """Where the viewer stands now, with his posts on the way up unless they are not asked for."""
    if not viewer.category:
        return Standing()
    return Standing(
        category=viewer.category, branch_id=viewer.branch_id, branch_path=viewer.branch_path,
        group_path=viewer.group_path, posts_on=_posts_of(viewer) if posts else frozenset(),
    )  # fmt: skip


def _posts_of(viewer: Viewer) -> frozenset[int]:
    held = officers_above(viewer.group_path or viewer.branch_path, *COMMITTEE_TITLES)
    return frozenset(held.filter(person_id=viewer.person_id or 0).values_list("organisation_id", flat=True))


def members_meant(activity: Activity) -> QuerySet:  # type: ignore[type-arg]
    """Memberships of those meant without being named, guests apart; with person and branch.

    A roll meeting means the branches at or below its organisation, or the group when it is one's.
    """
    if activity.audience == Audience.NAMED:
        named = Invitee.objects.filter(activity=activity, is_guest=False)
        return _named(list(named.values_list("person_id", flat=True)))
    path = activity.organisation.path
    if activity.audience == Audience.COMMITTEE:
        posts = officers_above(path, *COMMITTEE_TITLES).filter(organisation_id=activity.organisation_id)
        return _named(list(posts.values_list("person_id", flat=True)))
    wanted = categories(for_full=activity.for_full, for_probationary=activity.for_probationary)
    on_it = Q(branch__path__startswith=path) | Q(group__path__startswith=path)
    return roll("").filter(on_it, category__in=wanted).select_related("person", "branch")


def _named(person_ids: list[int]) -> QuerySet:  # type: ignore[type-arg]
    return roll("").filter(person_id__in=person_ids).select_related("person", "branch")


def guests(activity: Activity) -> QuerySet[Invitee]:
    """People invited beside those meant (列席), with their persons."""
    return Invitee.objects.filter(activity=activity, is_guest=True).select_related("person")


def people_to_tell(activity: Activity) -> set[int]:
    """Ids of everybody whom a notice about the activity is for: meant, invited and signed up."""
    told = set(members_meant(activity).values_list("person_id", flat=True))
    told |= set(activity.invitees.values_list("person_id", flat=True))
    return told | set(activity.signups.values_list("person_id", flat=True))
