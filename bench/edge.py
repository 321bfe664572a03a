"""The edge as `zhibu serve` runs it, with two things more: POST /pub publishes, and a room that only stores.

edge.py PORT       prints "ready" when it listens
"""

# ruff: noqa: E402 (settings stand before the product is imported)

import asyncio
import gc
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")

import django

django.setup()

import uvloop
from django.db import connection

from zhibu.config import server
from zhibu.config.asgi import application, edge
from zhibu.realtime import api

TABLE = "CREATE TABLE IF NOT EXISTS bench_post (key varchar(64) PRIMARY KEY, person bigint, number bigint)"
INSERT = "INSERT INTO bench_post (key, person, number) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"


class Room:
    """Stores each post once and does nothing else."""

    def open(self, room: str) -> int | None:
        """Nothing to load."""
        return None

    def admit(self, post: api.Post) -> dict | None:
        """Everybody."""
        return None

    def store(self, posts: list[api.Post]) -> list[dict]:
        """One statement."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "INSERT INTO bench_post (key, person, number) SELECT * FROM unnest(%s::text[], %s::bigint[],"
                    " %s::bigint[]) ON CONFLICT DO NOTHING",
                    [[p.key for p in posts], [p.person_id for p in posts], [p.number for p in posts]],
                )
            else:
                cursor.executemany(INSERT, [(post.key, post.person_id, post.number) for post in posts])
        return [{"n": post.number} for post in posts]

    def stored(self, posts: list[api.Post], acknowledgements: list[dict]) -> None:
        """Nobody listens."""


async def app(scope, receive, send) -> None:
    """The product's application behind a door for publishing."""
    if scope["type"] != "http" or scope["path"] != "/pub":
        await application(scope, receive, send)
        return
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    api.publish(scope["query_string"].decode() or "bench.1", "m", {"x": body.decode()})
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def serve(port: int) -> None:
    """Until killed."""
    running = server.Server(server.configured(app, edge, host="127.0.0.1", port=port), edge)
    asyncio.get_running_loop().call_later(0.5, lambda: print(json.dumps({"ready": port}), flush=True))
    await running.serve()


if __name__ == "__main__":
    api.readable("bench", tick_ms=int(os.environ.get("TICK_MS", "0")))(lambda viewer, key, *, to="read": True)
    api.uplink("bench", Room())
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    connection.close()
    server._allow_many_sockets()
    sys.setswitchinterval(server.SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1])))
