"""The days of a letter. All of them are practice; each mailbox may set its own within sense."""

from datetime import date, timedelta

KEEP_DAYS = 365  # after the end, then the contents are deleted (PIPL 19: the shortest time)


def due_days(received_on: date, *, reply_days: int, finding_days: int) -> tuple[date, date]:
    """The last days for the first reply and for the finding."""
    return received_on + timedelta(days=reply_days), received_on + timedelta(days=finding_days)


def is_late(today: date, *, replied_on: date | None, reply_due_on: date, finding_due_on: date) -> bool:
    """Whether the first reply or the finding is overdue; the due day itself is in time."""
    return (replied_on is None and today > reply_due_on) or today > finding_due_on
