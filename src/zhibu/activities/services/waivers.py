"""Waivers, duty shifts and the alerts about long absence (rules.md 2.5)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from zhibu.activities.enums import DUTY_KINDS
from zhibu.activities.enums import AttendanceState as State
from zhibu.activities.errors import WaiverNotPossible
from zhibu.activities.models import AbsenceAlert, ActivityWaiver, Attendance, Shift
from zhibu.activities.queries.waivers import get_alert, get_waiver
from zhibu.activities.rules.attendance import MAKE_UP_DAYS, alert_level, months_absent
from zhibu.activities.rules.facts import SOURCE
from zhibu.activities.services.facts import not_made_up_key
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import get_person

ALERT_WINDOW = timedelta(days=400)  # how far back a run of absences is looked for


@transaction.atomic
def approve_waiver(
    viewer: Viewer, *, person_id: int, ground: str, reason: str, starts_on: date, ends_on: date, at: datetime
) -> ActivityWaiver:
    """Put a person under no hard requirement to come for a period; the reason is sealed, the approver named."""
    person = get_person(viewer, person_id, to="manage")
    if ends_on < starts_on or person.pk == viewer.person_id:
        raise WaiverNotPossible
    waiver, created = ActivityWaiver.objects.get_or_create(
        person=person, ground=ground, starts_on=starts_on, ends_on=ends_on, ended_early_on=None,
        defaults={"reason": reason, "approved_by_id": viewer.person_id, "approved_at": at},
    )  # fmt: skip
    if created:
        audit(viewer, action="waiver.approve", subject=f"person:{person.pk}", at=at, ground=ground)
    return waiver


@transaction.atomic
def end_waiver(viewer: Viewer, *, waiver_id: int, at: datetime) -> ActivityWaiver:
    """End a waiver from today on."""
    waiver = get_waiver(viewer, waiver_id, to="manage")
    if waiver.ended_early_on is None:
        waiver.ended_early_on = local_date(at)
        waiver.save(update_fields=["ended_early_on"])
        audit(viewer, action="waiver.end", subject=f"person:{waiver.person_id}", at=at)
    return waiver


@transaction.atomic
def add_shifts(
    viewer: Viewer, *, person_ids: Sequence[int], starts_at: datetime, ends_at: datetime, note: str, at: datetime
) -> int:
    """Note who is on duty at work from then to then; a shift that is there stays. Returns how many were named."""
    if ends_at <= starts_at:
        raise WaiverNotPossible
    people = [get_person(viewer, person_id, to="manage") for person_id in person_ids]
    Shift.objects.bulk_create(
        [
            Shift(person=person, starts_at=starts_at, ends_at=ends_at, note=note, recorded_by=viewer.name,
                  recorded_at=at)
            for person in people
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    audit(viewer, action="shift.add", at=at, people=[person.pk for person in people])
    return len(people)


@transaction.atomic
def close_alert(viewer: Viewer, *, alert_id: int, note: str, at: datetime) -> AbsenceAlert:
    """Write down what the branch found out and did; the alert is no longer a task."""
    alert = get_alert(viewer, alert_id)
    if alert.closed_at is None:
        alert.closed_at, alert.closed_by, alert.note = at, viewer.name, note
        alert.save(update_fields=["closed_at", "closed_by", "note"])
        audit(viewer, action="alert.close", subject=f"alert:{alert.pk}", at=at, reason=note)
    return alert


@transaction.atomic
def raise_alerts(*, at: datetime) -> int:
    """Raise the alerts of 3, 5 and 6 months and close those whose run has ended. Returns how many are new."""
    histories = _histories(at)
    _close_ended(histories, at)
    before = AbsenceAlert.objects.count()
    AbsenceAlert.objects.bulk_create(
        [alert for person_id, history in histories.items() for alert in _alerts(person_id, history, at)],
        ignore_conflicts=True,
    )
    return AbsenceAlert.objects.count() - before


@transaction.atomic
def record_not_made_up(*, at: datetime) -> int:
    """Thirty days have passed: absences of signed duty lists that were not made up become facts, once each."""
    today = local_date(at)
    rows = Attendance.objects.filter(
        state=State.ABSENT, is_guest=False, activity__kind__in=DUTY_KINDS, activity__rollcall__signed_at__isnull=False,
        activity__starts_at__lt=at - timedelta(days=MAKE_UP_DAYS), activity__starts_at__gt=at - ALERT_WINDOW,
    ).select_related("activity")  # fmt: skip
    facts = [_not_made_up(row, at) for row in rows if (today - local_date(row.activity.starts_at)).days > MAKE_UP_DAYS]
    if facts:
        record_many(Viewer.system(SOURCE), facts, at=at)
    return len(facts)


def _not_made_up(row: Attendance, at: datetime) -> Fact:
    due = row.activity.starts_at + timedelta(days=MAKE_UP_DAYS)
    return Fact(
        kind="not_made_up", member_id=row.person_id, organisation_id=row.organisation_id, occurred_at=min(due, at),
        source_app=SOURCE, source_key=not_made_up_key(row.activity_id, row.person_id), mode=Mode.OFFLINE,
        evidence=Evidence.SYSTEM, title=row.activity.title, url=f"/activities/{row.activity_id}/",
    )  # fmt: skip


Histories = dict[int, list[tuple[date, str, int]]]


def _histories(at: datetime) -> Histories:
    """(day, state, branch) of everybody who has been absent lately or stands under an alert."""
    duty = Attendance.objects.filter(
        is_guest=False, activity__kind__in=DUTY_KINDS, activity__rollcall__signed_at__isnull=False,
        activity__starts_at__gt=at - ALERT_WINDOW,
    )  # fmt: skip
    absent = duty.filter(state=State.ABSENT).values("person_id")
    found: Histories = defaultdict(list)
    rows = duty.filter(person_id__in=absent).order_by("activity__starts_at")
    for person, starts_at, state, branch in rows.values_list(
        "person_id", "activity__starts_at", "state", "organisation_id"
    ):
        found[person].append((local_date(starts_at), state, branch))
    return found


def _alerts(person_id: int, history: list[tuple[date, str, int]], at: datetime) -> list[AbsenceAlert]:
    level = alert_level(months_absent([(day, state) for day, state, _branch in history]))
    if not level:
        return []
    since = _run_started(history).replace(day=1)
    return [AbsenceAlert(person_id=person_id, branch_id=history[-1][2], level=level, since_month=since, raised_at=at)]


def _run_started(history: list[tuple[date, str, int]]) -> date:
    months = months_absent([(day, state) for day, state, _branch in history])
    running = sorted({day.replace(day=1) for day, _state, _branch in history}, reverse=True)[:months]
    return running[-1]


def _close_ended(histories: Histories, at: datetime) -> None:
    running = {pk for pk, rows in histories.items() if months_absent([(day, state) for day, state, _ in rows])}
    ended = AbsenceAlert.objects.filter(closed_at=None).exclude(person_id__in=running)
    ended.update(closed_at=at, closed_by="", note="已恢复参加组织生活")
