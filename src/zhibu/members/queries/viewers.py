"""Building the viewer of a request."""

from django.http import HttpRequest

from zhibu.kernel.viewer import Grant, Viewer
from zhibu.members.enums import COUNTED
from zhibu.members.models import Account, Membership, Person, PostHolding, RoleGrant


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer behind a request's session; anonymous when nobody is signed in."""
    if not request.user.is_authenticated:
        return Viewer.anonymous()
    account = request.user
    return viewer_for(account, verified=bool(getattr(request.user, "is_verified", bool)()))


def viewer_for(account: Account, *, verified: bool = False) -> Viewer:
    """The viewer of an account: two queries, whatever the size of the organisation.

    Roles need the second factor: without it (`verified`) an account sees only what its person may see.
    """
    person = Person.objects.select_related("membership__branch").get(pk=account.person_id)
    membership: Membership | None = getattr(person, "membership", None)
    return Viewer(
        person_id=person.pk,
        account_id=account.pk,
        name=person.name,
        branch_id=membership.branch_id if membership else None,
        branch_path=membership.branch.path if membership else "",
        is_member=membership is not None and membership.status in COUNTED,
        grants=_grants(account) if verified else (),
        verified=verified,
    )


def _grants(account: Account) -> tuple[Grant, ...]:
    posts = PostHolding.objects.filter(person_id=account.person_id, ended_on=None)
    roles = RoleGrant.objects.filter(account=account, ended_on=None)
    rows = posts.values_list("title", "organisation__path", "organisation_id").union(
        roles.values_list("role", "organisation__path", "organisation_id"), all=True
    )
    return tuple(Grant(role, path, organisation_id) for role, path, organisation_id in rows)
