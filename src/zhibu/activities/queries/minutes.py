"""Reads about meeting records, each with its viewer."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from zhibu.activities.enums import ActivityKind, AttendanceState, MotionRule, Signer
from zhibu.activities.errors import NoSuchMinutes, NoSuchResolution
from zhibu.activities.models import Activity, Minutes, Motion, Resolution
from zhibu.activities.queries.activity import activities, get_activity
from zhibu.activities.queries.attendance import attendance_rows, is_signed, voters
from zhibu.activities.rules.attendance import AWAY_FOR_CAUSE, IN_THE_ROOM
from zhibu.activities.rules.motion import Count, Verdict, verdict
from zhibu.activities.rules.record import digest, why_not_sign
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.api import ancestor_paths, within

READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)
PARTS = ("speeches__person", "motions", "resolutions__owner", "resolutions__completion", "left_out__person",
         "signatures__person", "addenda")  # fmt: skip


def minutes(viewer: Viewer, *, to: str = "see") -> QuerySet[Minutes]:
    """Records that a viewer may edit (managers, the recorder) or see.

    Officers see drafts too; members of the branch see a record once it is signed. A committee's record stays with
    the committee and those above.
    """
    scope = Q(activity__in=activities(viewer, to="host").values("pk"))
    if viewer.person_id:
        scope |= Q(recorder_id=viewer.person_id) | Q(chair_id=viewer.person_id)
    if to == "see":
        scope |= within(viewer.paths(READERS), field="activity__organisation__path") | _signed_for_members(viewer)
    return Minutes.objects.filter(scope).select_related("activity__organisation", "chair", "recorder", "lecturer")


def _signed_for_members(viewer: Viewer) -> Q:
    if not (viewer.is_member and viewer.branch_path):
        return Q(pk__in=[])
    mine = Q(activity__organisation__path__in=ancestor_paths(viewer.branch_path)) | Q(
        activity__organisation__path__startswith=viewer.branch_path
    )
    return mine & Q(locked_at__isnull=False) & ~Q(activity__kind=ActivityKind.COMMITTEE_MEETING)


def get_minutes(viewer: Viewer, activity_id: int, *, to: str = "see") -> Minutes:
    """The record of an activity, or NoSuchMinutes alike for missing and forbidden."""
    found = minutes(viewer, to=to).prefetch_related(*PARTS).filter(activity_id=activity_id).first()
    if found is None:
        raise NoSuchMinutes
    return found


def page(viewer: Viewer, activity_id: int) -> dict[str, Any]:
    """What the record's page shows; without a record only the host is let in, to begin one."""
    found = minutes(viewer).prefetch_related(*PARTS).filter(activity_id=activity_id).first()
    if found is None:
        return {"activity": get_activity(viewer, activity_id, to="host"), "minutes": None}
    digest_now = digest_of(found)
    signed = {row.signer: row for row in found.signatures.all() if row.digest == digest_now}
    me = viewer.person_id or 0
    mine = {found.chair_id: Signer.CHAIR, found.recorder_id: Signer.RECORDER}.get(me)
    record = record_of(found)
    why_not = why_not_sign(record, roll_call_signed=is_signed(found.activity))
    return {
        "activity": found.activity, "minutes": found, "record": record, "digest": digest_now,
        "signed": [(signer.label, signed.get(signer)) for signer in Signer], "why_not_sign": why_not,
        "can_sign": bool(mine) and mine not in signed and not found.locked_at and not why_not,
        "can_edit": not found.locked_at and minutes(viewer, to="edit").filter(pk=found.pk).exists(),
        "can_add": bool(found.locked_at) and minutes(viewer, to="edit").filter(pk=found.pk).exists(),
        "tasks": [(row, row.owner_id == me) for row in found.resolutions.all()], "me": me,
    }  # fmt: skip


def record_of(found: Minutes) -> dict[str, Any]:
    """The record as text: as it was signed once locked, else as it stands now."""
    return found.content or content_of(found)


def content_of(found: Minutes) -> dict[str, Any]:
    """Every word that the two signatures cover, as plain values, in Chinese whatever the reader's language."""
    with override("zh-hans"):
        return _content(found)


def _content(found: Minutes) -> dict[str, Any]:
    activity = found.activity
    return {
        "title": activity.title, "kind": str(activity.get_kind_display()), "body": activity.organisation.name,
        "started_at": _minute(found.started_at), "ended_at": _minute(found.ended_at), "place": found.place,
        "chair": _name(found.chair), "recorder": _name(found.recorder), "lecturer": _name(found.lecturer),
        "attendance": _attendance(activity), "invited": found.invited, "topics": found.topics, "papers": found.papers,
        "speeches": [[speech.person.name, speech.points] for speech in found.speeches.all()],
        "left_out": [[row.person.name, row.get_ground_display(), row.consent] for row in found.left_out.all()],
        "motions": [_motion(motion) for motion in found.motions.all()],
        "resolutions": [
            [row.text, _name(row.owner), row.due_on.isoformat() if row.due_on else ""]
            for row in found.resolutions.all()
        ],
        "closing": found.closing,
    }  # fmt: skip


