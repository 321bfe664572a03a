"""Entry points of the schedule."""

from datetime import UTC, datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.quiz.services.clock import wait_until
from zhibu.quiz.services.conducting import conduct
from zhibu.quiz.services.evenings import prepare_evenings
from zhibu.quiz.services.reminders import remind


@job("quiz.step")
def step(*, at: datetime, round_id: int, stamp: int) -> None:
    """Look at a round at its moment; when that is just ahead, a timer waits for it."""
    moment = datetime.fromtimestamp(stamp / 1000, UTC)
    if moment > at:
        wait_until(moment, round_id)
    else:
        conduct(round_id=round_id, at=at)


@job("quiz.remind")
def remind_people(*, at: datetime, round_id: int) -> None:
    """Say that a round begins soon."""
    remind(round_id=round_id, at=at)


@job("quiz.evenings", every=timedelta(hours=1))
def tonight(at: datetime) -> None:
    """Make the rounds of the coming evening."""
    prepare_evenings(at=at)
