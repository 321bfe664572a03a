"""Things due at a time, as rows that one worker claims. `key` makes scheduling safe to repeat."""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from zhibu.kernel.clock import now

logger = logging.getLogger(__name__)
Job = Callable[..., None]
_jobs: dict[str, Job] = {}
_every: dict[str, timedelta] = {}
_outward: set[str] = set()


def job(name: str, *, every: timedelta | None = None, outward: bool = False) -> Callable[[Job], Job]:
    """Register a function that `run_at` may name; with `every` it also runs by itself at that interval.

    A job takes `at` and its own keyword arguments. Claim and effect commit together, but for an `outward`
    job, which talks to the network, is claimed first and must itself be safe to repeat.
    """

    def register(function: Job) -> Job:
        _jobs[name] = function
        if outward:
            _outward.add(name)
        if every is not None:
            _every[name] = every
        return function

    return register


def run_at(name: str, *, key: str, due_at: datetime, **arguments: Any) -> None:
    """Ask for job `name` at `due_at`; the same key again moves a task that has not run yet."""
    from zhibu.kernel.models import DueTask  # noqa: PLC0415 (app ready)

    defaults = {"job": name, "arguments": arguments, "due_at": due_at}
    task, created = DueTask.objects.get_or_create(key=key, defaults=defaults)
    if not created and task.done_at is None:
        DueTask.objects.filter(pk=task.pk, done_at=None).update(**defaults)


def forget(key: str) -> None:
    """Take back a task that has not run yet."""
    from zhibu.kernel.models import DueTask  # noqa: PLC0415 (app ready)

    DueTask.objects.filter(key=key, done_at=None).delete()


def run_due(*, at: datetime, limit: int = 100) -> int:
    """Run what is due; returns how many were tried."""
    from zhibu.kernel.models import DueTask  # noqa: PLC0415 (app ready)

    ensure_repeating(at=at)
    batch = list(DueTask.objects.filter(done_at=None, due_at__lte=at).order_by("due_at")[:limit])
    for task in batch:
        _run(task, at)
    return len(batch)


def ensure_repeating(*, at: datetime) -> None:
    """Every repeating job has exactly one waiting row, keyed by the start of its period."""
    from zhibu.kernel.models import DueTask  # noqa: PLC0415 (app ready)

    for name, interval in _every.items():
        period = int(at.timestamp() // interval.total_seconds())
        DueTask.objects.get_or_create(key=f"{name}@{period}", defaults={"job": name, "due_at": at})


def _run(task: Any, at: datetime) -> None:
    try:
        with nullcontext() if task.job in _outward else transaction.atomic():
            if type(task).objects.filter(pk=task.pk, done_at=None).update(done_at=now()):
                _jobs[task.job](at=at, **task.arguments)
    except Exception:
        logger.exception("Task %s failed", task.key)
        wait = timedelta(minutes=2 ** min(task.attempts, 8))
        rows = type(task).objects.filter(pk=task.pk)
        rows.update(attempts=F("attempts") + 1, done_at=None, due_at=at + wait)


def sweep(*, at: datetime, keep: timedelta = timedelta(days=30)) -> int:
    """Forget tasks that were done long ago; the facts they made stay."""
    from zhibu.kernel.models import DueTask  # noqa: PLC0415 (app ready)

    return DueTask.objects.filter(done_at__lt=at - keep).delete()[0]
