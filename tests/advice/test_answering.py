"""What an office does, step by step, and what the clock reminds it of."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.factories.advice import an_office, answered, on_the_board, some_advice, step
from tests.world import NOW
from zhibu.advice import services
from zhibu.advice.errors import NoSuchAdvice, NotJoined, ReasonNeeded, WrongStep
from zhibu.advice.models import Advice, Step
from zhibu.advice.queries import advice as rows
from zhibu.kernel.clock import local_date
from zhibu.ledger.models import Entry
from zhibu.notify.models import Message


def told(key):
    return sorted(Message.objects.filter(key=key).values_list("person__name", flat=True))


def test_received_answered_adopted_done(world):
    made = answered(world)
    step(world, made, "adopted")
    step(world, made, "done", text="已开行")
    made.refresh_from_db()
    assert (made.state, made.answered_on) == ("done", local_date(NOW))
    assert list(made.steps.values_list("state", flat=True)) == ["answered", "adopted", "done"]
    assert told(f"advice:{made.pk}:done") == ["Bob"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("state", ["adopted", "done", "received", "nonsense"])
def test_no_step_is_skipped(world, state):
    made = on_the_board(world)
    with pytest.raises(WrongStep):
        step(world, made, state)
    assert not Step.objects.exists()


def test_the_same_key_answers_once_and_words_stay(world):
    made, key = on_the_board(world), uuid4()
    what = {"advice_id": made.pk, "key": key, "state": "answered", "text": "加开一班", "at": NOW}
    first, again = [services.take_step(world.viewer("alice"), **what) for _ in range(2)]
    assert first == again
    with pytest.raises(DatabaseError), transaction.atomic():
        Step.objects.update(text="不加了")
    with pytest.raises(ReasonNeeded):
        step(world, made, "adopted", text=" ")


def test_an_answer_can_be_mended_by_another_one(world):
    made = answered(world)
    step(world, made, "answered", text="更正：十二月十日起")
    assert made.steps.count() == 2


def test_nobody_but_the_office_answers(world):
    made = on_the_board(world)
    for name in ("bob", "charlie", "dana", "sam"):
        with pytest.raises(NoSuchAdvice):
            step(world, made, "answered", name=name)


def test_kept_back_with_a_reason_that_its_writer_reads(world):
    made = some_advice(world)
    with pytest.raises(ReasonNeeded):
        services.decide(world.viewer("alice"), advice_id=made.pk, shown=False, reason=" ", at=NOW)
    services.decide(world.viewer("alice"), advice_id=made.pk, shown=False, reason="写了他人的病情", at=NOW)
    assert rows.get_advice(world.viewer("bob"), made.pk).reason == "写了他人的病情"
    assert list(rows.board(world.viewer("charlie"))) == []
    services.decide(world.viewer("alice"), advice_id=made.pk, shown=True, reason="", at=NOW)
    assert rows.board(world.viewer("charlie")).get() == made


def test_what_was_answered_is_not_hidden_any_more(world):
    with pytest.raises(WrongStep):
        services.decide(world.viewer("alice"), advice_id=answered(world).pk, shown=False, reason="不好看", at=NOW)


def test_similar_ones_are_joined_and_each_supporter_counts_once(world):
    first, second = on_the_board(world), on_the_board(world, name="charlie", title="夜里没有车")
    for made, name in ((first, "eve"), (second, "eve"), (second, "sam")):
        services.support(world.viewer(name), advice_id=made.pk, at=NOW)
    services.join(world.viewer("alice"), advice_id=second.pk, into_id=first.pk, at=NOW)
    assert rows.board(world.viewer("bob")).get().supporters == 2
    services.support(world.viewer("olga"), advice_id=second.pk, at=NOW)
    assert rows.board(world.viewer("bob")).get().supporters == 3
    step(world, first, "answered")
    assert told(f"advice:{second.pk}:joined") == ["Charlie"]


def test_joining_makes_no_circles(world):
    first, second, third = (on_the_board(world) for _ in range(3))
    alice = world.viewer("alice")
    services.join(alice, advice_id=second.pk, into_id=first.pk, at=NOW)
    for advice, into in ((first, first), (third, second), (first, third)):
        with pytest.raises(NotJoined):
            services.join(alice, advice_id=advice.pk, into_id=into.pk, at=NOW)
    assert Advice.objects.filter(state="joined").get() == second


def test_it_is_passed_on_and_the_day_for_the_answer_stays(world):
    made, other = on_the_board(world), an_office(world, name="人力", officer="charlie", days=30)
    services.move(world.viewer("alice"), advice_id=made.pk, office_id=other.pk, at=NOW)
    moved = Advice.objects.get()
    assert (moved.office, moved.answer_by) == (other, made.answer_by)
    assert "Charlie" in told(f"advice-moved:{made.pk}:{other.pk}")
    assert list(rows.queue(world.viewer("charlie"))) == [moved]
    assert list(rows.queue(world.viewer("alice"))) == []


def test_the_office_is_reminded_at_half_and_the_level_above_when_it_is_late(world):
    made = some_advice(world)
    services.remind(at=NOW + timedelta(days=1))
    assert told(f"advice-half:{made.pk}") == []
    services.remind(at=NOW + timedelta(days=8))
    assert told(f"advice-half:{made.pk}") == ["Alice"]
    for _ in range(3):
        services.remind(at=NOW + timedelta(days=20))
    assert told(f"advice-late:{made.pk}") == ["Alice", "Stella"]
    assert rows.overdue(rows.get_advice(world.viewer("alice"), made.pk), local_date(NOW + timedelta(days=20))) == 6


def test_what_waits_is_on_the_officers_home_page(world):
    made = some_advice(world)
    card = rows.things_to_do(world.viewer("alice"), at=NOW)[0]
    assert card.sentence.startswith("1 条意见等您部门")
    assert rows.things_to_do(world.viewer("bob"), at=NOW) == []
    services.decide(world.viewer("alice"), advice_id=made.pk, shown=False, reason="重复", at=NOW)
    assert rows.things_to_do(world.viewer("alice"), at=NOW) == []
