"""Mass organisations and working bodies beside a committee (inventory row 86)."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import COMMITTEE_KINDS, BodyKind, Change
from zhibu.organisations.errors import BodyExists, NotACommittee
from zhibu.organisations.models import AffiliatedBody
from zhibu.organisations.queries import get_body
from zhibu.organisations.services.history import locked, write


@transaction.atomic
def found_body(
    viewer: Viewer, *, committee_id: int, kind: BodyKind, name: str, founded_on: date, at: datetime,
    elected_on: date | None = None, term_years: int | None = None,
) -> AffiliatedBody:  # fmt: skip
    """Register a body of a committee. Raises NotACommittee, BodyExists."""
    committee = locked(viewer, committee_id, to="manage")
    if committee.kind not in COMMITTEE_KINDS:
        raise NotACommittee
    try:
        with transaction.atomic():
            body = AffiliatedBody.objects.create(
                committee=committee, kind=kind, name=name.strip(), founded_on=founded_on, elected_on=elected_on,
                term_years=term_years,
            )  # fmt: skip
    except IntegrityError as error:
        raise BodyExists from error
    write(viewer, committee, Change.BODY_FOUNDED, at=at, happened_on=founded_on, after=body.name)
    return body


@transaction.atomic
def dissolve_body(viewer: Viewer, *, body_id: int, dissolved_on: date, at: datetime, document: str = "") -> None:
    """Close a body; it stays in the history. Closing it again changes nothing."""
    body = get_body(viewer, body_id)
    if AffiliatedBody.objects.filter(pk=body.pk, dissolved_on=None).update(dissolved_on=dissolved_on):
        change: dict[str, Any] = {"happened_on": dissolved_on, "before": body.name, "document": document}
        write(viewer, body.committee, Change.BODY_DISSOLVED, at=at, **change)
