"""Two people sign a meeting record; then it is locked and its facts go to the ledger."""

from datetime import datetime

from django.db import transaction

from zhibu.activities.enums import ActivityState, Signer
from zhibu.activities.errors import MinutesIncomplete, NotTheSigner, TextChanged
from zhibu.activities.events import MinutesLockedIn
from zhibu.activities.models import Activity, Completion, Minutes, Signature
from zhibu.activities.queries.attendance import is_signed
from zhibu.activities.queries.audience import home_of
from zhibu.activities.queries.minutes import content_of, get_resolution
from zhibu.activities.rules.record import digest, why_not_sign
from zhibu.activities.services.minutes import locked_minutes
from zhibu.audit.api import record as audit
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence, Mode


@transaction.atomic
def sign_minutes(viewer: Viewer, *, activity_id: int, text_digest: str, at: datetime) -> Minutes:
    """Sign the text whose digest the page showed, as its chair or recorder; the second signature locks the record.

    Signing twice is one signature. Raises TextChanged when somebody saved another text meanwhile.
    """
    minutes = locked_minutes(viewer, activity_id)
    if minutes.locked_at:
        return minutes
    content = content_of(minutes)
    person_id, signer = _signer(viewer, minutes)
    if text_digest != digest(content):
        raise TextChanged
    if sentence := why_not_sign(content, roll_call_signed=is_signed(minutes.activity)):
        raise MinutesIncomplete(sentence)
    _drop_stale(minutes, text_digest)
    Signature.objects.get_or_create(
        minutes=minutes, version=minutes.version, signer=signer,
        defaults={"person_id": person_id, "digest": text_digest, "signed_at": at},
    )  # fmt: skip
    audit(viewer, action="minutes.sign", subject=f"activity:{activity_id}", at=at, digest=text_digest)
    if Signature.objects.filter(minutes=minutes, version=minutes.version, digest=text_digest).count() == len(Signer):
        _lock(viewer, minutes, content, text_digest, at)
    return minutes


@transaction.atomic
def complete_resolution(viewer: Viewer, *, resolution_id: int, note: str, at: datetime) -> Completion:
    """Say that a resolution was carried out; its owner or an officer of the activity may."""
    resolution = get_resolution(viewer, resolution_id, to="complete")
    defaults = {"note": note, "completed_at": at, "completed_by": viewer.name}
    completion, created = Completion.objects.get_or_create(resolution=resolution, defaults=defaults)
    if created:
        audit(viewer, action="resolution.complete", subject=f"resolution:{resolution_id}", at=at)
    return completion


def _drop_stale(minutes: Minutes, text_digest: str) -> None:
    """The list was corrected after the first signature: it stood under another text, so both sign anew."""
    earlier = Signature.objects.filter(minutes=minutes, version=minutes.version)
    if earlier.exclude(digest=text_digest).exists():
        minutes.version += 1
        minutes.save(update_fields=["version"])


def _signer(viewer: Viewer, minutes: Minutes) -> tuple[int, str]:
    if viewer.person_id is None or viewer.person_id not in (minutes.chair_id, minutes.recorder_id):
        raise NotTheSigner
    return viewer.person_id, Signer.CHAIR if viewer.person_id == minutes.chair_id else Signer.RECORDER


def _lock(viewer: Viewer, minutes: Minutes, content: dict[str, object], text_digest: str, at: datetime) -> None:
    record_many(viewer, _facts(minutes), at=at)
    minutes.content, minutes.digest, minutes.locked_at = content, text_digest, at
    minutes.save(update_fields=["content", "digest", "locked_at"])
    Activity.objects.filter(pk=minutes.activity_id, state=ActivityState.HELD).update(state=ActivityState.MINUTED)
    publish(MinutesLockedIn(minutes_id=minutes.pk, activity_id=minutes.activity_id))


def _facts(minutes: Minutes) -> list[Fact]:
    spoke = sorted({speech.person_id for speech in minutes.speeches.all()})
    facts = [("spoke_at_meeting", person_id) for person_id in spoke]
    if minutes.lecturer_id:
        facts.append(("lesson_given", minutes.lecturer_id))
    if minutes.activity.host_id:
        facts.append(("activity_organised", minutes.activity.host_id))
    homes = home_of(minutes.activity, {person_id for _kind, person_id in facts})
    return [_fact(minutes, kind, person_id, homes[person_id]) for kind, person_id in facts if person_id in homes]


def _fact(minutes: Minutes, kind: str, person_id: int, organisation_id: int) -> Fact:
    activity = minutes.activity
    return Fact(
        kind=kind, member_id=person_id, organisation_id=organisation_id, occurred_at=minutes.started_at,
        source_app="activities", source_key=f"{kind}:{activity.pk}:{person_id}", mode=Mode.OFFLINE,
        evidence=Evidence.STAFF, title=activity.title, url=f"/activities/{activity.pk}/minutes/",
    )  # fmt: skip
