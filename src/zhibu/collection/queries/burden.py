"""The burden meter: what was asked of each organisation in each month (rules.md 10.5)."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from zhibu.collection.errors import NoSuchRequest
from zhibu.collection.models import Request, Sheet
from zhibu.collection.queries.reach import READERS
from zhibu.collection.rules.burden import MOST_REQUESTS, minutes
from zhibu.kernel.calendar import add_months
from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import branches, within

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Borne:
    """One month of one organisation: requests, sheets, items asked anew, items only confirmed, minutes in all."""

    name: str
    month: date
    requests: int
    sheets: int
    asked: int
    confirmed: int
    minutes: int

    @property
    def over(self) -> bool:
        """More requests than the limit."""
        return self.requests > MOST_REQUESTS


@dataclass(frozen=True, slots=True)
class Meter:
    """The page: minutes by month, organisations side by side, the rows behind them, requests that broke the limit."""

    by_month: Chart
    by_branch: Chart
    rows: list[Borne]
    over: list[Request]
    spared: int


def meter(viewer: Viewer, *, at: datetime) -> Meter:
    """The last six months of the organisations that the viewer's post or role covers; else NoSuchRequest."""
    paths = viewer.paths(READERS)
    if not paths:
        raise NoSuchRequest
    since = add_months(local_date(at).replace(day=1), 1 - MONTHS)
    sheets = Sheet.objects.filter(
        within(paths, field="branch__path"),
        request__isnull=False,
        opened_at__gte=datetime.combine(since, time(), SHANGHAI),
    )
    rows = _rows(sheets)
    names = [row.short_name for row in branches(viewer) if viewer.holds(READERS, row.path)]
    over = Request.objects.filter(pk__in=sheets.values("request_id")).exclude(over_reason="").order_by("-sent_at")
    return Meter(
        _by_month(rows, since, at), _by_branch(rows, names, at), rows, list(over[:10]), sheets.filter(seconds=0).count()
    )


def _rows(sheets: QuerySet[Sheet]) -> list[Borne]:
    grouped = sheets.filter(seconds__gt=0).annotate(month=TruncMonth("opened_at", tzinfo=SHANGHAI)).order_by()
    counted = grouped.values_list("branch__path", "branch__short_name", "month").annotate(
        Count("request_id", distinct=True), Count("pk"), Sum("asked"), Sum("confirmed"), Sum("seconds")
    )
    found = sorted(counted, key=lambda row: (-row[2].timestamp(), row[0]))
    return [Borne(row[1], row[2].date(), row[3], row[4], row[5], row[6], minutes(row[7])) for row in found]


def _by_month(rows: list[Borne], since: date, at: datetime) -> Chart:
    months = [add_months(since, number) for number in range(MONTHS)]
    taken = [sum(row.minutes for row in rows if row.month == month) for month in months]
    return _chart(_("每月填报用时"), "bar", [f"{month:%Y-%m}" for month in months], taken, at)


def _by_branch(rows: list[Borne], names: list[str], at: datetime) -> Chart:
    taken = [sum(row.minutes for row in rows if row.name == name) for name in names]
    return _chart(_("各支部近六个月填报用时"), "row", names, taken, at)


def _chart(title: str, kind: str, labels: list[str], taken: list[int], at: datetime) -> Chart:
    return Chart(
        title=title, kind=kind, labels=labels, series=[Series(_("预计分钟"), taken)], unit=_("分钟"),
        source=_("信息采集发出时的估算"), as_of=f"{local_date(at):%Y-%m-%d}",
    )  # fmt: skip
