"""Boards: rates of organisations, never of persons (rules.md 4.3, 10.5).

rate = attended / (attended + missed); those excused, on duty or waived are not counted against anybody.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Case, CharField, Count, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from zhibu.activities.enums import DUTY_KINDS
from zhibu.collection.api import Borne, borne
from zhibu.insights.errors import NoBoard
from zhibu.kernel.calendar import add_months
from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import entries
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.api import branches
from zhibu.points.enums import DECLARED_CODES

READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)
MONTHS = 6
ATTENDED = tuple(f"{kind.value}_attended" for kind in DUTY_KINDS)
MISSED = tuple(f"{kind.value}_missed" for kind in DUTY_KINDS)


@dataclass(frozen=True, slots=True)
class BranchRow:
    """Six months of a branch."""

    name: str
    attended: int
    missed: int
    others: int

    @property
    def rate(self) -> float | None:
        """Per cent, one decimal; None when nobody was due."""
        return _rate(self.attended, self.missed)


@dataclass(frozen=True, slots=True)
class Burden:
    """What was asked of a branch in a month: member-acts at meetings and in forms, requests for data, their items and
    minutes."""

    name: str
    month: date
    meetings: int
    forms: int
    requests: int
    items: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Board:
    """The page: attendance by month, branches side by side, six months in figures, what was asked of whom."""

    by_month: Chart
    by_branch: Chart
    rows: list[BranchRow]
    burden: list[Burden]
    since: date


def board(viewer: Viewer, *, at: datetime) -> Board:
    """The board of the branches that the viewer's posts cover, in tree order; NoBoard when there is none."""
    seen = [branch for branch in branches(viewer) if viewer.holds(READERS, branch.path)]
    if not seen:
        raise NoBoard
    since = add_months(local_date(at).replace(day=1), 1 - MONTHS)
    start = datetime.combine(since, time(), SHANGHAI)
    names = {branch.pk: branch.short_name for branch in seen}
    months = [add_months(since, number) for number in range(MONTHS)]
    counted = _counted(viewer, names, start, at)
    rows = [_row(names[pk], counted[pk]) for pk in names]
    return Board(
        by_month=_by_month(counted, months, at), by_branch=_by_branch(rows, at), rows=rows,
        burden=_burden(names, counted, _asked(viewer, at), months), since=since,
    )  # fmt: skip


Counted = dict[int, dict[tuple[date, str], int]]


def _counted(viewer: Viewer, names: Iterable[int], start: datetime, at: datetime) -> Counted:
    """Standing facts by branch, month and what they say, in one query."""
    says = Case(
        When(kind__in=ATTENDED, then=Value("attended")), When(kind__in=MISSED, then=Value("missed")),
        When(kind__in=DECLARED_CODES, then=Value("declared")), default=Value("other"), output_field=CharField(),
    )  # fmt: skip
    rows = entries(viewer).filter(
        organisation_id__in=list(names), occurred_at__gte=start, occurred_at__lte=at, reverses=None, reversed_by=None
    )
    grouped = rows.annotate(month=TruncMonth("occurred_at", tzinfo=SHANGHAI), says=says).order_by()
    found: Counted = defaultdict(lambda: defaultdict(int))
    for one in grouped.values("organisation_id", "month", "says").annotate(facts=Count("pk")):
        found[one["organisation_id"]][one["month"].date(), one["says"]] += one["facts"]
    return found


def _sum(counted: dict[tuple[date, str], int], says: str) -> int:
    return sum(number for (_month, what), number in counted.items() if what == says)


def _row(name: str, counted: dict[tuple[date, str], int]) -> BranchRow:
    return BranchRow(name, _sum(counted, "attended"), _sum(counted, "missed"), _sum(counted, "other"))


def _rate(attended: int, missed: int) -> float | None:
    return round(100 * attended / (attended + missed), 1) if attended + missed else None


def _by_month(counted: Counted, months: list[date], at: datetime) -> Chart:
    rates = []
    for month in months:
        came = sum(branch[month, "attended"] for branch in counted.values())
        missed = sum(branch[month, "missed"] for branch in counted.values())
        rates.append(_rate(came, missed))
    return Chart(
        title=_("每月到会率"), kind="line", labels=[f"{month:%Y-%m}" for month in months],
        series=[Series(_("到会率"), rates)], source=_("台账记录"), as_of=f"{local_date(at):%Y-%m-%d}", unit="%",
        maximum=100,
    )  # fmt: skip


def _by_branch(rows: list[BranchRow], at: datetime) -> Chart:
    return Chart(
        title=_("各支部到会率"), kind="row", labels=[row.name for row in rows],
        series=[Series(_("近六个月到会率"), [row.rate for row in rows])], source=_("台账记录"),
        as_of=f"{local_date(at):%Y-%m-%d}", unit="%", maximum=100,
    )  # fmt: skip


Asked = dict[tuple[int, date], Borne]


def _asked(viewer: Viewer, at: datetime) -> Asked:
    return {(row.branch_id, row.month): row for row in borne(viewer, at=at)}


def _burden(names: dict[int, str], counted: Counted, asked: Asked, months: list[date]) -> list[Burden]:
    """What the work asked of each branch (rules.md 10.5): facts that somebody had to declare or attend, per member-act,
    and what was collected. Months without anything are left out."""
    rows = [
        _borne_by(name, month, counted[pk], asked.get((pk, month)))
        for month in reversed(months)
        for pk, name in names.items()
    ]
    return [row for row in rows if row.meetings or row.forms or row.requests]


def _borne_by(name: str, month: date, counted: dict[tuple[date, str], int], asked: Borne | None) -> Burden:
    return Burden(
        name=name, month=month, meetings=counted[month, "attended"] + counted[month, "missed"],
        forms=counted[month, "declared"], requests=asked.requests if asked else 0,
        items=asked.asked + asked.confirmed if asked else 0, minutes=asked.minutes if asked else 0,
    )  # fmt: skip
