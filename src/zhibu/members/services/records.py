"""Entering people and changing what is held on them."""

from datetime import date, datetime
from typing import Any, Unpack, cast

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import NotFound
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, MembershipChange
from zhibu.members.errors import AlreadyHeld, NotABranch, WrongParticulars
from zhibu.members.events import MemberAdmitted
from zhibu.members.models import Membership, MembershipEvent, Person
from zhibu.members.models.person import citizen_id_index
from zhibu.members.queries import get_person
from zhibu.members.queries.people import covers_employees
from zhibu.members.rules.citizen_id import mask
from zhibu.members.rules.particulars import SEALED, Details, date_faults, faults, normalised
from zhibu.organisations.api import get_organisation
from zhibu.organisations.enums import BRANCH_KINDS, State


def create_member(
    viewer: Viewer,
    *,
    branch_id: int,
    category: str,
    joined_on: date,
    full_on: date | None = None,
    joining_kind: str = "",
    joining_branch: str = "",
    at: datetime,
    **details: Unpack[Details],
) -> Person:
    """Enter somebody who is a member already, with the dated events of his admission and conversion.

    Raises WrongParticulars, AlreadyHeld, NotABranch, NoSuchOrganisation.
    """
    today = local_date(at)
    branch_id = managed_branch(viewer, branch_id)
    values = checked(details, today=today)
    check_dates(category, joined_on, full_on, values.get("birth_date"), today=today)
    with transaction.atomic():
        person = new_person(values, at=at)
        Membership.objects.create(
            person=person, branch_id=branch_id, category=category, joined_on=joined_on, full_on=full_on,
            joining_kind=joining_kind, joining_branch=joining_branch, registered_on=today,
        )  # fmt: skip
        _note_past(viewer, person, branch_id=branch_id, joined_on=joined_on, full_on=full_on, at=at)
        audit(viewer, action="member.create", subject=f"person:{person.pk}", at=at, branch=branch_id)
        publish(MemberAdmitted(person_id=person.pk, branch_id=branch_id, joined_on=joined_on.isoformat()))
    return person


def _note_past(
    viewer: Viewer, person: Person, *, branch_id: int, joined_on: date, full_on: date | None, at: datetime
) -> None:
    days = [(MembershipChange.ADMITTED, joined_on), (MembershipChange.CONVERTED, full_on)]
    MembershipEvent.objects.bulk_create(
        MembershipEvent(
            person=person, change=change, happened_on=day, to_branch_id=branch_id,
            recorded_by=viewer.name, recorded_at=at,
        )
        for change, day in days
        if day
    )  # fmt: skip


def create_employee(viewer: Viewer, *, at: datetime, **details: Unpack[Details]) -> Person:
    """Enter somebody who is not a member. For party-affairs staff. Raises WrongParticulars, AlreadyHeld."""
    if not covers_employees(viewer):
        raise NotFound
    values = checked(details, today=local_date(at))
    with transaction.atomic():
        person = new_person(values, at=at)
        audit(viewer, action="employee.create", subject=f"person:{person.pk}", at=at)
    return person


def change_person(viewer: Viewer, *, person_id: int, at: datetime, **details: Unpack[Details]) -> Person:
    """Change what is held on a person; fields left out stay. Raises WrongParticulars, AlreadyHeld, NoSuchPerson."""
    with transaction.atomic():
        person = get_person(viewer, person_id, to="manage")
        return apply_details(viewer, person_id=person.pk, details=details, at=at)


def apply_details(
    viewer: Viewer, *, person_id: int, details: Details, at: datetime, action: str = "person.change"
) -> Person:
    """Write details of a person whom the caller has authorised; the audit log names fields, never class A values."""
    person = Person.objects.select_for_update().get(pk=person_id)
    values = _agreeing(person, details, today=local_date(at))
    changed = sorted(name for name, value in values.items() if getattr(person, name) != value)
    if changed:
        before = {name: str(getattr(person, name)) for name in changed if name not in SEALED}
        _write(person, {name: values[name] for name in changed} | {"updated_at": at})
        after = {name: str(getattr(person, name)) for name in before}
        audit(
            viewer, action=action, subject=f"person:{person.pk}", at=at, fields=changed, before=before, after=after
        )  # fmt: skip
    return person


def _agreeing(person: Person, details: Details, *, today: date) -> dict[str, Any]:
    """Details checked together with what is held beside them: sex and number must agree."""
    beside: Details = {"citizen_id": person.citizen_id, "sex": person.sex, "birth_date": person.birth_date}
    if "citizen_id" not in details and "sex" not in details:
        return checked(details, today=today)
    return checked(cast("Details", {**beside, **details}), today=today)


def checked(details: Details, *, today: date) -> dict[str, Any]:
    """Details in the forms that are stored. Raises WrongParticulars."""
    values = normalised(details, today=today)
    if found := faults(values, today=today):
        raise WrongParticulars(found)
    return cast("dict[str, Any]", values)


def check_dates(category: str, joined_on: date, full_on: date | None, birth_date: date | None, *, today: date) -> None:
    """Dates of a membership must fit each other. Raises WrongParticulars."""
    if found := date_faults(
        category=Category(category), joined_on=joined_on, full_on=full_on, birth_date=birth_date, today=today
    ):
        raise WrongParticulars(found)


def managed_branch(viewer: Viewer, branch_id: int) -> int:
    """The id of a living branch that the viewer manages. Raises NoSuchOrganisation, NotABranch."""
    branch = get_organisation(viewer, branch_id, to="manage")
    if branch.kind not in BRANCH_KINDS or branch.state != State.ACTIVE:
        raise NotABranch
    return int(branch.pk)


def new_person(values: dict[str, Any], *, at: datetime) -> Person:
    """A person of checked details. Raises WrongParticulars without a name, AlreadyHeld."""
    if not values.get("name"):
        raise WrongParticulars(faults({"name": ""}, today=local_date(at)))
    person = Person(created_at=at, updated_at=at)
    _write(person, values)
    return person


def _write(person: Person, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    if "citizen_id" in values:
        person.citizen_id_index = citizen_id_index(person.citizen_id)
        person.citizen_id_mask = mask(person.citizen_id)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as held:
        raise AlreadyHeld from held
