"""The life of an activity: draft, published, open, held, archived, or cancelled with notice."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.activities.enums import DUTY_KINDS, OVER, RUNNING, ActivityState, Audience
from zhibu.activities.errors import ReasonNeeded, TimesWrong, WrongState
from zhibu.activities.events import ActivityCancelled, ActivityPublished
from zhibu.activities.models import Activity, Invitee, Series, Session, Tag
from zhibu.activities.queries.activity import MANAGERS, get_activity
from zhibu.activities.rules.recurrence import dates
from zhibu.activities.services.reminders import forget_reminders, schedule_close, schedule_reminders
from zhibu.activities.services.signup import fill_seats
from zhibu.audit.api import record as audit
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import organisations, within
from zhibu.organisations.errors import NoSuchOrganisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an officer fills in. Four things are needed, the rest has sensible values.

    `sittings` are the times of further sessions (shifts), each (start, end, place).
    `class_hours` is in tenths of 学时; `invitees` and `guests` of None leave the named people as they are.
    """

    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    agenda: str = ""
    online_url: str = ""
    allows_online: bool = False
    audience: str = Audience.ROLL
    for_full: bool = True
    for_probationary: bool = True
    for_employees: bool = False
    needs_signup: bool = False
    signup_deadline: datetime | None = None
    capacity: int | None = None
    class_hours: int = 0
    host_id: int | None = None
    themes: tuple[str, ...] = ()
    invitees: tuple[int, ...] | None = None
    guests: tuple[int, ...] | None = None
    sittings: tuple[tuple[datetime, datetime, str], ...] = field(default=())


COLUMNS = (
    "kind", "title", "place", "agenda", "online_url", "allows_online", "audience", "for_full", "for_probationary",
    "for_employees", "needs_signup", "signup_deadline", "capacity", "class_hours", "host_id",
)  # fmt: skip


def create_activity(viewer: Viewer, *, organisation_id: int, plan: Plan, key: UUID, at: datetime) -> Activity:
    """A draft. The same `key` again gives the draft that is there."""
    if there := Activity.objects.filter(key=key, created_by=viewer.name).first():
        return there
    _check_plan(plan)
    organisation_id = _managed_organisation(viewer, organisation_id)
    with transaction.atomic():
        return _create(viewer, organisation_id=organisation_id, plan=plan, key=key, at=at)


def create(
    viewer: Viewer, *, organisation_id: int, plan: Plan, key: UUID, frequency: str, until: date | None, at: datetime
) -> Activity:
    """One draft, or with a frequency the series of which it is the first."""
    common: dict[str, Any] = {"organisation_id": organisation_id, "plan": plan, "key": key, "at": at}
    if frequency and until:
        return create_series(viewer, frequency=frequency, until=until, **common)[0]
    return create_activity(viewer, **common)


def create_series(
    viewer: Viewer, *, organisation_id: int, plan: Plan, frequency: str, until: date, key: UUID, at: datetime
) -> list[Activity]:
    """Drafts on every day of the rule from the plan's day to `until`, each an activity of its own."""
    _check_plan(plan)
    organisation_id = _managed_organisation(viewer, organisation_id)
    try:
        with transaction.atomic():
            series = Series.objects.create(
                organisation_id=organisation_id, frequency=frequency, created_by=viewer.name, created_at=at, key=key
            )
            days = dates(local_date(plan.starts_at), frequency=frequency, until=until)
            plans = [moved(plan, to=day) for day in days] or [plan]
            return [_create(viewer, organisation_id=organisation_id, plan=p, at=at, series=series) for p in plans]
    except IntegrityError:
        return list(Activity.objects.filter(series__key=key).order_by("starts_at"))


