"""Months that were not paid in time: a fact for the record, and tasks for the organisation, never a new status."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.dues.enums import DUES_LATE, MonthState
from zhibu.dues.errors import AlreadyDecided, ReasonNeeded
from zhibu.dues.models import ArrearsTask, Obligation
from zhibu.dues.queries.branch import get_task
from zhibu.dues.rules.months import overdue_run
from zhibu.dues.rules.tables import ALERT_MONTHS
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import officers_on
from zhibu.notify.api import send
from zhibu.organisations.enums import PostTitle

COLLECTING = (PostTitle.SECRETARY, PostTitle.ORGANIZATION_MEMBER)
_AT_ONCE = 500


def late_key(month: Obligation) -> str:
    """By which a late month is known in the ledger, however often it is billed anew."""
    return f"{DUES_LATE}:{month.person_id}:{month.month:%Y-%m}"


def note_late(viewer: Viewer, *, at: datetime) -> int:
    """Write down once each month that passed its day unpaid; an approved quarter's day is its end. Returns how many."""
    over = Obligation.objects.filter(state=MonthState.DUE, due_on__lt=local_date(at), late_noted_at=None)
    done = 0
    while batch := list(over.order_by("pk")[:_AT_ONCE]):
        with transaction.atomic():
            record_many(viewer, [_fact(month, at) for month in batch], at=at)
            Obligation.objects.filter(pk__in=[month.pk for month in batch]).update(late_noted_at=at)
        done += len(batch)
    return done


def _fact(month: Obligation, at: datetime) -> Fact:
    return Fact(
        kind=DUES_LATE, member_id=month.person_id, organisation_id=month.organisation_id, occurred_at=at,
        source_app="dues", source_key=late_key(month), title=f"{month.month:%Y-%m}", mode=Mode.ONLINE,
        evidence=Evidence.SYSTEM,
    )  # fmt: skip


def raise_tasks(viewer: Viewer, *, at: datetime) -> list[ArrearsTask]:
    """At 1, 3, 5 and 6 months running a task for the branch (rules.md 5.4); each once. Gives those that are new."""
    today = local_date(at)
    over = Obligation.objects.filter(state=MonthState.DUE, due_on__lt=today)
    unpaid: dict[int, list[date]] = defaultdict(list)
    homes: dict[int, int] = {}
    for person, organisation, month in over.order_by("month").values_list("person_id", "organisation_id", "month"):
        unpaid[person].append(month)
        homes[person] = organisation
    wanted = [
        (person, homes[person], run[0], steps[-1])
        for person, months in unpaid.items()
        if (run := overdue_run(months, today)) and (steps := [step for step in ALERT_MONTHS if step <= len(run)])
    ]
    with transaction.atomic():
        new = [task for one in wanted if (task := _task(*one, at=at))]
        _tell(viewer, new, at)
    return new


def _task(person: int, organisation: int, first: date, months: int, *, at: datetime) -> ArrearsTask | None:
    task, new = ArrearsTask.objects.get_or_create(
        person_id=person, first_month=first, months=months,
        defaults={"organisation_id": organisation, "raised_at": at},
    )  # fmt: skip
    return task if new else None


def _tell(viewer: Viewer, tasks: list[ArrearsTask], at: datetime) -> None:
    """The branch's secretary and organisation member are told that there is something, not about whom."""
    for organisation in {task.organisation for task in tasks}:
        officers = officers_on([organisation.path], *COLLECTING).values_list("person_id", flat=True)
        send(
            viewer, person_ids=officers, sentence=_("有党员连续欠交党费，请去了解原因。"), at=at,
            key=f"dues-arrears:{organisation.pk}:{local_date(at):%Y-%m}",
            url=reverse("dues:branch", args=[organisation.pk]),
        )  # fmt: skip


def finish_task(viewer: Viewer, *, task_id: int, note: str, at: datetime) -> ArrearsTask:
    """A collector says what was done: talked, a day set, a hardship asked for. Raises ReasonNeeded, AlreadyDecided."""
    task = get_task(viewer, task_id)
    if not note.strip():
        raise ReasonNeeded
    with transaction.atomic():
        rows = ArrearsTask.objects.filter(pk=task.pk, done_at=None)
        if not rows.update(done_at=at, done_by=viewer.name, note=note.strip()[:200]):
            raise AlreadyDecided
        audit(viewer, action="dues.task_done", subject=f"person:{task.person_id}", at=at, months=task.months)
    return get_task(viewer, task_id)
