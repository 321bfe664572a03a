"""Events are announced with the fact, delivered once, retried until they succeed."""

from dataclasses import dataclass

import pytest
from django.db import transaction

from zhibu.kernel import events
from zhibu.kernel.clock import now
from zhibu.kernel.models import Delivery, StoredEvent


@dataclass(frozen=True, kw_only=True)
class Happened(events.Event):
    """A test event."""

    thing_id: int


@dataclass(frozen=True, kw_only=True)
class Imported(events.Event):
    """Another, of which many come at once."""

    thing_id: int


@dataclass(frozen=True, kw_only=True)
class Moved(events.Event):
    """A third, for the same handler."""

    thing_id: int


groups: list[list[int]] = []


@events.after_many(Imported, Moved)
def remember_all(told: list[Imported | Moved]) -> None:
    things = [event.thing_id for event in told]
    if 13 in things:
        raise RuntimeError("not the thirteenth")
    groups.append(things)


seen: list[int] = []
failing: list[bool] = []


@events.after(Happened)
def remember(event: Happened) -> None:
    if failing:
        raise RuntimeError("not today")
    seen.append(event.thing_id)


@pytest.fixture(autouse=True)
def _forget():
    seen.clear()
    groups.clear()
    failing.clear()


@pytest.mark.django_db(transaction=True)
def test_a_committed_event_reaches_its_handler_once():
    with transaction.atomic():
        events.publish(Happened(thing_id=7))
    events.deliver_due()
    assert seen == [7]


@pytest.mark.django_db(transaction=True)
def test_an_event_rolled_back_was_never_announced():
    with transaction.atomic():
        events.publish(Happened(thing_id=7))
        transaction.set_rollback(True)
    assert (seen, StoredEvent.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_failing_handler_spoils_nothing_and_is_tried_again():
    failing.append(True)
    with transaction.atomic():
        events.publish(Happened(thing_id=7))
    waiting = Delivery.objects.get()
    assert (waiting.done_at, waiting.attempts, waiting.due_at > now()) == (None, 1, True)
    failing.clear()
    Delivery.objects.update(due_at=now())
    events.deliver_due()
    assert seen == [7]
    assert Delivery.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        events.publish(Happened(thing_id=7))


@pytest.mark.django_db(transaction=True)
def test_a_handler_inside_the_transaction_may_veto():
    @dataclass(frozen=True, kw_only=True)
    class Closing(events.Event):
        branch_id: int

    @events.within(Closing)
    def refuse(event: Closing) -> None:
        raise ValueError("dues are open")

    with pytest.raises(ValueError, match="dues are open"), transaction.atomic():
        events.publish(Closing(branch_id=1))


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_told_in_two_inserts_and_reaches_its_handlers_one_by_one(django_assert_num_queries, settings):
    settings.DELIVER_AT_ONCE = False
    with transaction.atomic(), django_assert_num_queries(2):
        events.publish(*(Happened(thing_id=number) for number in range(300)))
    assert (StoredEvent.objects.count(), Delivery.objects.count()) == (300, 300)
    events.deliver_due(limit=300)
    assert seen == list(range(300))


def _told(*told):
    with transaction.atomic():
        events.publish(*told)


@pytest.mark.django_db(transaction=True)
def test_what_waits_for_a_handler_of_many_comes_in_one_transaction(settings, django_assert_num_queries):
    settings.DELIVER_AT_ONCE = False
    _told(*(Imported(thing_id=number) for number in range(3)), Moved(thing_id=3))
    with django_assert_num_queries(5):  # what waits, all that waits for the handler, begin, claim, commit
        assert events.deliver_due() == 4
    assert (groups, events.deliver_due()) == ([[0, 1, 2, 3]], 0)


@pytest.mark.django_db(transaction=True)
def test_one_event_that_fails_spoils_only_itself(settings):
    settings.DELIVER_AT_ONCE = False
    _told(*(Imported(thing_id=number) for number in (12, 13, 14)))
    events.deliver_due()
    assert groups == [[12], [14]]
    assert Delivery.objects.get(done_at=None).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_has_taken_is_not_done_again(settings, monkeypatch):
    settings.DELIVER_AT_ONCE = False
    _told(*(Imported(thing_id=number) for number in (1, 2)))
    first = Delivery.objects.order_by("pk").first()
    claim = events._claim

    def late(*rows):
        Delivery.objects.filter(pk=first.pk).update(done_at=now())
        return claim(*rows)

    monkeypatch.setattr(events, "_claim", late)
    events.deliver_due()
    assert groups == [[2]]
