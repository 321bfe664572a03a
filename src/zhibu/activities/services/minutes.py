"""Writing, signing and adding to meeting records (rules.md 9.1)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from zhibu.activities.enums import MotionRule
from zhibu.activities.errors import MinutesIncomplete, NotOnTheList, VoteCountsWrong
from zhibu.activities.models import Addendum, LeftOut, Minutes, Motion, Resolution, Speech
from zhibu.activities.queries.activity import get_activity
from zhibu.activities.queries.attendance import people_of
from zhibu.activities.queries.minutes import PARTS, count_of, get_minutes, vote_base
from zhibu.activities.rules.motion import why_not_count
from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionLine:
    """A motion as typed; `due` comes from the list, never from the form."""

    text: str
    rule: str = MotionRule.ORDINARY
    is_secret: bool = False
    present: int = 0
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0
    written_for: int = 0
    written_against: int = 0
    written_abstained: int = 0
    seats: int = 0
    ballots_issued: int = 0
    ballots_returned: int = 0
    tallies: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record as typed, and the version it started from.

    speeches: (person, points); resolutions: (text, owner or None, date or None); left_out: (person, ground, consent).
    """

    version: int
    started_at: datetime
    ended_at: datetime
    place: str = ""
    chair_id: int | None = None
    recorder_id: int | None = None
    lecturer_id: int | None = None
    invited: str = ""
    topics: str = ""
    papers: str = ""
    closing: str = ""
    speeches: tuple[tuple[int, str], ...] = ()
    motions: tuple[MotionLine, ...] = ()
    resolutions: tuple[tuple[str, int | None, date | None], ...] = ()
    left_out: tuple[tuple[int, str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Saved:
    """The record as it now stands; `is_stale` when somebody else saved first and nothing was changed."""

    minutes: Minutes
    is_stale: bool = False


HEAD = ("started_at", "ended_at", "place", "chair_id", "recorder_id", "lecturer_id", "invited", "topics", "papers",
        "closing")  # fmt: skip


@transaction.atomic
def open_minutes(viewer: Viewer, *, activity_id: int, at: datetime) -> Minutes:
    """Start the record of an activity, prefilled from it; the one that is there when there is one."""
    activity = get_activity(viewer, activity_id, to="host")
    recorder = viewer.person_id if viewer.person_id != activity.host_id else None
    defaults = {
        "started_at": activity.starts_at, "ended_at": activity.ends_at, "place": activity.place,
        "topics": activity.agenda, "chair_id": activity.host_id, "recorder_id": recorder,
        "saved_at": at, "saved_by": viewer.name,
    }  # fmt: skip
    minutes, created = Minutes.objects.get_or_create(activity=activity, defaults=defaults)
    if created:
        audit(viewer, action="minutes.open", subject=f"activity:{activity_id}", at=at)
    return minutes


@transaction.atomic
def save_minutes(viewer: Viewer, *, activity_id: int, draft: Draft, at: datetime) -> Saved:
    """Save a draft whole. One that started from an older version, or a signed record, changes nothing (`is_stale`).

    The same draft sent twice is one save. Raises VoteCountsWrong, NotOnTheList.
    """
    minutes = locked_minutes(viewer, activity_id)
    if minutes.locked_at or minutes.version != draft.version:
        same = replace(draft_of(minutes), version=draft.version) == draft
        return Saved(minutes, is_stale=not same)
    motions = _motions(minutes, draft)
    _check_people(minutes, draft)
    _write_head(viewer, minutes, draft, at)
    _write_parts(minutes, draft, motions)
    audit(viewer, action="minutes.save", subject=f"activity:{activity_id}", at=at, version=minutes.version)
    minutes.refresh_from_db()
    return Saved(minutes)


@transaction.atomic
def add_addendum(viewer: Viewer, *, activity_id: int, key: UUID, text: str, reason: str, at: datetime) -> Addendum:
    """Correct a locked record by an addition that stays beside it."""
    minutes = locked_minutes(viewer, activity_id)
    if not minutes.locked_at:
        raise MinutesIncomplete
    defaults = {"minutes": minutes, "text": text, "reason": reason, "added_at": at, "added_by": viewer.name}
    addendum, created = Addendum.objects.get_or_create(key=key, defaults=defaults)
    if created:
        audit(viewer, action="minutes.addendum", subject=f"activity:{activity_id}", at=at, reason=reason)
    return addendum


def locked_minutes(viewer: Viewer, activity_id: int) -> Minutes:
    """The record, its row held until the transaction ends, with its parts. For services of this app."""
    pk = get_minutes(viewer, activity_id, to="edit").pk
    held = Minutes.objects.select_for_update(of=("self",)).select_related("activity__organisation")
    return held.prefetch_related(*PARTS).get(pk=pk)


def draft_of(minutes: Minutes) -> Draft:
    """What is stored, in the shape in which it is typed."""
    names = [name for name in MotionLine.__slots__ if name != "tallies"]
    return Draft(
        version=minutes.version,
        **{name: getattr(minutes, name) for name in HEAD},
        speeches=tuple((row.person_id, row.points) for row in minutes.speeches.all()),
        motions=tuple(
            MotionLine(**{name: getattr(row, name) for name in names}, tallies=count_of(row).tallies)
            for row in minutes.motions.all()
        ),
        resolutions=tuple((row.text, row.owner_id, row.due_on) for row in minutes.resolutions.all()),
        left_out=tuple((row.person_id, row.ground, row.consent) for row in minutes.left_out.all()),
    )


def _motions(minutes: Minutes, draft: Draft) -> list[Motion]:
    base = vote_base(minutes.activity, left_out={person_id for person_id, _ground, _consent in draft.left_out})
    motions = [_motion(minutes, number, line, base["due"]) for number, line in enumerate(draft.motions, start=1)]
    for motion in motions:
        if sentence := why_not_count(count_of(motion)):
            raise VoteCountsWrong(sentence)
    return motions


def _motion(minutes: Minutes, number: int, line: MotionLine, due: int) -> Motion:
    fields = {name: getattr(line, name) for name in MotionLine.__slots__ if name != "tallies"}
    return Motion(minutes=minutes, position=number, due=due, tallies=[list(pair) for pair in line.tallies], **fields)


def _check_people(minutes: Minutes, draft: Draft) -> None:
    named = {draft.chair_id, draft.recorder_id, draft.lecturer_id, *(person for person, _points in draft.speeches)}
    named |= {owner for _text, owner, _due in draft.resolutions} | {row[0] for row in draft.left_out}
    if named - {None} - set(people_of(minutes.activity).values_list("pk", flat=True)):
        raise NotOnTheList


def _write_head(viewer: Viewer, minutes: Minutes, draft: Draft, at: datetime) -> None:
    for name in HEAD:
        setattr(minutes, name, getattr(draft, name))
    minutes.version, minutes.saved_at, minutes.saved_by = minutes.version + 1, at, viewer.name
    minutes.save()


def _write_parts(minutes: Minutes, draft: Draft, motions: list[Motion]) -> None:
    for part in (Speech, Motion, Resolution, LeftOut):
        part.objects.filter(minutes=minutes).delete()
    Speech.objects.bulk_create(
        Speech(minutes=minutes, position=number, person_id=person, points=points)
        for number, (person, points) in enumerate(draft.speeches, start=1)
    )
    Motion.objects.bulk_create(motions)
    Resolution.objects.bulk_create(
        Resolution(minutes=minutes, position=number, text=text, owner_id=owner, due_on=due)
        for number, (text, owner, due) in enumerate(draft.resolutions, start=1)
    )
    LeftOut.objects.bulk_create(
        LeftOut(minutes=minutes, person_id=person, ground=ground, consent=consent)
        for person, ground, consent in draft.left_out
    )
