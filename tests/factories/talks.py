"""Talk times, hours and talks, made through the services."""

from datetime import timedelta
from uuid import uuid4

from tests.world import NOW
from zhibu.talks import services

MOMENT = NOW + timedelta(hours=1)
DURING = MOMENT + timedelta(seconds=20)
AFTER = MOMENT + timedelta(seconds=61)


def a_time(world, *, name="alice", moment=MOMENT, at=NOW):
    """Alice asks her branch to shake in an hour."""
    return services.announce_time(
        world.viewer(name), key=uuid4(), organisation_id=world.branch_a.pk, note="聊聊夜班", moment=moment, at=at
    )


def a_drawn_talk(world):
    """Bob alone shook, so Alice and Bob talk."""
    time = a_time(world)
    services.shake(world.viewer("bob"), time_id=time.pk, at=DURING)
    return services.draw(world.viewer("alice"), time_id=time.pk, at=AFTER).talk


def an_hour(world, *, name="alice", office="secretary", organisation=None, days=2, place="201 室", at=NOW):
    """One hour of Alice's in two days."""
    return services.offer_hours(
        world.viewer(name), organisation_id=(organisation or world.branch_a).pk, office=office, place=place,
        starts_at=at + timedelta(days=days), minutes=30, weeks=1, at=at,
    )[0]  # fmt: skip
