"""How many people came: sums of what the door counted, never of bookings."""

from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from zhibu.kernel.calendar import add_months
from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import local_date
from zhibu.venues.enums import PassageKind, VisitState
from zhibu.venues.models import Passage, Venue, Visit

COUNTED = (PassageKind.ENTERED, PassageKind.BEFORE)


def total(venue: Venue) -> int:
    """Visitors since the opening, with those counted before this book began."""
    return Passage.objects.filter(venue=venue, kind__in=COUNTED).aggregate(n=Sum("people"))["n"] or 0


def figures(venue: Venue, *, at: datetime) -> dict[str, Any]:
    """The total, where it comes from, and the last twelve months; four queries."""
    today = local_date(at)
    first = add_months(today.replace(day=1), -11)
    by_month = _by_month(venue, first)
    before = Passage.objects.filter(venue=venue, kind=PassageKind.BEFORE).aggregate(n=Sum("people"))["n"] or 0
    groups = Visit.objects.filter(venue=venue, is_group=True, state=VisitState.ENTERED)
    return {
        "total": total(venue), "before": before, "month": by_month.get(today.replace(day=1), 0),
        "groups": groups.count(), "guided": groups.exclude(guided_at=None).count(),
        "chart": _chart(by_month, first, today),
    }  # fmt: skip


def _by_month(venue: Venue, first: date) -> dict[date, int]:
    rows = Passage.objects.filter(venue=venue, kind=PassageKind.ENTERED, day__gte=first)
    return dict(rows.annotate(month=TruncMonth("day")).values_list("month").annotate(Sum("people")))


def _chart(by_month: dict[date, int], first: date, today: date) -> Chart:
    months = [add_months(first, number) for number in range(12)]
    series = Series(_("入馆人次"), [max(0, by_month.get(month, 0)) for month in months])
    return Chart(
        title=_("最近十二个月的参观人次"), kind="bar", labels=[f"{month:%Y-%m}" for month in months], series=[series],
        source=_("展馆门口的入馆登记"), as_of=f"{today:%Y-%m-%d}", unit=_("人次"),
    )  # fmt: skip
