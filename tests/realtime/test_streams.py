"""Streams, replay and long polls of a real edge, by the fast path and by ASGI's own send."""

import pytest

from tests.realtime.edges import serving
from zhibu.kernel.clock import now
from zhibu.realtime import api, tickets


def ticket(*topics, person_id=7, rooms=()):
    return tickets.sign(person_id=person_id, topics=[*topics, f"person.{person_id}"], rooms=list(rooms), at=now())


@pytest.fixture(params=["fast", "plain"])
def served(request):
    with serving({"fast": request.param == "fast"}) as edge:
        yield edge


def publish(topic, *numbers):
    for number in numbers:
        api.publish(topic, "message", {"i": number})


@pytest.mark.django_db(transaction=True)
def test_a_reader_hears_his_topics_and_no_other(served):
    stream = served.follow(ticket("quiz.1"))
    publish("quiz.2", 1)
    publish("quiz.1", 2)
    name, event = stream.next()
    assert (name, event["t"], event["e"], event["d"]) == ("message", "quiz.1", "message", {"i": 2})
