"""Failed sign-ins of the last minutes, as django-axes wrote them down."""

import math
from datetime import datetime

from axes.models import AccessAttempt
from django.db.models import Count, Max, Sum

from zhibu.members.rules.guessing import ADDRESS_FREE, NAME_FREE, WINDOW, pause_after


def seconds_to_wait(*, username: str, address: str | None, at: datetime) -> int:
    """How long a browser that is not known waits before it may try `username`; 0: it may try now."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=at - WINDOW)
    name = recent.filter(username=username).aggregate(many=Sum("failures_since_start"), last=Max("attempt_time"))
    wait = _left(name["many"], name["last"], free=NAME_FREE, at=at)
    if address is None:
        return wait
    there = recent.filter(ip_address=address).aggregate(many=Count("username", distinct=True), last=Max("attempt_time"))
    return max(wait, _left(there["many"], there["last"], free=ADDRESS_FREE, at=at))


def _left(failures: int | None, last: datetime | None, *, free: int, at: datetime) -> int:
    pause = pause_after(failures or 0, free=free)
    return max(0, math.ceil(pause - (at - last).total_seconds())) if pause and last else 0


def locked_until(*, username: str, address: str | None) -> datetime | None:
    """When a name that was locked for an address after failures may try again."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address)
    last: datetime | None = attempts.aggregate(last=Max("attempt_time"))["last"]
    return last + WINDOW if last else None
