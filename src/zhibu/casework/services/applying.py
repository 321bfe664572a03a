"""The way of whoever asks: begin, fill in, submit, supply, withdraw, evaluate."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhibu.casework.enums import Act, Special, State
from zhibu.casework.errors import (
    AlreadyAsked,
    CaseMoved,
    ConsentMissing,
    FormOutdated,
    MaterialMissing,
    MatterClosed,
    NoSuchMatter,
    NotRateable,
    WindowClosed,
)
from zhibu.casework.events import CaseClosed
from zhibu.casework.models import Case, Version
from zhibu.casework.queries.cases import get_case, locked
from zhibu.casework.queries.entering import client
from zhibu.casework.queries.matters import get_version, open_window
from zhibu.casework.queries.people import held_on, home_of, home_of_person, meant
from zhibu.casework.rules import answers as said
from zhibu.casework.rules import standing
from zhibu.casework.rules.clock import due_after, workdays_left
from zhibu.casework.services.log import note, tell, tell_applicant, tell_desk, write
from zhibu.casework.services.routing import lay_on_desk
from zhibu.kernel.calendar import add_workdays
from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer

FORM_LIES_OPEN = timedelta(days=1)  # so long a form may stand on a phone while a new version comes out (practice)


def begin_case(
    viewer: Viewer, *, code: str, number: int, key: UUID, answers: Mapping[str, Any], about: str = "",
    client_id: int | None = None, at: datetime,
) -> Case:  # fmt: skip
    """Keep what was filled in as a draft bound to the version that the form showed; nothing is sent yet.

    The same `key` again changes the draft that is there. `about` is a colleague's name or employee number; `client_id`
    is somebody at the desk for whom it is entered. Raises NoSuchMatter, NobodyMeant.
    """
    version = get_version(viewer, code, number=number)
    whose = _whose(viewer, version, client_id)
    found = Case.objects.filter(**whose, key=key).first() or _draft(viewer, version, key, whose, at)
    if found.state in (State.DRAFT, State.ASKED):
        fill_in(viewer, case_id=found.pk, answers=answers, about=about, at=at)
    return get_case(viewer, found.pk, to="own")


def _whose(viewer: Viewer, version: Version, client_id: int | None) -> dict[str, int | None]:
    """Who asks, and who enters it for him."""
    if client_id is None:
        return {"applicant_id": viewer.person_id, "entered_by_id": None}
    return {"applicant_id": client(viewer, version.shape, client_id).pk, "entered_by_id": viewer.person_id}


def _draft(viewer: Viewer, version: Version, key: UUID, whose: dict[str, int | None], at: datetime) -> Case:
    entered, applicant = whose["entered_by_id"], whose["applicant_id"]
    home = home_of_person(held_on(applicant)).pk if entered and applicant else home_of(viewer)
    if home is None or applicant is None:
        raise NoSuchMatter
    defaults = {"version": version, "title": version.title, "organisation_id": home, "begun_at": at}
    defaults |= {"entered_by_id": entered, "entered_by_name": viewer.name if entered else ""}
    with transaction.atomic():
        made, new = Case.objects.get_or_create(applicant_id=applicant, key=key, defaults=defaults)
        if new:
            note(viewer, made, Act.BEGUN, at=at)
    return made


def fill_in(viewer: Viewer, *, case_id: int, answers: Mapping[str, Any], about: str = "", at: datetime) -> Case:
    """Change the answers while it is the applicant's turn. Raises CaseMoved, NoSuchCase."""
    found = get_case(viewer, case_id, to="own")
    with transaction.atomic():
        case = _own(viewer, found.pk)
        if case.version.shape.for_others:
            case.about_id, case.about_name = meant(viewer, about, home=case.organisation_id), about.strip()[:40]
        case.sealed_answers = json.dumps(dict(answers), ensure_ascii=False)
        case.save(update_fields=["sealed_answers", "about", "about_name"])
    return case


def _own(viewer: Viewer, pk: int) -> Case:
    case = locked([pk]).get()
    if not standing.may_supply(viewer, case):
        raise CaseMoved
    return case


def submit(viewer: Viewer, *, case_id: int, at: datetime) -> Case:
    """Send a draft to its first desk, or what was asked for back to the desk that asked; twice is once.

    A draft keeps the version it began with, unless that had been replaced long before.
    Raises ConsentMissing, MaterialMissing, MatterClosed, FormOutdated, WindowClosed, AlreadyAsked, NoSuchCase.
    """
    found = get_case(viewer, case_id, to="own")
    try:
        with transaction.atomic():
            case = locked([found.pk]).get()
            if case.state in (State.DRAFT, State.ASKED):
                _check_whole(case)
                _send(viewer, case, at) if case.state == State.DRAFT else _supply(viewer, case, at)
    except IntegrityError as twice:
        raise AlreadyAsked from twice
    return case


def _check_whole(case: Case) -> None:
    if said.refused(case.version.shape.consents, case.answers):
        raise ConsentMissing
    there = case.materials.filter(removed_at=None).values_list("code", flat=True)
    lacking = said.missing(case.version.shape.materials, case.answers, there)
    if lacking:
        raise MaterialMissing(str(MaterialMissing.sentence) % {"names": "、".join(one.label for one in lacking)})


