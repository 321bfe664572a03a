"""Granting and ending roles: by the security administrator, never for himself, always audited."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import ADMINISTRATORS, Role
from zhibu.members.errors import AdministratorAlready, OwnRole, RoleHeld
from zhibu.members.events import RoleEnded, RoleGranted
from zhibu.members.models import Account, RoleGrant
from zhibu.members.queries.accounts import get_account
from zhibu.members.queries.roles import get_node, get_role_grant
from zhibu.members.services.links import revoke_open_links


@transaction.atomic
def grant_role(viewer: Viewer, *, account_id: int, role: str, organisation_id: int, at: datetime) -> RoleGrant:
    """Grant a role on a node of the tree. Raises OwnRole, AdministratorAlready, RoleHeld, NoSuchPerson,
    NoSuchOrganisation."""
    account = get_account(viewer, account_id)
    node = get_node(viewer, organisation_id)
    if account.pk == viewer.account_id:
        raise OwnRole
    Account.objects.select_for_update().get(pk=account.pk)
    held = RoleGrant.objects.filter(account=account, ended_on=None)
    if role in ADMINISTRATORS and held.filter(role__in=ADMINISTRATORS).exclude(role=role).exists():
        raise AdministratorAlready
    grant = RoleGrant(account=account, role=Role(role), organisation_id=node, started_on=local_date(at))
    grant.granted_by = viewer.name
    _store(grant)
    revoke_open_links(account.person_id, at=at)
    record(viewer, action="grant_role", subject=f"account:{account.pk}", at=at, role=role, organisation=node)
    publish(RoleGranted(person_id=account.person_id, organisation_id=node, role=str(grant.role)))
    return grant


def _store(grant: RoleGrant) -> None:
    """A second administration role, even the same one on another node, is refused by the table."""
    held = RoleGrant.objects.filter(
        account=grant.account, role=grant.role, organisation_id=grant.organisation_id, ended_on=None
    )
    if held.exists():
        raise RoleHeld
    try:
        with transaction.atomic():
            grant.save()
    except IntegrityError as taken:
        raise AdministratorAlready from taken


@transaction.atomic
def end_role(viewer: Viewer, *, grant_id: int, reason: str, at: datetime) -> None:
    """End a role today, with a reason; ended before means nothing to do. Raises OwnRole, NoSuchPerson."""
    grant = get_role_grant(viewer, grant_id)
    if grant.account_id == viewer.account_id:
        raise OwnRole
    if RoleGrant.objects.filter(pk=grant.pk, ended_on=None).update(ended_on=local_date(at)):
        record(viewer, action="end_role", subject=f"account:{grant.account_id}", at=at, reason=reason, role=grant.role)
        person = grant.account.person_id
        publish(RoleEnded(person_id=person, organisation_id=grant.organisation_id, role=str(grant.role)))
