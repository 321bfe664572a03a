"""Reads about one-time links."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import InvitationPurpose, Role
from zhibu.members.errors import NoSuchPerson, StaffAccount
from zhibu.members.models import Invitation, Person, PostHolding, RoleGrant
from zhibu.members.queries.accounts import accounts
from zhibu.members.queries.people import MANAGERS, people


def invitable(viewer: Viewer) -> QuerySet[Person]:
    """Whom a viewer may send a link: the people he manages; a security administrator, whoever has an account."""
    managed = people(viewer, to="manage").values("pk")
    return Person.objects.filter(Q(pk__in=managed) | Q(account__in=accounts(viewer).values("pk")))


def check_may_invite(viewer: Viewer, persons: Iterable[Person]) -> None:
    """Whoever holds a post or role is invited anew by the security administrator alone. Raises StaffAccount."""
    if viewer.is_system or viewer.has_role(Role.SECURITY_ADMIN):
        return
    with_account = Q(person__in=persons, person__account__isnull=False)
    holders = PostHolding.objects.filter(with_account, ended_on=None).exclude(person_id=viewer.person_id or 0)
    granted = RoleGrant.objects.filter(account__person__in=persons, ended_on=None)
    if holders.exists() or granted.exists():
        raise StaffAccount


def without_account(viewer: Viewer) -> QuerySet[Person]:
    """The people a viewer manages who cannot sign in yet, by branch and name."""
    waiting = people(viewer, to="manage").filter(account=None).select_related("membership__branch")
    return waiting.order_by("membership__branch__path", "name", "pk")


def uninvited(viewer: Viewer, shown: Iterable[Person]) -> set[int]:
    """Ids of those shown who cannot sign in yet and whom the viewer may send a link."""
    if not may_invite(viewer):
        return set()
    waiting = people(viewer, to="manage").filter(account=None, pk__in=[person.pk for person in shown])
    return set(waiting.values_list("pk", flat=True))


def open_invitations(viewer: Viewer, *, at: datetime) -> QuerySet[Invitation]:
    """Links to join that can still be used, of the people a viewer may invite."""
    live = Invitation.objects.filter(purpose=InvitationPurpose.JOIN, used_at=None, revoked_at=None, expires_at__gt=at)
    mine = live.filter(person__in=invitable(viewer).values("pk"))
    return mine.select_related("person__membership__branch").order_by("expires_at", "pk")


def get_invitation(viewer: Viewer, pk: int) -> Invitation:
    """One link, or NoSuchPerson alike for missing and forbidden."""
    found = Invitation.objects.filter(pk=pk, person__in=invitable(viewer).values("pk")).first()
    if found is None:
        raise NoSuchPerson
    return found


def may_invite(viewer: Viewer) -> bool:
    """Whether the page of invitations is the viewer's."""
    return bool(viewer.paths(MANAGERS))
