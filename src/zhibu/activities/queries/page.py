"""What the page of an activity shows, and which buttons it has."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from zhibu.activities.enums import OVER, RUNNING, ActivityState, CheckInMethod, SignUpState
from zhibu.activities.errors import NoSuchCheckIn
from zhibu.activities.models import Activity, CheckIn, Session, SignUp
from zhibu.activities.queries.activity import SYSTEM, activities, get_activity, may, mine
from zhibu.activities.queries.checkin import living, my_check_in, my_signup, roll_call
from zhibu.activities.rules.checkin import why_not_check_in, why_not_enter, why_not_method
from zhibu.activities.rules.ics import Slot
from zhibu.kernel.errors import Refused
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people

SIGNED = (ActivityState.MINUTED, ActivityState.ARCHIVED)
LEAVES = (SignUpState.LEAVE_ASKED, SignUpState.LEAVE_GRANTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One activity as one viewer meets it at one moment. Buttons ask the same rules as the services."""

    activity: Activity
    sessions: list[Session]
    themes: list[str]
    signup: SignUp | None
    checkin: CheckIn | None
    is_meant: bool
    can_manage: bool
    can_host: bool
    joined: int
    leave_waiting: int
    at: datetime
    why_not: Refused | None

    @property
    def is_over(self) -> bool:
        """Whether it has been held."""
        return self.activity.state in OVER

    @property
    def is_recorded(self) -> bool:
        """Whether its minutes are signed, so that those meant can read them."""
        return self.activity.state in SIGNED

    @property
    def said(self) -> str:
        """The viewer's own sign-up state."""
        return self.signup.state if self.signup else ""

    @property
    def can_check_in(self) -> bool:
        """By scanning, typing or online, now."""
        return self.is_meant and self.checkin is None and self.why_not is None

    @property
    def can_click_online(self) -> bool:
        """With one tap from anywhere."""
        refused = why_not_method(
            CheckInMethod.ONLINE, profile=settings.PROFILE, allows_online=self.activity.allows_online
        )
        return self.can_check_in and refused is None

    @property
    def can_join(self) -> bool:
        """Whether a seat, or a place on the waiting list, can be taken."""
        closes_at = self.activity.signup_deadline or self.activity.starts_at
        free = self.is_meant and self.checkin is None and self.said not in (SignUpState.JOINED, SignUpState.WAITING)
        return free and self.activity.state in RUNNING and self.at <= closes_at

    @property
    def can_withdraw(self) -> bool:
        """Whether there is a word to take back."""
        words = (SignUpState.JOINED, SignUpState.WAITING, *LEAVES)
        return self.said in words and self.checkin is None and self.activity.state in RUNNING

    @property
    def can_ask_leave(self) -> bool:
        """Whether a leave can be asked."""
        open_for_it = self.activity.state in (*RUNNING, ActivityState.HELD)
        return self.is_meant and self.checkin is None and open_for_it and self.said not in LEAVES

    @property
    def can_enter(self) -> bool:
        """Whether the host can tick people off."""
        state, starts_at = self.activity.state, self.activity.starts_at
        return self.can_host and why_not_enter(state=state, starts_at=starts_at, at=self.at) is None

    @property
    def can_show_code(self) -> bool:
        """Whether the host can show the code; never in the government profile."""
        off = why_not_method(CheckInMethod.QR, profile=settings.PROFILE, allows_online=False)
        return self.can_host and off is None and self.activity.state in RUNNING

    @property
    def can_hold(self) -> bool:
        """Whether the check-in can be closed."""
        return self.can_host and self.activity.state in RUNNING and self.at >= self.activity.starts_at

    @property
    def is_draft(self) -> bool:
        """Whether only officers see it."""
        return self.activity.state == ActivityState.DRAFT

    @property
    def can_change(self) -> bool:
        """Whether its plan can still be changed."""
        return self.can_manage and self.activity.state in (ActivityState.DRAFT, *RUNNING)

    @property
    def can_archive(self) -> bool:
        """Whether it can be put away: with its record, or when nobody was due."""
        return self.can_manage and self.activity.state == ActivityState.MINUTED


