"""Booking a visit, giving it back, calling it off, and forgetting who came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime
from zhibu.venues.enums import VisitState
from zhibu.venues.errors import ContactNeeded, NoSuchVisit, ReasonNeeded, SlotFull, SlotOver, TooManyPeople, VisitOver
from zhibu.venues.models import Slot, Visit
from zhibu.venues.queries.venues import get_slot
from zhibu.venues.queries.visits import code_index, get_visit, visit_by_code
from zhibu.venues.rules import erase_on, is_phone, new_code
from zhibu.venues.services.pace import check_bookings
from zhibu.venues.services.telling import tell_called_off, tell_guide_gone


@dataclass(frozen=True, slots=True)
class Contact:
    """What a visitor leaves: how to call him, and for a group its name and a phone number."""

    name: str = ""
    phone: str = ""
    group_name: str = ""


def book_visit(
    viewer: Viewer, *, key: UUID, slot_id: int, people: int, contact: Contact, at: datetime, is_group: bool = False,
    wants_guide: bool = False, address: str | None = None,
) -> Visit:  # fmt: skip
    """Book places of a slot, with or without an account. The same `key` again is the same visit.

    Raises SlotOver, SlotFull, TooManyPeople, ContactNeeded, and for strangers TooManyBookings.
    """
    if there := Visit.objects.filter(key=key).select_related("venue").first():
        return there
    slot = get_slot(viewer, slot_id, at=at)
    _refuse(viewer, slot, people, contact, is_group, at)
    if viewer.is_anonymous:
        check_bookings(address)
    try:
        with transaction.atomic():
            _take(slot, people)
            visit = _visit(viewer, slot, key, people, contact, at, is_group=is_group, wants_guide=wants_guide)
            realtime.publish(slot.venue.topic)
    except IntegrityError:  # a second tap that was as fast as the first
        return Visit.objects.get(key=key)
    return visit


def _refuse(viewer: Viewer, slot: Slot, people: int, contact: Contact, is_group: bool, at: datetime) -> None:
    last = at + timedelta(days=slot.venue.days_ahead)
    if not slot.is_open or not slot.venue.is_open or slot.starts_at <= at or slot.starts_at > last:
        raise SlotOver
    if people < 1 or people > slot.capacity:
        raise SlotFull
    if people > slot.venue.most_guests and not is_group:
        raise TooManyPeople
    nameless = viewer.is_anonymous and not contact.name.strip()
    unreachable = viewer.is_anonymous and is_group and not is_phone(contact.phone)
    if nameless or unreachable or (is_group and not contact.group_name.strip()):
        raise ContactNeeded


def _take(slot: Slot, people: int) -> None:
    """One statement: the places are there or they are not."""
    free = Slot.objects.filter(pk=slot.pk, is_open=True, taken__lte=F("capacity") - people)
    if not free.update(taken=F("taken") + people):
        raise SlotFull


def _visit(viewer: Viewer, slot: Slot, key: UUID, people: int, contact: Contact, at: datetime, **wishes: bool) -> Visit:
    code, stranger = new_code(), viewer.is_anonymous
    return Visit.objects.create(
        key=key, venue=slot.venue, slot=slot, starts_at=slot.starts_at, people=people, person_id=viewer.person_id,
        contact_name=contact.name.strip()[:20] if stranger else "", made_at=at,
        contact_phone=contact.phone.strip() if stranger else "", group_name=contact.group_name.strip()[:60],
        code=code, code_index=code_index(code), erase_on=erase_on(local_date(slot.starts_at)), **wishes,
    )  # fmt: skip


def cancel_visit(viewer: Viewer, *, code: str, at: datetime) -> Visit:
    """Whoever has the code gives the places back; again is the same. Raises NoSuchVisit, VisitOver."""
    found = visit_by_code(code)
    with transaction.atomic():
        visit = _locked(found.pk)
        if visit.state == VisitState.CANCELLED:
            return visit
        if visit.state != VisitState.BOOKED or visit.slot.ends_at <= at:
            raise VisitOver
        _end(visit, VisitState.CANCELLED, "")
        # nobody has to call whoever does not come
        Visit.objects.filter(pk=visit.pk).update(contact_name="", contact_phone="", group_name="")
        tell_guide_gone(viewer, visit, at=at)
        realtime.publish(visit.venue.topic)
    return visit


def _locked(pk: int) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("venue", "slot").get(pk=pk)


def _end(visit: Visit, state: VisitState, reason: str) -> None:
    visit.state, visit.reason = state, reason
    visit.save(update_fields=["state", "reason"])
    Slot.objects.filter(pk=visit.slot_id).update(taken=F("taken") - visit.people)


def call_off(viewer: Viewer, *, visit_id: int, reason: str, at: datetime) -> Visit:
    """The hall cancels one visit and says why; again is the same. Raises ReasonNeeded, VisitOver."""
    found = get_visit(viewer, visit_id)
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        visit = _locked(found.pk)
        if visit.state == VisitState.CALLED_OFF:
            return visit
        if visit.state != VisitState.BOOKED:
            raise VisitOver
        _end(visit, VisitState.CALLED_OFF, reason.strip()[:100])
        tell_called_off(viewer, visit, at=at)
        audit(viewer, action="venues.called_off", subject=f"visit:{visit.pk}", at=at, reason=visit.reason)
        realtime.publish(visit.venue.topic)
    return visit


def read_contact(viewer: Viewer, *, visit_id: int, reason: str, at: datetime) -> Visit:
    """The visitor's name and phone number for whoever serves the hall; each look is in the audit log.

    Raises ReasonNeeded, NoSuchVisit once they are erased.
    """
    visit = get_visit(viewer, visit_id)
    if not reason.strip():
        raise ReasonNeeded
    if visit.erased_at:
        raise NoSuchVisit
    audit(viewer, action="venues.contact_read", subject=f"visit:{visit.pk}", at=at, reason=reason.strip()[:100])
    return visit


def erase_due(*, at: datetime) -> int:
    """Forget names, phone numbers and who booked, once their day has come; numbers of people stay."""
    due = Visit.objects.filter(erased_at=None, erase_on__lte=local_date(at))
    return due.update(contact_name="", contact_phone="", group_name="", person=None, erased_at=at)
