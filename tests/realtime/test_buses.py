"""The three ways between pages and edges keep one contract."""

import asyncio
import shutil
import subprocess
import time

import pytest
from tools.test import free_port

from zhibu.realtime.bus import Message
from zhibu.realtime.bus.memory import MemoryBus
from zhibu.realtime.bus.stream import RedisBus
from zhibu.realtime.bus.unix import UnixBus
from zhibu.realtime.hub import Hub, Reader


class Heard:
    """An edge that notes what it is given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.numbers: list[int | None] = []
        self.epochs: list[str] = []

    def deliver(self, message: Message, seq: int | None = None) -> None:
        self.messages.append(message)
        self.numbers.append(seq)

    def begin(self, epoch: str, forgotten: int = 0) -> None:
        self.epochs.append(epoch)

    async def wait(self, count: int) -> list[str]:
        """The data of the first `count` messages."""
        async with asyncio.timeout(10):
            while len(self.messages) < count:
                await asyncio.sleep(0.01)
        return [message.data for message in self.messages]


class Redis:
    """A Redis of our own, which can be restarted."""

    def __init__(self, folder) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603
        ask = ["redis-cli", "-p", str(self.port), "ping"]
        for _ in range(200):
            if subprocess.run(ask, capture_output=True, check=False).stdout == b"PONG\n":  # noqa: S603
                return
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)


@pytest.fixture
def own_redis(tmp_path):
    assert shutil.which("redis-server"), "Install the package redis-server (make test does it as root)."
    server = Redis(tmp_path)
    yield server
    server.stop()


@pytest.fixture(params=["memory", "unix", "redis"])
def pair(request, tmp_path):
    """A bus of the process with the pages, and one of the edge's."""
    if request.param == "memory":
        both = MemoryBus("memory://")
        return both, both
    url = f"unix://{tmp_path}/bus" if request.param == "unix" else request.getfixturevalue("own_redis").url
    kind = UnixBus if request.param == "unix" else RedisBus
    return kind(url), kind(url)


def a(number, topic="quiz.1"):
    return Message(topic, "message", str(number))


def test_what_pages_send_the_edge_hears_in_order(pair):
    async def run():
        pages, edge, heard = *pair, Heard()
        await edge.attach(heard)
        await asyncio.to_thread(lambda: [pages.send(a(n)) for n in range(100)])
        got = await heard.wait(100)
        await edge.detach()
        return got

    assert asyncio.run(run()) == [str(n) for n in range(100)]


def test_every_part_of_a_message_arrives(pair):
    sent = [Message("group.1", "说", '{"x":"好\\n"}'), Message("person.5", "drop", "", is_drop=True)]

    async def run():
        pages, edge, heard = *pair, Heard()
        await edge.attach(heard)
        await asyncio.to_thread(lambda: [pages.send(one) for one in sent])
        await heard.wait(2)
        await edge.detach()
        return heard.messages

    assert asyncio.run(run()) == sent


def test_the_edge_s_own_process_is_heard_too(pair):
    async def run():
        _, edge, heard = *pair, Heard()
        await edge.attach(heard)
        edge.send(a(1))
        got = await heard.wait(1)
        await edge.detach()
        return got, edge.state()

    assert asyncio.run(run()) == (["1"], "ok")


def test_an_edge_that_comes_back_hears_what_is_sent_then(pair):
    async def run():
        pages, edge, first, second = *pair, Heard(), Heard()
        await edge.attach(first)
        await asyncio.to_thread(pages.send, a(1))
        await first.wait(1)
        await edge.detach()
        await edge.attach(second)
        await asyncio.sleep(0.1)
        for n in range(2, 6):
            await asyncio.to_thread(pages.send, a(n))
        async with asyncio.timeout(10):
            while "5" not in [message.data for message in second.messages]:
                await asyncio.sleep(0.01)
        await edge.detach()

    asyncio.run(run())


def test_two_edges_give_an_event_the_same_number_and_a_new_one_knows_the_last(own_redis):
    async def run():
        buses, edges = [RedisBus(own_redis.url) for _ in range(3)], [Heard(), Heard(), Heard()]
        await buses[0].attach(edges[0])
        await buses[1].attach(edges[1])
        for n in range(50):
            buses[n % 2].send(a(n))
        await edges[0].wait(50)
        await edges[1].wait(50)
        await buses[2].attach(edges[2])
        await edges[2].wait(50)
        for bus in buses:
            await bus.detach()
        return edges

    first, second, late = asyncio.run(run())
    assert first.numbers == second.numbers == late.numbers == sorted(set(first.numbers))
    assert first.epochs == second.epochs == late.epochs
    assert first.messages == second.messages == late.messages


def test_redis_that_restarts_begins_a_new_epoch_and_what_is_sent_meanwhile_arrives(own_redis):
    async def run():
        pages, edge, heard = RedisBus(own_redis.url), RedisBus(own_redis.url), Heard()
        await edge.attach(heard)
        pages.send(a(1))
        await heard.wait(1)
        own_redis.stop()
        pages.send(a(2))
        await asyncio.sleep(0.3)
        away = edge.state()
        await asyncio.to_thread(own_redis.start)
        got = await heard.wait(2)
        await edge.detach()
        return got, away, len(set(heard.epochs))

    assert asyncio.run(run()) == (["1", "2"], "away", 2)


def test_a_new_epoch_tells_every_reader_to_fetch_his_state():
    async def run():
        hub, written = Hub(epoch="one", loop=asyncio.get_running_loop()), []

        reader = Reader(1, 2**53, written.append, lambda: 0, lambda: None, False)
        hub.join(reader, ["quiz.1"], after=None, since_ms=0)
        hub.deliver(a(1))
        hub.begin("two", 40)
        hub.deliver(a(2), 50)
        await asyncio.sleep(0.2)
        return b"".join(written).decode(), hub.missed(["quiz.1"], after="two.41", since_ms=0).decode()

    written, missed = asyncio.run(run())
    assert written.count('event: reset\ndata: {"t":["quiz.1"]}') == 1
    assert '"n":50' in written
    assert "id: two.50" in missed
    assert "reset" not in missed
