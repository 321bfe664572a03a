"""Reads about people and memberships, each with its viewer."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, COUNTED, Role
from zhibu.members.errors import NoSuchPerson
from zhibu.members.models import Membership, Person, PostHolding, RoleGrant
from zhibu.members.models.person import citizen_id_index
from zhibu.members.rules.text import squeezed
from zhibu.organisations.api import ancestor_paths, within

MANAGERS = (*BRANCH_OFFICERS, Role.PARTY_AFFAIRS)
READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)


def memberships(viewer: Viewer, *, to: str = "see") -> QuerySet[Membership]:
    """Memberships of the branches that the viewer's roles cover, and his own."""
    scope = within(viewer.paths(MANAGERS if to == "manage" else READERS), field="branch__path")
    if to == "see" and viewer.person_id:
        scope |= Q(person_id=viewer.person_id)
    return Membership.objects.filter(scope).select_related("person", "branch")


def people(viewer: Viewer, *, to: str = "see") -> QuerySet[Person]:
    """People that the viewer may see or manage; employees without membership are for the whole tree's staff."""
    whole = covers_employees(viewer)
    scope = Q(membership__in=memberships(viewer, to=to).values("pk"))
    if to == "see" and viewer.person_id:
        scope |= Q(pk=viewer.person_id)
    return Person.objects.filter(scope | Q(membership=None) if whole else scope)


def covers_employees(viewer: Viewer) -> bool:
    """Whether the viewer looks after people without a branch: party affairs at the top of the tree, not a branch's."""
    return any(len(ancestor_paths(path)) <= 1 for path in viewer.paths([Role.PARTY_AFFAIRS]))


def get_person(viewer: Viewer, pk: int, *, to: str = "see") -> Person:
    """One person, or NoSuchPerson alike for missing and forbidden."""
    found = people(viewer, to=to).filter(pk=pk).select_related("membership__branch").first()
    if found is None:
        raise NoSuchPerson
    return found


def roll(organisation_path: str) -> QuerySet[Membership]:
    """The counted members of the branches at or below a path: who is on the roll now. For services, not pages."""
    return Membership.objects.filter(within((organisation_path,), field="branch__path"), status__in=COUNTED)


def people_with_number(citizen_id: str) -> QuerySet[Person, int]:
    """Ids of whoever is held under a whole citizen number: nobody or one. For services, not pages."""
    index = citizen_id_index(squeezed(citizen_id).upper())
    return Person.objects.filter(citizen_id_index=index or "-").values_list("pk", flat=True)


def officers_above(path: str, *titles: str) -> QuerySet[PostHolding]:
    """Who holds one of the posts on a node or above it: whom to tell, who may decide."""
    return officers_on(ancestor_paths(path), *titles)


def officers_on(paths: Iterable[str], *titles: str) -> QuerySet[PostHolding]:
    """Who holds one of the posts on one of the nodes."""
    held = PostHolding.objects.filter(organisation__path__in=list(paths), title__in=titles, ended_on=None)
    return held.select_related("person", "organisation")


def posts_in_force(on: date, *, titles: Iterable[str]) -> QuerySet[PostHolding]:
    """Who holds one of the posts on a day, anywhere in the tree. For services, not pages."""
    begun = PostHolding.objects.filter(title__in=list(titles), started_on__lte=on)
    return begun.filter(Q(ended_on=None) | Q(ended_on__gte=on))


def roles_in_force(*roles: str) -> QuerySet[RoleGrant]:
    """Who holds one of the granted roles now, anywhere in the tree. For services, not pages."""
    return RoleGrant.objects.filter(role__in=roles, ended_on=None)