def _send(viewer: Viewer, case: Case, at: datetime) -> None:
    if not case.version.matter.is_open:
        raise MatterClosed
    after = case.version.matter.versions.filter(number=case.version.number + 1).first()
    if after and case.begun_at > after.published_at + FORM_LIES_OPEN:
        raise FormOutdated
    if case.version.shape.special == Special.WINDOWS:
        case.window = open_window(case.version.matter, local_date(at))
        if case.window is None:
            raise WindowClosed
    case.submitted_at = at
    case.save(update_fields=["window", "submitted_at"])
    note(viewer, case, Act.SUBMITTED, at=at)
    if case.entered_by_id:
        sentence = _("“%(matter)s”%(number)s 由%(entrant)s替您代办，已经提交。请看一看；不是您要办的，可以撤回。")
        tell(case, [case.applicant_id], sentence, what="entered", at=at)
    lay_on_desk(case, step=0, at=at)


def _supply(viewer: Viewer, case: Case, at: datetime) -> None:
    """The clock goes on where it rested."""
    days = max(case.days_left or 0, 1)
    case.state = State.TAKEN if case.holder_id else State.WAITING
    case.due_on, case.days_left = add_workdays(local_date(at), days), None
    case.desk_key = f"{case.duty}@{case.desk_id}"
    case.save(update_fields=["state", "due_on", "days_left", "desk_key"])
    note(viewer, case, Act.SUPPLIED, at=at)
    if case.holder_id:
        tell(case, [case.holder_id], _("“%(matter)s”%(number)s 已补充，请继续办。"), what=f"supplied:{at:%F %T}", at=at)
    else:
        tell_desk(case, at=at)


def withdraw(viewer: Viewer, *, case_id: int, at: datetime) -> Case:
    """Take a case back before its end; twice is once. Raises CaseMoved when it has ended, NoSuchCase."""
    found = get_case(viewer, case_id, to="own")
    with transaction.atomic():
        case = locked([found.pk]).get()
        if case.state == State.WITHDRAWN:
            return case
        if not standing.may_withdraw(viewer, case):
            raise CaseMoved
        holder = case.holder_id
        note(viewer, case, Act.WITHDRAWN, at=at)
        close(case, State.WITHDRAWN, by=viewer, at=at)
        tell(case, [holder], _("“%(matter)s”%(number)s 已由本人撤回，不用再办。"), what="withdrawn", at=at)
        if case.submitted_at and case.entered_by_id == viewer.person_id:
            sentence = _("“%(matter)s”%(number)s 由%(entrant)s代您撤回。还要办的，请重新申请或告诉他。")
            tell(case, [case.applicant_id], sentence, what="withdrawn:entered", at=at)
    return case


def close(case: Case, state: State, *, by: Viewer, at: datetime) -> None:
    """The end of a case: it leaves its desk. Within the caller's transaction."""
    case.state, case.desk_key, case.due_on, case.days_left = state, "", None, None
    case.closed_at, case.closed_by_id = at, by.person_id if state != State.WITHDRAWN else None
    columns = ("state", "desk_key", "due_on", "days_left", "closed_at", "closed_by", "expires_on")
    case.save(update_fields=columns)
    matter = case.version.matter.code
    publish(CaseClosed(case_id=case.pk, matter=matter, organisation_id=case.organisation_id, state=state))


def rate(viewer: Viewer, *, case_id: int, stars: int, words: str, at: datetime) -> Case:
    """Evaluate how it was handled, once, at its end: 1 to 5. Raises NotRateable, NoSuchCase."""
    found = get_case(viewer, case_id, to="own")
    with transaction.atomic():
        case = locked([found.pk]).get()
        if not standing.may_rate(viewer, case) or not 1 <= stars <= 5:
            raise NotRateable
        case.rating, case.rating_words = stars, words.strip()[:200]
        case.save(update_fields=["rating", "rating_words"])
        note(viewer, case, Act.RATED, at=at, words=f"{stars} / 5")
    return case


def say(viewer: Viewer, *, case_id: int, words: str, key: UUID, at: datetime) -> None:
    """Words on a case, from who asked or from its desk; the same key again says nothing twice. Raises NoSuchCase."""
    case = get_case(viewer, case_id)
    text = words.strip()[:1000]
    if not text:
        return
    with transaction.atomic():
        message, new = write(viewer, case, text, at=at, key=key)
        if not new:
            return
        note(viewer, case, Act.SAID, at=at, message=message)
        _pass_on(viewer, case, at)


def _pass_on(viewer: Viewer, case: Case, at: datetime) -> None:
    what = f"said:{at:%F %H}"
    if standing.stands_beside(viewer, case):
        people = [case.holder_id] if case.holder_id else []
        tell(case, people, _("“%(matter)s”%(number)s 有一条新留言。"), what=what, at=at)
    else:
        tell_applicant(case, _("您的“%(matter)s”%(number)s 有一条新留言。"), what=what, at=at)


def pause(case: Case, *, at: datetime) -> None:
    """The clock rests while the applicant is asked. Within the caller's transaction."""
    today = local_date(at)
    case.days_left = workdays_left(today, case.due_on or due_after(at, 1))
    case.state, case.desk_key, case.due_on = State.ASKED, "", None
    case.save(update_fields=["state", "desk_key", "due_on", "days_left"])
