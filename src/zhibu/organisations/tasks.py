"""Reminders of terms that end."""

from datetime import datetime, timedelta

from zhibu.kernel.schedule import job
from zhibu.organisations import services
from zhibu.organisations.services.terms import announce_renewal


@job("organisations.remind", every=timedelta(days=1))
def remind_of_renewals(*, at: datetime) -> None:
    """Once a day: 180, 90, 60, 30, 0 days before the end, then every month."""
    services.remind(at=at)


@job("organisations.renewal")
def remind_of_one(*, at: datetime, organisation_id: int, due_on: str, step: str) -> None:
    """One reminder, once."""
    announce_renewal(organisation_id=organisation_id, due_on=due_on, step=step)
