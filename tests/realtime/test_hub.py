"""The hub by itself: what is replayed, who is cut off, and what a restart still knows."""

import asyncio

import pytest

from tests.realtime.edges import serving
from tests.realtime.test_streams import ticket
from zhibu.realtime import api
from zhibu.realtime.bus import Message, encode
from zhibu.realtime.bus.unix import from_line, to_line
from zhibu.realtime.dropped import LIFE_MS, Dropped
from zhibu.realtime.hub import MOST_BEHIND, RING, Hub, Reader


def a_hub(loop, **more):
    return Hub(epoch="e", loop=loop, **more)


def told(hub, text):
    """The numbers of the events in a replay."""
    return [
        int(line.split('"n":')[1].split(",")[0].rstrip("}")) for line in text.decode().split("\n") if '"n":' in line
    ]


def group(event, data, about=""):
    return Message("group.1", event, encode(data), about=about)


def test_what_was_taken_back_is_not_told_to_who_comes_back():
    loop = asyncio.new_event_loop()
    hub = a_hub(loop)
    for number in (1, 2, 3):
        hub.deliver(group("message", {"id": number, "t": f"words {number}"}, f"m{number}"))
    hub.deliver(group("changed-message", {"id": 2}, "m2"))
    replay = hub.missed(["group.1"], after="e.0", since_ms=0)
    assert b"words 1" in replay
    assert b"words 2" not in replay
    assert told(hub, replay) == [1, 3, 4]
    loop.close()


def test_a_later_change_replaces_the_earlier_and_the_ring_counts_right():
    loop = asyncio.new_event_loop()
    hub = a_hub(loop)
    for _ in range(3 * RING):
        hub.deliver(group("changed-message", {"id": 7}, "m7"))
    topic = hub._topics["group.1"]
    assert [event.seq for event in topic.ring] == [3 * RING]
    assert topic.size == len(topic.ring[0].data)
    assert topic.lost == 0
    for number in range(RING):
        hub.deliver(group("message", {"id": number}, f"n{number}"))
    assert (len(topic.ring), len(topic.latest), topic.lost) == (RING, RING, 3 * RING)
    loop.close()


def test_what_an_event_is_about_goes_over_the_wire():
    message = group("message", {"id": 1}, "m1")
    assert from_line(to_line(message)) == message


def test_a_thousand_who_do_not_read_are_cut_off_and_delay_nobody():
    loop = asyncio.new_event_loop()
    hub, written, cut = a_hub(loop), [], []

    async def flood():
        stalled = []
        for number in range(1000):
            waiting = [0]
            stalled.append(waiting)

            def write(data, waiting=waiting):
                waiting[0] += len(data)

            hub.join(
                Reader(number % 60 + 1, 2**60, write, lambda w=waiting: w[0], lambda n=number: cut.append(n), True),
                ["quiz.1"], after=None, since_ms=0,
            )  # fmt: skip
        hub.join(
            Reader(99, 2**60, written.append, lambda: 0, lambda: cut.append("me"), False), ["quiz.1"],
            after=None, since_ms=0,
        )  # fmt: skip
        for number in range(12):
            hub.deliver(Message("quiz.1", "message", encode({"i": number, "x": "x" * 30_000})))
            await asyncio.sleep(0.02)
        assert max(waiting[0] for waiting in stalled) < MOST_BEHIND + 2 * 31_000

    loop.run_until_complete(flood())
    assert sorted(cut) == list(range(1000))
    assert len(hub.readers) == 1
    assert b"".join(written).count(b'"e":"message"') == 12
    loop.close()


@pytest.mark.django_db(transaction=True)
def test_a_server_that_starts_anew_knows_whose_tickets_are_worthless(tmp_path):
    text, other = ticket("quiz.1"), ticket("quiz.1", person_id=8)
    with serving({"dropped": str(tmp_path / "dropped")}) as before:
        stream = before.follow(text)
        api.drop(7)
        assert stream.next() is None
    with serving({"dropped": str(tmp_path / "dropped")}) as after:
        assert after.ask("GET", f"/rt/poll?ticket={text}&wait=0")[0] == 401
        assert after.ask("GET", f"/rt/poll?ticket={other}&wait=0")[0] == 200


def test_after_ten_minutes_the_book_forgets(tmp_path):
    book = Dropped(tmp_path / "dropped")
    assert book.load(now_ms=0) == {}
    book.note(7, 1_000)
    book.note(8, 5_000)
    with (tmp_path / "dropped").open("a") as opened:
        opened.write("torn")
    assert book.load(now_ms=2_000 + LIFE_MS) == {8: 5_000}
    assert (tmp_path / "dropped").read_text() == "8 5000\n"


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path):
    Dropped(tmp_path / "missing" / "dropped").note(7, 1)
