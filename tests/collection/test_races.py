"""Two at once: a sheet is handed in and checked once, whatever the threads do."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories.collection import filled, sent, sheet_of, submitted
from tests.world import NOW, build_world
from zhibu.collection import services
from zhibu.collection.errors import AlreadyChecked, ChangedMeanwhile, NotOpen
from zhibu.collection.models import Item, Sheet
from zhibu.members.models import Correction

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(*acts):
    """The outcome of each act, all started together: its result, or the refusal."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        except (AlreadyChecked, ChangedMeanwhile, NotOpen) as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_phones_hand_in_one_sheet():
    world = build_world()
    sheet = sheet_of(world, sent(world))
    bob = world.viewer("bob")
    typed = [filled(sheet, mobile=number, education="大学本科毕业") for number in ("13800001234", "13911112222")]
    outcomes = at_once(
        *(lambda one=one: services.submit_sheet(bob, sheet_id=sheet.pk, filled=one, at=NOW) for one in typed)
    )
    assert outcomes.count(ChangedMeanwhile) == 1
    assert (Correction.objects.filter(field="mobile").count(), Item.objects.count()) == (1, 2)


def test_two_officers_check_one_sheet():
    world = build_world()
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    viewers = [world.viewer("alice"), world.viewer("stella")]
    outcomes = at_once(
        *(
            lambda one=one: services.check_sheet(one, sheet_id=sheet.pk, version=sheet.version, at=NOW)
            for one in viewers
        )
    )
    assert outcomes.count(AlreadyChecked) == 1
    assert Sheet.objects.get(pk=sheet.pk).state == "checked"


def test_the_end_and_a_hand_in_at_the_same_moment_lose_nothing():
    world = build_world()
    request = sent(world, fields=(), question="工作服尺码")
    sheet, name = sheet_of(world, request), request.questions.get().name
    bob, stella = world.viewer("bob"), world.viewer("stella")
    at_once(
        lambda: services.submit_sheet(bob, sheet_id=sheet.pk, filled=filled(sheet, **{name: "XL"}), at=NOW),
        lambda: services.close_request(stella, request_id=request.pk, at=NOW),
    )
    assert [item.answer for item in Item.objects.all()] == ["XL"]
    assert Sheet.objects.get(pk=sheet.pk).state in {"done", "kept"}
