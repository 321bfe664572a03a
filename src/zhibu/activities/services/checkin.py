"""Check-in, four ways with equal standing, and taking it back.

A check-in is the organiser's convenience (rules.md 4.3): one row, its facts in the ledger and the event commit
together. A second check-in of the same person gives the first one, whichever way it comes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from zhibu.activities.enums import CheckInMethod
from zhibu.activities.errors import ListSigned, NoSuchActivity, NoSuchCheckIn, NotInvited, ReasonNeeded
from zhibu.activities.events import CheckedIn, CheckInUndone
from zhibu.activities.models import Activity, CheckIn, Invitee, Session
from zhibu.activities.queries.activity import activities, get_activity
from zhibu.activities.queries.attendance import is_signed_id
from zhibu.activities.queries.audience import standing_of
from zhibu.activities.queries.checkin import listed_people
from zhibu.activities.rules.audience import Standing, categories, is_meant
from zhibu.activities.rules.checkin import moment_of_mark, why_not_check_in, why_not_enter, why_not_method
from zhibu.activities.rules.facts import SOURCE, attended, came, came_hours
from zhibu.activities.services.codes import proven_session
from zhibu.audit.api import record as audit
from zhibu.kernel.events import publish
from zhibu.kernel.prepared import Insertion, Prepared
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many, reverse
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import people

EVIDENCE = {
    CheckInMethod.QR: (Mode.OFFLINE, Evidence.CODE),
    CheckInMethod.CODE: (Mode.OFFLINE, Evidence.CODE),
    CheckInMethod.ROLL_CALL: (Mode.OFFLINE, Evidence.ROLL_CALL),
    CheckInMethod.PAPER: (Mode.PAPER, Evidence.STAFF),
    CheckInMethod.ONLINE: (Mode.ONLINE, Evidence.SYSTEM),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A name that the host tapped or copied from paper. `key` makes sending it again harmless; `age` is how long
    ago it was tapped, by the phone's own stop-watch."""

    person_id: int
    key: UUID
    age: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a batch of marks: ids of persons."""

    new: list[int]
    already: list[int]
    unknown: list[int]


def check_in(
    viewer: Viewer, *, activity_id: int, method: str, at: datetime, code: str = "", proof: str = ""
) -> CheckIn:
    """Check oneself in by a scanned or typed code, or online. Again is the same as once.

    Raises a refusal for a code that has changed or belongs elsewhere, a wrong time, a person not meant.
    """
    if viewer.person_id is None:
        raise NoSuchActivity
    standing = standing_of(viewer, posts=False)
    try:
        with transaction.atomic():
            return _check_in(viewer, standing, activity_id=activity_id, method=method, at=at, code=code, proof=proof)
    except IntegrityError:
        return CheckIn.objects.get(activity_id=activity_id, person_id=viewer.person_id, undone_at=None)


def _check_in(
    viewer: Viewer, standing: Standing, *, activity_id: int, method: str, at: datetime, code: str, proof: str
) -> CheckIn:
    sessions = _sessions_locked(activity_id)
    activity = sessions[0].activity
    refusal = why_not_method(method, profile=settings.PROFILE, allows_online=activity.allows_online)
    if refusal := refusal or why_not_check_in(
        state=activity.state, starts_at=activity.starts_at, ends_at=activity.ends_at, at=at
    ):
        raise refusal
    session = proven_session(viewer, sessions, method=method, code=code, proof=proof, at=at)
    is_guest = not _meant(viewer, activity, standing) and _guest(viewer, activity)
    row = CheckIn(
        activity=activity, session=session, person_id=viewer.person_id or 0, is_guest=is_guest, at=at, method=method,
        organisation_id=standing.branch_id or activity.organisation_id, entered_by=viewer.name, entered_at=at,
    )  # fmt: skip
    row.pk = _INSERTION.rows([row])[0][0]
    _tell_ledger(viewer, activity, [row], at=at)
    return row


_NEEDED = (
    "number", "starts_at", "ends_at", "activity__kind", "activity__title", "activity__state", "activity__starts_at",
    "activity__ends_at", "activity__allows_online", "activity__audience", "activity__for_full", "activity__class_hours",
    "activity__for_probationary", "activity__for_employees", "activity__organisation__path",
)  # fmt: skip


_SESSIONS = Prepared(
    lambda activity_id: Session.objects.select_for_update(of=("activity",))
    .select_related("activity__organisation").only(*_NEEDED).filter(activity_id=activity_id).order_by("number")
)  # fmt: skip
_INSERTION = Insertion(CheckIn)


def _sessions_locked(activity_id: int) -> list[Session]:
    """The sessions with their activity, whose row is held until commit: nobody closes it in between."""
    found = _SESSIONS.rows(activity_id)
    if not found:
        raise NoSuchActivity
    return found


def _meant(viewer: Viewer, activity: Activity, standing: Standing) -> bool:
    wanted = categories(for_full=activity.for_full, for_probationary=activity.for_probationary)
    return is_meant(
        standing, audience=activity.audience, organisation_id=activity.organisation_id,
        organisation_path=activity.organisation.path, wanted=wanted,
    )  # fmt: skip


def _guest(viewer: Viewer, activity: Activity) -> bool:
    """Whether somebody not on the roll comes as a guest; False when he was named as due. Raises NotInvited."""
    if activity.for_employees:
        return True
    named = Invitee.objects.filter(activity=activity, person_id=viewer.person_id or 0)
    is_guest = named.values_list("is_guest", flat=True).first()
    if is_guest is None and _on_committee(viewer, activity):
        return False
    if is_guest is None:
        raise NotInvited
    return is_guest


def _on_committee(viewer: Viewer, activity: Activity) -> bool:
    standing = standing_of(viewer)
    return _meant(viewer, activity, standing)


def _tell_ledger(viewer: Viewer, activity: Activity, rows: list[CheckIn], *, at: datetime) -> None:
    """The facts of having come and of the class hours, and the events, with the check-ins' commit."""
    record_many(viewer, [fact for row in rows for fact in _facts(activity, row)], at=at)
    for row in rows:
        event = CheckedIn(
            checkin_id=row.pk, activity_id=activity.pk, person_id=row.person_id, kind=activity.kind,
            at=row.at.isoformat(),
        )  # fmt: skip
        publish(event)


