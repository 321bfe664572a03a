"""Writing down what everybody owes for a month, in one statement inside the database.

A million members are billed without one of them passing through Python. The text runs unchanged on PostgreSQL and
SQLite; it reads the tables of members and writes none of them. Billing again writes nothing twice.
"""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from zhibu.dues.enums import MonthState
from zhibu.dues.models import Hardship, Obligation, QuarterPlan
from zhibu.dues.queries.policy import in_force
from zhibu.dues.rules.months import last_day, month_of, months_from, quarter_months, quarter_of
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import COUNTED

# The assessment of a month is the one for that month alone, else the latest that had begun.
_BILL = """
INSERT INTO dues_obligation (person_id, organisation_id, month, kind, band, assessed_fen, amount_fen, state, due_on,
  assessment_id, hardship_id, billed_at)
SELECT m.person_id, m.branch_id, {month}, a.kind, a.band, a.amount_fen, COALESCE(h.approved_fen, a.amount_fen),
  CASE WHEN a.amount_fen = 0 THEN 'nil' WHEN h.approved_fen = 0 THEN 'exempt' ELSE 'due' END,
  CASE WHEN q.id IS NULL THEN {due_on} ELSE {quarter_end} END, a.id, h.id, {at}
FROM members_membership m
JOIN dues_assessment a ON a.person_id = m.person_id AND a.year = {year} AND a.replaced_at IS NULL
  AND a.from_month <= {number} AND (NOT a.only_month OR a.from_month = {number})
LEFT JOIN dues_hardship h ON h.person_id = m.person_id AND h.state = 'approved' AND h.first_month <= {month}
  AND h.last_month >= {month}
LEFT JOIN dues_quarterplan q ON q.person_id = m.person_id AND q.year = {year} AND q.quarter = {quarter}
  AND q.state = 'approved'
WHERE m.status IN ({counted}) AND m.joined_on < {joined_before} {one_person}
  AND NOT EXISTS (
    SELECT 1 FROM dues_assessment b WHERE b.person_id = a.person_id AND b.year = {year} AND b.replaced_at IS NULL
      AND b.from_month <= {number} AND (NOT b.only_month OR b.from_month = {number})
      AND b.id <> a.id AND (b.only_month, b.from_month) > (a.only_month, a.from_month)
  )
  AND NOT EXISTS (SELECT 1 FROM dues_obligation o WHERE o.person_id = m.person_id AND o.month = {month})
ON CONFLICT (person_id, month) DO NOTHING
"""


def bill(viewer: Viewer, *, month: date, at: datetime, person_id: int | None = None) -> int:
    """Bill a month for everybody on the roll who has an assessment, or for one person; returns how many rows are new.

    Where a member of this month belongs is where he belongs now; a transfer moves the next month (rules.md 5.5).
    """
    text, values = statement(month=month, at=at, person_id=person_id)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return int(cursor.rowcount)


def statement(*, month: date, at: datetime, person_id: int | None = None) -> tuple[str, dict[str, Any]]:
    """The statement and its values."""
    month = month_of(month)
    joined = add_months(month, 1) if in_force(month).get("first_month", "same") == "same" else month
    values: dict[str, Any] = {
        "month": month, "due_on": last_day(month), "at": at, "year": month.year, "number": month.month,
        "quarter": quarter_of(month), "quarter_end": last_day(quarter_months(month.year, quarter_of(month))[2]),
        "joined_before": joined, **{f"counted{place}": str(status) for place, status in enumerate(COUNTED)},
    }  # fmt: skip
    names = {name: f"%({name})s" for name in values}
    counted = ", ".join(f"%(counted{place})s" for place in range(len(COUNTED)))
    one = "AND m.person_id = %(person)s" if person_id is not None else ""
    cast = {"month": "::date", "due_on": "::date", "quarter_end": "::date", "at": "::timestamptz"}
    if connection.vendor == "postgresql":
        names |= {name: f"%({name})s{kind}" for name, kind in cast.items()}
    text = _BILL.format(**names, counted=counted, one_person=one)
    return text, {name: _adapted(value) for name, value in (values | {"person": person_id}).items()}


def _adapted(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def bill_person(viewer: Viewer, *, person_id: int, at: datetime) -> int:
    """Bill one person's months of this year up to now, and a running approved quarter; mend unpaid months.

    Months that are not paid follow a changed assessment; paid ones stay as they were.
    """
    today = local_date(at)
    months = months_from(date(today.year, 1, 1), month_of(today))
    if QuarterPlan.objects.filter(
        person_id=person_id, year=today.year, quarter=quarter_of(today), state="approved"
    ).exists():  # fmt: skip
        months = sorted({*months, *quarter_months(today.year, quarter_of(today))})
    for month in months:
        _take_back(person_id, month)
        bill(viewer, month=month, at=at, person_id=person_id)
    return Obligation.objects.filter(person_id=person_id, month__year=today.year).count()


def _take_back(person_id: int, month: date) -> None:
    """An unpaid month that no order ever named is billed anew; so is one that was nothing."""
    open_states = (MonthState.DUE, MonthState.NIL)
    Obligation.objects.filter(person_id=person_id, month=month, state__in=open_states, lines=None).delete()


def apply_hardship(viewer: Viewer, *, hardship: Hardship, at: datetime) -> list[Obligation]:
    """Months of an approved hardship that are billed and not paid follow it; gives those that changed."""
    rows = Obligation.objects.select_for_update().filter(
        person_id=hardship.person_id, month__range=(hardship.first_month, hardship.last_month), state=MonthState.DUE
    )
    changed = list(rows)
    approved = hardship.approved_fen or 0
    new_state = MonthState.DUE if approved else MonthState.EXEMPT
    rows.filter(assessed_fen__gt=approved).update(amount_fen=approved, state=new_state, hardship=hardship)
    return changed


def postpone_to_quarter(viewer: Viewer, *, plan: QuarterPlan, at: datetime) -> int:
    """Months of an approved quarter fall due at its end; those not begun are billed so that they can be paid."""
    months = quarter_months(plan.year, plan.quarter)
    for month in months:
        bill(viewer, month=month, at=at, person_id=plan.person_id)
    rows = Obligation.objects.filter(person_id=plan.person_id, month__in=months, state=MonthState.DUE)
    return rows.exclude(due_on=F("month")).update(due_on=last_day(months[2]))
