"""Asking for a correction of one's record, and answering it within 15 working days (rules.md 10.1)."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.calendar import add_workdays
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import NotFound
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import CorrectionState
from zhibu.members.errors import CorrectionClosed, CorrectionWaiting, ReasonNeeded
from zhibu.members.events import CorrectionAnswered
from zhibu.members.models import Correction, Person
from zhibu.members.queries.corrections import get_correction
from zhibu.members.queries.records import membership_of, own_person
from zhibu.members.rules.particulars import Details
from zhibu.members.rules.record import CORRECTABLE, DATES_OF_MEMBERSHIP, text_of, value_of
from zhibu.members.services.membership import correct_dates
from zhibu.members.services.records import apply_details, check_dates, checked

ANSWER_WORKDAYS = 15


def ask(viewer: Viewer, *, field: str, proposed: object, reason: str, key: UUID, at: datetime) -> Correction:
    """Ask that one field of one's own record be corrected. The same `key` again gives the request that is there.

    Raises WrongParticulars for a value that cannot be right, CorrectionWaiting, ReasonNeeded.
    """
    person = own_person(viewer)
    if there := Correction.objects.filter(key=key, person=person).first():
        return there
    if field not in CORRECTABLE or (field in DATES_OF_MEMBERSHIP and membership_of(person) is None):
        raise NotFound
    if not reason.strip():
        raise ReasonNeeded
    value = _possible(person, field, proposed, today=local_date(at))
    return _write(viewer, person, field=field, value=value, reason=reason.strip(), key=key, at=at)


def _write(
    viewer: Viewer, person: Person, *, field: str, value: object, reason: str, key: UUID, at: datetime
) -> Correction:
    try:
        with transaction.atomic():
            asked = Correction.objects.create(
                key=key, person=person, field=field, before=_held(person, field), proposed=text_of(value),
                reason=reason, asked_at=at, due_on=add_workdays(local_date(at), ANSWER_WORKDAYS),
            )  # fmt: skip
            audit(viewer, action="correction.ask", subject=f"person:{person.pk}", at=at, field=field)
    except IntegrityError as waiting:
        raise CorrectionWaiting from waiting
    return asked


def _held(person: Person, field: str) -> str:
    return text_of(getattr(membership_of(person) if field in DATES_OF_MEMBERSHIP else person, field))


def _possible(person: Person, field: str, proposed: object, *, today: date) -> object:
    held = membership_of(person)
    if held is not None and field in DATES_OF_MEMBERSHIP:
        days: dict[str, Any] = {"joined_on": held.joined_on, "full_on": held.full_on, field: proposed}
        check_dates(held.category, **days, birth_date=person.birth_date, today=today)
        return proposed
    beside = {"citizen_id": person.citizen_id, "sex": person.sex, "birth_date": person.birth_date}
    beside = beside if field in {"citizen_id", "sex"} else {}
    return checked(cast("Details", {**beside, field: proposed}), today=today)[field]


def withdraw(viewer: Viewer, *, correction_id: int, at: datetime) -> Correction:
    """Take back one's own request; a second time changes nothing. Raises CorrectionClosed, NotFound."""
    with transaction.atomic():
        asked = _locked(get_correction(viewer, correction_id, to="own").pk)
        if asked.state == CorrectionState.WITHDRAWN:
            return asked
        _must_wait(asked)
        asked.state = CorrectionState.WITHDRAWN
        asked.save(update_fields=["state"])
        audit(viewer, action="correction.withdraw", subject=f"person:{asked.person_id}", at=at, field=asked.field)
    return asked


def answer(viewer: Viewer, *, correction_id: int, accept: bool, answer: str = "", at: datetime) -> Correction:
    """Correct the record as asked, or say why not. Raises CorrectionClosed, ReasonNeeded, what the change raises."""
    if not accept and not answer.strip():
        raise ReasonNeeded
    with transaction.atomic():
        asked = _locked(get_correction(viewer, correction_id).pk)
        _must_wait(asked)
        if accept:
            _apply(viewer, asked, at=at)
        asked.state = CorrectionState.ACCEPTED if accept else CorrectionState.DECLINED
        asked.answer, asked.answered_by, asked.answered_at = answer.strip(), viewer.name, at
        asked.save()
        audit(
            viewer, action=f"correction.{asked.state}", subject=f"person:{asked.person_id}", at=at,
            reason=asked.answer, field=asked.field,
        )  # fmt: skip
        publish(
            CorrectionAnswered(
                correction_id=asked.pk, person_id=asked.person_id, accepted=accept, field=asked.field,
                answered_by=viewer.name, answered_by_id=viewer.person_id,
            )
        )  # fmt: skip
    return asked


def _apply(viewer: Viewer, asked: Correction, *, at: datetime) -> None:
    value = {asked.field: value_of(asked.field, asked.proposed)}
    if asked.field in DATES_OF_MEMBERSHIP:
        days = cast("dict[str, date]", value)
        correct_dates(viewer, person_id=asked.person_id, reason=asked.reason, at=at, **days)
    else:
        apply_details(viewer, person_id=asked.person_id, details=cast("Details", value), at=at)


def _locked(pk: int) -> Correction:
    return Correction.objects.select_for_update().get(pk=pk)


def _must_wait(asked: Correction) -> None:
    if asked.state != CorrectionState.WAITING:
        raise CorrectionClosed
