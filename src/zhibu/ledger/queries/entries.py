"""Entries one by one, a member's time line."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.errors import NoSuchEntry
from zhibu.ledger.models import Entry
from zhibu.ledger.rules import Period
from zhibu.members.api import memberships
from zhibu.organisations.api import within

CORRECTORS = ("secretary", "deputy_secretary", "organization_member", "party_affairs")
READERS = (*CORRECTORS, "publicity_member", "discipline_member", "committee_member", "superior")
STANDING = Q(reverses=None, reversed_by=None)


def entries(viewer: Viewer, *, to: str = "see") -> QuerySet[Entry]:
    """Facts of the organisations that the viewer's posts cover; to see, also those about himself."""
    scope = within(viewer.paths(CORRECTORS if to == "correct" else READERS), field="organisation__path")
    if to == "see" and viewer.person_id:
        scope |= Q(member_id=viewer.person_id)
    return Entry.objects.filter(scope)


def get_entry(viewer: Viewer, pk: int, *, to: str = "see") -> Entry:
    """One entry with what corrects it and what it corrects, or NoSuchEntry alike for missing and forbidden."""
    beside = ("member", "organisation", "reversed_by", "reverses")
    found = entries(viewer, to=to).select_related(*beside).filter(pk=pk).first()
    if found is None:
        raise NoSuchEntry
    return found


def time_line(viewer: Viewer, person_id: int) -> QuerySet[Entry]:
    """A member's facts, newest first; empty when the viewer may not see him."""
    seen = viewer.person_id == person_id or memberships(viewer).filter(person_id=person_id).exists()
    mine = Entry.objects.filter(member_id=person_id) if seen else Entry.objects.none()
    return mine.select_related("organisation", "reversed_by", "reverses").order_by("-occurred_at", "-pk")


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a kind of fact stands in somebody's time line."""

    label: str
    facts: int
    amount: str


def tally(viewer: Viewer, person_id: int, *, period: Period) -> list[Tally]:
    """A member's standing facts by kind, the most frequent first."""
    inside = Q(occurred_at__gte=period.start, occurred_at__lt=period.end)
    rows = time_line(viewer, person_id).filter(inside & STANDING).order_by().values("kind")
    counted = rows.annotate(facts=Count("pk"), quantity=Sum("quantity")).order_by("-facts", "kind")
    sums = ((Entry(kind=row["kind"], quantity=row["quantity"]), row["facts"]) for row in counted)
    return [Tally(total.label, facts, total.amount) for total, facts in sums]


def stands(entry: Entry) -> bool:
    """Whether neither a correction nor something corrected."""
    return entry.reverses_id is None and entry.correction is None
