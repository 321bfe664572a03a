"""No page of talks costs more with three rows than with one, and none shows a name to whom it does not concern."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.talks import a_time, an_hour
from tests.talks.test_room import public
from tests.world import add_member
from zhibu.kernel.clock import local_date, now
from zhibu.talks import services
from zhibu.talks.models import Talk, TalkTime


def _one_more(world, number):
    """A moment to come with a ticket, an open hour, a talk that both confirm, two keys, a message and two promises."""
    at, alice = now(), world.viewer("alice")
    add_member(world, f"m{number}", world.branch_a)
    viewer = world.viewer(f"m{number}")
    time = a_time(world, moment=at + timedelta(hours=1 + number), at=at)
    services.join(viewer, time_id=time.pk, at=at)
    an_hour(world, days=2 + number, at=at)
    hour = an_hour(world, days=20 + number, at=at)
    talk = services.book_hour(viewer, hour_id=hour.pk, at=at)
    Talk.objects.filter(pk=talk.pk).update(starts_at=at - timedelta(days=number + 1))
    for one in (alice, viewer):
        services.confirm_talk(one, talk_id=talk.pk, at=at)
    due = local_date(at) + timedelta(days=9)
    for owner in ("host", "guest"):
        services.undertake(
            alice, talk_id=talk.pk, key=uuid4(), text=f"事 {number}", owner=owner, due_on=due, at=at
        )  # fmt: skip
    return time, talk


def _fill(world, talk, rows):
    """Promises, keys and messages in one talk."""
    at, alice, other = now(), world.viewer("alice"), world.viewer("m0")
    for number in range(rows):
        services.undertake(
            alice, talk_id=talk.pk, key=uuid4(), text="又一件", owner="host", due_on=local_date(at), at=at
        )  # fmt: skip
        keys = [
            services.give_key(who, talk_id=talk.pk, public=public(letter), at=at)
            for who, letter in ((alice, "ABCDEF"[number]), (other, "abcdef"[number]))
        ]
        services.say(
            alice, talk_id=talk.pk, key=uuid4(), sender_id=keys[0].pk, recipient_id=keys[1].pk, sealed="c2VhbGVk", at=at
        )  # fmt: skip


PAGES = (
    ("index", "", 26), ("reach", "", 21), ("announce", "", 19), ("offer", "", 19), ("how", "", 18),
    ("time", "time", 21), ("time-state", "time", 15), ("talk", "talk", 22), ("talk-state", "talk", 14),
    ("keys", "talk", 12), ("messages", "talk", 12), ("move", "time", 19),
)  # fmt: skip


@pytest.mark.parametrize(("name", "of", "most"), PAGES)
def test_a_page_costs_the_same_for_one_row_and_three(world, as_user, name, of, most):
    time, talk = _one_more(world, 0)
    _fill(world, talk, 1)
    address = reverse(f"talks:{name}", args=[{"time": time, "talk": talk}[of].pk] if of else [])
    client = as_user("alice")
    counts = [_queries(client, address)]
    for number in (1, 2):
        _one_more(world, number)
    _fill(world, talk, 3)
    counts.append(_queries(client, address))
    assert counts[0] == counts[1] <= most, (name, counts)


def _queries(client, address):
    client.get(address)  # what a session keeps
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_moment_shows_no_names_of_those_who_take_part(world, as_user):
    add_member(world, "frank", world.branch_a)
    at = now()
    time = a_time(world, moment=at + timedelta(hours=1), at=at)
    services.shake(world.viewer("bob"), time_id=time.pk, at=time.moment)
    for moment in (at + timedelta(hours=1), at - timedelta(seconds=5), at - timedelta(seconds=90)):
        TalkTime.objects.filter(pk=time.pk).update(moment=moment)
        for name in ("alice", "frank"):
            assert "Bob" not in as_user(name).get(reverse("talks:time", args=[time.pk])).content.decode()
