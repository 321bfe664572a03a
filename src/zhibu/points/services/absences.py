"""Who is measured how: absent by right, left out by decision."""

from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person
from zhibu.points.enums import AbsenceGround, ExclusionGround
from zhibu.points.errors import ReasonMissing
from zhibu.points.models import Absence, Exclusion
from zhibu.points.queries.schemes import get_scheme


def record_absence(
    viewer: Viewer, *, person_id: int, year: int, quarter: int, ground: AbsenceGround, decision: str, at: datetime
) -> Absence:
    """Make a quarter neutral for a member; once a quarter, the first record stands."""
    person = get_person(viewer, person_id, to="manage")
    if not decision.strip():
        raise ReasonMissing
    with transaction.atomic():
        absence, created = Absence.objects.get_or_create(
            person=person, year=year, quarter=quarter,
            defaults={"ground": ground, "decision": decision.strip(), "recorded_by": viewer.name, "recorded_at": at},
        )  # fmt: skip
        if created:
            audit(viewer, action="points.absence_recorded", subject=f"person:{person_id}", at=at, quarter=quarter)
    return absence


def exclude(
    viewer: Viewer, *, scheme_id: int, person_id: int, ground: ExclusionGround, decision: str, at: datetime
) -> Exclusion:
    """Leave a member out of a scheme by decision of the branch."""
    person = get_person(viewer, person_id, to="manage")
    scheme = get_scheme(viewer, scheme_id)
    if not decision.strip():
        raise ReasonMissing
    with transaction.atomic():
        exclusion, created = Exclusion.objects.get_or_create(
            scheme=scheme, person=person,
            defaults={"ground": ground, "decision": decision.strip(), "recorded_by": viewer.name, "recorded_at": at},
        )  # fmt: skip
        if created:
            audit(viewer, action="points.person_excluded", subject=f"person:{person_id}", at=at, scheme=scheme_id)
    return exclusion
