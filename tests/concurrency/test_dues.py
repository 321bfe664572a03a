"""Two at once: receipts without a gap, a notice that counts once, a month in one order, money spent once."""

from uuid import uuid4

import pytest
from django.db import transaction

from tests.concurrency.test_activities import THREADS, crowd, race
from tests.factories.dues import STAFF, a_use, an_order, assessed, call_back, notice_of
from tests.world import NOW, build_world
from zhibu.dues import services
from zhibu.dues.errors import AlreadyBeingPaid, NotEnoughMoney
from zhibu.dues.models import Entry, Order, Receipt, Report
from zhibu.dues.queries.books import trial_balance

__all__ = ["crowd"]
pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _trial_gateway(settings):
    settings.DUES_GATEWAYS = ["trial"]


def numbers():
    return list(Receipt.objects.order_by("number").values_list("number", flat=True))


def notice(headers, body):
    return lambda: services.take_callback(gateway_code="trial", headers=headers, body=body, at=NOW)


def test_receipts_of_one_moment_have_no_gap_and_no_number_twice(crowd):
    world, _viewers = crowd
    told = []
    for place in range(THREADS):
        assessed(world, f"member{place}")
        told.append(notice_of(an_order(world, 11, name=f"member{place}")))
    assert race(*(notice(*one) for one in told)) == [None] * THREADS
    assert numbers() == list(range(1, THREADS + 1))


def test_a_payment_that_is_rolled_back_leaves_no_gap(db):
    world = build_world()
    assessed(world)
    order = an_order(world, 11)
    with transaction.atomic():
        call_back(order)
        transaction.set_rollback(True)
    assert numbers() == []
    call_back(order)
    assert numbers() == [1]


def test_one_notice_that_comes_eight_times_at_once_counts_once(db):
    world = build_world()
    assessed(world)
    headers, body = notice_of(an_order(world, 11))
    assert race(*[notice(headers, body)] * THREADS) == [None] * THREADS
    assert (numbers(), Report.objects.count(), Entry.objects.count()) == ([1], 1, 1)


def test_a_month_is_ordered_once_however_many_tap(db):
    world = build_world()
    assessed(world)
    raised = race(*[lambda: an_order(world, 11)] * THREADS)
    assert [type(error) for error in raised if error] == [AlreadyBeingPaid] * (THREADS - 1)
    assert Order.objects.filter(state="open").count() == 1


def test_one_tap_twice_is_one_order(db):
    world, key = build_world(), uuid4()
    assessed(world)
    assert race(*[lambda: an_order(world, 11, key=key)] * THREADS) == [None] * THREADS
    assert Order.objects.count() == 1


def test_money_for_one_use_is_not_spent_on_two(db):
    world = build_world()
    services.enter_opening(
        STAFF, organisation_id=world.branch_a.pk, account="bank", amount_fen=30_000, on=NOW.date(), at=NOW
    )
    uses = [a_use(world, fen=20_000) for _ in range(2)]
    stella = world.viewer("stella")
    raised = race(*(lambda one=one: services.pay_use(stella, use_id=one.pk, at=NOW) for one in uses))
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", NotEnoughMoney.__name__]
    assert trial_balance(world.branch_a.pk)["bank"] == 10_000
