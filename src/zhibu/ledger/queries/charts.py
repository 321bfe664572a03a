"""Figures that people compare, for the chart tag."""

from datetime import date

from django.utils.translation import gettext as _

from zhibu.kernel.charts import Chart, Series
from zhibu.ledger.queries.balance import MonthBalance


def balance_chart(months: list[MonthBalance], today: date) -> Chart:
    """Two bars a month: face to face, online."""
    return Chart(
        title=_("现场与线上"),
        kind="bar",
        labels=[f"{month.month:%Y-%m}" for month in months],
        series=[
            Series(_("现场"), [month.offline for month in months]),
            Series(_("线上"), [month.online for month in months]),
        ],
        source=_("台账"),
        as_of=f"{today:%Y-%m-%d}",
        unit=_("人次"),
    )
