"""The record book (记录本) of an organisation for a period: activities with the people in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry
from zhibu.ledger.queries.entries import CORRECTORS, READERS, open_kinds
from zhibu.ledger.rules import Period
from zhibu.organisations.api import get_organisation, organisations, within
from zhibu.organisations.errors import NoSuchOrganisation

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation

GROUPS_A_PAGE = 20


@dataclass(slots=True)
class Group:
    """One activity, or one kind of fact on one day."""

    day: date
    kind: str
    title: str
    url: str
    lines: list[Entry] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The kind as people call it."""
        return Entry(kind=self.kind).label

    @property
    def standing(self) -> list[Entry]:
        """The lines that nothing has corrected."""
        return [line for line in self.lines if line.correction is None]

    @property
    def people(self) -> int:
        """How many people are in it, corrected lines left out."""
        return len({line.member_id for line in self.standing})

    @property
    def late(self) -> int:
        """How many of the lines were entered on a later day."""
        return sum(line.delay_days > 0 for line in self.standing)


def get_book_organisation(viewer: Viewer, pk: int, *, to: str = "see") -> "Organisation":
    """The organisation whose book the viewer's post opens; NoSuchOrganisation for everybody else."""
    organisation = get_organisation(viewer, pk)
    if not viewer.holds(CORRECTORS if to == "correct" else READERS, organisation.path):
        raise NoSuchOrganisation
    return organisation


def books(viewer: Viewer) -> "QuerySet[Organisation]":
    """Organisations whose books the viewer may open, in tree order."""
    return organisations(viewer).filter(within(viewer.paths(READERS))).order_by("path")


def book(path: str, period: Period) -> QuerySet[Entry]:
    """Entries of the subtree at `path`, oldest first; reversals come beside what they correct, not as lines.

    A book is filed and passed on, so confidential facts are in nobody's.
    """
    inside = Q(organisation__path__startswith=path, occurred_at__gte=period.start, occurred_at__lt=period.end)
    lines = Entry.objects.filter(inside & open_kinds(), reverses=None).select_related(
        "member", "organisation", "reversed_by"
    )
    return lines.order_by("occurred_at", "kind", "title", "url", "member__name", "pk")


def groups(entries: Iterable[Entry]) -> Iterator[Group]:
    """Lines in the order of the book, gathered by activity."""
    for (day, kind, title, url), lines in groupby(sorted(entries, key=_key), _key):
        yield Group(day, kind, title, url, list(lines))


def _key(entry: Entry) -> tuple[date, str, str, str]:
    return (local_date(entry.occurred_at), entry.kind, entry.title, entry.url)


def book_page(path: str, period: Period, *, page: str | None) -> Page[Group]:
    """One page of the book, newest activity first: two queries however long the book is."""
    day, columns = TruncDate("occurred_at", tzinfo=SHANGHAI), ("day", "kind", "title", "url")
    heads = book(path, period).order_by().annotate(day=day).values_list(*columns).distinct()
    found = Paginator([Group(*head) for head in heads.order_by("-day", *columns[1:])], GROUPS_A_PAGE).get_page(page)
    _fill(path, list(found.object_list))
    return found


def _fill(path: str, heads: list[Group]) -> None:
    if not heads:
        return
    days = Period(min(head.day for head in heads), max(head.day for head in heads))
    wanted = {(head.day, head.kind, head.title, head.url): head for head in heads}
    for entry in book(path, days).filter(kind__in={head.kind for head in heads}):
        if head := wanted.get(_key(entry)):
            head.lines.append(entry)