def moved(plan: Plan, *, to: date) -> Plan:
    """The plan on another day, with the same wall-clock times and distances."""
    gap = to - local_date(plan.starts_at)

    def shift(moment: datetime | None) -> Any:
        return moment and (moment.astimezone(SHANGHAI) + gap).astimezone(moment.tzinfo)

    changes = {name: shift(getattr(plan, name)) for name in ("starts_at", "ends_at", "signup_deadline")}
    changes["sittings"] = tuple((shift(start), shift(end), place) for start, end, place in plan.sittings)
    return Plan(**{name: getattr(plan, name) for name in Plan.__slots__} | changes)


def change_activity(viewer: Viewer, *, activity_id: int, plan: Plan, at: datetime) -> Activity:
    """Change a draft or a published activity; seats that a larger capacity frees go to the waiting list."""
    _check_plan(plan)
    with transaction.atomic():
        activity = locked(viewer, activity_id, states=(ActivityState.DRAFT, *RUNNING))
        _fill(activity, plan)
        activity.save()
        _sittings(activity, plan)
        _named(activity, plan)
        if activity.state != ActivityState.DRAFT:
            schedule_reminders(activity, at=at)
            schedule_close(activity)
            fill_seats(activity, at=at)
        audit(viewer, action="activity.change", subject=f"activity:{activity.pk}", at=at)
    return activity


def publish_activity(viewer: Viewer, *, activity_id: int, at: datetime) -> Activity:
    """Show a draft to those whom it means, and plan the reminders. Publishing twice is the same as once."""
    with transaction.atomic():
        activity = locked(viewer, activity_id, states=(ActivityState.DRAFT, *RUNNING))
        if activity.state == ActivityState.DRAFT:
            _to(activity, ActivityState.PUBLISHED, published_at=at)
            schedule_reminders(activity, at=at)
            schedule_close(activity)
            publish(ActivityPublished(activity_id=activity.pk))
            audit(viewer, action="activity.publish", subject=f"activity:{activity.pk}", at=at)
    return activity


def publish_series(viewer: Viewer, *, series_id: int, at: datetime) -> list[Activity]:
    """Publish every draft of a series."""
    drafts = Activity.objects.filter(series_id=series_id, state=ActivityState.DRAFT).order_by("starts_at")
    with transaction.atomic():
        return [publish_activity(viewer, activity_id=pk, at=at) for pk in drafts.values_list("pk", flat=True)]


def open_activity(viewer: Viewer, *, activity_id: int, at: datetime) -> Activity:
    """Open the check-in, early if the host wishes; he closes it with `hold_activity`."""
    with transaction.atomic():
        activity = locked(viewer, activity_id, to="host", states=RUNNING)
        if activity.state == ActivityState.PUBLISHED:
            _to(activity, ActivityState.OPEN)
    return activity


def hold_activity(viewer: Viewer, *, activity_id: int, at: datetime) -> Activity:
    """Close the check-in: the activity has been held. Not before it has begun."""
    with transaction.atomic():
        activity = locked(viewer, activity_id, to="host", states=(*RUNNING, ActivityState.HELD))
        if activity.state != ActivityState.HELD:
            if at < activity.starts_at:
                raise WrongState
            _to(activity, ActivityState.HELD, held_at=at)
    return activity


