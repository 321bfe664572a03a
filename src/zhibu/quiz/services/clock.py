"""The durable clock: rows that the worker finds again after any restart, and a timer for the exact moment."""

import logging
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections

from zhibu.kernel.clock import now
from zhibu.kernel.schedule import run_at

logger = logging.getLogger(__name__)
BEFORE = timedelta(seconds=2)  # the worker looks every second; the rest is waited for in a timer
AFTER = timedelta(seconds=1)  # the second look, should the process have died between


def plan_steps(round_id: int, moment: datetime, *, at: datetime) -> None:
    """Have the round looked at exactly at `moment`, and once more a second later."""
    stamp = int(moment.timestamp() * 1000)
    for name, due_at in (("arm", moment - BEFORE), ("check", moment + AFTER)):
        key = f"quiz:{round_id}:{stamp}:{name}"
        run_at("quiz.step", key=key, due_at=max(due_at, at), round_id=round_id, stamp=stamp)


def wait_until(moment: datetime, round_id: int) -> None:
    """Look at the round at `moment` in a thread of its own."""
    timer = threading.Timer((moment - now()).total_seconds(), _look, args=(round_id,))
    timer.daemon = True
    timer.start()


def _look(round_id: int) -> None:
    from zhibu.quiz.services.conducting import conduct  # noqa: PLC0415 (conducting plans the next look here)

    try:
        conduct(round_id=round_id, at=now())
    except Exception:
        logger.exception("Round %s was not looked at in time; the next look catches up", round_id)
    finally:
        close_old_connections()
