"""The worker: delivers events and runs what is due, until it is told to stop."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from zhibu.kernel import events, schedule
from zhibu.kernel.clock import now

logger = logging.getLogger(__name__)
POLL_SECONDS = 1.0
AWAY_SECONDS = 5.0


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. A database that goes away is waited for."""
    wait = _waiter()
    while not stop.is_set():
        close_old_connections()
        try:
            busy = step()
        except DatabaseError:
            logger.exception("The worker cannot reach the database; it tries again in %s s", AWAY_SECONDS)
            connections.close_all()
            stop.wait(AWAY_SECONDS)
            continue
        if not busy:
            wait(POLL_SECONDS)
    connections.close_all()


def step() -> int:
    """One round: returns how many deliveries and tasks were tried."""
    moment = now()
    return events.deliver_due() + schedule.run_due(at=moment)


def _waiter() -> Callable[[float], None]:
    return _redis_wait if settings.TASKS["wake_url"] else _local_wait


def _local_wait(seconds: float) -> None:
    events.wake.wait(seconds)
    events.wake.clear()


def _redis_wait(seconds: float) -> None:
    """Another process announces work on a Redis list; without Redis the worker polls as before."""
    import redis  # noqa: PLC0415 (optional)

    try:
        redis.from_url(settings.TASKS["wake_url"]).blpop(["zhibu:wake"], timeout=seconds)
    except redis.RedisError:
        time.sleep(seconds)


def start_thread() -> tuple[threading.Thread, threading.Event]:
    """The worker inside the embedded server."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(stop,), name="zhibu-worker", daemon=True)
    thread.start()
    return thread, stop