def page_of(viewer: Viewer, pk: int, *, at: datetime) -> Page:
    """Everything that the page of an activity needs. Raises NoSuchActivity."""
    activity = get_activity(viewer, pk)
    host = may(viewer, activity, to="host")
    words = list(activity.signups.values_list("state", flat=True)) if activity.needs_signup or host else []
    refused = why_not_method(CheckInMethod.CODE, profile=settings.PROFILE, allows_online=False)
    return Page(
        activity=activity,
        sessions=list(activity.sessions.all()),
        themes=[tag.get_theme_display() for tag in activity.tags.all()],
        signup=my_signup(viewer, activity),
        checkin=my_check_in(viewer, activity),
        is_meant=mine(viewer).filter(pk=pk).exists(),
        can_manage=may(viewer, activity, to="manage"),
        can_host=host,
        joined=words.count(SignUpState.JOINED),
        leave_waiting=words.count(SignUpState.LEAVE_ASKED),
        at=at,
        why_not=refused
        or why_not_check_in(state=activity.state, starts_at=activity.starts_at, ends_at=activity.ends_at, at=at),
    )


def board(viewer: Viewer, pk: int, *, session_number: str, at: datetime) -> dict[str, Any]:
    """The host's screen: the activity, the session that is on (or was chosen), how many came."""
    activity = get_activity(viewer, pk, to="host")
    if refusal := why_not_method(CheckInMethod.QR, profile=settings.PROFILE, allows_online=False):
        raise refusal
    sessions = list(activity.sessions.all())
    chosen = next((s for s in sessions if str(s.number) == session_number), None)
    session = chosen or nearest(sessions, at=at)
    came = living(activity).filter(session=session).count()
    return {"activity": activity, "sessions": sessions, "session": session, "came": came, "at": at}


def scan_page(viewer: Viewer, pk: int) -> dict[str, Any]:
    """What a person sees between the scan and the check-in. Who may not see the activity learns its title only
    from the answer to his check-in."""
    activity = activities(viewer).filter(pk=pk).first()
    return {"activity": activity, "pk": pk, "checkin": activity and my_check_in(viewer, activity)}


def own_check_in(viewer: Viewer, pk: int) -> dict[str, Any]:
    """The viewer's living check-in at an activity. Raises NoSuchCheckIn."""
    rows = CheckIn.objects.filter(activity_id=pk, person_id=viewer.person_id or 0, undone_at=None)
    row = rows.select_related("activity", "session").first()
    if row is None:
        raise NoSuchCheckIn
    return {"checkin": row, "activity": row.activity}


def get_check_in(viewer: Viewer, pk: int) -> CheckIn:
    """A living check-in of an activity that the viewer hosts. Raises NoSuchCheckIn."""
    rows = CheckIn.objects.filter(pk=pk, undone_at=None, activity__in=activities(viewer, to="host").values("pk"))
    row = rows.select_related("activity", "person").first()
    if row is None:
        raise NoSuchCheckIn
    return row


def roll_call_page(viewer: Viewer, pk: int, *, at: datetime, search: str) -> dict[str, Any]:
    """The list to tick off, and people found by name who are not on it."""
    activity = get_activity(viewer, pk, to="host")
    lines = roll_call(activity)
    known = {line.person_id for line in lines}
    wanted = search.strip()
    found = people(SYSTEM).filter(name__startswith=wanted).only("name", "work_unit_and_post")[:20] if wanted else []
    return {
        "activity": activity, "lines": lines, "at": at, "search": wanted,
        "came": sum(line.checkin is not None for line in lines),
        "found": [person for person in found if person.pk not in known],
        "refusal": why_not_enter(state=activity.state, starts_at=activity.starts_at, at=at),
        "sessions": list(activity.sessions.all()),
    }  # fmt: skip


def slots(activity: Activity, sessions: list[Session], *, url: str, host: str, at: datetime) -> list[Slot]:
    """The sessions as calendar entries."""
    return [
        Slot(
            uid=f"activity-{activity.pk}-{session.number}@{host}", title=activity.title,
            place=session.place or activity.place, text=activity.agenda, url=url, starts_at=session.starts_at,
            ends_at=session.ends_at, stamped_at=at, cancelled=activity.state == ActivityState.CANCELLED,
        )
        for session in sessions
    ]  # fmt: skip


def nearest(sessions: list[Session], *, at: datetime) -> Session:
    """The session that is on, else the one nearest in time."""
    return min(sessions, key=lambda s: max(s.starts_at - at, at - s.ends_at, timedelta()))
