"""Polls, notices, topics and free groups."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.factories.groups import a_free_group, the_branch_group, the_groups
from tests.world import NOW
from zhibu.groups.api import things_to_do
from zhibu.groups.enums import Part
from zhibu.groups.errors import (
    ChoiceWrong,
    NoSuchGroup,
    NoSuchMessage,
    NoSuchPerson,
    NotOwnGroup,
    OwnerStays,
    PollClosed,
    RemindedTwice,
    SummaryNeeded,
    TopicClosed,
)
from zhibu.groups.models import Choice, Group, Invitation, Message, Topic
from zhibu.groups.services import asking, owning, topics
from zhibu.groups.services.posting import say
from zhibu.groups.services.telling import waiting_for
from zhibu.ledger.models import Entry
from zhibu.notify.models import Message as Told

KEY = UUID(int=5)
pytestmark = pytest.mark.usefixtures("heard")


@pytest.fixture
def group(world):
    return the_branch_group(world)


@pytest.fixture
def poll(world, group):
    return asking.ask_poll(
        world.viewer("bob"), group_id=group.pk, question="哪天", options=["周三", "周五"], key=KEY, at=NOW
    )


@pytest.fixture
def notice(world, group):
    given = {"text": "下周开大会", "act": "我能到会", "key": KEY, "at": NOW}
    return asking.give_notice(world.viewer("alice"), group_id=group.pk, **given)


@pytest.fixture
def discussion(world, group):
    opened = {"title": "参观感受", "kind": "sharing", "key": KEY, "at": NOW}
    return topics.open_topic(world.viewer("alice"), group_id=group.pk, **opened)


def options(poll):
    return list(poll.options.values_list("pk", flat=True))


def test_a_poll_asked_twice_is_one(world, group, poll):
    again = asking.ask_poll(
        world.viewer("bob"), group_id=group.pk, question="哪天", options=["周三", "周五"], key=KEY, at=NOW
    )
    assert (again.pk, poll.options.count(), Message.objects.count()) == (poll.pk, 2, 1)


@pytest.mark.parametrize("offered", [[], ["一"], ["一", "一"], [str(n) for n in range(9)]])
def test_a_poll_has_two_to_eight_answers(world, group, offered):
    with pytest.raises(ChoiceWrong):
        asking.ask_poll(world.viewer("bob"), group_id=group.pk, question="?", options=offered, key=KEY, at=NOW)


def test_a_choice_counts_once_and_may_be_changed(world, poll):
    first, second = options(poll)
    for wanted in ([first], [first], [second]):
        asking.vote(world.viewer("bob"), message_id=poll.message_id, option_ids=wanted, at=NOW)
    assert list(Choice.objects.values_list("option", "person__name")) == [(second, "Bob")]


@pytest.mark.parametrize("wanted", [[], "both", [10**9]])
def test_a_wrong_choice_is_refused(world, poll, wanted):
    chosen = options(poll) if wanted == "both" else wanted
    with pytest.raises(ChoiceWrong):
        asking.vote(world.viewer("bob"), message_id=poll.message_id, option_ids=chosen, at=NOW)


def test_a_closed_poll_takes_no_more(world, group):
    poll = asking.ask_poll(
        world.viewer("bob"), group_id=group.pk, question="?", options=["一", "二"], closes_at=NOW, key=KEY, at=NOW
    )
    with pytest.raises(PollClosed):
        asking.vote(world.viewer("bob"), message_id=poll.message_id, option_ids=options(poll)[:1], at=NOW)


def test_an_outsider_does_not_vote(world, poll):
    with pytest.raises(NoSuchMessage):
        asking.vote(world.viewer("charlie"), message_id=poll.message_id, option_ids=options(poll)[:1], at=NOW)


def test_who_chose_what_stands_on_no_page(world, group, poll, as_user):
    asking.vote(world.viewer("stella"), message_id=poll.message_id, option_ids=options(poll)[:1], at=NOW)
    for name in ("alice", "bob"):
        assert "Stella" not in as_user(name).get(f"/groups/{group.pk}/").content.decode()


def test_a_notice_is_told_once_and_reminded_once(world, notice):
    told = {row.person.name: row.times for row in Told.objects.select_related("person")}
    assert told == {"Bob": 1, "Stella": 1}
    asking.confirm(world.viewer("stella"), message_id=notice.message_id)
    assert asking.remind(world.viewer("alice"), message_id=notice.message_id, at=NOW) == 1
    with pytest.raises(RemindedTwice):
        asking.remind(world.viewer("alice"), message_id=notice.message_id, at=NOW)
    assert {row.person.name: row.times for row in Told.objects.select_related("person")} == {"Bob": 2, "Stella": 1}


def test_who_has_not_confirmed_is_shown_to_the_sender_and_can_be_helped(world, notice, as_user):
    page = f"/groups/messages/{notice.message_id}/confirmations"
    assert "Bob" in as_user("alice").get(page).content.decode()
    asking.confirm_for(world.viewer("alice"), message_id=notice.message_id, person_id=world.person("bob").pk)
    assert [place.person.name for place in waiting_for(notice)] == ["Stella"]
    assert as_user("bob").get(page).status_code == 404


def test_nobody_is_confirmed_who_is_not_in_the_group(world, notice):
    with pytest.raises(NoSuchMessage):
        asking.confirm_for(world.viewer("alice"), message_id=notice.message_id, person_id=world.person("charlie").pk)


def test_a_notice_asks_on_the_home_page_until_it_is_done(world, notice):
    bob = world.viewer("bob")
    assert [card.sentence for card in things_to_do(bob, at=NOW)] == ["甲支部：我能到会"]
    asking.confirm(bob, message_id=notice.message_id)
    assert things_to_do(bob, at=NOW) == []
    assert things_to_do(world.viewer("charlie"), at=NOW) == []


def test_a_member_gives_no_notice(world, group):
    with pytest.raises(NoSuchGroup):
        asking.give_notice(world.viewer("bob"), group_id=group.pk, text="x", act="y", key=KEY, at=NOW)


def test_a_discussion_ends_in_the_record_book(world, discussion):
    close = {"summary": "大家谈了体会", "spoke": [world.person("bob").pk, world.person("charlie").pk], "at": NOW}
    topics.close_topic(world.viewer("alice"), topic_id=discussion.pk, **close)
    facts = Entry.objects.order_by("kind").values_list("kind", "member__name", "title", "mode")
    assert list(facts) == [
        ("group_discussion_led", "Alice", "活动感受分享：参观感受", "online"),
        ("group_discussion_spoke", "Bob", "活动感受分享：参观感受", "online"),
    ]
    with pytest.raises(TopicClosed):
        topics.close_topic(world.viewer("alice"), topic_id=discussion.pk, **close)
    assert Entry.objects.count() == 2


def test_how_much_somebody_wrote_counts_for_nothing(world, group, discussion):
    for _ in range(5):
        say(world.viewer("bob"), group_id=group.pk, text="好", key=uuid4(), topic_id=discussion.pk, at=NOW)
    topics.close_topic(world.viewer("alice"), topic_id=discussion.pk, summary="小结", spoke=[], at=NOW)
    assert list(Entry.objects.values_list("kind", "quantity")) == [("group_discussion_led", 10)]


def test_a_discussion_needs_a_summary_and_a_talk_does_not(world, group, discussion):
    with pytest.raises(SummaryNeeded):
        topics.close_topic(world.viewer("alice"), topic_id=discussion.pk, summary=" ", at=NOW)
    talk = topics.open_topic(world.viewer("bob"), group_id=group.pk, title="拼车", kind="talk", key=uuid4(), at=NOW)
    topics.close_topic(world.viewer("alice"), topic_id=talk.pk, at=NOW)
    assert Entry.objects.count() == 0


def test_nothing_is_said_in_a_closed_topic_or_in_that_of_another_group(world, group, discussion):
    topics.close_topic(world.viewer("alice"), topic_id=discussion.pk, summary="小结", at=NOW)
    b = the_branch_group(world, world.branch_b)
    for where, who in ((group, "bob"), (b, "charlie")):
        with pytest.raises(TopicClosed):
            say(world.viewer(who), group_id=where.pk, text="还有", key=uuid4(), topic_id=discussion.pk, at=NOW)


def test_a_member_opens_a_talk_but_no_discussion_of_the_branch(world, group):
    with pytest.raises(NoSuchGroup):
        topics.open_topic(world.viewer("bob"), group_id=group.pk, title="通报", kind="briefing", key=KEY, at=NOW)
    assert Topic.objects.count() == 0


def test_a_free_group_is_joined_by_ones_own_answer(world):
    the_groups(world)
    made = owning.start_group(world.viewer("bob"), name="夜班班组", kind="crew", key=KEY, at=NOW)
    asked = owning.invite(world.viewer("bob"), group_id=made.pk, name="Eve", at=NOW)
    assert Told.objects.get().person == world.person("eve")
    assert not made.places.filter(person=world.person("eve")).exists()
    with pytest.raises(NoSuchGroup):
        owning.answer_invitation(world.viewer("charlie"), invitation_id=asked.pk, accept=True, at=NOW)
    for _ in range(2):
        owning.answer_invitation(world.viewer("eve"), invitation_id=asked.pk, accept=True, at=NOW)
    assert made.places.filter(person=world.person("eve"), until=None).count() == 1


def test_who_says_no_stays_out(world):
    made = a_free_group(world)
    asked = owning.invite(world.viewer("bob"), group_id=made.pk, name="Eve", at=NOW)
    owning.answer_invitation(world.viewer("eve"), invitation_id=asked.pk, accept=False, at=NOW)
    assert (made.places.count(), Invitation.objects.get().answer) == (1, "declined")


@pytest.mark.parametrize("name", ["Nobody", "Bob", "Alice"])
def test_who_cannot_be_invited(world, name):
    made = a_free_group(world, others=["alice"])
    with pytest.raises(NoSuchPerson):
        owning.invite(world.viewer("bob"), group_id=made.pk, name=name, at=NOW)


def test_a_group_of_the_tree_is_neither_left_nor_filled_by_hand(world, group):
    with pytest.raises(NotOwnGroup):
        owning.invite(world.viewer("alice"), group_id=group.pk, name="Charlie", at=NOW)
    with pytest.raises(NotOwnGroup):
        owning.leave_group(world.viewer("bob"), group_id=group.pk, at=NOW)
    with pytest.raises(NotOwnGroup):
        owning.remove_person(world.viewer("alice"), group_id=group.pk, person_id=world.person("bob").pk, at=NOW)


def test_an_owner_hands_over_before_leaving_and_the_last_closes(world):
    made = a_free_group(world, others=["eve"])
    with pytest.raises(OwnerStays):
        owning.leave_group(world.viewer("bob"), group_id=made.pk, at=NOW)
    owning.hand_over(world.viewer("bob"), group_id=made.pk, person_id=world.person("eve").pk, at=NOW)
    owning.leave_group(world.viewer("bob"), group_id=made.pk, at=NOW)
    assert made.places.get(until=None).part == Part.OWNER
    owning.leave_group(world.viewer("eve"), group_id=made.pk, at=NOW + timedelta(hours=1))
    assert Group.objects.get(pk=made.pk).closed_at is not None


def test_a_transfer_does_not_touch_free_groups(world):
    from zhibu.groups.services.placing import follow_tree  # noqa: PLC0415

    made = a_free_group(world, others=["eve"])
    follow_tree(at=NOW)
    assert made.places.filter(until=None).count() == 2
