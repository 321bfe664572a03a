"""Writing a change into an organisation's history and the audit log."""

from datetime import date, datetime

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import LIVING, Change
from zhibu.organisations.errors import DocumentNeeded, ElectionInFuture, NotLiving
from zhibu.organisations.events import OrganisationChanged
from zhibu.organisations.models import Organisation, OrganisationEvent
from zhibu.organisations.queries import get_organisation


def locked(viewer: Viewer, pk: int, *, to: str = "shape") -> Organisation:
    """A living organisation for a change, held until the transaction ends. Raises NoSuchOrganisation, NotLiving."""
    get_organisation(viewer, pk, to=to)
    organisation: Organisation = Organisation.objects.select_for_update().get(pk=pk)
    if organisation.state not in (*LIVING, "draft", "applied", "approved"):
        raise NotLiving
    return organisation


def need_document(document: str) -> None:
    """A decision stands on paper."""
    if not document.strip():
        raise DocumentNeeded


def need_past(day: date, at: datetime) -> None:
    """Only what has happened is recorded."""
    if day > local_date(at):
        raise ElectionInFuture


def write(
    viewer: Viewer, organisation: Organisation, change: Change, *, at: datetime, happened_on: date,
    before: str = "", after: str = "", document: str = "",
) -> None:  # fmt: skip
    """One row of history, one of audit, and the word to whoever follows the tree."""
    OrganisationEvent.objects.create(
        organisation=organisation, change=change, happened_on=happened_on, before=before, after=after,
        document=document.strip(), recorded_by=viewer.name, recorded_at=at,
    )  # fmt: skip
    record(
        viewer, action=f"organisation.{change}", subject=f"organisation:{organisation.pk}", at=at,
        before=before, after=after, document=document.strip(), happened_on=str(happened_on),
    )  # fmt: skip
    publish(OrganisationChanged(organisation_id=organisation.pk, change=str(change)))
