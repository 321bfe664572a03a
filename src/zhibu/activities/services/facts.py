"""What a line of the list leaves in the ledger, once, whether a check-in has written it already or not."""

from collections.abc import Iterable
from datetime import datetime

from zhibu.activities.enums import DUTY_KINDS
from zhibu.activities.enums import AttendanceState as State
from zhibu.activities.models import Activity, Attendance, CheckIn
from zhibu.activities.rules.attendance import fact_suffix
from zhibu.activities.rules.facts import SOURCE, came, came_hours
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, entries, record_many, reverse
from zhibu.ledger.enums import Evidence, Mode

LEDGER = Viewer.system(SOURCE)


def line_key(activity_id: int, person_id: int, revision: int) -> str:
    """The source key of what a line left; a correction has the next revision."""
    return f"attendance:{activity_id}:{person_id}:{revision}"


def not_made_up_key(activity_id: int, person_id: int) -> str:
    """The source key of "not made up within thirty days"."""
    return f"not-made-up:{activity_id}:{person_id}"


def write_facts(viewer: Viewer, activity: Activity, rows: list[Attendance], *, at: datetime) -> None:
    """Write what a freshly signed list adds: check-ins have written theirs, and a line that says otherwise wins."""
    checkins = _checkins(activity, rows)
    new: list[Fact] = []
    for row in rows:
        if (checkin := checkins.get(row.person_id)) and fact_suffix(row.state) == "attended":
            continue
        if checkin:
            _reverse([came(checkin), came_hours(checkin)], viewer, reason="主持人确认的点名表与签到不符", at=at)
        new += facts_of(activity, row, occurred_at=activity.starts_at)
    if new:
        record_many(viewer, new, at=at)


def replace_facts(
    viewer: Viewer, activity: Activity, row: Attendance, *, occurred_at: datetime, reason: str, at: datetime
) -> None:
    """Reverse whatever the line and the person's check-ins left, then write what the corrected line says."""
    keys = [not_made_up_key(activity.pk, row.person_id)]
    for checkin in CheckIn.objects.filter(activity=activity, person_id=row.person_id):
        keys += [came(checkin.pk), came_hours(checkin.pk)]
    for revision in range(row.revision):
        key = line_key(activity.pk, row.person_id, revision)
        keys += [key, f"{key}:hours"]
    _reverse(keys, viewer, reason=reason, at=at)
    if facts := facts_of(activity, row, occurred_at=occurred_at):
        record_many(viewer, facts, at=at)


def facts_of(activity: Activity, row: Attendance, *, occurred_at: datetime) -> list[Fact]:
    """The facts of one line; a guest and a free activity leave no absence."""
    suffix = fact_suffix(row.state)
    if not suffix or (suffix != "attended" and (row.is_guest or activity.kind not in DUTY_KINDS)):
        return []
    key = line_key(activity.pk, row.person_id, row.revision)
    facts = [_fact(activity, row, f"{activity.kind}_{suffix}", key, 10, occurred_at)]
    if suffix == "attended" and activity.class_hours:
        facts.append(_fact(activity, row, "class_hours", f"{key}:hours", activity.class_hours, occurred_at))
    return facts


def _fact(activity: Activity, row: Attendance, kind: str, key: str, quantity: int, occurred_at: datetime) -> Fact:
    return Fact(
        kind=kind, member_id=row.person_id, organisation_id=row.organisation_id, occurred_at=occurred_at,
        source_app=SOURCE, source_key=key, mode=Mode.ONLINE if row.state == State.ONLINE else Mode.OFFLINE,
        evidence=Evidence.STAFF if row.state in (State.EXCUSED, State.ON_DUTY, State.MADE_UP) else Evidence.ROLL_CALL,
        quantity=quantity, title=activity.title, url=f"/activities/{activity.pk}/",
    )  # fmt: skip


def _checkins(activity: Activity, rows: Iterable[Attendance]) -> dict[int, int]:
    people = [row.person_id for row in rows]
    found = CheckIn.objects.filter(activity=activity, person_id__in=people, undone_at=None)
    return dict(found.values_list("person_id", "pk"))


def _reverse(keys: list[str], viewer: Viewer, *, reason: str, at: datetime) -> None:
    living = entries(LEDGER).filter(source_app=SOURCE, source_key__in=keys, reverses=None, reversed_by=None)
    for key in living.values_list("source_key", flat=True):
        reverse(viewer, source_app=SOURCE, source_key=key, reason=reason, at=at)
