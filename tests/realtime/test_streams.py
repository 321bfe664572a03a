"""Streams, replay and long polls of a real edge, by the short way and by ASGI's own send."""

import socket
import time
from datetime import timedelta

import pytest
from django.db import transaction

from tests.realtime.edges import Whole, serving
from zhibu.kernel.clock import now
from zhibu.realtime import api, hub, registry, tickets

pytestmark = pytest.mark.django_db(transaction=True)


def ticket(*topics, person_id=7, rooms=(), at=None):
    """As a page would have it."""
    return tickets.sign(person_id=person_id, topics=[*topics, f"person.{person_id}"], rooms=list(rooms), at=at or now())


@pytest.fixture(params=["the short way", "the public way"])
def served(request):
    with serving(short=request.param == "the short way") as edge:
        yield edge


@pytest.fixture
def unhurried(monkeypatch):
    """A topic `slow.…` that writes each half second."""
    monkeypatch.setitem(registry._kinds, "slow", registry.Kind(lambda viewer, key: True, 500, False))


def publish(topic, *numbers):
    for number in numbers:
        api.publish(topic, "message", {"i": number})


def test_a_reader_hears_his_topics_and_no_other(served):
    stream = served.follow(ticket("quiz.1"))
    publish("quiz.2", 1)
    publish("quiz.1", 2)
    name, event = stream.next()
    assert (name, event["t"], event["e"], event["d"]) == ("message", "quiz.1", "message", {"i": 2})


def test_an_event_without_data_says_changed(served):
    stream = served.follow(ticket("activity.1"))
    api.publish("activity.1")
    _, event = stream.next()
    assert (event["e"], "d" in event) == ("changed", False)


def test_what_a_transaction_took_back_is_never_told(served):
    stream = served.follow(ticket("quiz.1"))
    with transaction.atomic():
        publish("quiz.1", 1)
        transaction.set_rollback(True)
    with transaction.atomic():
        publish("quiz.1", 2)
        publish("quiz.1", 3)
    assert stream.numbers(2) == [2, 3]


@pytest.mark.parametrize("missed", [5, 150, 500])
def test_who_comes_back_gets_all_he_missed_once_and_goes_on(served, missed):
    stream = served.follow(ticket("quiz.1"))
    publish("quiz.1", *range(20))
    assert stream.numbers(20) == list(range(20))
    stream.close()
    publish("quiz.1", *range(20, 20 + missed))
    again = served.follow(ticket("quiz.1"), after=stream.id)
    publish("quiz.1", 9999)
    assert again.numbers(missed + 1) == [*range(20, 20 + missed), 9999]


def test_a_gap_that_cannot_be_filled_says_reset_and_names_the_topic(served):
    stream = served.follow(ticket("quiz.1", "quiz.2"))
    publish("quiz.1", 1)
    publish("quiz.2", 2)
    assert stream.numbers(2) == [1, 2]
    stream.close()
    publish("quiz.1", *range(5000))
    publish("quiz.2", 3)
    again = served.follow(ticket("quiz.1", "quiz.2"), after=stream.id)
    assert again.next() == ("reset", {"t": ["quiz.1"]})
    assert again.numbers(1) == [3]


def test_after_a_restart_everything_is_reset(served):
    stream = served.follow(ticket("quiz.1"), after="0f0f0f0f.17")
    assert stream.next() == ("reset", {"t": ["person.7", "quiz.1"]})
    publish("quiz.1", 1)
    assert stream.numbers(1) == [1]


def test_what_happens_between_the_page_and_its_stream_is_not_missed(served):
    early = ticket("quiz.1", at=now() - timedelta(seconds=2))
    served.follow(ticket("quiz.1")).close()
    publish("quiz.1", 1)
    assert served.follow(early).numbers(1) == [1]


def test_an_event_that_waits_for_its_tick_is_not_lost_to_a_quicker_one(served, unhurried):
    stream = served.follow(ticket("slow.1", "quiz.1"))
    publish("slow.1", 1)
    assert stream.numbers(1) == [1]
    publish("slow.1", 2)
    publish("quiz.1", 3)
    assert stream.numbers(1) == [3]
    stream.close()
    again = served.follow(ticket("slow.1", "quiz.1"), after=stream.id)
    assert sorted(again.numbers(2)) == [2, 3]


def test_what_comes_within_a_tick_is_one_write(served, unhurried):
    stream = served.follow(ticket("slow.1"))
    publish("slow.1", *range(20))
    assert stream.numbers(20) == list(range(20))
    assert served.hub.counters.writes == 2


