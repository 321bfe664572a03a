"""Codes on the host's screen: they change every ten seconds and are bound to one session.

The QR code holds a URL with a long code, the line beside it a short one to type. Both are accepted for the present
and the previous window only. A code that was scanned in time is turned into a proof, so that signing in may take
longer than the code lives. A proof is of one person: whoever scans before he signs in has it on the server, in the
session of his browser, and it becomes his own once, when he has signed in there.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import segno
from django.core.cache import cache
from django.urls import reverse

from zhibu.activities.enums import CheckInMethod
from zhibu.activities.errors import CodeExpired, CodeOfAnotherActivity, TooManyTries
from zhibu.activities.models import Session
from zhibu.activities.queries.page import nearest
from zhibu.activities.rules.checkin import CODE_SECONDS
from zhibu.kernel.counting import count_up
from zhibu.kernel.tokens import matches_window, sign, unsign, window_code
from zhibu.kernel.viewer import Viewer

LONG, SHORT = 18, 6
PROOF_LIVES = timedelta(minutes=10)
PROOF = "activities.scan"
TRIES, TRIES_SECONDS = 5, 300


def long_code(session_id: int, *, at: datetime) -> str:
    """What the QR code carries now."""
    return window_code(purpose=_purpose(session_id, LONG), moment=at, seconds=CODE_SECONDS, digits=LONG)


def short_code(session_id: int, *, at: datetime) -> str:
    """What one types now: six digits."""
    return window_code(purpose=_purpose(session_id, SHORT), moment=at, seconds=CODE_SECONDS, digits=SHORT)


def on_screen(session_id: int, *, activity_id: int, at: datetime, address: Callable[[str], str]) -> dict[str, Any]:
    """What the host's screen shows now: the QR code as SVG, the digits, and how many seconds they still hold."""
    arguments = {"pk": activity_id, "session": session_id, "code": long_code(session_id, at=at)}
    picture = segno.make(address(reverse("activities:scan", kwargs=arguments)), error="m", boost_error=False)
    code = short_code(session_id, at=at)
    return {
        "svg": picture.svg_inline(scale=1, omitsize=True, border=2, svgclass="qr", lineclass=None),
        "code": f"{code[:3]} {code[3:]}",
        "seconds": CODE_SECONDS - int(at.timestamp()) % CODE_SECONDS,
    }


def prove(session_id: int, *, code: str, at: datetime, person_id: int | None) -> str:
    """Turn a scanned code into a proof, still nobody's when `person_id` is None. Raises CodeExpired for a code that is
    not of this or the previous window."""
    if not _holds(session_id, code, LONG, at):
        raise CodeExpired
    return sign({"session": session_id, "person": person_id}, purpose=PROOF)


def claim(viewer: Viewer, proof: str) -> str:
    """Make the proof that waited in a browser the viewer's own. Raises CodeExpired for one that is old or another's."""
    known = unsign(proof, purpose=PROOF, max_age=PROOF_LIVES)
    if known is None or known["person"] is not None:
        raise CodeExpired
    return sign(known | {"person": viewer.person_id}, purpose=PROOF)


def proven_session(
    viewer: Viewer, sessions: list[Session], *, method: str, code: str, proof: str, at: datetime
) -> Session:
    """Which session the person stands in, by the code or proof; the one that is on, for online."""
    if method == CheckInMethod.ONLINE:
        return nearest(sessions, at=at)
    by_id = {session.pk: session for session in sessions}
    if method == CheckInMethod.QR:
        return _by_proof(viewer, by_id, proof)
    return _by_short_code(viewer, by_id, code, at)


def _by_proof(viewer: Viewer, by_id: dict[int, Session], proof: str) -> Session:
    known = unsign(proof, purpose=PROOF, max_age=PROOF_LIVES)
    if known is None or viewer.person_id is None or known["person"] != viewer.person_id:
        raise CodeExpired
    if known["session"] not in by_id:
        raise CodeOfAnotherActivity
    return by_id[known["session"]]


def _by_short_code(viewer: Viewer, by_id: dict[int, Session], code: str, at: datetime) -> Session:
    """Five wrong codes in five minutes are the end of guessing for one person and activity."""
    tries = f"checkin-tries:{min(by_id)}:{viewer.person_id}"
    if cache.get(tries, 0) >= TRIES:
        raise TooManyTries
    for session_id, session in by_id.items():
        if _holds(session_id, code, SHORT, at):
            return session
    count_up(tries, seconds=TRIES_SECONDS)
    raise CodeOfAnotherActivity if _of_another(by_id, code, at) else CodeExpired


def _of_another(by_id: dict[int, Session], code: str, at: datetime) -> bool:
    """Whether it is the present code of a session elsewhere, so that the person can be told."""
    near = timedelta(hours=1)
    others = Session.objects.filter(starts_at__lte=at + near, ends_at__gte=at - near).exclude(pk__in=by_id)
    return any(_holds(pk, code, SHORT, at) for pk in others.values_list("pk", flat=True)[:200])


def _holds(session_id: int, code: str, digits: int, at: datetime) -> bool:
    purpose = _purpose(session_id, digits)
    return matches_window(code, purpose=purpose, moment=at, seconds=CODE_SECONDS, digits=digits)


def _purpose(session_id: int, digits: int) -> str:
    return f"activities.checkin:{session_id}:{digits}"
