"""People are told at most twice, never at night, and only the owner reads his messages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from tests.world import NOW, World
from zhibu.kernel.viewer import Viewer
from zhibu.notify import queries, services
from zhibu.notify.enums import Level
from zhibu.notify.errors import NoSuchMessage
from zhibu.notify.models import Message
from zhibu.notify.rules import next_allowed

SYSTEM = Viewer.system("tests")
NIGHT = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)  # 22:30 in Shanghai
MORNING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # 08:00 the next day


def tell(world, *names, at=NOW, key="meeting", level=Level.ORDINARY):
    people = [world.person(name).pk for name in names]
    return services.send(
        SYSTEM, person_ids=people, sentence="明天开会。", key=key, at=at, url="/activities/1", level=level
    )


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (NIGHT, MORNING),
        (datetime(2026, 11, 20, 23, 59, tzinfo=UTC), MORNING),
        (MORNING, MORNING),
        (datetime(2026, 11, 20, 12, 59, tzinfo=UTC), datetime(2026, 11, 20, 12, 59, tzinfo=UTC)),
        (datetime(2026, 11, 20, 13, 0, tzinfo=UTC), MORNING),
    ],
)
def test_quiet_hours_end_at_eight(asked, sent):
    assert next_allowed(asked) == sent


def test_the_same_occasion_is_told_twice_and_never_a_third_time(world: World):
    assert [tell(world, "bob") for _ in range(3)] == [1, 1, 0]
    assert Message.objects.get().times == 2


def test_a_message_of_the_night_shows_in_the_morning(world: World):
    tell(world, "bob", at=NIGHT)
    bob = world.viewer("bob")
    assert [queries.waiting(bob, at=at) for at in (NIGHT, MORNING)] == [0, 1]


def test_safety_does_not_wait(world: World):
    tell(world, "bob", at=NIGHT, level=Level.URGENT)
    assert queries.waiting(world.viewer("bob"), at=NIGHT) == 1


def test_nobody_reads_or_puts_away_another_ones_message(world: World):
    tell(world, "bob")
    message = Message.objects.get()
    for name in ("alice", "charlie", "stella", "sam"):
        assert list(queries.messages(world.viewer(name), at=NOW)) == []
        with pytest.raises(NoSuchMessage):
            services.put_away(world.viewer(name), message_id=message.pk, at=NOW)
    assert list(queries.messages(Viewer.anonymous(), at=NOW)) == []


def test_a_wish_sends_an_email_once(world: World):
    services.wish_email(world.viewer("bob"), address="bob@example.invalid")
    tell(world, "bob", "charlie")
    assert [services.post_parcels(at=NOW), services.post_parcels(at=NOW)] == [1, 0]
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [(["bob@example.invalid"], "明天开会。")]


def test_no_email_leaves_at_night(world: World):
    services.wish_email(world.viewer("bob"), address="bob@example.invalid")
    tell(world, "bob", at=NIGHT)
    assert services.post_parcels(at=NIGHT + timedelta(hours=1)) == 0


def test_a_wish_taken_back_sends_nothing(world: World):
    bob = world.viewer("bob")
    services.wish_email(bob, address="bob@example.invalid")
    services.wish_email(bob, address="")
    tell(world, "bob")
    assert services.post_parcels(at=NOW) == 0