def test_a_reader_who_does_not_read_is_cut_off_and_delays_nobody(served):
    stuck = socket.socket()
    stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stuck.connect(("127.0.0.1", served.port))
    stuck.sendall(f"GET /rt/stream?ticket={ticket('quiz.1', person_id=8)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    stream = served.follow(ticket("quiz.1"))
    until = time.monotonic() + 10
    sent = 0
    while not served.hub.counters.cuts and time.monotonic() < until:
        api.publish("quiz.1", "message", {"i": sent, "x": "x" * 30_000})
        assert stream.numbers(1) == [sent]
        sent += 1
    stuck.close()
    assert served.hub.counters.cuts == 1
    assert len(served.hub.readers) == 1


def test_a_stream_ends_with_its_ticket(served):
    life = tickets.LIFE - timedelta(seconds=0.5)
    stream = served.follow(ticket("quiz.1", at=now() - life))
    time.sleep(0.6)
    served.call(served.hub.sweep)
    assert stream.next()[0] == "expired"
    assert stream.next() is None


def test_a_connection_that_is_quiet_is_kept_alive(served):
    stream = served.follow(ticket("quiz.1"))
    served.call(served.hub.sweep)
    assert stream.answer.readline() == b":\n"


@pytest.mark.parametrize("text", ["", "x", "x.y", "WzEsMCw5OTk5OTk5OTk5OTk5OSxbXSxbXV0.AAAA", "ä.ö"])
def test_a_forged_ticket_opens_nothing(served, text):
    status, answer, _ = served.ask("GET", f"/rt/poll?ticket={text.encode('ascii', 'replace').decode()}&wait=0")
    assert (status, answer["code"]) == (401, "ticket")


def test_a_ticket_of_another_secret_is_forged(served, settings):
    settings.SECRET_KEY = "another"
    text = ticket("quiz.1")
    settings.SECRET_KEY = "this one"
    assert served.ask("GET", f"/rt/stream?ticket={text}")[0] == 401


def test_a_lapsed_ticket_opens_nothing(served):
    text = ticket("quiz.1", at=now() - tickets.LIFE)
    assert served.ask("GET", f"/rt/stream?ticket={text}")[0] == 401


def test_who_signs_out_hears_no_more_and_his_tickets_are_worthless(served):
    text = ticket("quiz.1")
    stream, other = served.follow(text), served.follow(ticket("quiz.1", person_id=8))
    api.drop(7)
    assert stream.next() is None
    assert served.ask("GET", f"/rt/stream?ticket={text}")[0] == 401
    publish("quiz.1", 1)
    assert other.numbers(1) == [1]
    assert served.follow(ticket("quiz.1", at=now() + timedelta(seconds=1))).hello[0] == "hello"


def test_topics_change_without_a_new_connection(served):
    stream = served.follow(ticket("quiz.1"))
    body = {"stream": stream.hello[1]["stream"], "ticket": ticket("quiz.2")}
    assert served.ask("POST", "/rt/topics", body)[:2] == (200, {"topics": ["person.7", "quiz.2"]})
    publish("quiz.1", 1)
    publish("quiz.2", 2)
    assert stream.numbers(1) == [2]


def test_nobody_changes_the_topics_of_another(served):
    stream = served.follow(ticket("quiz.1"))
    body = {"stream": stream.hello[1]["stream"], "ticket": ticket("quiz.2", person_id=8)}
    assert served.ask("POST", "/rt/topics", body)[0] == 401
    publish("quiz.1", 1)
    assert stream.numbers(1) == [1]


def test_one_person_s_oldest_stream_ends_when_he_opens_too_many(served, monkeypatch):
    monkeypatch.setattr(hub, "MOST_STREAMS_A_PERSON", 2)
    first, *others = [served.follow(ticket("quiz.1")) for _ in range(3)]
    assert first.next() is None
    publish("quiz.1", 1)
    assert [stream.numbers(1) for stream in others] == [[1], [1]]


def test_when_there_are_too_many_readers_the_next_is_told_to_come_again(served):
    served.edge.options["readers"] = 1
    served.follow(ticket("quiz.1"))
    status, answer, headers = served.ask("GET", f"/rt/stream?ticket={ticket('quiz.1')}")
    assert (status, answer["code"]) == (503, "busy")
    assert 1 <= int(headers["retry-after"]) <= 5


def test_a_long_poll_brings_what_was_missed_and_waits_for_what_comes(served):
    stream = served.follow(ticket("quiz.1"))
    publish("quiz.1", 1, 2)
    assert stream.numbers(1) == [1]
    path = f"/rt/poll?ticket={ticket('quiz.1')}&after="
    epoch = served.hub.epoch
    _, first, _ = served.ask("GET", f"{path}{epoch}.1")
    served.loop.call_soon_threadsafe(served.loop.call_later, 0.2, publish, "quiz.1", 3)
    _, second, _ = served.ask("GET", path + first["after"] + "&wait=3")
    _, third, _ = served.ask("GET", path + second["after"] + "&wait=0")
    assert [[event["d"]["i"] for event in one["events"]] for one in (first, second, third)] == [[2], [3], []]
    assert served.ask("GET", f"{path}gone.1&wait=0")[1]["events"] == [{"reset": ["person.7", "quiz.1"]}]


def test_an_unknown_address_is_refused_in_the_language_of_the_browser(served):
    status, answer, _ = served.ask("GET", "/rt/other", Cookie="zhibu_language=en")
    assert (status, answer["sentence"][:8]) == (404, "This pag")


def test_too_long_an_event_is_a_fault_of_the_publisher():
    with pytest.raises(ValueError, match="at most"):
        api.publish("quiz.1", "message", {"x": "x" * 33_000})
    with pytest.raises(ValueError, match="JSON"):
        api.publish("quiz.1", "message", {"x": now()})


def test_each_way_writes_as_it_should(served):
    served.follow(ticket("quiz.1"))
    reader = next(iter(served.hub.readers))
    assert reader.framed is (served.connects is Whole)


def test_the_short_way_can_be_shut():
    with serving({"fast": False}, short=True) as served:
        stream = served.follow(ticket("quiz.1"))
        assert not next(iter(served.hub.readers)).framed
        publish("quiz.1", 1)
        assert stream.numbers(1) == [1]


def test_the_figures_tell_of_readers_and_events_and_of_no_person(served):
    stream = served.follow(ticket("quiz.1"))
    publish("quiz.1", 1)
    assert stream.numbers(1) == [1]
    connection = served.raw("/rt/metrics")
    assert "zhibu_live_readers 1\n" in connection
    assert "zhibu_live_events 1\n" in connection
    assert "person" not in connection