def digest_of(found: Minutes) -> str:
    """The digest of the record as it stands, which a signature must name."""
    return found.digest or digest(content_of(found))


def count_of(motion: Motion) -> Count:
    """A motion's figures for the rules."""
    names = (
        "rule", "due", "present", "votes_for", "votes_against", "abstained", "written_for", "written_against",
        "written_abstained", "seats", "ballots_issued", "ballots_returned",
    )  # fmt: skip
    tallies = tuple((name, votes) for name, votes in motion.tallies)
    return Count(**{name: getattr(motion, name) for name in names}, tallies=tallies)


def verdict_of(motion: Motion) -> Verdict:
    """A motion's result under its rule."""
    return verdict(count_of(motion))


def vote_base(activity: Activity, *, left_out: set[int]) -> dict[str, int]:
    """How many with vote should attend and how many came, from the organiser's list."""
    listed = [(person_id, came) for person_id, came in voters(activity) if person_id not in left_out]
    return {"due": len(listed), "present": sum(came for _person, came in listed)}


def usual_rule(activity: Activity) -> str:
    """The rule that a new motion of this activity starts with."""
    committee = activity.kind == ActivityKind.COMMITTEE_MEETING
    return MotionRule.COMMITTEE if committee else MotionRule.ORDINARY


def tasks_of(viewer: Viewer) -> QuerySet[Resolution]:
    """Resolutions that the viewer has still to carry out."""
    waiting = Resolution.objects.filter(owner_id=viewer.person_id, completion=None, minutes__locked_at__isnull=False)
    return waiting.select_related("minutes__activity").order_by("due_on", "pk")


def get_resolution(viewer: Viewer, pk: int, *, to: str = "complete") -> Resolution:
    """A signed resolution that the viewer owns or whose activity he hosts, or NoSuchResolution."""
    mine = Q(minutes__activity__in=activities(viewer, to="host").values("pk"))
    if viewer.person_id:
        mine |= Q(owner_id=viewer.person_id)
    found = Resolution.objects.filter(mine, pk=pk, minutes__locked_at__isnull=False).select_related("minutes").first()
    if found is None:
        raise NoSuchResolution
    return found


def todos(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Cards for the home page: records waiting for the viewer's signature, resolutions he is to carry out."""
    if viewer.person_id is None:
        return []
    return [*_to_sign(viewer, at), *(_task(row) for row in tasks_of(viewer)[:5])]


def _to_sign(viewer: Viewer, at: datetime) -> list[Todo]:
    mine = Q(chair_id=viewer.person_id) | Q(recorder_id=viewer.person_id)
    waiting = Minutes.objects.filter(mine, locked_at=None, ended_at__lte=at).select_related("activity")
    sentence = _("《%(title)s》的会议记录等您核对签字。")
    return [
        Todo(sentence % {"title": row.activity.title}, _("去核对"), _address(row.activity_id), row.ended_at, weight=3)
        for row in waiting.order_by("ended_at")[:3]
    ]


def _address(activity_id: int) -> str:
    return reverse("activities:minutes", args=[activity_id])


def _task(row: Resolution) -> Todo:
    sentence = _("决议事项由您负责：%(text)s") % {"text": row.text[:40]}
    due = datetime(row.due_on.year, row.due_on.month, row.due_on.day, 18, tzinfo=SHANGHAI) if row.due_on else None
    return Todo(sentence, _("查看"), _address(row.minutes.activity_id), due_at=due, weight=4)


def _minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _name(person: Any) -> str:
    return person.name if person else ""


def _attendance(activity: Activity) -> list[list[str]]:
    """[state in words, how many, names with reasons]: due first, guests apart. The reason of a waiver stays sealed."""
    rows = list(attendance_rows(activity))
    due, guests = [row for row in rows if not row.is_guest], [row for row in rows if row.is_guest]
    found = [[_("应到"), str(len(due)), ""]] if due else []
    for state in AttendanceState:
        if some := [row for row in due if row.state == state]:
            found.append([str(state.label), str(len(some)), "、".join(map(_with_reason, some))])
    came = [row.person.name for row in guests if row.state in IN_THE_ROOM]
    return [*found, [_("列席"), str(len(came)), "、".join(came)]] if came else found


def _with_reason(row: Any) -> str:
    told = row.reason and row.state in AWAY_FOR_CAUSE
    return f"{row.person.name}（{row.reason}）" if told else str(row.person.name)


def _motion(motion: Motion) -> dict[str, Any]:
    count, found = count_of(motion), verdict_of(motion)
    figures = {name: getattr(count, name) for name in Count.__slots__ if name not in ("rule", "tallies")}
    return {
        **figures, "text": motion.text, "rule": motion.rule, "label": motion.get_rule_display(),
        "is_secret": motion.is_secret, "tallies": [list(pair) for pair in count.tallies], "sum": found.sum,
        "result": found.result, "quorate": found.quorate, "carried": found.carried, "article": found.article,
    }  # fmt: skip
