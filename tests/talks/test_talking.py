"""Hours, putting off, confirming, promises; and that nobody else learns anything."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.talks import AFTER, a_drawn_talk, an_hour
from tests.world import NOW, TODAY, add_member, add_organisation
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import confidential_codes
from zhibu.ledger.models import Entry
from zhibu.members.enums import Role
from zhibu.members.models import PostHolding, RoleGrant
from zhibu.organisations.api import place
from zhibu.organisations.enums import Kind, PostTitle
from zhibu.talks import services
from zhibu.talks.errors import (
    HourTaken,
    NoSuchTalk,
    NotAHost,
    OwnHour,
    PromiseUnclear,
    TooEarlyToConfirm,
)
from zhibu.talks.models import Hour, Talk, Undertaking
from zhibu.talks.queries import hours, reach, talks

LATER = NOW + timedelta(days=3)


def promise(world, talk, name="alice", **more):
    said = {"text": "调换夜班", "owner": "host", "due_on": date(2026, 12, 1), "key": uuid4()} | more
    return services.undertake(world.viewer(name), talk_id=talk.pk, at=AFTER, **said)


def test_an_hour_is_booked_once(world):
    add_member(world, "frank", world.branch_a)
    hour = an_hour(world)
    first = services.book_hour(world.viewer("bob"), hour_id=hour.pk, at=NOW)
    assert services.book_hour(world.viewer("bob"), hour_id=hour.pk, at=NOW) == first
    with pytest.raises(HourTaken):
        services.book_hour(world.viewer("frank"), hour_id=hour.pk, at=NOW)
    with pytest.raises(HourTaken):
        services.close_hour(world.viewer("alice"), hour_id=hour.pk)


def test_nobody_books_himself(world):
    with pytest.raises(OwnHour):
        services.book_hour(world.viewer("alice"), hour_id=an_hour(world).pk, at=NOW)


def test_a_left_talk_sets_its_hour_free_and_leaves_nothing(world):
    hour = an_hour(world)
    talk = services.book_hour(world.viewer("bob"), hour_id=hour.pk, at=NOW)
    services.decline_talk(world.viewer("bob"), talk_id=talk.pk, at=NOW)
    assert not Talk.objects.exists()
    assert list(hours.free(world.viewer("bob"), at=NOW)) == [hour]


def test_hours_come_weekly_and_twice_is_once(world):
    said = {"organisation_id": world.branch_a.pk, "office": "secretary", "place": "", "minutes": 30, "weeks": 4}
    for _ in range(2):
        services.offer_hours(world.viewer("alice"), starts_at=LATER, at=NOW, **said)
    assert [hour.starts_at for hour in Hour.objects.order_by("pk")] == [LATER + timedelta(weeks=n) for n in range(4)]


def test_an_office_that_one_does_not_hold_is_not_offered(world):
    for name, office in (("bob", "secretary"), ("alice", "discipline"), ("stella", "union")):
        with pytest.raises(NotAHost):
            an_hour(world, name=name, office=office)


def test_group_leader_union_and_discipline_offer_hours_too(world):
    PostHolding.objects.create(
        person=world.person("bob"), organisation=world.group_a1, title=PostTitle.GROUP_LEADER, started_on=TODAY
    )
    for name, role in (("stella", Role.UNION_OFFICER), ("dana", Role.DISCIPLINE_OFFICER)):
        RoleGrant.objects.create(
            account=world.accounts[name], role=role, organisation=world.hq, started_on=TODAY, granted_by="t"
        )
    an_hour(world, name="bob", office="group_leader", organisation=world.group_a1)
    union = an_hour(world, name="stella", office="union", organisation=world.hq)
    discipline = an_hour(world, name="dana", office="discipline", organisation=world.hq)
    assert set(hours.free(world.viewer("charlie"), at=NOW)) == {union, discipline}
    assert set(hours.free(world.viewer("eve"), at=NOW)) == {union}


def confirmed(world, talk, *, host="alice", guest="bob", at=LATER):
    for name in (host, guest):
        services.confirm_talk(world.viewer(name), talk_id=talk.pk, at=at)


def test_both_confirm_and_the_book_has_date_and_people_only(world):
    talk = services.book_hour(world.viewer("bob"), hour_id=an_hour(world).pk, at=NOW)
    services.confirm_talk(world.viewer("bob"), talk_id=talk.pk, at=LATER)
    assert not Entry.objects.exists()
    for _ in range(2):
        services.confirm_talk(world.viewer("alice"), talk_id=talk.pk, at=LATER)
    entries = Entry.objects.order_by("member_id")
    assert [(e.kind, e.member.name, e.title, e.url, e.mode) for e in entries] == [
        ("heart_to_heart_talk", name, "", "", "offline") for name in ("Alice", "Bob")
    ]


def test_the_fact_stands_in_the_book_of_each_ones_own_branch(world):
    RoleGrant.objects.create(
        account=world.accounts["stella"], role=Role.UNION_OFFICER, organisation=world.hq, started_on=TODAY,
        granted_by="t",
    )  # fmt: skip
    hour = an_hour(world, name="stella", office="union", organisation=world.hq)
    talk = services.book_hour(world.viewer("charlie"), hour_id=hour.pk, at=NOW)
    confirmed(world, talk, host="stella", guest="charlie")
    assert {(e.member.name, e.organisation) for e in Entry.objects.all()} == {
        ("Charlie", world.branch_b), ("Stella", world.hq)
    }  # fmt: skip


def test_what_has_not_been_cannot_be_confirmed(world):
    talk = services.book_hour(world.viewer("bob"), hour_id=an_hour(world).pk, at=NOW)
    with pytest.raises(TooEarlyToConfirm):
        services.confirm_talk(world.viewer("bob"), talk_id=talk.pk, at=NOW)


def test_a_talk_with_the_discipline_side_is_confidential(world, as_user):
    RoleGrant.objects.create(
        account=world.accounts["dana"], role=Role.DISCIPLINE_OFFICER, organisation=world.hq, started_on=TODAY,
        granted_by="t",
    )  # fmt: skip
    hour = an_hour(world, name="dana", office="discipline", organisation=world.hq)
    talk = services.book_hour(world.viewer("bob"), hour_id=hour.pk, at=NOW)
    confirmed(world, talk, host="dana")
    assert {entry.kind for entry in Entry.objects.all()} == {"confidential_talk"} <= set(confidential_codes())
    page = as_user("alice").get(reverse("ledger:time-line", args=[world.person("bob").pk]))
    assert "纪检" not in page.content.decode()


def test_putting_off_is_not_noted(world):
    talk = a_drawn_talk(world)
    services.postpone_talk(world.viewer("bob"), talk_id=talk.pk, starts_at=LATER, at=AFTER)
    services.postpone_talk(world.viewer("bob"), talk_id=talk.pk, starts_at=LATER + timedelta(days=9), at=AFTER)
    talk.refresh_from_db()
    assert talk.starts_at == LATER + timedelta(days=9)
    assert not [name for name in vars(talk) if "postpone" in name or "moved" in name]


@pytest.mark.parametrize("name", ["charlie", "stella", "dana", "sam", "olga"])
def test_no_role_opens_the_talk_of_others(world, name):
    talk = a_drawn_talk(world)
    made = promise(world, talk)
    viewer = world.viewer(name)
    acts = [
        lambda: talks.get_talk(viewer, talk.pk),
        lambda: talks.get_undertaking(viewer, made.pk),
        lambda: services.confirm_talk(viewer, talk_id=talk.pk, at=LATER),
        lambda: promise(world, talk, name),
        lambda: services.give_key(viewer, talk_id=talk.pk, public="x", at=AFTER),
        lambda: services.signal(viewer, talk_id=talk.pk, sealed="x", at=AFTER),
    ]
    for act in acts:
        with pytest.raises(NoSuchTalk):
            act()


def test_a_promise_is_followed_until_it_is_kept(world):
    talk = a_drawn_talk(world)
    made = promise(world, talk)
    bob, alice = world.viewer("bob"), world.viewer("alice")
    assert [str(card.sentence) for card in talks.things_to_do(alice, at=AFTER)][-1].startswith("您答应的事：调换夜班")
    assert [one.text for one in talks.undertakings(bob)] == ["调换夜班"]
    with pytest.raises(NoSuchTalk):
        services.finish_undertaking(bob, undertaking_id=made.pk, outcome="", at=LATER)
    for words in ("已换", "又说"):
        services.finish_undertaking(alice, undertaking_id=made.pk, outcome=words, at=LATER)
    assert Undertaking.objects.get().outcome == "已换"
    assert list(talks.undertakings(bob)) == []


def test_a_promise_sent_twice_is_one(world):
    talk, key = a_drawn_talk(world), uuid4()
    assert promise(world, talk, key=key) == promise(world, talk, key=key)


@pytest.mark.parametrize("wrong", [{"text": "  "}, {"owner": "charlie"}, {"due_on": date(2020, 1, 1)}])
def test_a_promise_needs_words_an_owner_and_a_day(world, wrong):
    with pytest.raises(PromiseUnclear):
        promise(world, a_drawn_talk(world), **wrong)


def grown(world):
    """Branch A has six members, of whom Alice and Bob have talked."""
    for name in ("frank", "grace", "heidi", "ivan"):
        add_member(world, name, world.branch_a)
    confirmed(world, services.book_hour(world.viewer("bob"), hour_id=an_hour(world).pk, at=NOW))


def test_the_organisation_sees_numbers_and_none_where_they_would_name(world):
    grown(world)
    rows = {row.name: row for row in reach.reach(world.viewer("stella"), at=LATER)}
    assert (rows["甲支部"].members, rows["甲支部"].talked, rows["甲支部"].waiting) == (6, 2, 4)
    assert (rows["乙支部"].talked, rows["乙支部"].waiting) == (None, None)


def test_after_a_year_a_talk_no_longer_counts(world):
    grown(world)
    rows = {row.name: row for row in reach.reach(world.viewer("stella"), at=LATER + timedelta(days=366))}
    assert rows["甲支部"].waiting == 6


def test_no_list_goes_upward(world, as_user):
    grown(world)
    PostHolding.objects.create(
        person=world.person("charlie"), organisation=world.hq, title=PostTitle.SECRETARY, started_on=TODAY
    )
    for name in ("stella", "charlie"):
        assert reach.to_talk_with(world.viewer(name), at=LATER) == []
        page = as_user(name).get(reverse("talks:reach")).content.decode()
        assert [who for who in ("Bob", "Frank", "Grace", "Heidi", "Ivan") if who in page] == []


def test_the_secretary_sees_whom_of_his_own_branch_to_talk_with_next(world):
    grown(world)
    assert reach.to_talk_with(world.viewer("alice"), at=LATER) == ["Frank", "Grace", "Heidi", "Ivan"]
    with pytest.raises(NoSuchTalk):
        reach.reach(world.viewer("bob"), at=LATER)


def test_provinces_add_up_the_branches_that_are_shown(world):
    """Branch B is too small for a number, and nothing tells it by a difference either."""
    for number in range(4):
        add_member(world, f"m{number}", world.branch_a)
    system = Viewer.system("t")
    assert reach.by_province(reach.reach(world.viewer("stella"), at=LATER)) == []
    place(system, organisation_id=world.hq.pk, province="44", happened_on=TODAY, at=NOW)
    rows = reach.reach(world.viewer("stella"), at=LATER)
    assert [(row.name, row.members, row.talked) for row in reach.by_province(rows)] == [("广东", 6, 0)]
    assert {row.name for row in rows} == {"甲支部", "乙支部"}
    add_organisation(world.hq, "丙支部", Kind.PARTY_BRANCH)
    place(system, organisation_id=world.branch_a.pk, province="51", happened_on=TODAY, at=NOW)
    confirmed(world, services.book_hour(world.viewer("bob"), hour_id=an_hour(world).pk, at=NOW))
    found = reach.by_province(reach.reach(world.viewer("stella"), at=LATER))
    assert [(row.name, row.members, row.talked, row.waiting) for row in found] == [("四川", 6, 2, 4)]