def _facts(activity: Activity, row: CheckIn) -> Iterable[Fact]:
    mode, evidence = EVIDENCE[CheckInMethod(row.method)]

    def fact(kind: str, source_key: str, quantity: int) -> Fact:
        return Fact(
            kind=kind, member_id=row.person_id, organisation_id=row.organisation_id, occurred_at=row.at,
            source_app=SOURCE, source_key=source_key, mode=mode, evidence=evidence, quantity=quantity,
            title=activity.title, url=f"/activities/{activity.pk}/",
        )  # fmt: skip

    yield fact(attended(activity.kind), came(row.pk), 10)
    if activity.class_hours:
        yield fact("class_hours", came_hours(row.pk), activity.class_hours)


def enter_marks(
    viewer: Viewer, *, activity_id: int, marks: list[Mark], method: str, at: datetime, session_number: int = 1
) -> Entered:
    """The host enters who came, by roll-call or from a paper list. Marks sent twice change nothing.

    A mark that was undone stays undone when an offline phone sends it again; somebody not on the list is left out
    and named in the answer.
    """
    get_activity(viewer, activity_id, to="host")
    with transaction.atomic():
        sessions = _sessions_locked(activity_id)
        activity = sessions[0].activity
        if refusal := why_not_enter(state=activity.state, starts_at=activity.starts_at, at=at):
            raise refusal
        if is_signed_id(activity_id):
            raise ListSigned
        session = next((s for s in sessions if s.number == session_number), sessions[0])
        fresh, result = _sorted_out(activity, marks)
        rows = [_row(viewer, session, mark, branch, is_guest, method, at) for mark, branch, is_guest in fresh]
        CheckIn.objects.bulk_create(rows)
        _tell_ledger(viewer, activity, rows, at=at)
    return result


