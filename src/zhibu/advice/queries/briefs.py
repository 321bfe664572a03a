"""Briefs: published ones for everybody, drafts for those who manage."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from zhibu.advice.enums import BriefState
from zhibu.advice.errors import NoSuchBrief
from zhibu.advice.models import Brief
from zhibu.advice.queries.offices import MANAGERS
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within


@dataclass(frozen=True, slots=True)
class Text:
    """An open text that another app hands in. `writer` is a mark that is the same for the same writer within that app
    ("" when nobody knows); it is used to count a writer once and kept nowhere."""

    text: str
    writer: str = ""
    may_quote: bool = False


# (path of the organisation, first day, first day after) → texts of that time, at it or below.
Source = Callable[[str, date, date], Iterable[Text]]
_sources: dict[str, Source] = {}


def read_also(name: str, source: Source) -> None:
    """Hand in texts under a name that the brief shows ("问卷"). Again replaces. Called once at the start, by config:
    apps of this floor do not know each other."""
    _sources[name] = source


def handed_in(path: str, first: date, after: date) -> dict[str, list[Text]]:
    """What the other apps hand in, by name."""
    return {name: list(source(path, first, after)) for name, source in _sources.items()}


def briefs(viewer: Viewer, *, to: str = "see") -> QuerySet[Brief]:
    """Published ones for everybody; to "manage", with the drafts, by role."""
    managed = within(viewer.paths(MANAGERS), field="organisation__path")
    scope = managed if to == "manage" else managed | Q(state=BriefState.PUBLISHED)
    return Brief.objects.filter(scope).select_related("organisation").order_by("-month", "pk")


def get_brief(viewer: Viewer, pk: int, *, to: str = "see") -> Brief:
    """One brief, or NoSuchBrief alike for missing and forbidden."""
    found = briefs(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchBrief
    return found
