"""Sensitive answers are kept no longer than they are needed (rules.md 10.1, Art. 19)."""

from datetime import datetime, timedelta

from zhibu.collection.enums import Secrecy
from zhibu.collection.models import Item

KEPT = timedelta(days=180)  # after the request has ended (practice)


def forget_sensitive(*, at: datetime) -> int:
    """Delete class A answers of requests that ended half a year ago; returns how many."""
    rows = Item.objects.filter(question__secrecy=Secrecy.SECRET, field="", sheet__request__closed_at__lt=at - KEPT)
    return rows.delete()[0]
