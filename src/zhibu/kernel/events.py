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
from django.db.models import F, Model, QuerySet
from django.utils.module_loading import import_string

from zhibu.kernel.clock import now
from zhibu.kernel.prepared import Insertion

logger = logging.getLogger(__name__)


class Event:
    """What happened. Subclasses are frozen keyword-only dataclasses of ids and plain values."""


E = TypeVar("E", bound=Event)
Handler = Callable[[Any], None]

# Rows of one INSERT: SQLite takes 32,766 values in a statement.
_AT_ONCE = 500
_MOST_TOGETHER = 1000
_after: dict[type[Event], dict[str, Handler]] = defaultdict(dict)
_together: dict[str, Callable[[list[Any]], None]] = {}
_within: dict[type[Event], list[Handler]] = defaultdict(list)
wake = threading.Event()  # set when a delivery waits, so that an embedded worker need not poll fast


def after(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Run the handler once, after commit, in its own transaction; retried until it succeeds."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        _after[event_type][f"{handler.__module__}.{handler.__qualname__}"] = handler
        return handler

    return register


def after_many(*event_types: type[Event]) -> Callable[[Callable[[list[Any]], None]], Callable[[list[Any]], None]]:
    """Run the handler after commit with all events that wait for it, up to a thousand in one transaction.

    For what costs the same for one and for many: an import tells of every member. When it fails, or another worker has
    taken one of them, each event is given to it alone.
    """

    def register(handler: Callable[[list[Any]], None]) -> Callable[[list[Any]], None]:
        name = f"{handler.__module__}.{handler.__qualname__}"
        _together[name] = handler
        for event_type in event_types:
            _after[event_type][name] = lambda event: handler([event])
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


def publish(*told: Event) -> None:
    """Store events with one delivery per handler, in the transaction that made them true; many at once for batches."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("publish() belongs inside the transaction that made the fact true")
    for event in told:
        for handler in _within[type(event)]:
            handler(event)
    heard = [event for event in told if _after[type(event)]]
    for at in range(0, len(heard), _AT_ONCE):
        _store(heard[at : at + _AT_ONCE])


def _store(told: list[Event]) -> None:
    """Two INSERTs however many there are: an import of a roster tells of every member."""
    from zhibu.kernel.models import Delivery, StoredEvent  # noqa: PLC0415 (app ready)

    at = now()
    ids = [pk for (pk,) in _insertion(StoredEvent).values([(_kind(event), _body(event), at) for event in told])]
    to_do = [
        (pk, name, at, None, 0) for pk, event in zip(ids, told, strict=True) for name in _after[type(event)]
    ]  # as the fields of Delivery stand
    for start in range(0, len(to_do), _AT_ONCE):
        _insertion(Delivery).values(to_do[start : start + _AT_ONCE])
    transaction.on_commit(partial(_committed, ids), robust=True)


def _kind(event: Event) -> str:
    return f"{type(event).__module__}.{type(event).__qualname__}"


def _body(event: Event) -> dict[str, Any]:
    """What the event says; not `asdict`, which copies every value."""
    return {item.name: getattr(event, item.name) for item in dataclasses.fields(event)}  # type: ignore[arg-type]


@cache
def _insertion(model: type[Model]) -> Insertion:
    return Insertion(model)


def _committed(event_ids: list[int]) -> None:
    if settings.DELIVER_AT_ONCE:
        for event_id in event_ids:
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
    if event_id is not None:
        batch, many = list(_waiting(event_id=event_id)), set()
    else:
        batch = list(_waiting()[:limit])
        many = {delivery.handler for delivery in batch} & set(_together)
    alone = [delivery for delivery in batch if delivery.handler not in many]
    for delivery in alone:
        _deliver(delivery)
    return len(alone) + sum(_deliver_together(name) for name in sorted(many))


def _waiting(**only: Any) -> QuerySet[Any]:
    from zhibu.kernel.models import Delivery  # noqa: PLC0415 (app ready)

    rows = Delivery.objects.filter(done_at=None, due_at__lte=now(), **only)
    return rows.select_related("event").order_by("due_at", "pk")


def _deliver_together(name: str) -> int:
    """All that waits for one handler, in one transaction; each alone where that does not go."""
    rows = list(_waiting(handler=name)[:_MOST_TOGETHER])
    try:
        with transaction.atomic():
            if _claim(*rows):
                _together[name]([_event(row) for row in rows])
                return len(rows)
            transaction.set_rollback(True)
    except Exception:
        logger.exception("Handler %s failed for %d events together", name, len(rows))
    for row in rows:
        _deliver(row)
    return len(rows)


def _event(delivery: Any) -> Any:
    return import_string(delivery.event.kind)(**delivery.event.body)


def _deliver(delivery: Any) -> None:
    """Claim and effect commit together, so the effect happens once; a failure is tried again later."""
    event = _event(delivery)
    try:
        with transaction.atomic():
            if _claim(delivery):
                _after[type(event)].get(delivery.handler, _forgotten)(event)
    except Exception:
        logger.exception("Handler %s failed for event %s", delivery.handler, delivery.event_id)
        _postpone(delivery)


def _claim(*rows: Any) -> bool:
    """Whether all of them are ours; when not, the caller takes its claim back."""
    if not rows:
        return False
    ours = type(rows[0]).objects.filter(pk__in=[row.pk for row in rows], done_at=None).update(done_at=now())
    return bool(ours == len(rows))


def _postpone(delivery: Any) -> None:
    wait = timedelta(seconds=min(3600, 5 * 2 ** min(delivery.attempts, 10)))
    rows = type(delivery).objects.filter(pk=delivery.pk, done_at=None)
    rows.update(attempts=F("attempts") + 1, due_at=now() + wait)


def _forgotten(event: Event) -> None:
    """A handler that a release removed: the delivery is closed without effect."""
