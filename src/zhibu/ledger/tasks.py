"""Sealing by the clock."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job, run_at
from zhibu.kernel.seals import Mark
from zhibu.kernel.viewer import Viewer
from zhibu.ledger import services

WAIT = timedelta(minutes=2)


@job("ledger.mark", every=timedelta(hours=1))
def mark_ledger(*, at: datetime) -> None:
    """Note how far the ledger reaches and seal up to there a little later."""
    _seal_later(services.mark(), at)


@job("ledger.seal")
def seal_ledger(*, at: datetime, last_id: int, writers: list[str]) -> None:
    """Seal up to a mark; while somebody of that moment still writes, try again."""
    mark = Mark(last_id, tuple(writers))
    if services.seal(Viewer.system("ledger"), up_to=mark, at=at) is None:
        _seal_later(mark, at)


def _seal_later(mark: Mark, at: datetime) -> None:
    key = f"ledger.seal@{mark.last_id}@{int(at.timestamp())}"
    run_at("ledger.seal", key=key, due_at=at + WAIT, last_id=mark.last_id, writers=list(mark.writers))