def cancel_activity(viewer: Viewer, *, activity_id: int, reason: str, at: datetime) -> Activity:
    """Call it off and tell those concerned why. A draft is cancelled without notice."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        states = (ActivityState.DRAFT, *RUNNING, ActivityState.CANCELLED)
        activity = locked(viewer, activity_id, states=states)
        if activity.state == ActivityState.CANCELLED:
            return activity
        told = activity.state != ActivityState.DRAFT
        _to(activity, ActivityState.CANCELLED, cancelled_reason=reason.strip())
        forget_reminders(activity)
        if told:
            publish(ActivityCancelled(activity_id=activity.pk, reason=activity.cancelled_reason))
        audit(viewer, action="activity.cancel", subject=f"activity:{activity.pk}", at=at, reason=reason)
    return activity


def archive_activity(viewer: Viewer, *, activity_id: int, at: datetime) -> Activity:
    """Put a finished activity away. One that somebody was due at needs its record first."""
    with transaction.atomic():
        activity = locked(viewer, activity_id, states=OVER)
        if activity.state == ActivityState.HELD and activity.kind in DUTY_KINDS:
            raise WrongState
        if activity.state != ActivityState.ARCHIVED:
            _to(activity, ActivityState.ARCHIVED)
            audit(viewer, action="activity.archive", subject=f"activity:{activity.pk}", at=at)
    return activity


def locked(viewer: Viewer, activity_id: int, *, states: tuple[str, ...], to: str = "manage") -> Activity:
    """The activity, authorised and locked until the transaction ends, in one of `states`. Raises WrongState."""
    pk = get_activity(viewer, activity_id, to=to).pk
    activity = Activity.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)
    if activity.state not in states:
        raise WrongState
    return activity


def _to(activity: Activity, state: str, **fields: Any) -> None:
    for name, value in {"state": state, **fields}.items():
        setattr(activity, name, value)
    activity.save(update_fields=["state", *fields])


def _managed_organisation(viewer: Viewer, organisation_id: int) -> int:
    held = organisations(Viewer.system("activities")).filter(within(viewer.paths(MANAGERS)), pk=organisation_id)
    found = held.values_list("pk", flat=True).first()
    if found is None:
        raise NoSuchOrganisation
    return int(found)


def _check_plan(plan: Plan) -> None:
    late = plan.signup_deadline is not None and plan.signup_deadline > plan.starts_at
    if late or any(end <= start for start, end, _ in _times(plan)):
        raise TimesWrong


def _times(plan: Plan) -> list[tuple[datetime, datetime, str]]:
    return [(plan.starts_at, plan.ends_at, plan.place), *plan.sittings]


def _create(
    viewer: Viewer, *, organisation_id: int, plan: Plan, at: datetime, key: UUID | None = None,
    series: Series | None = None,
) -> Activity:  # fmt: skip
    activity = Activity(organisation_id=organisation_id, created_by=viewer.name, created_at=at, series=series)
    activity.key = key or activity.key
    _fill(activity, plan)
    activity.save()
    _sittings(activity, plan)
    _named(activity, plan)
    audit(viewer, action="activity.create", subject=f"activity:{activity.pk}", at=at)
    return activity


def _fill(activity: Activity, plan: Plan) -> None:
    for name in COLUMNS:
        setattr(activity, name, getattr(plan, name))
    activity.starts_at = min(start for start, _, _ in _times(plan))
    activity.ends_at = max(end for _, end, _ in _times(plan))


def _sittings(activity: Activity, plan: Plan) -> None:
    """Sessions keep their number, so that check-ins of a session stay with it when its time moves."""
    times = _times(plan)
    for number, (start, end, place) in enumerate(times, 1):
        Session.objects.update_or_create(
            activity=activity, number=number,
            defaults={"starts_at": start, "ends_at": end, "place": place or plan.place},
        )  # fmt: skip
    activity.sessions.filter(number__gt=len(times), checkins=None).delete()


def _named(activity: Activity, plan: Plan) -> None:
    activity.tags.all().delete()
    Tag.objects.bulk_create(Tag(activity=activity, theme=theme) for theme in dict.fromkeys(plan.themes))
    if plan.guests is None and plan.invitees is None:
        return
    wanted = dict.fromkeys(plan.guests or (), True) | dict.fromkeys(plan.invitees or (), False)
    activity.invitees.exclude(person_id__in=wanted).delete()
    Invitee.objects.bulk_create(
        [Invitee(activity=activity, person_id=pk, is_guest=guest) for pk, guest in wanted.items()],
        update_conflicts=True, unique_fields=["activity", "person"], update_fields=["is_guest"],
    )  # fmt: skip
