"""Who is meant by an activity: always whole sets, never person by person."""

from django.db.models import Q, QuerySet

from zhibu.activities.enums import Audience
from zhibu.activities.models import Activity, Invitee
from zhibu.activities.rules.audience import COMMITTEE_TITLES, Standing, categories
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import OnRoll, officers_above, posts_in_force, roll, roll_on


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
    """Memberships of those whom it means now, for telling them; guests apart, with person and branch.

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


def members_due(activity: Activity) -> list[OnRoll]:
    """The same by the roll of the activity's day: whoever moved branch, joined or left since stands as he stood."""
    day = local_date(activity.starts_at)
    if activity.audience == Audience.NAMED:
        return named_on_roll(activity)
    organisation = activity.organisation
    if activity.audience == Audience.COMMITTEE:
        posts = posts_in_force(day, titles=COMMITTEE_TITLES).filter(organisation_id=organisation.pk)
        return roll_on(day, person_ids=posts.values_list("person_id", flat=True))
    wanted = categories(for_full=activity.for_full, for_probationary=activity.for_probationary)
    return [member for member in roll_on(day, path=organisation.path) if member.category in wanted]


def named_on_roll(activity: Activity) -> list[OnRoll]:
    """Those invited by name who were on the roll of the activity's day, guests apart."""
    named = Invitee.objects.filter(activity=activity, is_guest=False).values_list("person_id", flat=True)
    return roll_on(local_date(activity.starts_at), person_ids=named)


def home_of(activity: Activity, person_ids: set[int]) -> dict[int, int]:
    """The branch that kept each person's relation on the activity's day."""
    day = local_date(activity.starts_at)
    return {member.person_id: member.branch_id for member in roll_on(day, person_ids=person_ids)}


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
