"""A relation on its way between two organisations, and somebody who comes with a letter."""

from datetime import date, datetime
from typing import Unpack

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Status
from zhibu.members.errors import NotInThisState
from zhibu.members.models import Membership, Person, Reveal
from zhibu.members.models.person import citizen_id_index
from zhibu.members.queries import memberships
from zhibu.members.queries.records import person_in_charge
from zhibu.members.rules.particulars import Details
from zhibu.members.services.membership import transfer_in
from zhibu.members.services.records import checked, new_person


def set_out(viewer: Viewer, *, person_id: int, at: datetime) -> Membership:
    """The relation is on its way to another organisation; the member is still on this roll (rules.md 2.5, 6.4)."""
    return _turn(viewer, person_id, Status.NORMAL, Status.IN_TRANSIT, at)


def come_back(viewer: Viewer, *, person_id: int, at: datetime) -> Membership:
    """It did not go after all."""
    return _turn(viewer, person_id, Status.IN_TRANSIT, Status.NORMAL, at)


def _turn(viewer: Viewer, person_id: int, before: Status, after: Status, at: datetime) -> Membership:
    """From one status to another; again changes nothing. Raises NotInThisState."""
    with transaction.atomic():
        rows = memberships(viewer, to="manage").select_for_update(of=("self",))
        membership = rows.filter(person_id=person_id).first()
        if membership is None or membership.status not in (before, after):
            raise NotInThisState
        if membership.status == before:
            membership.status = after
            membership.save(update_fields=["status"])
            audit(viewer, action=f"membership.{after}", subject=f"person:{person_id}", at=at)
    return membership


def mark_mobile(viewer: Viewer, *, person_id: int, flow_to: str, at: datetime) -> Membership:
    """Away to a place while the relation stays (items 15 and 16 of the national form); "" for back again."""
    with transaction.atomic():
        rows = memberships(viewer, to="manage").select_for_update(of=("self",))
        membership = rows.filter(person_id=person_id).first()
        if membership is None:
            raise NotInThisState
        membership.is_mobile, membership.flow_to = bool(flow_to), flow_to
        membership.save(update_fields=["is_mobile", "flow_to"])
        audit(viewer, action="membership.mobile", subject=f"person:{person_id}", at=at, after=flow_to)
    return membership


def receive_member(
    viewer: Viewer,
    *,
    branch_id: int,
    came_from: str,
    joined_on: date,
    full_on: date | None = None,
    received_on: date,
    document: str,
    at: datetime,
    **details: Unpack[Details],
) -> Person:
    """Somebody comes from outside the tree: found by his citizen number, entered anew when he is not held here.

    What is held already stays as it is. Raises NotInThisState for a member of ours, WrongParticulars, NotABranch.
    """
    values = checked(details, today=local_date(at))
    with transaction.atomic():
        index = citizen_id_index(values.get("citizen_id", ""))
        held = Person.objects.filter(citizen_id_index=index).first() if index else None
        person = held or new_person(values, at=at)
        transfer_in(
            viewer, person_id=person.pk, branch_id=branch_id, came_from=came_from, joined_on=joined_on,
            full_on=full_on, received_on=received_on, document=document, at=at,
        )  # fmt: skip
    return person


def open_for_paper(viewer: Viewer, *, person_id: int, paper: str, at: datetime) -> Person:
    """A person with his citizen number, for a document that must show it; it is written down as a look."""
    person = person_in_charge(viewer, person_id, to="manage")
    with transaction.atomic():
        Reveal.objects.create(
            person=person, field="citizen_id", looked_by=viewer.name, looked_by_id=viewer.person_id, reason=paper, at=at
        )
        subject = f"person:{person_id}"
        audit(viewer, action="person.reveal", subject=subject, at=at, reason=paper, field="citizen_id")
    return person
