"""Entries one by one, a member's time line."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import confidential_codes
from zhibu.ledger.errors import NoSuchEntry
from zhibu.ledger.models import Entry
from zhibu.ledger.rules import Period
from zhibu.members.api import memberships
from zhibu.organisations.api import within

CORRECTORS = ("secretary", "deputy_secretary", "organization_member", "party_affairs")
READERS = (*CORRECTORS, "publicity_member", "discipline_member", "committee_member", "superior")
DISCIPLINE = ("discipline_officer",)
DISCIPLINE_ABOVE = ("discipline_member",)  # counts only when held above the organisation of the fact
STANDING = Q(reverses=None, reversed_by=None)


def entries(viewer: Viewer, *, to: str = "see") -> QuerySet[Entry]:
    """Facts of the organisations that the viewer's posts cover; to see, also those about himself.

    Confidential kinds are there only for the discipline side and, to see, for the person.
    """
    covered = within(viewer.paths(CORRECTORS if to == "correct" else READERS), field="organisation__path")
    scope = (covered & open_kinds()) | _discipline_side(viewer)
    if to == "see" and viewer.person_id:
        scope |= Q(member_id=viewer.person_id)
    found = Entry.objects.filter(scope)
    # Nobody corrects what is written about himself; another officer or the level above does.
    return found.exclude(member_id=viewer.person_id) if to == "correct" and viewer.person_id else found


def open_kinds() -> Q:
    """Facts that are not between a person and the discipline side."""
    return ~Q(kind__in=confidential_codes())


def _discipline_side(viewer: Viewer) -> Q:
    """Confidential facts of the organisations over which the viewer stands for the discipline body."""
    found = within(viewer.paths(DISCIPLINE), field="organisation__path")
    for path in viewer.paths(DISCIPLINE_ABOVE):
        found |= Q(organisation__path__startswith=path) & ~Q(organisation__path=path)
    return found & Q(kind__in=confidential_codes())


def may_correct(viewer: Viewer, entry: Entry) -> bool:
    """Whether the viewer may correct it: it stands, and `get_entry(to="correct")` would give it."""
    return stands(entry) and entries(viewer, to="correct").filter(pk=entry.pk).exists()


def get_entry(viewer: Viewer, pk: int, *, to: str = "see") -> Entry:
    """One entry with what corrects it and what it corrects, or NoSuchEntry alike for missing and forbidden."""
    beside = ("member", "organisation", "reversed_by", "reverses")
    found = entries(viewer, to=to).select_related(*beside).filter(pk=pk).first()
    if found is None:
        raise NoSuchEntry
    return found


def time_line(viewer: Viewer, person_id: int) -> QuerySet[Entry]:
    """A member's facts, newest first; empty when the viewer may not see him. See `entries` for confidential ones."""
    mine = Entry.objects.filter(member_id=person_id)
    if viewer.person_id != person_id:
        seen = memberships(viewer).filter(person_id=person_id).exists()
        mine = mine.filter(open_kinds() | _discipline_side(viewer)) if seen else Entry.objects.none()
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
