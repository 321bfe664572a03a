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

    branch_id: int
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
    if not viewer.paths(READERS):
        raise NoSuchRequest
    rows, sheets, since = borne(viewer, at=at), _sheets(viewer, at), _since(at)
    seen = {row.pk: row.short_name for row in branches(viewer) if viewer.holds(READERS, row.path)}
    over = Request.objects.filter(pk__in=sheets.values("request_id")).exclude(over_reason="").order_by("-sent_at")
    return Meter(
        _by_month(rows, since, at), _by_branch(rows, seen, at), rows, list(over[:10]), sheets.filter(seconds=0).count()
    )


def borne(viewer: Viewer, *, at: datetime) -> list[Borne]:
    """What was asked of each organisation that the viewer's post or role covers, by month, the latest first."""
    grouped = _sheets(viewer, at).filter(seconds__gt=0).annotate(month=TruncMonth("opened_at", tzinfo=SHANGHAI))
    counted = grouped.order_by().values_list("branch__path", "branch_id", "branch__short_name", "month")
    found = counted.annotate(
        Count("request_id", distinct=True), Count("pk"), Sum("asked"), Sum("confirmed"), Sum("seconds")
    )
    in_order = sorted(found, key=lambda row: (-row[3].timestamp(), row[0]))
    return [Borne(row[1], row[2], row[3].date(), row[4], row[5], row[6], row[7], minutes(row[8])) for row in in_order]


def _since(at: datetime) -> date:
    return add_months(local_date(at).replace(day=1), 1 - MONTHS)


def _sheets(viewer: Viewer, at: datetime) -> QuerySet[Sheet]:
    opened = datetime.combine(_since(at), time(), SHANGHAI)
    seen = within(viewer.paths(READERS), field="branch__path")
    return Sheet.objects.filter(seen, request__isnull=False, opened_at__gte=opened)


def _by_month(rows: list[Borne], since: date, at: datetime) -> Chart:
    months = [add_months(since, number) for number in range(MONTHS)]
    taken = [sum(row.minutes for row in rows if row.month == month) for month in months]
    return _chart(_("每月填报用时"), "bar", [f"{month:%Y-%m}" for month in months], taken, at)


def _by_branch(rows: list[Borne], names: dict[int, str], at: datetime) -> Chart:
    taken = [sum(row.minutes for row in rows if row.branch_id == pk) for pk in names]
    return _chart(_("各支部近六个月填报用时"), "row", list(names.values()), taken, at)


def _chart(title: str, kind: str, labels: list[str], taken: list[int], at: datetime) -> Chart:
    return Chart(
        title=title, kind=kind, labels=labels, series=[Series(_("预计分钟"), taken)], unit=_("分钟"),
        source=_("信息采集发出时的估算"), as_of=f"{local_date(at):%Y-%m-%d}",
    )  # fmt: skip
