"""Announce facts, react to them. The story is in docs/explanation/events.md."""

import dataclasses
import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from typing import Any, TypeVar

import redis
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string

from zhibu.kernel.clock import now

logger = logging.getLogger(__name__)


class Event:
    """What happened. Subclasses are frozen keyword-only dataclasses of ids and plain values."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

_after: dict[type[Event], dict[str, Handler]] = defaultdict(dict)
_within: dict[type[Event], list[Handler]] = defaultdict(list)
wake = threading.Event()  # set when a delivery waits, so that an embedded worker need not poll fast


def after(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the handler once, after commit, in its own transaction; retried until it succeeds."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _after[event_type][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def within(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the handler inside the publisher's transaction; it may veto by raising. For invariants only."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _within[event_type].append(handler)
        return handler

    return register


def handlers() -> dict[type[Event], list[str]]:
    """Who hears what, for docs/reference/events.md."""
    return {kind: sorted(names) for kind, names in _after.items()}


def publish(event: Event) -> None:
    """Store the event with one delivery per handler, in the transaction that made it true."""
    from zhibu.kernel.models import Delivery, StoredEvent  # noqa: PLC0415 (app ready)

    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction that made the fact true")
    for handler in _within[type(event)]:
        handler(event)
    if not (names := _after[type(event)]):
        return
    kind = f"{type(event).__module__}.{type(event).__qualname__}"
    stored = StoredEvent.objects.create(kind=kind, body=dataclasses.asdict(event))  # type: ignore[call-overload]
    Delivery.objects.bulk_create(Delivery(event=stored, handler=name, due_at=stored.at) for name in names)
    transaction.on_commit(partial(_committed, stored.pk), robust=True)


def _committed(event_id: int) -> None:
    if settings.DELIVER_AT_ONCE:
        deliver_due(event_id=event_id)
    else:
        _call_worker()


def _call_worker() -> None:
    """Wake the worker of this process, or of another through Redis; a poll finds what a lost call missed."""
    wake.set()
    if url := settings.TASKS["wake_url"]:
        try:
            _redis(url).lpush("zhibu:wake", "1")
        except redis.RedisError:
            logger.warning("Redis is away; the worker finds the delivery at its next poll")


@cache
def _redis(url: str) -> redis.Redis:
    return redis.from_url(url, socket_timeout=1)


def deliver_due(*, limit: int = 200, event_id: int | None = None) -> int:
    """Run deliveries whose time has come; returns how many were tried."""
    from zhibu.kernel.models import Delivery  # noqa: PLC0415 (app ready)

    waiting = Delivery.objects.filter(done_at=None, due_at__lte=now()).select_related("event").order_by("due_at", "pk")
    if event_id is not None:
        waiting = waiting.filter(event_id=event_id)
    batch = list(waiting[:limit])
    for delivery in batch:
        _deliver(delivery)
    return len(batch)


def _deliver(delivery: Any) -> None:
    """Claim and effect commit together, so the effect happens once; a failure is tried again later."""
    event = import_string(delivery.event.kind)(**delivery.event.body)
    try:
        with transaction.atomic():
            if _claim(delivery):
                _after[type(event)].get(delivery.handler, _forgotten)(event)
    except Exception:
        logger.exception("Handler %s failed for event %s", delivery.handler, delivery.event_id)
        _postpone(delivery)


def _claim(delivery: Any) -> bool:
    return bool(type(delivery).objects.filter(pk=delivery.pk, done_at=None).update(done_at=now()))


def _postpone(delivery: Any) -> None:
    wait = timedelta(seconds=min(3600, 5 * 2 ** min(delivery.attempts, 10)))
    rows = type(delivery).objects.filter(pk=delivery.pk, done_at=None)
    rows.update(attempts=F("attempts") + 1, due_at=now() + wait)


def _forgotten(event: Event) -> None:
    """A handler that a release removed: the delivery is closed without effect."""
