"""Counts: kind × period × subtree, and how much of a branch's life is online (inventory row 132)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth, TruncQuarter, TruncYear

from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import Mode, kinds
from zhibu.ledger.models import Entry
from zhibu.ledger.queries.entries import STANDING, entries
from zhibu.ledger.rules import Period

_STEPS = {"month": TruncMonth, "quarter": TruncQuarter, "year": TruncYear}


def counts(viewer: Viewer, *, path: str, period: Period, step: str = "month") -> QuerySet[Entry, Any]:
    """Rows of `kind`, `step`, `facts`, `people`, `quantity` for the subtree at `path`, in one statement.

    Only what stands: a corrected entry and its reversal are left out, the entry that replaced it counts.
    """
    started = _STEPS[step]("occurred_at", tzinfo=SHANGHAI)
    rows = _standing(viewer, path, period).annotate(step=started).values("kind", "step")
    people = Count("member", distinct=True)
    return rows.annotate(facts=Count("pk"), people=people, quantity=Sum("quantity")).order_by("step", "kind")


def _standing(viewer: Viewer, path: str, period: Period) -> QuerySet[Entry]:
    inside = Q(organisation__path__startswith=path, occurred_at__gte=period.start, occurred_at__lt=period.end)
    return entries(viewer).filter(inside & STANDING)


@dataclass(frozen=True, slots=True)
class MonthBalance:
    """Facts of taking part in one month. `online_share` is per cent, None when nothing happened."""

    month: date
    online: int
    offline: int

    @property
    def online_share(self) -> int | None:
        """Per cent of facts online, rounded half up."""
        total = self.online + self.offline
        return (200 * self.online + total) // (2 * total) if total else None


def balance(viewer: Viewer, *, path: str, up_to: date, months: int = 12) -> list[MonthBalance]:
    """Online and face to face by month, the months without any fact included; paper counts as face to face."""
    first = add_months(up_to.replace(day=1), 1 - months)
    wanted = [code for code, kind in kinds().items() if kind.took_part]
    month = TruncMonth("occurred_at", tzinfo=SHANGHAI)
    rows = (
        _standing(viewer, path, Period(first, up_to)).filter(kind__in=wanted).annotate(month=month).values("month")
        .annotate(online=Count("pk", filter=Q(mode=Mode.ONLINE)), all=Count("pk"))
    )  # fmt: skip
    found = {local_date(row["month"]): (row["online"], row["all"] - row["online"]) for row in rows}
    return [MonthBalance(day, *found.get(day, (0, 0))) for day in (add_months(first, step) for step in range(months))]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Facts by kind (rows) and month (columns); `None` where nothing happened."""

    months: list[date]
    rows: list[tuple[str, list[tuple[date, int | None]], int]]


def count_table(viewer: Viewer, *, path: str, period: Period) -> CountTable:
    """`counts` by month, laid out for reading: label, figures, sum."""
    found: dict[str, dict[date, int]] = {}
    for row in counts(viewer, path=path, period=period):
        found.setdefault(row["kind"], {})[local_date(row["step"])] = row["facts"]
    months = sorted({month for figures in found.values() for month in figures})
    rows = [
        (Entry(kind=kind).label, [(month, figures.get(month)) for month in months], sum(figures.values()))
        for kind, figures in found.items()
    ]
    return CountTable(months, sorted(rows, key=lambda row: -row[2]))
