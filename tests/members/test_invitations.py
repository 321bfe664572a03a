"""One-time links: who may make them, that they work once, and what they open."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.members.accounts import PASSWORD, give_password
from tests.world import NOW, add_organisation
from zhibu.audit.models import AuditRow
from zhibu.kernel.clock import now
from zhibu.members.enums import Category
from zhibu.members.errors import LinkSpent, NoSuchPerson, StaffAccount
from zhibu.members.models import Account, Invitation, Membership, Person
from zhibu.members.services import invitations
from zhibu.members.services.posts import appoint
from zhibu.members.services.roles import grant_role
from zhibu.organisations.enums import Kind

NEW = {"password": "a longer one 99", "again": "a longer one 99"}


@pytest.fixture
def nora(world):
    """A member of branch A without an account."""
    person = Person.objects.create(name="诺拉", employee_number="LB0777", created_at=NOW, updated_at=NOW)
    Membership.objects.create(
        person=person, branch=world.branch_a, category=Category.PROBATIONARY, joined_on=NOW.date()
    )
    return person


def invite_nora(world, nora, who="alice", **more):
    return invitations.invite(world.viewer(who), person_ids=[nora.pk], at=more.pop("at", now()), **more)[0]


def test_an_invitation_lets_its_person_set_a_password_and_in(world, nora, client):
    slip = invite_nora(world, nora)
    assert "诺拉 同志，您好" in client.get(f"/join/{slip.token}").content.decode()
    assert client.post(f"/join/{slip.token}", NEW).status_code == 302
    account = Account.objects.get(person=nora)
    assert (account.username, account.check_password(NEW["password"])) == ("lb0777", True)
    assert client.session["_auth_user_id"] == str(account.pk)
    assert list(AuditRow.objects.values_list("action", flat=True)) == ["invite_join", "join"]


def test_it_works_once(world, nora, client):
    slip = invite_nora(world, nora)
    client.post(f"/join/{slip.token}", NEW)
    second = Client().post(f"/join/{slip.token}", NEW)
    assert (second.status_code, "已经用过" in second.content.decode()) == (410, True)


def test_a_password_that_is_refused_does_not_use_it_up(world, nora, client):
    slip = invite_nora(world, nora)
    assert client.post(f"/join/{slip.token}", {"password": "x", "again": "x"}).status_code == 200
    assert client.post(f"/join/{slip.token}", NEW).status_code == 302


def test_it_runs_out_is_revoked_and_is_replaced_by_a_newer_one(world, nora, rf):
    old = invite_nora(world, nora, days=3, at=now() - timedelta(days=4))
    replaced, last = invite_nora(world, nora), invite_nora(world, nora)
    invitations.revoke(
        world.viewer("alice"), invitation_id=Invitation.objects.get(revoked_at=None, used_at=None).pk, at=now()
    )
    for slip in (old, replaced, last):
        with pytest.raises(LinkSpent):
            invitations.join(rf.post("/"), token=slip.token, password="x", at=now())


def test_the_link_itself_is_not_kept(world, nora):
    slip = invite_nora(world, nora)
    assert slip.token not in str(Invitation.objects.values().get())


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "sam"])
def test_nobody_invites_outside_his_work(world, nora, who):
    with pytest.raises(NoSuchPerson):
        invite_nora(world, nora, who)
    assert Invitation.objects.count() == 0


def test_one_stranger_in_the_list_stops_it_all(world, nora):
    with pytest.raises(NoSuchPerson):
        invitations.invite(world.viewer("alice"), person_ids=[nora.pk, world.person("charlie").pk], at=now())
    assert Invitation.objects.count() == 0


def test_an_account_with_a_role_is_opened_by_the_security_administrator_alone(world):
    with pytest.raises(StaffAccount):
        invitations.invite(world.viewer("stella"), person_ids=[world.person("alice").pk], at=now())
    with pytest.raises(StaffAccount):
        invitations.make_phone_link(world.viewer("stella"), person_id=world.person("alice").pk, at=now())
    assert len(invitations.invite(world.viewer("olga"), person_ids=[world.person("alice").pk], at=now())) == 1


def test_an_invitation_of_somebody_with_an_account_ends_his_old_sessions(world):
    give_password(world.accounts["bob"])
    phone, other = Client(), Client()
    phone.force_login(world.accounts["bob"])
    slip = invitations.invite(world.viewer("alice"), person_ids=[world.person("bob").pk], at=now())[0]
    other.post(f"/join/{slip.token}", NEW)
    assert phone.get("/me/devices").status_code == 302
    assert not Account.objects.get(username="bob").check_password(PASSWORD)


def test_an_employee_without_membership_gets_an_account(world, rf, client):
    person = Person.objects.create(name="职工", created_at=NOW, updated_at=NOW)
    slip = invitations.invite(world.viewer("stella"), person_ids=[person.pk], at=now())[0]
    client.post(f"/join/{slip.token}", NEW)
    assert Account.objects.get(person=person).username == f"zhibu{person.pk}"


def test_a_phone_is_signed_in_by_a_tap_not_by_a_preview(world, as_user):
    page = as_user("bob").post(f"/phone-links/{world.person('bob').pk}").content.decode()
    address = page.split("<code>")[1].split("</code>")[0].removeprefix("http://testserver")
    phone = Client()
    assert phone.get(address).status_code == 200
    assert "_auth_user_id" not in phone.session
    assert phone.post(address).status_code == 302
    assert phone.session["_auth_user_id"] == str(world.accounts["bob"].pk)
    assert Client().post(address).status_code == 410


def test_a_phone_link_gives_no_roles(world, client):
    slip = invitations.make_phone_link(world.viewer("alice"), person_id=world.person("alice").pk, at=now())
    client.post(f"/enter/{slip.token}")
    assert client.get("/invitations").url.startswith("/login/code")


def test_a_phone_link_lasts_five_minutes(world, client):
    early = now() - timedelta(minutes=5, seconds=1)
    slip = invitations.make_phone_link(world.viewer("bob"), person_id=world.person("bob").pk, at=early)
    assert client.get(f"/enter/{slip.token}").status_code == 410


def test_a_link_for_joining_does_not_sign_a_phone_in(world, nora, client):
    assert client.get(f"/enter/{invite_nora(world, nora).token}").status_code == 410


def test_slips_are_printed_for_those_chosen(world, nora, as_user):
    page = as_user("alice").post("/invitations/new", {"people": [nora.pk], "days": 7}).content.decode()
    assert "诺拉 同志，欢迎使用支部在线" in page
    assert page.count("data:image/svg+xml") == 1


def test_a_choice_of_nobody_is_asked_again(world, nora, as_user):
    response = as_user("alice").post("/invitations/new", {"days": 7})
    assert (response.status_code, "请先勾选" in response.content.decode()) == (422, True)


@pytest.mark.parametrize("waiting", [1, 3])
def test_the_page_costs_the_same_however_many_wait(world, as_user, waiting, django_assert_num_queries):
    for number in range(waiting):
        person = Person.objects.create(name=f"人{number}", created_at=NOW, updated_at=NOW)
        Membership.objects.create(
            person=person, branch=world.branch_a, category=Category.PROBATIONARY, joined_on=NOW.date()
        )
    alice = as_user("alice")
    with django_assert_num_queries(7):
        page = alice.get("/invitations").content.decode()
    assert page.count('name="people"') == waiting


def test_another_branch_is_not_listed(world, nora, as_user):
    other = add_organisation(world.hq, "丙支部", Kind.PARTY_BRANCH)
    person = Person.objects.create(name="外人", created_at=NOW, updated_at=NOW)
    Membership.objects.create(person=person, branch=other, category=Category.PROBATIONARY, joined_on=NOW.date())
    page = as_user("alice").get("/invitations").content.decode()
    assert ("诺拉" in page, "外人" in page) == (True, False)


def test_a_link_made_before_does_not_open_the_account_of_somebody_who_got_a_role(world):
    slip = invitations.invite(world.viewer("alice"), person_ids=[world.person("bob").pk], at=now())[0]
    organisation = world.branch_a.pk
    grant_role(
        world.viewer("olga"), account_id=world.accounts["bob"].pk, role="superior", organisation_id=organisation,
        at=now(),
    )  # fmt: skip
    with pytest.raises(LinkSpent):
        invitations.who_joins(slip.token, purpose="join", at=now())


def test_a_link_made_before_does_not_open_the_account_of_somebody_who_got_a_post(world):
    slip = invitations.invite(world.viewer("alice"), person_ids=[world.person("bob").pk], at=now())[0]
    appoint(
        world.viewer("stella"), person_id=world.person("bob").pk, organisation_id=world.branch_a.pk,
        title="deputy_secretary", started_on=NOW.date(), at=now(),
    )  # fmt: skip
    with pytest.raises(LinkSpent):
        invitations.who_joins(slip.token, purpose="join", at=now())
