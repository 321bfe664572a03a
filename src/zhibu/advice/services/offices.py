"""Setting offices up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhibu.advice.errors import NoSuchOffice
from zhibu.advice.models import Office, Officer
from zhibu.advice.queries.offices import get_office, homes
from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer


def found_office(
    viewer: Viewer, *, key: UUID, organisation_id: int, name: str, answer_days: int, at: datetime, about: str = ""
) -> Office:
    """Set up an office that answers within so many working days. The same `key` again is the same.

    Raises NoSuchOffice where the viewer may not.
    """
    if organisation_id not in dict(homes(viewer)):
        raise NoSuchOffice
    with transaction.atomic():
        office, created = Office.objects.get_or_create(
            key=key,
            defaults={
                "organisation_id": organisation_id, "name": name.strip(), "about": about.strip(),
                "answer_days": answer_days, "created_by_name": viewer.name, "created_at": at,
            },
        )  # fmt: skip
        if created:
            audit(viewer, action="advice.office_changed", subject=f"advice-office:{office.pk}", at=at)
    return office


def change_office(viewer: Viewer, *, office_id: int, at: datetime, **what: Any) -> Office:
    """Change its name, what it is for, its days, or whether it takes advice."""
    office = get_office(viewer, office_id, to="manage")
    with transaction.atomic():
        for name, value in what.items():
            setattr(office, name, value)
        office.save(update_fields=list(what))
        audit(viewer, action="advice.office_changed", subject=f"advice-office:{office.pk}", at=at, fields=sorted(what))
    return office


def name_officer(viewer: Viewer, *, office_id: int, person_id: int, at: datetime) -> Officer:
    """Name somebody who answers; again is the same."""
    office = get_office(viewer, office_id, to="manage")
    with transaction.atomic():
        officer, created = Officer.objects.get_or_create(
            office=office, person_id=person_id, defaults={"named_by_name": viewer.name, "named_at": at}
        )
        if created:
            subject = f"advice-office:{office.pk}"
            audit(viewer, action="advice.office_changed", subject=subject, at=at, person=person_id)
    return officer


def release_officer(viewer: Viewer, *, office_id: int, officer_id: int, at: datetime) -> None:
    """Somebody no longer answers for it."""
    office = get_office(viewer, office_id, to="manage")
    with transaction.atomic():
        if office.officers.filter(pk=officer_id).delete()[0]:
            subject = f"advice-office:{office.pk}"
            audit(viewer, action="advice.office_changed", subject=subject, at=at, fields=["officers"])
