"""Who is meant by an activity: always whole sets, never person by person."""

from django.db.models import Q, QuerySet

from zhibu.activities.enums import Audience
from zhibu.activities.models import Activity, Invitee
from zhibu.activities.rules.audience import COMMITTEE_TITLES, Standing, categories
from zhibu.members.api import officers_above, roll

# Django's queryset of another app's model is passed on as it is: `roll` is the door to it.
MEMBERSHIP = ("category", "branch_id", "branch__path", "group__path")


def standing_of(person_id: int, *, posts: bool = True) -> Standing:
    """Where one person stands now: his membership and group, and his posts on the way up unless not asked for."""
    row = roll("").filter(person_id=person_id).values_list(*MEMBERSHIP).first()
    if row is None:
        return Standing()
    category, branch_id, branch_path, group_path = row
    held = officers_above(group_path or branch_path, *COMMITTEE_TITLES).filter(person_id=person_id)
    return Standing(
        category=category, branch_id=branch_id, branch_path=branch_path, group_path=group_path or "",
        posts_on=frozenset(held.values_list("organisation_id", flat=True)) if posts else frozenset(),
    )  # fmt: skip


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
