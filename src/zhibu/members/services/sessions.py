"""Being signed in: opening a session, keeping it, ending it."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth import login, logout
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django_otp import DEVICE_ID_SESSION_KEY

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import LoginNeeded
from zhibu.kernel.viewer import Viewer
from zhibu.members.models import Account, Session, SessionStore
from zhibu.realtime import api as realtime

BACKEND = "zhibu.members.queries.accounts.AccountBackend"
ACTIVE, SEEN, STARTED, DEVICE = "active_at", "seen_on", "started_on", "device"
_STEP_SECONDS = 60  # a session is written at most once a minute
_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("HuaweiBrowser", "华为浏览器"),
    ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def device_name(user_agent: str) -> str:
    """Browser family and system, no more: "Chrome · Windows"."""
    named = (next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in named if name)


def open_session(request: HttpRequest, *, account: Account, at: datetime) -> None:
    """Sign `account` in on this browser, without roles until the second factor is given."""
    login(request, account, backend=BACKEND)
    today = local_date(at).isoformat()
    device = device_name(request.headers.get("User-Agent", ""))
    request.session.update({STARTED: today, SEEN: today, DEVICE: device})


def keep_session(request: HttpRequest, *, at: datetime) -> bool:
    """Note the day a session was seen; let its roles lapse after STAFF_IDLE. Returns whether they lapsed now."""
    if not request.user.is_authenticated:
        return False
    session, today, moment = request.session, local_date(at).isoformat(), int(at.timestamp())
    if session.get(SEEN, "") < today:
        session[SEEN] = today
    if not request.user.is_verified():  # type: ignore[attr-defined]
        return False
    idle = moment - session.get(ACTIVE, moment - _STEP_SECONDS)
    if idle > settings.STAFF_IDLE.total_seconds():
        _lapse(request)
        return True
    if idle >= _STEP_SECONDS:
        session[ACTIVE] = moment
    return False


def _lapse(request: HttpRequest) -> None:
    request.session.pop(DEVICE_ID_SESSION_KEY, None)
    request.session.pop(ACTIVE, None)
    request.user.otp_device = None  # type: ignore[union-attr]


def account_id_of(viewer: Viewer) -> int:
    """The viewer's account. Raises LoginNeeded for nobody and for parts of the system."""
    if viewer.account_id is None:
        raise LoginNeeded
    return viewer.account_id


def sign_out(request: HttpRequest) -> None:
    """End this session, and with it what its pages hear; other devices' pages come back with tickets of their own."""
    person_id = getattr(request.user, "person_id", None)
    logout(request)
    if person_id:
        realtime.drop(person_id)


def end_session(viewer: Viewer, *, handle: str) -> None:
    """Sign one of the viewer's own devices out; an unknown handle is a device that is out already."""
    for session in Session.objects.filter(account_id=viewer.account_id):
        if session.handle == handle:
            SessionStore(session.session_key).delete()
            realtime.drop(viewer.person_id or 0)


@transaction.atomic
def end_all_sessions(viewer: Viewer, *, at: datetime) -> None:
    """Sign the viewer out everywhere, at once and in every process: the epoch is part of each session's hash."""
    Account.objects.filter(pk=account_id_of(viewer)).update(session_epoch=F("session_epoch") + 1)
    Session.objects.filter(account_id=viewer.account_id).delete()
    realtime.drop(viewer.person_id or 0)
    record(viewer, action="sign_out_everywhere", subject=f"account:{viewer.account_id}", at=at)


def forget_expired(*, at: datetime) -> int:
    """Remove sessions that have run out; returns how many."""
    return Session.objects.filter(expire_date__lt=at).delete()[0]
