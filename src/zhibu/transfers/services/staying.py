"""Away for a time: asked by the member, confirmed by the committee, followed by the branch, ended on return."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.notify.api import send
from zhibu.transfers.enums import Actor, NoteKind, Series, TemporaryKind, TemporaryState
from zhibu.transfers.errors import NotThisStep, NotYours, OwnTransfer, StayDaysWrong, StayRuns, StayTooLong
from zhibu.transfers.models import StayNote, Temporary
from zhibu.transfers.queries.parties import SYSTEM, committee_above
from zhibu.transfers.queries.stays import get_stay, people_for, sides_of, stays
from zhibu.transfers.rules.stays import next_due, too_long
from zhibu.transfers.services.numbers import letter_head, next_serial
from zhibu.transfers.services.starting import membership_for

SERIES = {TemporaryKind.MOBILE: Series.CARD, TemporaryKind.CERTIFICATE: Series.CERTIFICATE}


def ask_stay(
    viewer: Viewer,
    *,
    key: UUID,
    kind: str,
    starts_on: date,
    ends_on: date,
    place: str,
    reason: str,
    host: str = "",
    contact: str = "",
    cannot_move: str = "",
    person_id: int | None = None,
    at: datetime,
) -> Temporary:
    """Ask for a certificate letter, a mobile card, or to keep the relation while abroad. The same `key` is the same.

    Raises StayDaysWrong, StayTooLong, StayRuns, NotOnTheRoll.
    """
    if there := Temporary.objects.filter(key=key, asked_by=viewer.name).first():
        return there
    membership = membership_for(viewer, person_id or viewer.person_id or 0)
    if ends_on <= starts_on or ends_on < local_date(at):
        raise StayDaysWrong
    if too_long(kind, starts_on, ends_on, cannot_move=cannot_move):
        raise StayTooLong
    fields = {
        "key": key, "kind": kind, "person_id": membership.person_id, "branch_id": membership.branch_id,
        "committee_id": committee_above(membership.branch.path), "place": place.strip(), "reason": reason.strip(),
        "host": host.strip(), "contact": contact.strip(), "cannot_move": cannot_move.strip(), "starts_on": starts_on,
        "ends_on": ends_on, "asked_at": at, "asked_by": viewer.name,
    }  # fmt: skip
    try:
        with transaction.atomic():
            stay = Temporary.objects.create(**fields)
            _tell(viewer, stay, "asked", at)
    except IntegrityError as runs:
        raise StayRuns from runs
    return stay


def issue_stay(viewer: Viewer, *, stay_id: int, at: datetime) -> Temporary:
    """The committee agrees: a card or a letter gets its number, and who is away is marked so on the roll."""
    with transaction.atomic():
        stay = _locked(viewer, stay_id, TemporaryState.ASKED, Actor.OUT_COMMITTEE)
        day = local_date(at)
        stay.state, stay.issued_on = TemporaryState.RUNNING, day
        stay.due_on = next_due(stay.kind, max(day, stay.starts_on), stay.ends_on)
        if series := SERIES.get(TemporaryKind(stay.kind)):
            serial = next_serial(stay.committee_id, day.year, series)
            mark = {Series.CARD: "L", Series.CERTIFICATE: "Z"}[series]
            stay.number = f"{letter_head(stay.committee_id).code}-{mark}{day.year}-{serial:04d}"
        stay.save()
        if stay.kind != TemporaryKind.CERTIFICATE:
            by = Viewer.system(viewer.name)
            members.mark_mobile(by, person_id=stay.person_id, flow_to=stay.place, at=at)
        _tell(viewer, stay, "running", at)
    return stay


def refuse_stay(viewer: Viewer, *, stay_id: int, words: str, at: datetime) -> Temporary:
    """The committee does not agree, and says why."""
    with transaction.atomic():
        stay = _locked(viewer, stay_id, TemporaryState.ASKED, Actor.OUT_COMMITTEE)
        stay.state = TemporaryState.REFUSED
        stay.save()
        _note(viewer, stay, NoteKind.HOST, local_date(at), words, at)
        _tell(viewer, stay, "refused", at)
    return stay


def note_stay(viewer: Viewer, *, stay_id: int, kind: str, words: str, at: datetime) -> Temporary:
    """The branch writes down a contact or the yearly check, and the next one is due; the same day again is the same."""
    with transaction.atomic():
        stay = _locked(viewer, stay_id, TemporaryState.RUNNING, Actor.OUT_BRANCH)
        _note(viewer, stay, NoteKind(kind), local_date(at), words, at)
        stay.due_on = next_due(stay.kind, local_date(at), stay.ends_on)
        stay.save(update_fields=["due_on"])
        audit(viewer, action="stay.noted", subject=f"stay:{stay.pk}", at=at, reason=words)
    return stay


def end_stay(viewer: Viewer, *, stay_id: int, ended_on: date, words: str = "", at: datetime) -> Temporary:
    """Back again: what the host wrote about activities and dues is kept, and the roll says so. Raises StayDaysWrong."""
    with transaction.atomic():
        stay = _locked(viewer, stay_id, TemporaryState.RUNNING, Actor.OUT_BRANCH, Actor.MEMBER)
        if not stay.starts_on <= ended_on <= local_date(at):
            raise StayDaysWrong
        stay.state, stay.ended_on, stay.due_on = TemporaryState.ENDED, ended_on, None
        stay.save()
        if words.strip():
            _note(viewer, stay, NoteKind.HOST, ended_on, words, at)
        away = Temporary.objects.filter(person_id=stay.person_id, state=TemporaryState.RUNNING)
        if not away.exclude(kind=TemporaryKind.CERTIFICATE).exists():
            members.mark_mobile(Viewer.system(viewer.name), person_id=stay.person_id, flow_to="", at=at)
        _tell(viewer, stay, "ended", at)
    return stay


def _locked(viewer: Viewer, stay_id: int, state: TemporaryState, *actors: Actor) -> Temporary:
    get_stay(viewer, stay_id)
    stay = stays(viewer).select_for_update(of=("self",)).get(pk=stay_id)
    if stay.state != state:
        raise NotThisStep
    if not sides_of(viewer, stay).intersection(actors):
        raise OwnTransfer if viewer.person_id == stay.person_id else NotYours
    return stay


def _note(viewer: Viewer, stay: Temporary, kind: NoteKind, on: date, words: str, at: datetime) -> None:
    said: dict[str, Any] = {"words": words.strip(), "by": viewer.name, "at": at}
    StayNote.objects.get_or_create(stay=stay, kind=kind, on=on, defaults=said)


def _tell(viewer: Viewer, stay: Temporary, state: str, at: datetime) -> None:
    audit(viewer, action=f"stay.{state}", subject=f"stay:{stay.pk}", at=at, number=stay.number)
    url, key = reverse("transfers:stay", args=[stay.pk]), f"stay:{stay.pk}:{state}"
    asked = state == "asked"
    people = people_for(stay, Actor.OUT_COMMITTEE) if asked else [stay.person_id]
    words = {"name": stay.person.name, "kind": stay.get_kind_display(), "state": TemporaryState(state).label}
    sentence = _("%(name)s申请%(kind)s，请办理。") if asked else _("您的%(kind)s：%(state)s。")
    send(viewer, person_ids=set(people) - {viewer.person_id}, sentence=sentence % words, key=key, url=url, at=at)


def remind_of_stays(*, at: datetime) -> int:
    """Contacts, yearly checks and ends whose day has come: the branch and the member hear, at most twice."""
    due = Temporary.objects.filter(state=TemporaryState.RUNNING, due_on__lte=local_date(at))
    rows = list(due.select_related("person", "branch"))
    for stay in rows:
        people = {*people_for(stay, Actor.OUT_BRANCH), stay.person_id}
        words = {"name": stay.person.name, "kind": stay.get_kind_display(), "day": f"{stay.due_on:%Y-%m-%d}"}
        sentence = _("%(name)s的%(kind)s：%(day)s 该联系、年审或登记返回了。") % words
        url = reverse("transfers:stay", args=[stay.pk])
        send(SYSTEM, person_ids=people, sentence=sentence, key=f"stay:{stay.pk}:{stay.due_on}", url=url, at=at)
    return len(rows)
