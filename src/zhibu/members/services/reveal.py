"""Opening sealed fields: logged each time, with a reason when it is somebody else's (rules.md 10.2)."""

from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer
from zhibu.members.errors import ReasonNeeded
from zhibu.members.models import Person, Reveal
from zhibu.members.queries.records import own_person, person_in_charge
from zhibu.members.rules.particulars import SEALED


def reveal(viewer: Viewer, *, person_id: int, field: str, reason: str, at: datetime) -> str:
    """The clear value of another person's sealed field. Raises ReasonNeeded, NoSuchPerson."""
    person = person_in_charge(viewer, person_id, to="manage")
    if not reason.strip():
        raise ReasonNeeded
    return _open(viewer, person, field=field, reason=reason.strip(), at=at)


def reveal_own(viewer: Viewer, *, field: str, at: datetime) -> str:
    """The clear value of one's own sealed field."""
    return _open(viewer, own_person(viewer), field=field, reason="", at=at)


def _open(viewer: Viewer, person: Person, *, field: str, reason: str, at: datetime) -> str:
    if field not in SEALED:
        raise NotFound
    with transaction.atomic():
        Reveal.objects.create(
            person=person, field=field, looked_by=viewer.name, looked_by_id=viewer.person_id, reason=reason, at=at
        )
        audit(viewer, action="person.reveal", subject=f"person:{person.pk}", at=at, reason=reason, field=field)
    return str(getattr(person, field))
