"""Activities as tests need them: an hour today at noon in Shanghai, for the branch, no surprises."""

from datetime import timedelta

from tests.world import NOW
from zhibu.activities.enums import ActivityKind, ActivityState, CheckInMethod, SignUpState
from zhibu.activities.models import Activity, CheckIn, Session, SignUp


def an_activity(organisation, *, state=ActivityState.PUBLISHED, starts_at=NOW, hours=1, **fields):
    """An activity with one session."""
    values = {"kind": ActivityKind.THEME_PARTY_DAY, "title": "学习党章", "place": "三号会议室", "created_by": "Alice"}
    ends_at = starts_at + timedelta(hours=hours)
    if state == ActivityState.CANCELLED:
        values["cancelled_reason"] = "会场停电"
    activity = Activity.objects.create(
        organisation=organisation, state=state, starts_at=starts_at, ends_at=ends_at,
        created_at=starts_at - timedelta(days=7), **(values | fields),
    )  # fmt: skip
    a_session(activity)
    return activity


def a_session(activity, *, number=1, starts_at=None, ends_at=None, place=""):
    """A sitting of an activity, by default over its whole time."""
    return Session.objects.create(
        activity=activity, number=number, starts_at=starts_at or activity.starts_at,
        ends_at=ends_at or activity.ends_at, place=place or activity.place,
    )  # fmt: skip


def a_signup(activity, person, *, state=SignUpState.JOINED, at=NOW, **fields):
    """A person's word about an activity."""
    return SignUp.objects.create(activity=activity, person=person, state=state, at=at, **fields)


def a_checkin(activity, person, organisation, *, at=NOW, method=CheckInMethod.ROLL_CALL, **fields):
    """A check-in row alone, without its facts in the ledger."""
    return CheckIn.objects.create(
        activity=activity, session=activity.sessions.first(), person=person, organisation=organisation,
        at=at, entered_at=at, entered_by="Alice", method=method, **fields,
    )  # fmt: skip
