"""Sealing by the clock."""

from datetime import datetime, timedelta

from zhibu.audit import services
from zhibu.kernel.schedule import job, run_at
from zhibu.kernel.seals import Mark

WAIT = timedelta(minutes=2)


@job("audit.mark", every=timedelta(hours=1))
def mark_log(*, at: datetime) -> None:
    """Note how far the log reaches and seal up to there a little later; a mark that still waits goes with the next."""
    marked = services.mark()
    key = f"audit.seal@{marked.last_id}@{int(at.timestamp())}"
    run_at("audit.seal", key=key, due_at=at + WAIT, last_id=marked.last_id, writers=list(marked.writers))


@job("audit.seal")
def seal_log(*, at: datetime, last_id: int, writers: list[str]) -> None:
    """Seal up to a mark."""
    services.seal(up_to=Mark(last_id, tuple(writers)), at=at)
