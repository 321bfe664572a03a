"""Building the viewer of a request."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from zhibu.kernel.prepared import Prepared
from zhibu.kernel.viewer import Grant, Viewer
from zhibu.members.enums import COUNTED
from zhibu.members.models import Account, Person, PostHolding, RoleGrant


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
    name, branch_id, status, category, branch_path, group_path = _STANDING.rows(account.person_id)[0]
    counted = status in COUNTED
    return Viewer(
        person_id=account.person_id,
        account_id=account.pk,
        name=name,
        branch_id=branch_id,
        branch_path=branch_path or "",
        is_member=counted,
        category=category if counted else "",
        group_path=(counted and group_path) or "",
        grants=_grants(account) if verified else (),
        verified=verified,
    )


# Asked by every request of everybody, so its SQL is written once and nothing sealed is fetched and opened.
_COLUMNS = ("name", "membership__branch_id", "membership__status", "membership__category", "membership__branch__path")
_STANDING = Prepared(
    lambda person_id: Person.objects.filter(pk=person_id).values_list(*_COLUMNS, "membership__group__path")
)


@Prepared
def _held(person_id: int, account_id: int) -> QuerySet[Any, tuple[str, str, int]]:
    posts = PostHolding.objects.filter(person_id=person_id, ended_on=None)
    roles = RoleGrant.objects.filter(account=account_id, ended_on=None)
    return posts.values_list("title", "organisation__path", "organisation_id").union(
        roles.values_list("role", "organisation__path", "organisation_id"), all=True
    )


def _grants(account: Account) -> tuple[Grant, ...]:
    return tuple(Grant(*row) for row in _held.rows(account.person_id, account.pk))