def _sorted_out(activity: Activity, marks: list[Mark]) -> tuple[list[tuple[Mark, int, bool]], Entered]:
    """Which marks are new, with the branch of each person; and the answer."""
    listed = listed_people(activity)
    here = set(CheckIn.objects.filter(activity=activity, undone_at=None).values_list("person_id", flat=True))
    spent = set(CheckIn.objects.filter(key__in=[mark.key for mark in marks]).values_list("key", flat=True))
    fresh: dict[int, tuple[Mark, int, bool]] = {}
    result = Entered([], [], [])
    for mark in marks:
        if mark.person_id in here or mark.key in spent or mark.person_id in fresh:
            result.already.append(mark.person_id)
        elif mark.person_id not in listed:
            result.unknown.append(mark.person_id)
        else:
            branch_id, is_guest = listed[mark.person_id]
            fresh[mark.person_id] = (mark, branch_id, is_guest)
            result.new.append(mark.person_id)
    return list(fresh.values()), result


def _row(
    viewer: Viewer, session: Session, mark: Mark, branch_id: int, is_guest: bool, method: str, at: datetime
) -> CheckIn:
    """Roll-call counts from the tap; a paper list tells of the session, whenever it is copied."""
    came_at = moment_of_mark(age=mark.age, starts_at=session.starts_at, at=at)
    if method == CheckInMethod.PAPER:
        came_at = min(session.starts_at, at)
    return CheckIn(
        activity_id=session.activity_id, session=session, person_id=mark.person_id, organisation_id=branch_id,
        is_guest=is_guest, at=came_at, method=method, entered_by=viewer.name, entered_at=at, key=mark.key,
    )  # fmt: skip


def add_guest(viewer: Viewer, *, activity_id: int, person_id: int, is_guest: bool = True) -> Invitee:
    """Name somebody beside the roll, also at the door: a guest (列席), or one of those expected."""
    activity = get_activity(viewer, activity_id, to="host")
    if not people(Viewer.system("activities")).filter(pk=person_id).exists():
        raise NotInvited
    row, _ = Invitee.objects.get_or_create(activity=activity, person_id=person_id, defaults={"is_guest": is_guest})
    return row


def undo_check_in(viewer: Viewer, *, checkin_id: int, reason: str, at: datetime) -> CheckIn:
    """Take a check-in back, with the reason; its facts are reversed, not erased. Until the list is signed."""
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        rows = CheckIn.objects.select_for_update(of=("self",)).select_related("activity")
        hosted = activities(viewer, to="host").values("pk")
        row = rows.filter(pk=checkin_id, activity__in=hosted, undone_at=None).first()
        if row is None:
            raise NoSuchCheckIn
        if refusal := why_not_enter(state=row.activity.state, starts_at=row.activity.starts_at, at=at):
            raise refusal
        if is_signed_id(row.activity_id):
            raise ListSigned
        row.undone_at, row.undone_by, row.undone_reason = at, viewer.name, reason.strip()
        row.save(update_fields=["undone_at", "undone_by", "undone_reason"])
        take_back_facts(viewer, row, reason=reason, at=at)
        audit(viewer, action="checkin.undo", subject=f"checkin:{row.pk}", at=at, reason=reason)
    return row


def take_back_facts(viewer: Viewer, row: CheckIn, *, reason: str, at: datetime) -> None:
    """Reverse what a check-in left in the ledger, in the caller's transaction; and say so."""
    for fact in _facts(row.activity, row):
        reverse(viewer, source_app=SOURCE, source_key=fact.source_key, reason=reason.strip(), at=at)
    publish(CheckInUndone(checkin_id=row.pk, activity_id=row.activity_id, person_id=row.person_id))
