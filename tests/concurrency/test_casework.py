"""Races in the service hall: one holder, one case a key, no gap and no double among letters, one row of money."""

from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models.query import QuerySet

from tests.concurrency.test_activities import race
from tests.factories.casework import a_case, a_draft, go, grant, pay, staffed, taken
from tests.world import NOW, add_person, build_world
from zhibu.casework import services
from zhibu.casework.enums import Act, State
from zhibu.casework.errors import TakenByOther
from zhibu.casework.models import Case, Entry, Letter, Outlay
from zhibu.members.enums import Role

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
THREADS = 6


@pytest.fixture
def hall():
    world = staffed(build_world())
    for number in range(THREADS):
        add_person(world, f"union{number}")
        grant(world, f"union{number}", Role.UNION_OFFICER)
    return world


def takers(world, case):
    viewers = [world.viewer(f"union{number}") for number in range(THREADS)]
    return [lambda v=v: services.take(v, case_id=case.pk, at=NOW) for v in viewers]


def test_of_many_handlers_one_gets_the_case_and_the_others_learn_who(hall):
    case = a_case(hall)
    raised = race(*takers(hall, case))
    assert sorted(type(error).__name__ for error in raised) == ["NoneType"] + ["TakenByOther"] * (THREADS - 1)
    holder = Case.objects.get(pk=case.pk).holder_name
    assert {holder in str(error) for error in raised if isinstance(error, TakenByOther)} == {True}
    assert Entry.objects.filter(case=case, act=Act.TAKEN).count() == 1


def test_without_the_lock_two_would_have_it_where_many_write_at_a_time(hall, monkeypatch):
    case = a_case(hall)
    one_writer = connection.vendor == "sqlite"  # a transaction begins by taking the whole file
    together = Barrier(1 if one_writer else THREADS)

    def no_lock(rows, **kwargs):
        if rows.model is Case:
            together.wait(10)
        return rows.all()

    monkeypatch.setattr(QuerySet, "select_for_update", no_lock)
    raised = race(*takers(hall, case))
    assert raised.count(None) == 1 if one_writer else raised.count(None) > 1


def test_the_same_form_sent_at_once_begins_one_case(hall):
    key = uuid4()
    raised = race(*(lambda: a_draft(hall, key=key) for _ in range(THREADS)))
    assert raised == [None] * THREADS
    case = Case.objects.get(key=key)
    assert Entry.objects.filter(case=case, act=Act.BEGUN).count() == 1
    race(*(lambda: services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW) for _ in range(THREADS)))
    assert Entry.objects.filter(case=case, act=Act.SUBMITTED).count() == 1


def test_letters_written_at_once_have_the_next_numbers_each_once(hall):
    cases = [taken(hall, "activity_reservation", by="stella") for _ in range(4)]
    for case in cases:
        services.note_step(hall.viewer("stella"), case_id=case.pk, answers={"agreed": "周六"}, at=NOW)
    assert race(*(lambda c=case: go(hall, c, "stella") for case in cases)) == [None] * 4
    assert sorted(Letter.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_money_sent_twice_at_once_is_one_row_and_never_above_the_bound(hall):
    case, key = taken(hall), uuid4()
    raised = race(*(lambda: pay(hall, case, key=key) for _ in range(THREADS)))
    assert raised == [None] * THREADS
    race(*(lambda: pay(hall, case, amount=100000) for _ in range(THREADS)))
    assert sorted(Outlay.objects.values_list("amount_fen", flat=True)) == [50000, 100000]


def test_passing_and_withdrawing_at_once_leaves_one_end(hall):
    case = taken(hall)
    race(
        lambda: services.withdraw(hall.viewer("bob"), case_id=case.pk, at=NOW),
        lambda: services.decline(hall.viewer("uma"), case_id=case.pk, words="不符合", at=NOW),
    )
    ends = Entry.objects.filter(case=case, act__in=[Act.WITHDRAWN, Act.DECLINED])
    assert ends.count() == 1
    assert Case.objects.get(pk=case.pk).state in (State.WITHDRAWN, State.DECLINED)
