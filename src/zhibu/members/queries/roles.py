"""Reads about roles, for the security administrator."""

from django.db.models import F, Prefetch, Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Role
from zhibu.members.errors import NoSuchPerson
from zhibu.members.models import Account, PostHolding, RoleGrant
from zhibu.members.queries.accounts import accounts, get_account
from zhibu.organisations.api import organisations, within
from zhibu.organisations.enums import State
from zhibu.organisations.errors import NoSuchOrganisation


def role_holders(viewer: Viewer, *, search: str = "") -> QuerySet[Account]:
    """Accounts with what they hold now: those with a role, or those found by name, number or user name."""
    found = accounts(viewer).prefetch_related(
        Prefetch("roles", RoleGrant.objects.filter(ended_on=None).select_related("organisation"), to_attr="held"),
        Prefetch("person__posts", PostHolding.objects.filter(ended_on=None).select_related("organisation")),
    )
    if search := search.strip():
        named = Q(person__name__icontains=search) | Q(username__icontains=search)
        return found.filter(named | Q(person__employee_number__iexact=search)).order_by("person__name", "pk")
    return found.filter(pk__in=RoleGrant.objects.filter(ended_on=None).values("account")).order_by("person__name", "pk")


def role_history(viewer: Viewer, account_id: int) -> QuerySet[RoleGrant]:
    """Every role an account holds or held, the present ones first."""
    account = get_account(viewer, account_id)
    return account.roles.select_related("organisation").order_by(
        F("ended_on").desc(nulls_first=True), "-started_on", "pk"
    )


def get_role_grant(viewer: Viewer, pk: int) -> RoleGrant:
    """One grant on a node the viewer looks after, or NoSuchPerson alike for missing and forbidden."""
    found = RoleGrant.objects.filter(pk=pk, account__in=accounts(viewer).values("pk")).first()
    if found is None:
        raise NoSuchPerson
    return found


def grantable_nodes(viewer: Viewer) -> list[tuple[int, str]]:
    """Nodes on which the viewer may grant roles, in tree order."""
    scope = within(viewer.paths([Role.SECURITY_ADMIN]))
    nodes = organisations(Viewer.system("members.roles")).filter(scope, state=State.ACTIVE).order_by("path")
    return [(node.pk, "　" * (node.depth - 1) + node.short_name) for node in nodes]


def get_node(viewer: Viewer, pk: int) -> int:
    """The node's id, or NoSuchOrganisation alike for missing and forbidden."""
    if pk not in dict(grantable_nodes(viewer)):
        raise NoSuchOrganisation
    return pk
