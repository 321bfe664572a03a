"""The one place that reads the clock. Views and tasks call `now()` and pass the time on."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The present moment, aware, UTC."""
    return timezone.now()


def local_date(moment: datetime) -> date:
    """The calendar day of `moment` in Shanghai, the day that rules and people mean."""
    return moment.astimezone(SHANGHAI).date()
