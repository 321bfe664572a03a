"""Reads from the ledger, each with its viewer."""

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry
from zhibu.members.api import memberships
from zhibu.organisations.api import within

READERS = (
    "secretary", "deputy_secretary", "organization_member", "publicity_member", "discipline_member",
    "committee_member", "party_affairs", "superior",
)  # fmt: skip


def entries(viewer: Viewer) -> QuerySet[Entry]:
    """Facts about the viewer himself and about the organisations that his roles cover."""
    scope = within(viewer.paths(READERS), field="organisation__path")
    if viewer.person_id:
        scope |= Q(member_id=viewer.person_id)
    return Entry.objects.filter(scope)


def time_line(viewer: Viewer, person_id: int) -> QuerySet[Entry]:
    """A member's facts, newest first; empty when the viewer may not see him."""
    seen = memberships(viewer).filter(person_id=person_id).exists() or viewer.person_id == person_id
    mine = Entry.objects.filter(member_id=person_id) if seen else Entry.objects.none()
    return mine.select_related("organisation", "reversed_by", "reverses").order_by("-occurred_at", "-pk")
