"""What a collector sees of a branch: names, bands, sums and states of a month; tasks; never a base."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from zhibu.dues.enums import MonthState
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import ArrearsTask, Obligation
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.organisations.api import within


@dataclass(frozen=True, slots=True)
class Row:
    """A member's month on the branch sheet; `month` is None for whom nothing was assessed."""

    person_id: int
    name: str
    month: Obligation | None
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A branch's month (党费交纳登记表)."""

    month: date
    rows: list[Row]
    due_fen: int
    paid_fen: int
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> list[Row]:
        """Members without an assessment."""
        return [row for row in self.rows if row.month is None]


def branch_sheet(branch_id: int, path: str, month: date) -> Sheet:
    """Everybody who owed the month to the branch, and members of today without an assessment, by name."""
    months = Obligation.objects.filter(organisation_id=branch_id, month=month).annotate(name=F("person__name"))
    rows = {one.person_id: Row(one.person_id, one.name, one) for one in months}
    for person, name in roll(path).values_list("person_id", "person__name"):
        rows.setdefault(person, Row(person, name, None))
    billed = [row.month for row in rows.values() if row.month]
    counts: dict[str, int] = {}
    for one in billed:
        counts[one.state] = counts.get(one.state, 0) + 1
    return Sheet(
        month, sorted(rows.values(), key=lambda row: (row.name, row.person_id)),
        due_fen=sum(one.amount_fen for one in billed if one.state != MonthState.CANCELLED),
        paid_fen=sum(one.amount_fen for one in billed if one.state == MonthState.PAID), counts=counts,
    )  # fmt: skip


def overview(viewer: Viewer, branch_ids: list[int], month: date) -> dict[int, dict[str, Any]]:
    """Of each branch: how many owe, how many have settled, and the sums of a month."""
    rows = Obligation.objects.filter(organisation_id__in=branch_ids, month=month).order_by("organisation_id")
    sums = rows.values("organisation_id").annotate(
        people=Count("pk"), open=Count("pk", filter=Q(state=MonthState.DUE)), fen=Sum("amount_fen"),
        paid_fen=Sum("amount_fen", filter=Q(state=MonthState.PAID)),
    )  # fmt: skip
    return {row["organisation_id"]: dict(row) for row in sums}


def open_months(viewer: Viewer, person_id: int) -> QuerySet[Obligation]:
    """What a member of one's branches still owes."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    return Obligation.objects.filter(scope, person_id=person_id, state=MonthState.DUE).order_by("month")


def tasks(viewer: Viewer, *, open_only: bool = True) -> QuerySet[ArrearsTask]:
    """Arrears tasks of the branches that the viewer collects for; the longest first. His own is for the others."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    rows = ArrearsTask.objects.filter(scope).exclude(person_id=viewer.person_id or 0)
    rows = rows.filter(done_at=None) if open_only else rows
    return rows.select_related("person", "organisation").order_by("-months", "raised_at")


def get_task(viewer: Viewer, pk: int) -> ArrearsTask:
    """One task. Raises NoSuchDues."""
    found = tasks(viewer, open_only=False).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found


def obligations(viewer: Viewer) -> QuerySet[Obligation]:
    """Months of the branches that the viewer collects for, for the back office."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    return Obligation.objects.filter(scope).select_related("person", "organisation")
