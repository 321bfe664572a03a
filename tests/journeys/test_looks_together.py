"""The pages on which people meet (groups, contest, talks, bank of questions), as test_looks does the others."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.groups import a_message, the_branch_group
from tests.factories.quiz import KINDS, a_round
from tests.factories.talks import an_hour
from tests.journeys.test_looks import LOOKS, complaints
from zhibu.groups.services.asking import ask_poll, give_notice
from zhibu.groups.services.topics import open_topic
from zhibu.kernel.clock import local_date, now
from zhibu.questions.models import Question
from zhibu.quiz.services import joining
from zhibu.quiz.services.conducting import conduct
from zhibu.talks import services as talks
from zhibu.talks.models import Talk, TalkTime

pytestmark = pytest.mark.journey

MEMBER = (
    "/groups/", "/groups/new", "/groups/search?q=学习", "/groups/{group}/", "/groups/{group}/about",
    "/groups/{group}/topics", "/groups/topics/{topic}", "/groups/{group}/poll", "/groups/messages/{said}",
    "/quiz/", "/quiz/fairness", "/quiz/missed", "/quiz/{ahead}/", "/quiz/{on}/", "/quiz/{over}/",
    "/talks/", "/talks/how", "/talks/times/{time}", "/talks/times/{drawn}", "/talks/{talk}",
)  # fmt: skip
OFFICER = (
    "/groups/{group}/", "/groups/{group}/about", "/groups/topics/{topic}/close", "/groups/{group}/notice",
    "/groups/messages/{notice}", "/groups/messages/{notice}/confirmations", "/groups/messages/{said}/hide",
    "/quiz/", "/quiz/new", "/quiz/evening", "/quiz/{ahead}/host", "/quiz/{on}/screen", "/quiz/{over}/result",
    "/talks/", "/talks/announce", "/talks/hours/offer", "/talks/reach", "/talks/times/{time}", "/talks/times/{drawn}",
    "/talks/times/{time}/move", "/talks/{talk}",
)  # fmt: skip
STAFF = (
    "/questions/", "/questions/new", "/questions/new/single", "/questions/new/order", "/questions/review",
    "/questions/import", "/questions/{question}", "/questions/{question}/edit", "/talks/reach",
)  # fmt: skip


@pytest.fixture
def places(world):
    """Something on every page."""
    at, alice, bob = now(), world.viewer("alice"), world.viewer("bob")
    group = the_branch_group(world, at=at)
    said = a_message(group, world.person("bob"), "夜班的安全隐患要写清楚", at=at)
    ask_poll(alice, group_id=group.pk, question="放在哪天", options=["周三", "周五"], key=uuid4(), at=at)
    notice = give_notice(alice, group_id=group.pk, text="下周开会", act="我能到会", key=uuid4(), at=at)
    topic = open_topic(alice, group_id=group.pk, title="安全隐患", kind="sharing", key=uuid4(), at=at)
    things = {"group": group, "said": said, "notice": notice.message, "topic": topic}
    return {
        name: thing.pk for name, thing in (things | _rounds(world, bob, at) | _talks(world, alice, bob, at)).items()
    }


def _rounds(world, bob, at):
    """One ahead, one that Bob has entered and that is on, one that is over."""
    ahead = a_round(world, at=at, kinds=KINDS[:2])
    on, over = (a_round(world, at=at, kinds=KINDS[:2]) for _ in range(2))
    joining.join(bob, round_id=on.pk, at=at)
    conduct(round_id=on.pk, at=on.starts_at + timedelta(seconds=1))
    moment = over.starts_at
    while moment:
        moment = conduct(round_id=over.pk, at=moment)
    return {"ahead": ahead, "on": on, "over": over, "question": Question.objects.first()}


def _talks(world, alice, bob, at):
    """A moment to come, one that is over, a talk of today with a promise, an hour to book."""
    times = [
        talks.announce_time(
            alice,
            key=uuid4(),
            organisation_id=world.branch_a.pk,
            note="聊聊夜班",
            moment=at + timedelta(hours=n),
            at=at,
        )
        for n in (1, 2)
    ]
    talks.shake(bob, time_id=times[0].pk, at=times[0].moment)
    drawn = talks.draw(alice, time_id=times[0].pk, at=times[0].moment + timedelta(seconds=61))
    Talk.objects.filter(pk=drawn.talk.pk).update(starts_at=at - timedelta(minutes=1))
    TalkTime.objects.filter(pk=drawn.pk).update(moment=at - timedelta(minutes=2))
    talks.undertake(
        alice, talk_id=drawn.talk.pk, key=uuid4(), text="调换夜班", owner="host", due_on=local_date(at), at=at
    )
    an_hour(world, at=at)
    return {"time": times[1], "drawn": drawn, "talk": drawn.talk}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_where_people_meet_is_clean(browse, world, places, look, live_server):
    options = dict(LOOKS[look])
    wishes = options.pop("wishes", {})
    found = []
    for name, addresses in (("bob", MEMBER), ("alice", OFFICER), ("stella", STAFF)):
        page = browse(world.accounts[name], **options)
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in wishes.items()])
        for address in addresses:
            found += [f"{name} {line}" for line in complaints(page, address.format(**places), status=200)]
        page.context.close()
    assert found == []
