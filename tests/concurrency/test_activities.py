"""Races about seats and check-ins, on a database that several threads share."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from django.db.models.query import QuerySet

from tests.factories.activities import an_activity
from tests.world import NOW, add_member, build_world
from zhibu.activities.models import CheckIn, SignUp
from zhibu.activities.services.checkin import check_in
from zhibu.activities.services.signup import sign_up, withdraw
from zhibu.ledger.models import Entry

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
THREADS = 8


def race(*actions):
    """Run all at the same moment; what each raised, or None."""
    barrier, raised = Barrier(len(actions)), [None] * len(actions)

    def run(number, action):
        try:
            barrier.wait(10)
            action()
        except Exception as error:
            raised[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


@pytest.fixture
def crowd():
    world = build_world()
    viewers = []
    for number in range(THREADS):
        add_member(world, f"member{number}", world.branch_a)
        viewers.append(world.viewer(f"member{number}"))
    return world, viewers


def test_the_last_seat_is_given_once(crowd):
    world, viewers = crowd
    activity = an_activity(world.branch_a, starts_at=NOW + timedelta(days=1), capacity=1)
    raised = race(*(lambda v=v: sign_up(v, activity_id=activity.pk, at=NOW) for v in viewers))
    assert raised == [None] * THREADS
    states = sorted(SignUp.objects.values_list("state", flat=True))
    assert states == ["joined"] + ["waiting"] * (THREADS - 1)


def test_without_the_lock_the_last_seat_is_safe_only_where_one_writes_at_a_time(crowd, monkeypatch):
    world, viewers = crowd
    activity = an_activity(world.branch_a, starts_at=NOW + timedelta(days=1), capacity=1)
    one_writer = connection.vendor == "sqlite"  # a transaction begins by taking the whole file
    together = Barrier(1 if one_writer else THREADS)

    def no_lock(rows, **kwargs):
        together.wait(10)
        return rows

    monkeypatch.setattr(QuerySet, "select_for_update", no_lock)
    race(*(lambda v=v: sign_up(v, activity_id=activity.pk, at=NOW) for v in viewers))
    assert (SignUp.objects.filter(state="joined").count() == 1) is one_writer


def test_one_freed_seat_is_filled_once(crowd):
    world, viewers = crowd
    activity = an_activity(world.branch_a, starts_at=NOW + timedelta(days=1), capacity=2)
    for number, viewer in enumerate(viewers):
        sign_up(viewer, activity_id=activity.pk, at=NOW + timedelta(minutes=number))
    raised = race(*(lambda v=v: withdraw(v, activity_id=activity.pk, at=NOW + timedelta(hours=1)) for v in viewers[:2]))
    assert raised == [None, None]
    joined = SignUp.objects.filter(state="joined").order_by("at").values_list("person__name", flat=True)
    assert list(joined) == ["Member2", "Member3"]


def test_eight_taps_at_once_are_one_check_in(crowd):
    world, viewers = crowd
    activity = an_activity(world.branch_a, allows_online=True)
    tap = {"activity_id": activity.pk, "method": "online", "at": NOW}
    raised = race(*(lambda: check_in(viewers[0], **tap) for _ in range(THREADS)))
    assert (raised, CheckIn.objects.count(), Entry.objects.count()) == ([None] * THREADS, 1, 1)


def test_many_people_at_once_all_come(crowd):
    world, viewers = crowd
    activity = an_activity(world.branch_a, allows_online=True)
    tap = {"activity_id": activity.pk, "method": "online", "at": NOW}
    raised = race(*(lambda v=v: check_in(v, **tap) for v in viewers))
    assert (raised, CheckIn.objects.count(), Entry.objects.count()) == ([None] * THREADS, THREADS, THREADS)


def test_the_database_of_the_race_is_shared():
    assert connection.settings_dict["NAME"] != ":memory:"
