"""Granting and ending roles; three administrators are three people."""

import pytest

from tests.world import NOW, TODAY
from zhibu.audit.models import AuditRow
from zhibu.members.enums import Role
from zhibu.members.errors import AdministratorAlready, NoSuchPerson, OwnRole, RoleHeld
from zhibu.members.models import RoleGrant
from zhibu.members.services.roles import end_role, grant_role
from zhibu.organisations.errors import NoSuchOrganisation


def grant(world, who="olga", to="charlie", role=Role.SUPERIOR, node=None):
    return grant_role(
        world.viewer(who), account_id=world.accounts[to].pk, role=role, organisation_id=(node or world.hq).pk, at=NOW
    )


def test_a_role_covers_the_node_it_is_granted_on_and_is_audited(world):
    granted = grant(world, node=world.branch_a)
    assert (granted.started_on, granted.granted_by) == (TODAY, "Olga")
    assert world.viewer("charlie").paths([Role.SUPERIOR]) == (world.branch_a.path,)
    row = AuditRow.objects.get(action="grant_role")
    assert row.detail == {"role": "superior", "organisation": world.branch_a.pk}


@pytest.mark.parametrize("who", ["sam", "dana", "stella", "alice", "bob"])
def test_nobody_else_grants(world, who):
    with pytest.raises(NoSuchPerson):
        grant(world, who)


def test_nobody_grants_or_ends_his_own(world):
    with pytest.raises(OwnRole):
        grant(world, to="olga", role=Role.PARTY_AFFAIRS)
    own = RoleGrant.objects.get(account=world.accounts["olga"])
    with pytest.raises(OwnRole):
        end_role(world.viewer("olga"), grant_id=own.pk, reason="x", at=NOW)


@pytest.mark.parametrize("to", ["sam", "dana"])
@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_three_administrators_are_three_people(world, to, role):
    node = world.branch_a if (to, role) in {("sam", Role.SYSTEM_ADMIN), ("dana", Role.AUDIT_ADMIN)} else world.hq
    with pytest.raises(AdministratorAlready):
        grant(world, to=to, role=role, node=node)


def test_the_same_role_is_granted_once(world):
    grant(world)
    with pytest.raises(RoleHeld):
        grant(world)


def test_a_role_is_granted_below_ones_own_node_alone(world):
    RoleGrant.objects.filter(account=world.accounts["olga"]).update(organisation=world.branch_a)
    with pytest.raises(NoSuchOrganisation):
        grant(world, to="bob", node=world.branch_b)
    with pytest.raises(NoSuchPerson):
        grant(world, to="charlie", node=world.branch_a)
    assert grant(world, to="bob", node=world.branch_a).role == Role.SUPERIOR


def test_ending_a_role_takes_effect_at_once_and_stays_in_the_history(world):
    granted = grant(world)
    for _ in range(2):
        end_role(world.viewer("olga"), grant_id=granted.pk, reason="调离", at=NOW)
    granted.refresh_from_db()
    assert granted.ended_on == TODAY
    assert world.viewer("charlie").grants == ()
    assert list(AuditRow.objects.filter(action="end_role").values_list("reason", flat=True)) == ["调离"]


def test_after_the_end_another_administration_may_follow(world):
    end_role(world.viewer("olga"), grant_id=RoleGrant.objects.get(role=Role.SYSTEM_ADMIN).pk, reason="轮换", at=NOW)
    assert grant(world, to="sam", role=Role.AUDIT_ADMIN).role == Role.AUDIT_ADMIN


def test_the_pages_grant_end_and_reset(world, as_user):
    olga, charlie = as_user("olga"), world.accounts["charlie"]
    assert olga.get("/roles?q=charl").content.decode().count("/roles/") == 1
    given = olga.post(f"/roles/{charlie.pk}", {"role": "union_officer", "organisation_id": world.hq.pk})
    assert given.url == f"/roles/{charlie.pk}"
    granted = RoleGrant.objects.get(account=charlie)
    assert "工会干部" in olga.get(f"/roles/{charlie.pk}").content.decode()
    assert olga.post(f"/role-grants/{granted.pk}/end", {"reason": ""}).status_code == 200
    assert olga.post(f"/role-grants/{granted.pk}/end", {"reason": "换届"}).status_code == 302
    assert olga.post(f"/roles/{charlie.pk}/reset-authenticator", {"reason": ""}).status_code == 422
    assert olga.post(f"/roles/{charlie.pk}/reset-authenticator", {"reason": "换手机"}).status_code == 302


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_long(world, as_user, more, django_assert_num_queries):
    for name in ["bob", "charlie"][:more]:
        grant(world, to=name)
    olga = as_user("olga")
    with django_assert_num_queries(8):
        olga.get("/roles")
